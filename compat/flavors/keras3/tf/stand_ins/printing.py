"""``tf.print``: values of tensors, in compiled code too."""
import sys
from typing import Any

import keras

from compat.flavors.keras3.backend.tensors import any_symbolic, as_tensor, is_tensor, value_of
from compat.flavors.keras3.tf.traced import known


def print_values(*inputs: Any, **kwargs: Any) -> None:
    """Print tensors and other values, by default to the standard error stream, as TensorFlow did.

    Args:
        output_stream: a stream, a function of a string such as ``tf.compat.v1.logging.info``, or ``"file://…"`` to append to.
        sep: between the values. ``end``: after the last.
    """
    if any_symbolic(inputs):
        return  # of a node there is nothing to print, and nothing depends on this call
    places = [place for place, value in enumerate(inputs) if is_tensor(value)]

    def show(*arrays: Any) -> None:
        values = list(inputs)
        for place, array in zip(places, arrays):
            values[place] = array
        _write(kwargs.get("output_stream", sys.stderr), kwargs.get("sep", " ").join(map(str, values)) + kwargs.get("end", "\n"))

    tensors = [as_tensor(inputs[place]) for place in places]
    if keras.backend.backend() == "jax" and not all(map(known, tensors)):
        import jax

        jax.debug.callback(show, *tensors)
        return
    show(*[value_of(x) for x in tensors])


def _write(stream: Any, text: str) -> None:
    if isinstance(stream, str) and stream.startswith("file://"):
        with open(stream[len("file://"):], "a", encoding="utf8") as file:
            file.write(text)
    elif callable(stream):
        stream(text.rstrip("\n"))
    else:
        stream.write(text)
