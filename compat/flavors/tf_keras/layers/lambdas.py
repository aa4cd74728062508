"""``Lambda`` on tf.keras and tf_keras: its functions are stored without code, and its mask by every version."""
from typing import Any, Dict

from compat.flavors.keras2.lambdas import StoredLambda

from ..installed import keras
from ..utils import register
from .builtin import BuiltIn


@register
class Lambda(StoredLambda, BuiltIn, keras.layers.Lambda):
    __doc__ = StoredLambda.__doc__
    keras = keras

    def mask_config(self, mask: Any) -> Dict[str, Any]:
        return dict(zip(("mask", "mask_type", "mask_module"), self._serialize_function_to_config(mask)))
