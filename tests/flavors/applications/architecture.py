"""A model of ``keras.applications``, layer by layer, as facts that every Keras gives alike."""
import hashlib
import json

#: module → the models in it
MODELS = {
    "vgg16": ("VGG16",), "vgg19": ("VGG19",), "resnet50": ("ResNet50",), "inception_v3": ("InceptionV3",),
    "inception_resnet_v2": ("InceptionResNetV2",), "xception": ("Xception",), "mobilenet": ("MobileNet",),
    "mobilenet_v2": ("MobileNetV2",), "densenet": ("DenseNet121", "DenseNet169", "DenseNet201"),
    "nasnet": ("NASNetMobile", "NASNetLarge"),
}
MODELS_OF_231 = dict(MODELS, resnet=("ResNet50", "ResNet101", "ResNet152"),
                     resnet_v2=("ResNet50V2", "ResNet101V2", "ResNet152V2"))


def facts(model):
    """The layers, their number, the number of parameters, and a hash of all that the layers are and how they are joined."""
    rows = [row(layer) for layer in model.layers]
    text = json.dumps([model.name, rows], sort_keys=True)
    return {"layers": len(rows), "parameters": model.count_params(), "first": rows[1], "last": rows[-1],
            "hash": hashlib.sha256(text.encode("utf8")).hexdigest()}


def row(layer):
    """Name, class, shapes of the weights in their order, the layers before it, and the shape of the output.

    What Flatten gives is left out: TensorFlow 1 does not know its size.
    """
    shape = () if type(layer).__name__ == "Flatten" else tuple(layer.output.shape)
    return [plain(layer.name), type(layer).__name__, [[int(size) for size in array.shape] for array in layer.weights],
            [plain(tensor._keras_history[0].name) for tensor in inputs_of(layer)],
            [None if getattr(size, "value", size) is None else int(size) for size in shape]]


def plain(name):
    """Names of layers made without one are counted, from the first in the process on: the count is left out."""
    prefix, _, number = name.rpartition("_")
    counted = ("input", "zero_padding2d", "activation", "batch_normalization", "conv2d", "max_pooling2d", "average_pooling2d",
               "global_average_pooling2d", "concatenate", "add", "separable_conv2d", "dropout", "dense", "cropping2d", "lambda")
    return prefix if number.isdigit() and prefix in counted else name.replace("/", "_")


def inputs_of(layer):
    """The tensors that the layer was called on; none of an input layer."""
    if type(layer).__name__ == "InputLayer":
        return []
    given = layer.input
    return given if isinstance(given, (list, tuple)) else [given]
