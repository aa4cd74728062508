"""The old ``keras.preprocessing`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as backend
    from compat.keras.preprocessing import image as image
    keras_preprocessing: Any
    from compat.keras.preprocessing import sequence as sequence
    from compat.keras.preprocessing import text as text
    from compat.keras import utils as utils
