"""What the image models that only tf.keras had, RegNet and ResNetRS, share: their arguments, their input and their end."""
from typing import Any, Dict, NamedTuple, Optional

from compat.errors import NotServedError
from compat.flavors import Names

layers = Names("tf.keras.layers")


class Arguments(NamedTuple):
    """The arguments that every image model takes.

    Attributes:
        include_top: whether the model ends with classes, not with features.
        weights: None, or the path of a file.
        input_tensor: to build on, or None.
        input_shape: of one image, or None for that of the model.
        pooling: ``"avg"``, ``"max"`` or None, of the features.
        classes: their number.
        classifier_activation: of the last layer.
        include_preprocessing: whether the model takes pixels from 0 to 255.
    """

    include_top: bool
    weights: Optional[str]
    input_tensor: Any
    input_shape: Any
    pooling: Optional[str]
    classes: int
    classifier_activation: Any
    include_preprocessing: bool

    def checked(self, name: str) -> None:
        """Refuse weights that are no file.

        Raises:
            NotServedError: the weights of ImageNet, which no Keras 3 has for these models.
        """
        if self.weights == "imagenet":
            raise NotServedError("{0} is served without its weights of ImageNet, which Keras 3 does not keep; pass "
                                 "weights=None, or the path of a file that tf.keras 2 saved".format(name))


def begin(arguments: Arguments) -> Any:
    """The tensor of images that a model is built on."""
    if arguments.input_tensor is not None:
        return arguments.input_tensor
    first = Names("tf.keras.backend").image_data_format() == "channels_first"
    size = (224, 224) if arguments.include_top else (None, None)
    return layers.Input(shape=arguments.input_shape or ((3,) + size if first else size + (3,)))


def pooled(x: Any, pooling: Optional[str], **names: str) -> Any:
    """Features, pooled over the image where that was asked for."""
    kind = {"avg": layers.GlobalAveragePooling2D, "max": layers.GlobalMaxPooling2D}.get(pooling or "")
    given: Dict[str, str] = {"name": names[pooling]} if pooling in names else {}
    return x if kind is None else kind(**given)(x)


def finished(images: Any, x: Any, name: str, weights: Optional[str]) -> Any:
    """The model, with the weights of a file."""
    model = Names("tf.keras").Model(images, x, name=name)
    if weights is not None:
        model.load_weights(weights)
    return model
