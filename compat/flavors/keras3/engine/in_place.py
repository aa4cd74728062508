"""What code sets in the place of a layer's weights: ``layer.kernel = K.maximum(layer.kernel, 0.)``, ``b.bias = a.bias``.

In Keras 2 a weight was an attribute like any other, and ``call`` computed with what it held: a weight of another layer, or a
tensor computed from weights. Here the layer holds the variables behind it, so that a compiled step sees their values, and
``call`` is given the value of a tensor. The lists of weights stay as they are, as in Keras 2.
"""
import functools
from typing import Any, Callable, Dict

import keras

from ..graph.program import settled
from ..graph.walk import nodes_before, variables_of
from ..recording import current_build
from ..variables import is_variable

_KEPT = "_in_place_of_weights"


def note_in_place(layer: Any, name: str, value: Any) -> None:
    """An attribute of a layer is about to be set: note it where that takes the place of a weight."""
    is_tensor = isinstance(value, keras.KerasTensor)
    if not (is_tensor or is_variable(value) and value.trainable) or not vars(layer).get("built") or current_build() is not None:
        return
    tensors: Dict[str, Any] = vars(layer).get(_KEPT, {})
    if name not in tensors and not is_variable(getattr(layer, name, None)):
        return
    tensors.pop(name, None)
    found = variables_of(nodes_before([value])) if is_tensor else [value]
    others = [each for each in found if is_variable(each) and not layer._knows(each)]
    if others:
        layer._hold(others)
    if not is_tensor:
        return
    if _KEPT not in vars(layer):
        vars(layer)[_KEPT] = tensors
        vars(layer)["call"] = _with_values(layer, layer.call)
    tensors[name] = value


def _with_values(layer: Any, call: Callable[..., Any]) -> Callable[..., Any]:
    """``call``, for which the attributes hold the values that the tensors have then."""
    facts = vars(layer)

    @functools.wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        tensors = dict(facts[_KEPT])
        facts.update({name: settled(tensor) for name, tensor in tensors.items()})
        try:
            return call(*args, **kwargs)
        finally:
            facts.update(tensors)

    return run
