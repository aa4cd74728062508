"""``keras.engine.training_utils``, ``training_arrays`` and ``training_generator`` of Keras 2."""
from compat.flavors.shared.compiled_arguments import (
    call_metric_function,
    collect_per_output_metric_info,
    get_input_shape_and_dtype,
    get_loss_function,
    get_metric_function,
    get_metric_name,
    get_output_sample_weight_and_mode,
    get_static_batch_size,
    prepare_loss_functions,
    prepare_loss_weights,
    prepare_sample_weights,
)
from compat.flavors.shared.input_data import (
    batch_shuffle,
    check_array_length_consistency,
    check_generator_arguments,
    check_num_samples,
    is_generator_or_sequence,
    is_sequence,
    iter_sequence_infinite,
    make_batches,
    should_run_validation,
    standardize_input_data,
    standardize_single_array,
)
from compat.flavors.shared.output_weights import (
    check_loss_and_target_compatibility,
    collect_metrics,
    standardize_class_weights,
    standardize_sample_or_class_weights,
    standardize_sample_weights,
    standardize_weights,
    weighted_masked_objective,
)
from compat.flavors.shared.training_loops import (
    evaluate_generator,
    fit_generator,
    fit_loop,
    predict_generator,
    predict_loop,
    test_loop,
)

__all__ = [
    "batch_shuffle", "call_metric_function", "check_array_length_consistency", "check_generator_arguments",
    "check_loss_and_target_compatibility", "check_num_samples", "collect_metrics", "collect_per_output_metric_info",
    "evaluate_generator", "fit_generator", "fit_loop", "get_input_shape_and_dtype", "get_loss_function",
    "get_metric_function", "get_metric_name", "get_output_sample_weight_and_mode", "get_static_batch_size",
    "is_generator_or_sequence", "is_sequence", "iter_sequence_infinite", "make_batches", "predict_generator",
    "predict_loop", "prepare_loss_functions", "prepare_loss_weights", "prepare_sample_weights", "should_run_validation",
    "standardize_class_weights", "standardize_input_data", "standardize_sample_or_class_weights",
    "standardize_sample_weights", "standardize_single_array", "standardize_weights", "test_loop",
    "weighted_masked_objective",
]
