"""``tf.keras.applications.regnet``."""
from typing import Any

from compat.flavors import Names
from compat.flavors.shared.regnet import DESIGNS, builder

globals().update({"RegNet" + variant: builder(variant) for variant in DESIGNS})
decode_predictions = Names("tf.keras.applications.imagenet_utils").decode_predictions


def preprocess_input(x: Any, data_format: Any = None) -> Any:
    """The images as they are: the model scales them itself."""
    return x
