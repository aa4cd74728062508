"""Code of layers that asks a tensor of a graph for its value or length: tf.keras gave it to AutoGraph, Keras 3 does not.

``if tf.reduce_max(x) > 1:``, ``for step in tf.range(steps):`` and ``len(tf.shape(x))`` in a ``call`` are errors on TensorFlow
where Keras compiles. There the call runs once more as AutoGraph writes it.
"""
import functools
import importlib
from typing import Any, Callable, Optional

import keras

from compat.era import current

from ..programs import is_of_a_program


def by_autograph(call: Callable[..., Any], error: Exception) -> Optional[Callable[..., Any]]:
    """The ``call`` of a program as AutoGraph writes it, where the error is that a tensor of a graph has no value; else None."""
    if keras.backend.backend() != "tensorflow" or not isinstance(error, TypeError) or "symbolic" not in str(error):
        return None
    if not is_of_a_program(call) or not current().of_tf_keras or not importlib.import_module("tensorflow").inside_function():
        return None
    written: Callable[..., Any] = _written(call)
    return written


@functools.lru_cache(maxsize=None)
def _written(call: Callable[..., Any]) -> Any:
    return importlib.import_module("tensorflow").autograph.to_graph(call)
