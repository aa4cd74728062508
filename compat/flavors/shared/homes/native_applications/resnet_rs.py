"""``tf.keras.applications.resnet_rs``."""
from compat.flavors.shared.homes.native_applications.regnet import decode_predictions, preprocess_input
from compat.flavors.shared.resnet_rs import DESIGNS, builder

__all__ = ["decode_predictions", "preprocess_input"]
globals().update({"ResNetRS{}".format(depth): builder(depth) for depth in DESIGNS})
