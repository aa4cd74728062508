"""``keras.utils`` of Keras 2 where it needs nothing of the installed Keras but models and the backend."""
import functools
from typing import Any

from compat.flavors import Names
from compat.flavors.shared.cloud_files import tf_file_io_proxy
from compat.flavors.shared.confusion import (
    AUCCurve,
    AUCSummationMethod,
    ConfusionMatrix,
    assert_thresholds_range,
    filter_top_k,
    parse_init_thresholds,
    result_wrapper,
    update_confusion_matrix_variables,
    update_state_wrapper,
    weighted_assign_add,
)
from compat.flavors.shared.conv_arithmetic import (
    conv_input_length,
    conv_output_length,
    deconv_length,
    normalize_padding,
    normalize_tuple,
    transpose_shape,
)
from compat.flavors.shared.dumped_functions import func_dump, func_load
from compat.flavors.shared.enqueuers import (
    GeneratorEnqueuer,
    OrderedEnqueuer,
    SequenceEnqueuer,
    get_index,
    init_pool,
    init_pool_generator,
    next_sample,
)
from compat.flavors.shared.generic import (
    check_for_unexpected_keys,
    count_params,
    getargspec,
    has_arg,
    hash_file,
    is_all_none,
    object_list_uid,
    print_summary,
    slice_arrays,
    to_list,
    to_snake_case,
    unpack_singleton,
    validate_file,
)
from compat.flavors.shared.hdf5_data import (
    H5Dict,
    HDF5Matrix,
    ask_to_proceed_with_overwrite,
    load_from_binary_h5py,
    save_to_binary_h5py,
)
from compat.flavors.shared.keras_objects import (
    CustomObjectScope,
    custom_object_scope,
    deserialize_keras_object,
    serialize_keras_object,
)
from compat.flavors.shared.kernels import (
    convert_all_kernels_in_model,
    convert_dense_weights_data_format,
    convert_kernel,
)
from compat.flavors.shared.layer_tests import get_test_data, keras_test, layer_test
from compat.flavors.shared.refused import refused
from compat.flavors.shared.several_gpus import multi_gpu_model
from compat.flavors.shared.weighted_losses import (
    Reduction,
    broadcast_weights,
    compute_weighted_loss,
    reduce_weighted_loss,
    squeeze_or_expand_dimensions,
)

__getattr__ = functools.partial(refused, "utils")
_models, _layers = Names("keras.models"), Names("keras.layers")
_GLOBAL_CUSTOM_OBJECTS = Names("keras.utils").get_custom_objects()

__all__ = [
    "CustomObjectScope", "custom_object_scope", "Reduction", "add_edge", "is_model", "is_wrapped_model",
    "GeneratorEnqueuer", "H5Dict", "HDF5Matrix", "OrderedEnqueuer", "SequenceEnqueuer", "_GLOBAL_CUSTOM_OBJECTS",
    "ask_to_proceed_with_overwrite", "check_for_unexpected_keys", "conv_input_length", "conv_output_length",
    "convert_all_kernels_in_model", "convert_dense_weights_data_format", "convert_kernel", "count_params",
    "deconv_length", "deserialize_keras_object", "func_dump", "func_load", "get_index", "get_test_data", "getargspec",
    "has_arg", "hash_file", "init_pool", "init_pool_generator", "is_all_none", "keras_test", "layer_test",
    "load_from_binary_h5py",
    "multi_gpu_model", "next_sample", "normalize_padding", "normalize_tuple", "object_list_uid", "print_summary",
    "save_to_binary_h5py", "serialize_keras_object", "slice_arrays", "to_list", "to_snake_case", "transpose_shape",
    "unpack_singleton", "validate_file",
    # losses_utils, metrics_utils and test_utils of Keras 2.3
    "AUCCurve", "AUCSummationMethod", "ConfusionMatrix", "assert_thresholds_range", "broadcast_weights",
    "compute_weighted_loss", "filter_top_k", "parse_init_thresholds", "reduce_weighted_loss", "result_wrapper",
    "squeeze_or_expand_dimensions", "tf_file_io_proxy", "update_confusion_matrix_variables", "update_state_wrapper",
    "weighted_assign_add",
]


def is_model(layer: Any) -> bool:
    """Whether a layer is a model."""
    return isinstance(layer, _models.Model)


def is_wrapped_model(layer: Any) -> bool:
    """Whether a layer wraps a model, as ``TimeDistributed(model)`` does."""
    return isinstance(layer, _layers.Wrapper) and is_model(layer.layer)


def add_edge(dot: Any, src: Any, dst: Any) -> None:
    """Add an edge to a graph of pydot, unless it is there."""
    if not dot.get_edge(src, dst):
        import pydot

        dot.add_edge(pydot.Edge(src, dst))
