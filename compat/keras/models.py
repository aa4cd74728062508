"""The old ``keras.models`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras.engine.input_layer import InputLayer as InputLayer
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.engine.training import Model as Model
    from compat.keras.engine.sequential import Sequential as Sequential
    from compat.keras.utils.io_utils import ask_to_proceed_with_overwrite as ask_to_proceed_with_overwrite
    def clone_model(model: Any, input_tensors: Any = None) -> Any: ...
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras.engine.saving import load_model as load_model
    from compat.keras.engine.saving import model_from_config as model_from_config
    from compat.keras.engine.saving import model_from_json as model_from_json
    from compat.keras.engine.saving import model_from_yaml as model_from_yaml
    from compat.keras.engine.saving import save_model as save_model
    from compat.keras.utils.generic_utils import to_list as to_list
