"""Models and their parts as the loading stages of Keras 3 get them."""
import keras

from compat.era import Era
from compat.flavors.keras3.loading import build
from compat.hub.custom_objects import CustomObjects


class Pair:
    """One layer's arrays, as ``compat.weights`` hands them over."""

    datasets = ()

    def __init__(self, path, *arrays):
        self.path = path
        self.arrays = arrays

    def read(self):
        return list(self.arrays)


class Built:
    postponed, most, is_for_old_code = (), 0, False

    def __init__(self, layer):
        self.layers = ((("layer",), layer),)
        self.model = keras.Sequential([layer])


def sequential(*layers, shape=(None, 3), era=None):
    """A Sequential of layers in the hub dialect, built for a file of tf.keras 2.15 or of another era."""
    first = {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": list(shape)}}
    specs = [first] + [{"class_name": name, "config": config} for name, config in layers]
    model = {"class_name": "Sequential", "config": {"name": "m/odel", "layers": specs}}
    return build(model, CustomObjects({}, {}), era or Era("2.15"), 1 << 20)


def functional(layers, inputs, outputs):
    return {"class_name": "Functional", "config": {"name": "m", "layers": layers, "input_layers": inputs,
                                                   "output_layers": outputs}}


def layer(name, class_name, source, **config):
    return {"class_name": class_name, "name": name, "config": dict(config, name=name),
            "inbound_nodes": [[[source, 0, 0, {}]]] if source else []}


X = layer("x", "InputLayer", None, batch_input_shape=[None, 3])
