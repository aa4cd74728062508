"""Image models of ``tf.keras.applications`` that no Keras 3 has."""
from compat.flavors.shared import regnet, resnet_rs

globals().update({"RegNet" + variant: regnet.builder(variant) for variant in regnet.DESIGNS})
globals().update({"ResNetRS{}".format(depth): resnet_rs.builder(depth) for depth in resnet_rs.DESIGNS})
