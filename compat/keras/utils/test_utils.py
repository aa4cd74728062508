"""The old ``keras.utils.test_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras import backend as K
    from compat.keras.engine.training import Model as Model
    from compat.keras.engine.sequential import Sequential as Sequential
    def get_test_data(num_train: Any = 1000, num_test: Any = 500, input_shape: Any = (10,), output_shape: Any = (2,), classification: Any = True, num_classes: Any = 2) -> Any: ...
    from compat.keras.utils.generic_utils import has_arg as has_arg
    def keras_test(func: Any) -> Any: ...
    def layer_test(layer_cls: Any, kwargs: Any = {}, input_shape: Any = None, input_dtype: Any = None, input_data: Any = None, expected_output: Any = None, expected_output_dtype: Any = None, fixed_batch_size: Any = False) -> Any: ...
    from compat.keras.engine.saving import model_from_json as model_from_json
    class tf_file_io_proxy(Any):
        def __init__(self, file_io_module: Any = None, bucket_name: Any = None) -> None: ...
