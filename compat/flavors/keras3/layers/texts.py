"""What layers share that look texts up on JAX and torch, whose tensors hold none: numbers stand for texts."""
import functools
import importlib
import importlib.util
from typing import Any

import keras
import numpy as np
from keras import tree
from keras.src.utils import backend_utils  # not public: how such a layer of Keras is told to leave TensorFlow's tensors

from compat.errors import ImportNotServedError

from .. import context
from ..backend.symbolic import is_traced
from ..texts import are_numbered, numbered, texts_of
from ..uncompiled import ValuesNeededError


class LooksUp:
    """Mix-in of a layer that takes numbers that stand for texts.

    A step of JAX asks the machine for what the layer gives. Where its size depends on the texts, the step is not compiled.

    Attributes:
        takes_texts: whether the layer takes texts.
        takes_numbers: whether it takes whole numbers that stand for themselves.
    """

    takes_texts = True
    takes_numbers = False

    def call(self, inputs: Any) -> Any:
        """What the layer gives for texts or whole numbers."""
        if context.infers_shapes() and keras.backend.backend() == "torch":
            return keras.ops.zeros_like(keras.ops.convert_to_tensor(self._looked_up(self._samples(1, inputs))))
        if any(map(is_traced, tree.flatten(inputs))):
            return self._asked(inputs)
        return keras.ops.convert_to_tensor(self._looked_up(tree.map_structure(keras.ops.convert_to_numpy, inputs)))

    def _asked(self, inputs: Any) -> Any:
        import jax  # only JAX compiles here

        first, second = (self._looked_up(self._samples(each, inputs)) for each in range(2))
        if first.shape != second.shape:
            raise ValuesNeededError("the size of what {} gives depends on the texts".format(getattr(self, "name", self)))
        shape = (*tree.flatten(inputs)[0].shape[:1], *first.shape[1:])
        dtype = jax.dtypes.canonicalize_dtype(first.dtype)
        return jax.pure_callback(lambda given: np.asarray(self._looked_up(given), dtype),
                                 jax.ShapeDtypeStruct(shape, dtype), inputs)

    def _samples(self, which: int, inputs: Any, sizes: Any = (2, 2)) -> Any:
        return tree.map_structure(functools.partial(self._sample, which, sizes[which]), inputs)

    def _sample(self, which: int, size: int, like: Any) -> Any:
        """A batch of texts without words or with three, or of numbers, in the shape of a tensor with open axes of a size."""
        shape = [each if isinstance(each, int) else size for each in like.shape]
        return numbered(np.full(shape, ["", "a b c"][which])) if self.takes_texts else np.full(
            shape, which, keras.backend.standardize_dtype(like.dtype))

    def _looked_up(self, inputs: Any) -> Any:
        """What the layer gives for arrays of numbers, as an array."""
        raise NotImplementedError

    def _texts_or_numbers(self, numbers: Any) -> Any:
        if self.takes_texts and (not self.takes_numbers or are_numbered(numbers)):
            return texts_of(numbers)
        return numbers


class LooksUpInTensorFlow(LooksUp):
    """Mix-in before a layer of Keras that TensorFlow computes.

    Raises:
        ImportNotServedError: TensorFlow is not installed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if importlib.util.find_spec("tensorflow") is None:
            raise ImportNotServedError("tf.keras.layers.{} needs TensorFlow, on {} too: install tensorflow beside it".format(
                type(self).__name__, keras.backend.backend()))
        super().__init__(*args, **kwargs)
        for layer in self._flatten_layers():  # type: ignore[attr-defined]  # TextVectorization holds a StringLookup
            layer.supports_jit = keras.backend.backend() == "jax"

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """What the layer gives for texts or whole numbers."""
        if keras.backend.backend() == "tensorflow" or not all(map(_is_own_tensor, tree.flatten(inputs))):
            return super(LooksUp, self).call(inputs, *args, **kwargs)  # type: ignore[misc]
        return super().call(inputs)

    def _looked_up(self, inputs: Any) -> Any:
        tf = importlib.import_module("tensorflow")
        given = tree.map_structure(lambda each: tf.convert_to_tensor(self._texts_or_numbers(np.asarray(each))), inputs)
        with backend_utils.TFGraphScope():
            found = super(LooksUp, self).call(given)  # type: ignore[misc]
        return found.numpy()


def _is_own_tensor(value: Any) -> bool:
    is_tensor = isinstance(value, np.ndarray) or keras.ops.is_tensor(value)
    return bool(is_tensor) and "int" in str(value.dtype)
