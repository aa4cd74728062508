"""``load_weights`` of a checkpoint before a model with a ``call`` of its own has weights: tf.keras 2 read them when it had.

The model is called once to make its weights, they are read, and it is called again.
"""
import importlib
import os
from typing import Any, Callable

import keras
from keras import tree

from compat.errors import UnsupportedError

from ..backend.tensors import any_symbolic


class LoadStatus:
    """What ``load_weights`` of a checkpoint returned in tf.keras; weights that do not fit are an error before there is one."""

    def assert_consumed(self) -> "LoadStatus":
        """Itself."""
        return self

    assert_existing_objects_matched = assert_nontrivial_match = expect_partial = assert_consumed


def must_wait(model: Any, path: str) -> bool:
    """Whether weights of a checkpoint wait for the first call of a model: it has a ``call`` of its own, and no weights."""
    waits = isinstance(model, DeferredWeights) and getattr(model, "_defines_call", False) and not getattr(model, "weights", ())
    return bool(waits and (os.path.exists(path + ".index") or os.path.isdir(path)))


class DeferredWeights:
    """Mix-in of a model: weights that are read at its first call."""

    def _load_later(self, load: Callable[[], Any]) -> None:
        vars(self)["_waiting_weights"] = load

    def _make_weights_for(self: Any, x: Any) -> None:
        """Call a model that waits for its weights on the first sample of its data, outside of any compiled step."""
        if "_waiting_weights" not in vars(self):
            return
        if hasattr(x, "element_spec"):  # a dataset of TensorFlow
            first = next(iter(x))
            self(first[0] if isinstance(first, tuple) else first)
        elif all(hasattr(each, "shape") for each in tree.flatten(x)):
            self(tree.map_structure(lambda each: keras.ops.convert_to_tensor(each[:1]), x))

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs; the first call also reads weights that wait for it.

        Raises:
            UnsupportedError: the first call is inside a compiled step.
        """
        if not self.built:
            vars(self)["_called_with_data"] = not any_symbolic((args, kwargs))
        outputs = super().__call__(*args, **kwargs)  # type: ignore[misc]
        if "_waiting_weights" not in vars(self) or not self.weights:
            return outputs
        if any(map(_is_traced, tree.flatten([args, outputs]))):
            raise UnsupportedError("model {!r} waits for the weights of load_weights() until it is called; call it on a batch "
                                   "first, outside of any compiled function".format(self.name))
        vars(self).pop("_waiting_weights")()
        return super().__call__(*args, **kwargs)  # type: ignore[misc]


def _is_traced(value: Any) -> bool:
    backend = keras.backend.backend()
    if backend == "jax":
        return isinstance(value, importlib.import_module("jax").core.Tracer)
    return backend == "tensorflow" and bool(importlib.import_module("tensorflow").inside_function())
