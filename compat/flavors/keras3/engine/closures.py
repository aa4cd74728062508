"""Functions that close over tensors of the graph: ``scale = K.exp(log_scale); Lambda(lambda x: x * scale)``.

In Keras 2 such a tensor belonged to the same graph as the function's result. Keras 3 runs the function with values, so it
is given the value that the tensor has in the same run.
"""
import inspect
import types
from typing import Any, Dict, List

from ..graph.program import is_settleable, settled
from ..graph.walk import nodes_before, variables_of


def variables_behind(function: Any) -> List[Any]:
    """The variables that a function's value depends on by way of tensors of the graph that it closes over."""
    return variables_of(nodes_before(_captured(function).values()))


def with_values(function: Any) -> Any:
    """The function with the present values in place of tensors of the graph that it closes over."""
    captured = _captured(function)
    if not captured:
        return function
    values = dict(zip(captured, settled(list(captured.values()))))
    cells = tuple(types.CellType(values[name]) if name in values else cell
                  for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()))
    made = types.FunctionType(function.__code__, {**function.__globals__, **values}, function.__name__,
                              function.__defaults__, cells)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _captured(function: Any) -> Dict[str, Any]:
    """Name → tensor, of those that depend on variables and random draws alone."""
    if not isinstance(function, types.FunctionType):
        return {}
    found = inspect.getclosurevars(function)
    return {name: value for name, value in {**found.globals, **found.nonlocals}.items() if is_settleable(value)}
