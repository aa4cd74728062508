"""Layers of tf.keras that look up texts and numbers: Keras 3 has them, and on JAX and torch not inside of a model's steps."""
import importlib
from typing import Any

import keras
from keras import ops

from ..layers.texts import LooksUpInTensorFlow

__all__ = ["HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"]


@keras.saving.register_keras_serializable(package="tf.keras")
class StringLookup(LooksUpInTensorFlow, keras.layers.StringLookup):  # type: ignore[misc]
    """Places of strings in a vocabulary; with ``invert=True`` the strings as a tensor of TensorFlow, on JAX and torch too."""

    def call(self, inputs: Any) -> Any:
        """The places, whole numbers or what ``output_mode`` says; or strings."""
        if not self.invert:
            return super().call(inputs)
        tensorflow = importlib.import_module("tensorflow")
        if not tensorflow.is_tensor(inputs):
            inputs = tensorflow.convert_to_tensor(inputs if isinstance(inputs, (list, tuple)) else ops.convert_to_numpy(inputs))
        return super().call(inputs)


@keras.saving.register_keras_serializable(package="tf.keras")
class IntegerLookup(LooksUpInTensorFlow, keras.layers.IntegerLookup):  # type: ignore[misc]
    """Places of whole numbers in a vocabulary."""

    takes_texts, takes_numbers = False, True


@keras.saving.register_keras_serializable(package="tf.keras")
class Hashing(LooksUpInTensorFlow, keras.layers.Hashing):  # type: ignore[misc]
    """Texts or whole numbers by their hash."""

    takes_numbers = True


@keras.saving.register_keras_serializable(package="tf.keras")
class HashedCrossing(LooksUpInTensorFlow, keras.layers.HashedCrossing):  # type: ignore[misc]
    """Pairs of texts or whole numbers by their hash."""

    takes_numbers = True


@keras.saving.register_keras_serializable(package="tf.keras")
class TextVectorization(LooksUpInTensorFlow, keras.layers.TextVectorization):  # type: ignore[misc]
    """Texts as whole numbers; a function that standardizes them is given tensors, also in ``map`` of data sets."""

    def _apply_standardize_with_np_arrays(self, inputs: Any) -> Any:
        """What the program's own function makes of the texts; Keras 3.15 gives it arrays on JAX and torch."""
        tensorflow = importlib.import_module("tensorflow")
        is_tensor = tensorflow.is_tensor(inputs) or isinstance(inputs, tensorflow.RaggedTensor)
        return self._standardize(inputs if is_tensor else tensorflow.convert_to_tensor(inputs))
