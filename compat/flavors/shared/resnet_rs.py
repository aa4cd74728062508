"""ResNetRS of ``tf.keras.applications`` (tf.keras 2.8 to 2.15): "Revisiting ResNets", arXiv 2103.07579.

Layers have the names that they had there, so that its weights fit.
"""
from typing import Any, Callable, Dict, Tuple

from compat.flavors import Names
from compat.flavors.shared.image_models import Arguments, begin, finished, pooled

layers = Names("tf.keras.layers")
_FILTERS = (64, 128, 256, 512)
#: Depth → blocks of each of four groups, from the paper; how much is dropped before the classes, and of whole blocks.
DESIGNS: Dict[int, Tuple[Tuple[int, int, int, int], float, float]] = {
    50: ((3, 4, 6, 3), 0.25, 0.0), 101: ((3, 4, 23, 3), 0.25, 0.0), 152: ((3, 8, 36, 3), 0.25, 0.0),
    200: ((3, 24, 36, 3), 0.25, 0.1), 270: ((4, 29, 53, 4), 0.25, 0.1), 350: ((4, 36, 72, 4), 0.4, 0.1),
    420: ((4, 44, 87, 4), 0.4, 0.1),
}


def _axis() -> int:
    return 3 if Names("tf.keras.backend").image_data_format() == "channels_last" else 1


def _convolved(x: Any, filters: int, size: int, name: str, strides: int = 1, **kwargs: Any) -> Any:
    """A convolution; with strides, all its padding is before it and alike on both sides."""
    padding = "same"
    if strides > 1 and size > 1:
        x, padding = layers.ZeroPadding2D(size // 2)(x), "valid"
    initializer = Names("tf.keras.initializers").VarianceScaling(2.0, "fan_out", "truncated_normal")
    return layers.Conv2D(filters, size, strides=strides, padding=padding, kernel_initializer=initializer, name=name,
                         **{"use_bias": False, **kwargs})(x)


def _normalized(x: Any, name: str) -> Any:
    return layers.BatchNormalization(axis=_axis(), momentum=0.0, epsilon=1e-5, name=name)(x)


def _stem(x: Any) -> Any:
    name = "stem_{}".format(Names("tf.keras.backend").get_uid("stem_"))
    for part, (filters, strides) in enumerate(((32, 2), (32, 1), (64, 1), (64, 2)), 1):
        x = _convolved(x, filters, 3, "{}_stem_conv_{}".format(name, part), strides)
        x = _normalized(x, "{}_stem_batch_norm_{}".format(name, part))
        x = layers.Activation("relu", name="{}_stem_act_{}".format(name, part))(x)
    return x


def _squeezed_and_excited(x: Any, channels: int, name: str) -> Any:
    """Each channel times a factor that the means of all channels give."""
    factors = layers.GlobalAveragePooling2D(name=name + "_se_squeeze")(x)
    shape = (1, 1, channels) if _axis() == 3 else (channels, 1, 1)
    factors = layers.Reshape(shape, name=name + "_se_reshape")(factors)
    for filters, activation, part in ((channels // 4, "relu", "reduce"), (channels, "sigmoid", "expand")):
        factors = _convolved(factors, filters, 1, "{}_se_{}".format(name, part), activation=activation, use_bias=True)
    return layers.multiply([x, factors], name=name + "_se_excite")


def _projected(x: Any, filters: int, strides: int, name: str) -> Any:
    if strides > 1:
        x = layers.AveragePooling2D(2, strides=strides, padding="same", name=name + "_projection_pooling")(x)
    return _normalized(_convolved(x, 4 * filters, 1, name + "_projection_conv"), name + "_projection_batch_norm")


def _block(x: Any, filters: int, strides: int, projects: bool, dropped: float, name: str) -> Any:
    shortcut = _projected(x, filters, strides, name) if projects else x
    x = _normalized(_convolved(x, filters, 1, name + "_conv_1"), name + "batch_norm_1")
    x = layers.Activation("relu", name=name + "_act_1")(x)
    x = _normalized(_convolved(x, filters, 3, name + "_conv_2", strides), name + "_batch_norm_2")
    x = layers.Activation("relu", name=name + "_act_2")(x)
    x = _normalized(_convolved(x, 4 * filters, 1, name + "_conv_3"), name + "_batch_norm_3")
    x = _squeezed_and_excited(x, 4 * filters, name + "_se")
    if dropped:
        x = layers.Dropout(dropped, noise_shape=(None, 1, 1, 1), name=name + "_drop")(x)
    return layers.Activation("relu", name=name + "_output_act")(layers.Add()([x, shortcut]))


def _features(x: Any, depth: int) -> Any:
    counts, _, dropped = DESIGNS[depth]
    x = _stem(x)
    for group, (filters, count) in enumerate(zip(_FILTERS, counts)):
        for place in range(count):
            strides = 2 if group and not place else 1
            share = dropped * (group + 2) / (len(counts) + 1)
            x = _block(x, filters, strides, not place, share, "BlockGroup{}__block_{}_".format(group + 2, place))
    return x


def _built(depth: int, arguments: Arguments) -> Any:
    arguments.checked("ResNetRS{}".format(depth))
    images = x = begin(arguments)
    if arguments.include_preprocessing:
        x = layers.Rescaling(1.0 / 255.0)(x)
        x = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.229 ** 2, 0.224 ** 2, 0.225 ** 2], axis=_axis())(x)
    x = _features(x, depth)
    if arguments.include_top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
        x = layers.Dropout(DESIGNS[depth][1], name="top_dropout")(x)
        x = layers.Dense(arguments.classes, activation=arguments.classifier_activation, name="predictions")(x)
    else:
        x = pooled(x, arguments.pooling, avg="avg_pool", max="max_pool")
    return finished(images, x, "resnet-rs-{}".format(depth), arguments.weights)


def builder(depth: int) -> Callable[..., Any]:
    """The function that builds ``ResNetRS50`` and so on, see :class:`compat.flavors.shared.image_models.Arguments`."""
    def build(include_top: bool = True, weights: Any = "imagenet", classes: int = 1000, input_shape: Any = None,
              input_tensor: Any = None, pooling: Any = None, classifier_activation: Any = "softmax",
              include_preprocessing: bool = True) -> Any:
        return _built(depth, Arguments(include_top, weights, input_tensor, input_shape, pooling, classes,
                                       classifier_activation, include_preprocessing))

    build.__name__ = "ResNetRS{}".format(depth)
    build.__doc__ = "ResNetRS{} for images; its arguments are those of ``Arguments``.".format(depth)
    return build
