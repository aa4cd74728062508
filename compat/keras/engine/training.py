"""The old ``keras.engine.training`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.utils.data_utils import GeneratorEnqueuer as GeneratorEnqueuer
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    class Model(Any):
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    from compat.keras.engine.network import Network as Network
    from compat.keras.utils.data_utils import OrderedEnqueuer as OrderedEnqueuer
    from compat.keras.utils.generic_utils import Progbar as Progbar
    from compat.keras.utils.data_utils import Sequence as Sequence
    def _batch_shuffle(index_array: Any, batch_size: Any) -> Any: ...
    def _check_array_lengths(inputs: Any, targets: Any, weights: Any = None) -> Any: ...
    def _check_loss_and_target_compatibility(targets: Any, loss_fns: Any, output_shapes: Any) -> Any: ...
    def _collect_metrics(metrics: Any, output_names: Any) -> Any: ...
    def _make_batches(size: Any, batch_size: Any) -> Any: ...
    def _slice_arrays(arrays: Any, start: Any = None, stop: Any = None) -> Any: ...
    def _standardize_class_weights(class_weight: Any, output_names: Any) -> Any: ...
    def _standardize_input_data(data: Any, names: Any, shapes: Any = None, check_batch_axis: Any = True, exception_prefix: Any = '') -> Any: ...
    def _standardize_sample_or_class_weights(x_weight: Any, output_names: Any, weight_type: Any) -> Any: ...
    def _standardize_sample_weights(sample_weight: Any, output_names: Any) -> Any: ...
    def _standardize_weights(y: Any, sample_weight: Any = None, class_weight: Any = None, sample_weight_mode: Any = None) -> Any: ...
    def _weighted_masked_objective(fn: Any) -> Any: ...
    from compat.keras.engine.training_utils import check_array_length_consistency as check_array_length_consistency
    from compat.keras.engine.training_utils import check_loss_and_target_compatibility as check_loss_and_target_compatibility
    from compat.keras.engine.training_utils import collect_metrics as collect_metrics
    from compat.keras.utils.layer_utils import count_params as count_params
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras import losses as losses
    from compat.keras import metrics as metrics_module
    from compat.keras import optimizers as optimizers
    from compat.keras.utils.generic_utils import slice_arrays as slice_arrays
    from compat.keras.engine.training_utils import standardize_class_weights as standardize_class_weights
    from compat.keras.engine.training_utils import standardize_input_data as standardize_input_data
    from compat.keras.engine.training_utils import standardize_sample_weights as standardize_sample_weights
    from compat.keras.engine.training_utils import standardize_weights as standardize_weights
    from compat.keras.utils.generic_utils import to_list as to_list
    from compat.keras.engine import training_arrays as training_arrays
    from compat.keras.engine import training_generator as training_generator
    from compat.keras.engine import training_utils as training_utils
    from compat.keras.utils.generic_utils import unpack_singleton as unpack_singleton
    from compat.keras.engine.training_utils import weighted_masked_objective as weighted_masked_objective
