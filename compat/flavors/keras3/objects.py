"""What a program gave for a name that a configuration holds."""
from typing import Any, Dict, Optional

import keras


def registered_object(name: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """The class or function of ``custom_objects``, of a scope that is open, or registered; None where there is none.

    A scope of Keras 3, such as the one in which a file is opened, does not show in ``get_custom_objects()``.
    """
    return (custom_objects or {}).get(name) or keras.saving.get_registered_object(name)
