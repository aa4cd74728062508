"""``DatasetCreator`` of ``tf.keras.utils.experimental`` (tf.keras 2.5 to 2.15): what ``fit`` asks for its dataset."""
import importlib
from typing import Any, Callable, Optional


class DatasetCreator:
    """A function that makes the dataset of ``fit``, ``evaluate`` or ``predict``.

    Args:
        dataset_fn: takes a ``tf.distribute.InputContext``, returns a ``tf.data.Dataset``.
        input_options: ``tf.distribute.InputOptions``; of no effect on one device.

    Raises:
        TypeError: no function, or other options.
    """

    def __init__(self, dataset_fn: Callable[[Any], Any], input_options: Optional[Any] = None) -> None:
        if not callable(dataset_fn):
            raise TypeError("`dataset_fn` for `DatasetCreator` must be a `callable`. Received: {}".format(dataset_fn))
        if input_options is not None and type(input_options).__name__ != "InputOptions":
            raise TypeError("`input_options` for `DatasetCreator` must be a `tf.distribute.InputOptions`. Received: {}".format(
                input_options))
        self.dataset_fn = dataset_fn
        self.input_options = input_options

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The dataset.

        Raises:
            TypeError: the function returned something else.
        """
        dataset = self.dataset_fn(*args, **kwargs)
        if not hasattr(dataset, "element_spec"):
            raise TypeError(
                'The `callable` provided to `DatasetCreator` must return a Dataset. It returns "{}"'.format(dataset))
        return dataset


def dataset_of(given: Any) -> Any:
    """The dataset of a :class:`DatasetCreator` for one device; other data as they are."""
    if not isinstance(given, DatasetCreator):
        return given
    return given(importlib.import_module("tensorflow").distribute.InputContext())
