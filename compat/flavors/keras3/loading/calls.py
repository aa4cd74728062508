"""What each layer of a model computes, on Keras 3: its calls, with their tensors and masks, and the values of these."""
from typing import Any, List, Sequence

import keras
import numpy as np

from compat.flavors.protocol import CallValues, LayerCall
from compat.flavors.shared.calls import gathered

from ..graph.function import Function


def calls(model: Any) -> List[LayerCall]:
    """Every call of a layer or operation in a model, each after those that it takes.

    Inputs are left out, and operations on booleans: they compute masks, which the layers have.
    """
    functional = getattr(model, "_functional", None) or model
    depths = getattr(functional, "_nodes_by_depth", None) or {}
    used = {id(node): depth for depth, nodes in depths.items() for node in nodes}
    found = []
    for operation in filter(_computes, functional.operations if depths else ()):
        nodes = [node for node in operation._inbound_nodes if id(node) in used and not node.is_input]
        for number, node in enumerate(nodes):
            outputs = list(node.output_tensors)
            masks = [getattr(tensor, "_keras_mask", None) for tensor in outputs]
            inputs = list(node.arguments.keras_tensors)
            found.append((used[id(node)], LayerCall(operation, operation.name, number, inputs, outputs, masks)))
    return [call for _, call in sorted(found, key=lambda each: -each[0])]


def computed(model: Any, made: Sequence[LayerCall], inputs: Sequence[Any]) -> List[CallValues]:
    """What calls of a model put out for one batch of inputs, in inference."""
    return gathered(made, lambda tensors: _values(model, tensors, inputs))


def taken(model: Any, call: LayerCall, inputs: Sequence[Any]) -> List[np.ndarray]:
    """What a call of a model is given for one batch of inputs, in inference."""
    return _values(model, call.inputs, inputs)


def _values(model: Any, tensors: Sequence[Any], inputs: Sequence[Any]) -> List[np.ndarray]:
    if not tensors:
        return []
    given = [np.asarray(value).astype(keras.backend.standardize_dtype(tensor.dtype)) for tensor, value in
             zip(model.inputs, inputs)]
    return [np.asarray(each) for each in Function(list(model.inputs), list(tensors))(given)]


def _computes(operation: Any) -> bool:
    if isinstance(operation, keras.Layer):
        return True
    tensors = [tensor for node in operation._inbound_nodes for tensor in node.output_tensors]
    return any(keras.backend.standardize_dtype(tensor.dtype) != "bool" for tensor in tensors)
