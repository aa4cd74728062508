"""What a program gave for a name that a configuration holds."""
from typing import Any, Dict, Optional

import keras
from keras.src.backend.common import global_state  # no public way to the scopes that are open


def registered_object(name: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """The class or function of ``custom_objects``, of a scope that is open, or registered; None where there is none.

    A scope of Keras 3, such as the one in which a file is opened, does not show in ``get_custom_objects()``.
    """
    return (custom_objects or {}).get(name) or keras.saving.get_registered_object(name)


def of_open_scopes() -> Dict[str, Any]:
    """The objects of the scopes of Keras 3 that are open, ``with keras.utils.custom_object_scope(…)``."""
    return dict(global_state.get_global_attribute("custom_objects_scope_dict", {}) or {})
