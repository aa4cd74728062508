"""A call of a function of TensorFlow as one node of a functional model, which a file can hold."""
from typing import Any, Dict, List

import numpy as np

from compat.flavors.keras3.graph.reading import read
from compat.flavors.keras3.operations.calls import numbered
from compat.flavors.keras3.operations.layer import TFOpLambda
from compat.flavors.keras3.variables import is_variable


def node_of(symbol: str, version: int, args: Any, kwargs: Dict[str, Any]) -> Any:
    """The outputs of ``tf.symbol(*args, **kwargs)`` as nodes; KerasTensors are among the arguments, also in lists."""
    name = symbol if version == 2 else "compat.v1." + symbol
    tensors: List[Any] = []
    call = {"op": name, "args": [_listed(each) for each in args],
            "kwargs": {key: _listed(value) for key, value in kwargs.items()}}
    return TFOpLambda(numbered(call, tensors))(tensors)


def _listed(value: Any) -> Any:
    """Tuples as lists, which JSON has, and variables as nodes that read them; an array stays one until it is stored."""
    if is_variable(value):
        return read(value)  # a weight of the model, with the value that it has when the model runs
    if isinstance(value, (list, tuple)):
        return [_listed(each) for each in value]
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    return value.tolist() if isinstance(value, np.generic) else value
