"""What the optimizers of tf.keras 2.11 to 2.15 keep for each weight, and in which order."""
from typing import Mapping, Optional, Sequence, Tuple

#: Optimizers of tf.keras 2.11 to 2.15 → groups of slots, one group after the other. A group lists the slots of one weight
#: together; it maps our names, those of tf.keras 2.4, to those of the file.
NEWER_SLOTS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "SGD": ({"momentum": "m"},),
    "RMSprop": ({"rms": "velocity"}, {"momentum": "momentum"}, {"mg": "average_gradient"}),
    "Adagrad": ({"accumulator": "accumulator"},),
    "Adadelta": ({"accum_grad": "accumulated_grad", "accum_var": "accumulated_delta_var"},),
    "Adam": ({"m": "m", "v": "v"}, {"vhat": "vhat"}),
    "AdamW": ({"m": "m", "v": "v"}, {"vhat": "vhat"}),
    "Adamax": ({"m": "m", "v": "u"},),
    "Nadam": ({"m": "m", "v": "v"},),
    "Ftrl": ({"accumulator": "accumulator", "linear": "linear"},),
    "Lion": ({"m": "m"},),
    "Adafactor": ({"r": "r", "c": "c", "v": "v"},),
}
#: (optimizer, slot) that is an average over one axis of a weight, and that weights of fewer than two axes lack → that axis.
AVERAGED_AXES: Mapping[Tuple[str, str], int] = {("Adafactor", "r"): -1, ("Adafactor", "c"): -2}
#: (optimizer, slot) that is there only where an argument of the optimizer is true → that argument.
SLOT_NEEDS: Mapping[Tuple[str, str], str] = {
    ("RMSprop", "momentum"): "momentum", ("RMSprop", "mg"): "centered",
    ("Adam", "vhat"): "amsgrad", ("AdamW", "vhat"): "amsgrad",
}
#: The optimizers of Keras 3.1 to 3.4, which accumulate gradients and count batches while they do, by class name.
ACCUMULATING: Tuple[str, ...] = ("Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam",
                                 "RMSprop", "SGD")


def slot_shape(class_name: str, slot: str, shape: Sequence[int]) -> Optional[Tuple[int, ...]]:
    """The shape of a slot of a weight; None where the optimizer keeps none for such a weight.

    Example:
        >>> slot_shape("Adam", "m", (5, 4)), slot_shape("Adafactor", "r", (5, 4)), slot_shape("Adafactor", "c", (4,))
        ((5, 4), (5,), None)
    """
    axis = AVERAGED_AXES.get((class_name, slot))
    if axis is None:
        return tuple(shape)
    return tuple(size for place, size in enumerate(shape, -len(shape)) if place != axis) if len(shape) > 1 else None
