"""What each layer of a model computes, on a Keras 2: its calls, with their tensors and masks, and the values of these."""
from typing import Any, List, Sequence

import numpy as np

from compat.flavors.protocol import CallValues, LayerCall


def calls(model: Any) -> List[LayerCall]:
    """Every call of a layer in a model, each after those that it takes; inputs are left out."""
    depths = getattr(model, "_nodes_by_depth", None) or {}
    used = {id(node): depth for depth, nodes in depths.items() for node in nodes}
    found = []
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        places = [place for place, node in enumerate(_nodes(layer)) if id(node) in used]
        for number, place in enumerate(places):
            call = LayerCall(layer, layer.name, number, _listed(layer.get_input_at(place)), _listed(layer.get_output_at(place)),
                             _masks(layer, place))
            found.append((used[id(_nodes(layer)[place])], call))
    return [call for _, call in sorted(found, key=lambda each: -each[0])]


def values(keras: Any, model: Any, tensors: Sequence[Any], inputs: Sequence[Any]) -> List[np.ndarray]:
    """The values of symbolic tensors for one batch of inputs, in inference."""
    # TensorFlow 1 fetches no tensor that it feeds.
    fed = {id(tensor): np.asarray(value) for tensor, value in zip(model.inputs, inputs)}
    asked = [tensor for tensor in tensors if id(tensor) not in fed]
    if asked:
        function = keras.backend.function(list(model.inputs), asked)
        fed.update((id(tensor), np.asarray(value)) for tensor, value in zip(asked, function(list(inputs))))
    return [fed[id(tensor)] for tensor in tensors]


def computed_eagerly(keras: Any, model: Any, made: Sequence[LayerCall], inputs: Sequence[Any]) -> List[CallValues]:
    """Outputs and masks of calls, on a tf.keras: there a mask is no output of a layer, but goes with the value of one."""
    tensors = [tensor for call in made for tensor in call.outputs]
    if not tensors:
        return []
    values = _listed(keras.models.Model(list(model.inputs), tensors)(list(inputs), training=False))
    found, place = [], 0
    for call in made:
        own = values[place:place + len(call.outputs)]
        place += len(call.outputs)
        masks = [getattr(value, "_keras_mask", None) for value in own]
        found.append(CallValues([np.asarray(value) for value in own],
                                [None if mask is None else np.asarray(mask).astype(bool) for mask in masks]))
    return found


def _nodes(layer: Any) -> Sequence[Any]:
    return list(getattr(layer, "_inbound_nodes", ()))


def _masks(layer: Any, place: int) -> List[Any]:
    outputs = _listed(layer.get_output_at(place))
    get = getattr(layer, "get_output_mask_at", None)
    masks = _listed(get(place)) if get is not None else []
    return masks if len(masks) == len(outputs) else [None] * len(outputs)


def _listed(value: Any) -> List[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
