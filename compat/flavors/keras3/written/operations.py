"""Operations between the layers of a functional model, as the ``TFOpLambda`` layers that tf.keras 2.4 to 2.15 wrote."""
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional

import keras
import numpy as np
from keras import tree

from compat.api.keras3_operations import CLASSES, WRITTEN
from compat.flavors.shared.tf_nodes import plain
from compat.hub.records import Spec
from compat.hub.references import CONSTANT

Reference = List[Any]


class Call(NamedTuple):
    """One call of a function of TensorFlow: its first argument (a tensor, a list of them, a number), the others by name.

    An argument may be a call itself: a layer of its own in the file, which comes before this one.
    """

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


def calls_in(value: Any) -> Iterator[Call]:
    """The calls in a structure of arguments, those among the arguments of another before it."""
    if isinstance(value, Call):
        yield from calls_in([value.first, value.others])
        yield value
    elif isinstance(value, slice):
        yield from calls_in([value.start, value.stop, value.step])
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from calls_in(each)


def identity(value: Any) -> Any:
    """What two equal calls on the same tensors share; it can be a key."""
    if isinstance(value, Call):
        return value.symbol, identity(value.first), identity(value.others)
    if isinstance(value, keras.KerasTensor):
        return "tensor", id(value)
    if isinstance(value, dict):
        return tuple((key, identity(value[key])) for key in sorted(value))
    return tuple(map(identity, value)) if isinstance(value, (list, tuple)) else repr(value)


def layer_name(symbol: str, taken: Dict[str, Any]) -> str:
    """What tf.keras called the layer: ``tf.math.exp``, then ``tf.math.exp_1``."""
    count, name = 0, "tf." + symbol
    while name in taken:
        count += 1
        name = "tf.{}_{}".format(symbol, count)
    return name


def spec(call: Call, name: str, reference: Callable[[Any], Reference]) -> Spec:
    """The layer of a file: ``reference`` says what stands for a tensor, or for a call among the arguments."""
    def stated(value: Any) -> Any:
        if _is_computed(value):
            return reference(value)
        if isinstance(value, (list, tuple)):
            return [stated(each) for each in value]
        if isinstance(value, slice):
            return {"start": stated(value.start), "stop": stated(value.stop), "step": stated(value.step)}
        if value is Ellipsis:
            return {"class_name": "__ellipsis__"}
        return value.tolist() if hasattr(value, "tolist") else value

    others = {key: stated(value) for key, value in call.others.items() if value is not None}
    config = {"name": name, "trainable": True, "dtype": keras.config.floatx(), "function": call.symbol}
    if isinstance(call.first, (list, tuple)) and not isinstance(call.first, Call):
        nodes: List[Any] = [[_referred(each, stated, others) for each in call.first]]
    else:
        nodes = [_referred(call.first, stated, others)]
    return {"class_name": CLASSES.get(call.symbol, "TFOpLambda"), "config": config, "name": name, "inbound_nodes": nodes}


def _referred(value: Any, stated: Callable[[Any], Any], others: Dict[str, Any]) -> Reference:
    found = stated(value)
    return [*found, others] if _is_computed(value) else [CONSTANT, -1, found, others]


def _is_computed(value: Any) -> bool:
    return isinstance(value, (keras.KerasTensor, Call))


def _means_the_same(call: Call) -> bool:
    if call.symbol == "linalg.matmul":  # which takes no vectors
        return all(isinstance(each, keras.KerasTensor) and len(each.shape) > 1 for each in (call.first, call.others["b"]))
    if call.symbol == "reshape":
        call.others["shape"] = [-1 if size is None else size for size in call.others["shape"]]
    if call.symbol == "__operators__.getitem":  # a key that is a tensor masks or gathers
        return not any(isinstance(each, keras.KerasTensor) for each in tree.flatten(call.others["slice_spec"]))
    return True


def _of_layer(layer: Any, node: Any) -> Optional[Call]:
    """A call of a function of TensorFlow that is a layer already; None where TensorFlow has no function for it."""
    tensors = tree.flatten([node.arguments.args, node.arguments.kwargs])
    try:
        found = _filled(layer.function, tensors)
    except _NoFunction:
        return None
    return found if isinstance(found, Call) else None


class _NoFunction(Exception):
    """A call of what TensorFlow has no function for, or of arguments that have no name."""


def _filled(value: Any, tensors: List[Any]) -> Any:
    """An argument with its tensors in their places, or a call."""
    if isinstance(value, list):
        return [_filled(each, tensors) for each in value]
    if not isinstance(value, dict):
        return value
    if "op" in value:
        return _filled_call(str(value["op"]), _filled(value["args"], tensors), _filled(value["kwargs"], tensors))
    if "tensor" in value:
        return tensors[value["tensor"]]
    if "slice" in value:
        return slice(*[_filled(each, tensors) for each in value["slice"]])
    return Ellipsis if "ellipsis" in value else {key: _filled(each, tensors) for key, each in value.items()}


def _filled_call(symbol: str, args: List[Any], named: Dict[str, Any]) -> Any:
    from compat.api.tf_signatures import SIGNATURES  # here: a large table for what few models have

    if symbol == "constant" and len(args) == 1 and not list(calls_in(args)):  # an array that a file states so
        return np.asarray(args[0], named.get("dtype")).tolist()
    if symbol == "own.as_integers":  # which every size is in TensorFlow
        return args[0]
    rows = SIGNATURES.get(plain(symbol), ("",))
    names = [part.split("=")[0].strip() for part in rows[0 if plain(symbol) == symbol else -1].split(",")]
    if symbol.startswith("own.") or not args or len(args) > len(names):
        raise _NoFunction
    return Call(symbol, args[0], {**dict(zip(names[1:], args[1:])), **named})
