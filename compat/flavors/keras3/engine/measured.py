"""Metrics that are called with symbolic tensors: ``model.add_metric(Mean(name="m")(y))`` of Keras 2.3."""
from typing import Any, List, NamedTuple, Optional

from keras import tree

from ..backend.symbolic import call_when_run
from ..backend.tensors import is_symbolic
from .objectives import result_alone


class Measured(NamedTuple):
    """A metric and the arguments it was called with, KerasTensors among them.

    Example:
        >>> import keras
        >>> x = keras.Input(batch_shape=(2,))
        >>> measured = Measured(keras.metrics.Mean(), (x,), {})
        >>> len(measured.tensors()), measured.filled([5.0])
        (1, ((5.0,), {}))
    """

    metric: Any
    args: Any
    kwargs: Any

    def tensors(self) -> List[Any]:
        """The KerasTensors among the arguments."""
        return [leaf for leaf in tree.flatten((self.args, self.kwargs)) if is_symbolic(leaf)]

    def filled(self, values: List[Any]) -> Any:
        """The arguments, by position and by name, with these values in place of the KerasTensors."""
        left = iter(values)
        return tree.map_structure(lambda leaf: next(left) if is_symbolic(leaf) else leaf, (self.args, self.kwargs))


def symbolic_result(metric: Any, args: Any, kwargs: Any) -> Any:
    """What a metric says of each batch alone, as a KerasTensor from which :func:`measured_by` finds the metric."""
    result = call_when_run(result_alone, metric, *args, **kwargs)
    result._measured = Measured(metric, args, kwargs)
    return result


def measured_by(tensor: Any) -> Optional[Measured]:
    """The call of a metric that gave this KerasTensor; None for any other."""
    return getattr(tensor, "_measured", None)
