"""What loops of a program see of a ``tf.data`` pipeline where TensorFlow only prepares the data."""
from typing import Any, Iterator

from keras import ops, tree

from compat.flavors.keras3.tf_api import real

_NUMBERS = "biufc"  # kinds of dtypes of NumPy: booleans and numbers

class Batches:
    """A dataset of TensorFlow that gives tensors of the backend, with the attributes of the dataset.

    Args:
        dataset: a ``tf.data.Dataset``.
    """

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def __iter__(self) -> Iterator[Any]:
        return (tree.map_structure(_converted, element) for element in self._dataset)

    def __len__(self) -> int:
        return len(self._dataset)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dataset, name)


def batches(dataset: Any) -> Any:
    """A dataset as a loop is to see it; as it is where TensorFlow is the backend, and in the functions of a pipeline."""
    return dataset if real.is_backend() or real.in_its_function() or real.in_graph() else Batches(dataset)


def _converted(value: Any) -> Any:
    """A tensor of numbers as the backend has them; strings and sparse and ragged tensors stay TensorFlow's."""
    array = value.numpy() if hasattr(value, "numpy") else None
    return ops.convert_to_tensor(array) if getattr(getattr(array, "dtype", None), "kind", "O") in _NUMBERS else value
