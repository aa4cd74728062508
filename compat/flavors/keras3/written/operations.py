"""Operations between the layers of a functional model, as the ``TFOpLambda`` layers that tf.keras 2.4 to 2.15 wrote."""
from typing import Any, Callable, Dict, List, NamedTuple, Optional

import keras
from keras import tree

from compat.api.keras3_operations import CLASSES, WRITTEN
from compat.hub.records import Spec
from compat.hub.references import CONSTANT

Reference = List[Any]


class Call(NamedTuple):
    """One call of a function of TensorFlow: its first argument (a tensor, a list of them, a number), the others by name."""

    symbol: str
    first: Any
    others: Dict[str, Any]


def call_of(operation: Any, node: Any) -> Optional[Call]:
    """The call that a file can hold for an operation of Keras 3, or for a layer that is a function of TensorFlow; else None."""
    if isinstance(operation, keras.layers.Layer):
        return _of_layer(operation, node)
    row = WRITTEN.get(type(operation).__name__)
    if row is None or not type(operation).__module__.startswith("keras."):
        return None
    if any(getattr(operation, name, value) != value for name, value in row.neutral.items()):
        return None
    given = list(node.arguments.args) + list(node.arguments.kwargs.values())
    named = {argument: getattr(operation, name) for name, argument in row.attributes.items()}
    found = Call(row.symbol, given[0], {**dict(zip(row.others, given[1:])), **named})
    return found if len(given) == 1 + len(row.others) and _means_the_same(found) else None


def layer_name(symbol: str, taken: Dict[str, Any]) -> str:
    """What tf.keras called the layer: ``tf.math.exp``, then ``tf.math.exp_1``."""
    count, name = 0, "tf." + symbol
    while name in taken:
        count += 1
        name = "tf.{}_{}".format(symbol, count)
    return name


def spec(call: Call, name: str, reference: Callable[[Any], Reference]) -> Spec:
    """The layer of a file: ``reference`` says what stands for a tensor."""
    def stated(value: Any) -> Any:
        if isinstance(value, keras.KerasTensor):
            return reference(value)
        if isinstance(value, (list, tuple)):
            return [stated(each) for each in value]
        if isinstance(value, slice):
            return {"start": value.start, "stop": value.stop, "step": value.step}
        if value is Ellipsis:
            return {"class_name": "__ellipsis__"}
        return value.tolist() if hasattr(value, "tolist") else value

    others = {key: stated(value) for key, value in call.others.items() if value is not None}
    config = {"name": name, "trainable": True, "dtype": keras.config.floatx(), "function": call.symbol}
    if isinstance(call.first, (list, tuple)):
        nodes: List[Any] = [[_referred(each, stated, others) for each in call.first]]
    else:
        nodes = [_referred(call.first, stated, others)]
    return {"class_name": CLASSES.get(call.symbol, "TFOpLambda"), "config": config, "name": name, "inbound_nodes": nodes}


def _referred(value: Any, stated: Callable[[Any], Any], others: Dict[str, Any]) -> Reference:
    found = stated(value)
    return [*found, others] if isinstance(value, keras.KerasTensor) else [CONSTANT, -1, found, others]


def _means_the_same(call: Call) -> bool:
    if call.symbol == "linalg.matmul":  # which takes no vectors
        return all(isinstance(each, keras.KerasTensor) and len(each.shape) > 1 for each in (call.first, call.others["b"]))
    if call.symbol == "reshape":
        call.others["shape"] = [-1 if size is None else size for size in call.others["shape"]]
    if call.symbol == "__operators__.getitem":  # a key that is a tensor masks or gathers
        return not any(isinstance(each, keras.KerasTensor) for each in tree.flatten(call.others["slice_spec"]))
    return True


def _of_layer(layer: Any, node: Any) -> Optional[Call]:
    """A call of a function of TensorFlow that is a layer already; None where it holds a second call."""
    from compat.api.tf_signatures import SIGNATURES  # here: a large table for what few models have

    function, tensors = layer.function, tree.flatten([node.arguments.args, node.arguments.kwargs])
    symbol = str(function["op"])
    names = [part.split("=")[0].strip() for part in SIGNATURES.get(symbol, ("",))[0].split(",")]
    try:
        first, *rest = [_filled(each, tensors) for each in function["args"]]
        named = {key: _filled(value, tensors) for key, value in function["kwargs"].items()}
    except (_Nested, ValueError):
        return None
    if len(rest) >= len(names):
        return None
    return Call(symbol, first, {**dict(zip(names[1:], rest)), **named})


class _Nested(Exception):
    """An argument is a call itself, such as the size of a tensor."""


def _filled(value: Any, tensors: List[Any]) -> Any:
    if isinstance(value, list):
        return [_filled(each, tensors) for each in value]
    if not isinstance(value, dict):
        return value
    if "op" in value:
        raise _Nested
    if "tensor" in value:
        return tensors[value["tensor"]]
    if "slice" in value:
        return slice(*[_filled(each, tensors) for each in value["slice"]])
    return Ellipsis if "ellipsis" in value else {key: _filled(each, tensors) for key, each in value.items()}
