"""Loss and metric functions that close over tensors of the graph: an input of the model, a layer's weights, a latent mean.

Keras 2 called such a function once, with placeholders, when the model was compiled; its result was a part of the
graph. Keras 3 calls it in each step, with values, where a symbolic tensor of the closure has none. So a function is
called here as Keras 2 did; where its result depends on more than its two arguments, the step runs what it described.
"""
from typing import Any, Callable, List, NamedTuple, Optional, Sequence

import keras

from ..context import current_training
from ..graph.program import Program
from ..graph.walk import changed_by, nodes_before


class Described(NamedTuple):
    """What a function of ``(y_true, y_pred)`` described.

    Attributes:
        program: from ``y_true``, ``y_pred`` and the captured tensors to the result.
        captured: tensors of the model that the function closes over.
        reads_more: whether the result depends on more than the two arguments, so that values of them are not enough.
        counts: variables that each step changes.
    """

    program: Program
    captured: List[Any]
    reads_more: bool
    counts: List[Any]


def described(function: Callable[..., Any], y_pred: Any, of_model: Sequence[Any]) -> Optional[Described]:
    """What a function describes when it is called with symbolic tensors; None where it takes values alone.

    Args:
        function: of ``(y_true, y_pred)``.
        y_pred: the symbolic output of the model.
        of_model: all symbolic tensors that the model computes, inputs and outputs included.

    Raises:
        FeedError: the result depends on a placeholder that is not an input of the model.
    """
    y_true = keras.Input(batch_shape=(None,) * len(y_pred.shape), dtype=keras.config.floatx())
    result = _result(function, y_true, y_pred)
    if result is None:
        return None
    known = [y_true, y_pred, *(tensor for tensor in of_model if tensor is not y_pred)]
    nodes = nodes_before([result], known)
    used = {id(tensor) for node in nodes for tensor in node.input_tensors}
    captured = [tensor for tensor in known[2:] if id(tensor) in used]
    program = Program([y_true, y_pred, *captured], [result])
    counts = changed_by(program.nodes)
    reads_more = bool(captured or counts) or any(getattr(node.operation, "starts_with_variables", False) for node in nodes)
    return Described(program, captured, reads_more, counts)


def _result(function: Callable[..., Any], y_true: Any, y_pred: Any) -> Any:
    """The symbolic result, or None: a function that takes values alone is called with values, and fails there if it must."""
    try:
        result = function(y_true, y_pred)
    except (TypeError, ValueError, AttributeError, NotImplementedError, RuntimeError):
        return None
    return result if isinstance(result, keras.KerasTensor) else None


class GraphFunction:
    """A described function, run in the steps of a model, which leaves the values of the captured tensors with it."""

    def __init__(self, found: Described, values: Callable[[List[Any]], List[Any]]) -> None:
        self._found = found
        self._values = values

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """The result for these values and those that the model has just computed."""
        captured = self._values(self._found.captured)
        return self._found.program.values([y_true, y_pred, *captured], current_training())[0]


class ValuesFirst:
    """A function that is called with values; from the first time that these lack an attribute of its on, as described.

    In Keras 2 a loss found the layer of an output by ``y_pred._keras_history``, as the CRF of keras-contrib does.
    """

    def __init__(self, function: Callable[..., Any], otherwise: GraphFunction) -> None:
        self._function: Callable[..., Any] = function
        self._otherwise = otherwise

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """The result for these values."""
        try:
            return self._function(y_true, y_pred)
        except AttributeError:
            if self._function is self._otherwise:
                raise
        self._function = self._otherwise
        return self._function(y_true, y_pred)


def run_by(function: Callable[..., Any], found: Optional[Described], values: Callable[[List[Any]], List[Any]]) -> Any:
    """What a step calls in place of a function; None for the function itself."""
    if found is None:
        return None
    of_graph = GraphFunction(found, values)
    return of_graph if found.reads_more else ValuesFirst(function, of_graph)


def tensors_of(inputs: Sequence[Any], outputs: Sequence[Any]) -> List[Any]:
    """All symbolic tensors from the inputs to the outputs."""
    return [*inputs, *(tensor for node in nodes_before(outputs, inputs) for tensor in node.outputs)]
