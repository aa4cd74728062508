"""RegNet X and Y of ``tf.keras.applications`` (tf.keras 2.9 to 2.15): "Designing Network Design Spaces", arXiv 2003.13678.

Layers have the names that they had there, so that its weights fit.
"""
from typing import Any, Callable, Dict, NamedTuple, Tuple

from compat.flavors import Names
from compat.flavors.shared.image_models import Arguments, begin, finished, pooled

layers = Names("tf.keras.layers")


class Design(NamedTuple):
    """How a model is made: blocks and channels of each of four stages, and the channels of a group."""

    depths: Tuple[int, int, int, int]
    widths: Tuple[int, int, int, int]
    group_width: int


#: Name → design, from the tables of the paper.
DESIGNS: Dict[str, Design] = {
    "X002": Design((1, 1, 4, 7), (24, 56, 152, 368), 8), "X004": Design((1, 2, 7, 12), (32, 64, 160, 384), 16),
    "X006": Design((1, 3, 5, 7), (48, 96, 240, 528), 24), "X008": Design((1, 3, 7, 5), (64, 128, 288, 672), 16),
    "X016": Design((2, 4, 10, 2), (72, 168, 408, 912), 24), "X032": Design((2, 6, 15, 2), (96, 192, 432, 1008), 48),
    "X040": Design((2, 5, 14, 2), (80, 240, 560, 1360), 40), "X064": Design((2, 4, 10, 1), (168, 392, 784, 1624), 56),
    "X080": Design((2, 5, 15, 1), (80, 240, 720, 1920), 120), "X120": Design((2, 5, 11, 1), (224, 448, 896, 2240), 112),
    "X160": Design((2, 6, 13, 1), (256, 512, 896, 2048), 128), "X320": Design((2, 7, 13, 1), (336, 672, 1344, 2520), 168),
    "Y002": Design((1, 1, 4, 7), (24, 56, 152, 368), 8), "Y004": Design((1, 3, 6, 6), (48, 104, 208, 440), 8),
    "Y006": Design((1, 3, 7, 4), (48, 112, 256, 608), 16), "Y008": Design((1, 3, 8, 2), (64, 128, 320, 768), 16),
    "Y016": Design((2, 6, 17, 2), (48, 120, 336, 888), 24), "Y032": Design((2, 5, 13, 1), (72, 216, 576, 1512), 24),
    "Y040": Design((2, 6, 12, 2), (128, 192, 512, 1088), 64), "Y064": Design((2, 7, 14, 2), (144, 288, 576, 1296), 72),
    "Y080": Design((2, 4, 10, 1), (168, 448, 896, 2016), 56), "Y120": Design((2, 5, 11, 1), (224, 448, 896, 2240), 112),
    "Y160": Design((2, 4, 11, 1), (224, 448, 1232, 3024), 112), "Y320": Design((2, 5, 12, 1), (232, 696, 1392, 3712), 232),
}


def _convolved(x: Any, filters: int, size: int, name: str, strides: int = 1, groups: int = 1) -> Any:
    return layers.Conv2D(filters, size, strides=strides, groups=groups, use_bias=False, kernel_initializer="he_normal",
                         padding="same" if size > 1 else "valid", name=name)(x)


def _normalized(x: Any, name: str) -> Any:
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=name)(x)


def _squeezed_and_excited(x: Any, inputs: int, name: str) -> Any:
    """Each channel times a factor that the means of all channels give."""
    channels = x.shape[-1]
    factors = layers.GlobalAveragePooling2D(keepdims=True, name=name + "_gap")(x)
    for filters, activation, part in ((inputs // 4, "relu", "_squeeze"), (channels, "sigmoid", "_excite")):
        factors = layers.Conv2D(filters, 1, activation=activation, kernel_initializer="he_normal", name=name + part)(factors)
    return layers.Multiply()([x, factors])


def _block(x: Any, filters: int, group_width: int, strides: int, excites: bool, name: str) -> Any:
    inputs, skip = x.shape[-1], x
    x = layers.ReLU(name=name + "_conv_1x1_1_relu")(_normalized(
        _convolved(x, filters, 1, name + "_conv_1x1_1"), name + "_conv_1x1_1_bn"))
    x = layers.ReLU(name=name + "_conv_3x3_relu")(_normalized(
        _convolved(x, filters, 3, name + "_conv_3x3", strides, max(filters // group_width, 1)), name + "_conv_3x3_bn"))
    if excites:
        x = _squeezed_and_excited(x, inputs, name + "_squeeze_and_excite")
    x = _normalized(_convolved(x, filters, 1, name + "_conv_1x1_2"), name + "_conv_1x1_2_bn")
    if strides != 1 or inputs != filters:
        skip = _normalized(_convolved(skip, filters, 1, name + "_skip_1x1", strides), name + "_skip_bn")
    return layers.ReLU(name=name + "_exit_relu")(layers.Add()([x, skip]))


def _features(x: Any, design: Design, excites: bool, name: str) -> Any:
    x = _normalized(_convolved(x, 32, 3, name + "_stem_conv", strides=2), name + "_stem_bn")
    x = layers.ReLU(name=name + "_stem_relu")(x)
    for stage, (depth, filters) in enumerate(zip(design.depths, design.widths)):
        for block in range(depth):
            named = "{}_Stage_{}_{}Block_{}".format(name, stage, "Y" if excites else "X", block)
            x = _block(x, filters, design.group_width, 1 if block else 2, excites, named)
    return x


def _built(variant: str, name: str, arguments: Arguments) -> Any:
    arguments.checked("RegNet" + variant)
    images = begin(arguments)
    x = layers.Rescaling(1.0 / 255.0, name=name + "_prestem_rescaling")(images) if arguments.include_preprocessing else images
    x = _features(x, DESIGNS[variant], variant.startswith("Y"), name)
    if arguments.include_top:
        number = Names("tf.keras.backend").get_uid("head")
        x = layers.GlobalAveragePooling2D(name="{}_head_gap".format(number))(x)
        x = layers.Dense(arguments.classes, name="{}head_dense".format(number))(x)  # tf.keras gave logits, whatever was asked
    else:
        x = pooled(x, arguments.pooling)
    return finished(images, x, name, arguments.weights)


def builder(variant: str) -> Callable[..., Any]:
    """The function that builds ``RegNetX002`` and so on, see :class:`compat.flavors.shared.image_models.Arguments`."""
    def build(model_name: str = "regnet" + variant.lower(), include_top: bool = True, include_preprocessing: bool = True,
              weights: Any = "imagenet", input_tensor: Any = None, input_shape: Any = None, pooling: Any = None,
              classes: int = 1000, classifier_activation: Any = "softmax") -> Any:
        return _built(variant, model_name, Arguments(include_top, weights, input_tensor, input_shape, pooling, classes,
                                                     classifier_activation, include_preprocessing))

    build.__name__ = "RegNet" + variant
    build.__doc__ = ("RegNet{} for images; its arguments are those of ``Arguments``. As in tf.keras, it gives logits: "
                     "classifier_activation has no effect.".format(variant))
    return build
