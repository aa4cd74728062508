"""``keras.preprocessing.image`` on Keras 3: images as arrays, changed at random, and batches of them."""
from ...shared.preprocessing.image import *  # noqa: F403
from ...shared.preprocessing.image import __all__ as __all__
