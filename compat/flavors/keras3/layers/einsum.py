"""``EinsumDense`` (tf.keras 2.4 to 2.15) with an output shape that leaves sizes to the input."""
from typing import Any, Optional, Sequence, Tuple

import keras

from ..engine.layer import Layer
from .base import legacy

Shape = Tuple[Optional[int], ...]


@legacy
class EinsumDense(keras.layers.EinsumDense, Layer):
    """As Keras's own. Where ``output_shape`` holds None, the size is that of the input's axis of the same letter.

    Example:
        >>> layer = EinsumDense("abc,cd->abd", output_shape=(None, 4))
        >>> layer(keras.Input((5, 3))).shape
        (None, 5, 4)
    """

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """The shape of the output, with the batch first."""
        found = filled(self.equation, super().compute_output_shape(input_shape), input_shape)
        known = self.__dict__.setdefault("_known_sizes", found)
        if known != found:  # of inputs with other sizes none is part of the configuration
            self.__dict__["_known_sizes"] = (None,) * len(found)
        return found

    def get_config(self) -> Any:
        """The constructor's arguments, with the sizes that are known."""
        config, known = super().get_config(), vars(self).get("_known_sizes", ())
        stated = tuple(config["output_shape"])
        if known and "." not in self.equation:
            config["output_shape"] = tuple(
                size if size is not None else other for size, other in zip(stated, known[len(known) - len(stated):]))
        return config


def filled(equation: str, shape: Sequence[Optional[int]], input_shape: Sequence[Optional[int]]) -> Shape:
    """The shape that an equation gives, with the sizes that only the input knows.

    Example:
        >>> filled("...c,cd->...d", (None, None, 4), (None, 5, 3))
        (None, 5, 4)
    """
    given, _, rest = equation.replace(" ", "").partition(",")
    made = rest.partition("->")[2]
    free = "".join(chr(0x100 + place) for place in range(len(input_shape) - len(given.replace("...", ""))))
    sizes = dict(zip(given.replace("...", free), input_shape))
    return tuple(sizes.get(letter) if size is None else size for letter, size in zip(made.replace("...", free), shape))
