"""The layer that stands for an operation of TensorFlow in a functional model."""
from typing import Any, Dict, List, Optional, Tuple

import keras

from compat.api.tf_operations import NEVER_SHAPE, STARTS_SHAPE, TAKES_LIST
from compat.errors import ConfigError
from compat.flavors.shared.tf_nodes import call_of_node, plain

from ..context import calling
from ..names import native_name
from ..pythons_random import seed_generator
from .calls import Deferred, computed, decoded, inlined, leaves, numbered, stored
from .symbols import knows_symbol


@keras.saving.register_keras_serializable(package="compat")
class TFOpLambda(keras.layers.Layer):  # type: ignore[misc]
    """One call of a TensorFlow function, computed by ``keras.ops``.

    Args:
        function: the call as :mod:`.calls` describes it; tensors are numbered.

    Called on the list of its tensors.

    Raises:
        ConfigError: the function is not one of :mod:`compat.api.tf_operations`.

    Example:
        >>> double = TFOpLambda({"op": "math.multiply", "args": [{"tensor": 0}], "kwargs": {"y": 2.0}})
        >>> float(double([keras.ops.convert_to_tensor(3.0)]))
        6.0
    """

    def __init__(self, function: Dict[str, Any], **kwargs: Any) -> None:
        super().__init__(autocast=False, **kwargs)
        _check(function)
        self.__dict__["function"] = function
        self.supports_masking = True
        self._legacy_seed_generator = seed_generator()

    def call(self, inputs: List[Any], training: Optional[bool] = None) -> Any:
        """The value of the call for these tensors."""
        with calling(self, training):
            found = computed(self.function, inputs)
        return list(found) if isinstance(found, tuple) else found

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """What a run gives."""
        from ..backend.tensors import as_it_is  # they import what files without operations do not need
        from ..engine.output_shapes import inferred

        return inferred(self, *keras.tree.map_structure(as_it_is, args), **kwargs)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> None:
        """None: an operation drops the mask."""

    def get_config(self) -> Dict[str, Any]:
        """The call."""
        return dict(super().get_config(), function=stored(self.function))

    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> "TFOpLambda":
        """A layer from what ``get_config`` gave."""
        return cls(**{key: value for key, value in config.items() if key != "autocast"})


SlicingOpLambda = TensorFlowOpLayer = TFOpLambda


def _check(call: Any) -> None:
    """Refuse a call, or one nested in it, of a function that is not listed."""
    if isinstance(call, dict) and "op" in call and not knows_symbol(str(call["op"])):
        raise ConfigError("a layer calls tf.{}, which is not served on Keras 3".format(call["op"]))
    for part in call.values() if isinstance(call, dict) else call if isinstance(call, list) else ():
        _check(part)


class OperationCall:
    """An operation of a file before it is called; each call makes one layer.

    Attributes:
        config: of ``TFOpLambda``, ``SlicingOpLambda`` or ``TensorFlowOpLayer``.
        base: name, trainable and dtype of the layer.
        weights: none.
    """

    weights: Tuple[Any, ...] = ()

    def __init__(self, config: Dict[str, Any], base: Dict[str, Any]) -> None:
        self.config = config
        self.base = base

    def __call__(self, args: Any, kwargs: Dict[str, Any]) -> Any:
        """Make the layer and call it, on a tensor or a list of tensors and what else the file gives the function."""
        if "node_def" in self.config:
            symbol, first, named = call_of_node(self.config, args if isinstance(args, list) else [args])
            return apply(symbol, first, dict(named), self.base)
        return apply(str(self.config.get("function") or "__operators__.getitem"), [args], kwargs, self.base)


def apply(symbol: str, args: List[Any], kwargs: Dict[str, Any], base: Dict[str, Any]) -> Any:
    """Call an operation on symbolic tensors.

    Args:
        symbol: TensorFlow's name of the function.
        args: its first argument, or all.
        kwargs: the others, as the file has them.
        base: name, trainable and dtype of the layer.

    Returns:
        Symbolic tensors, or deferred shapes.

    Raises:
        ConfigError: the function, or an argument of it, is not served.
    """
    if not knows_symbol(symbol):
        raise ConfigError("layer {!r} calls tf.{}, which is not served on Keras 3; replace it in the model that wrote "
                          "the file".format(base.get("name"), symbol))
    from .functions import accepted  # imports all of compat.tf, which few files need

    args = [[each] if plain(symbol) in TAKES_LIST and not isinstance(each, list) else each for each in args]
    call: Dict[str, Any] = {"op": symbol, "args": decoded(args), "kwargs": accepted(symbol, decoded(kwargs))}
    if plain(symbol) == "unstack" and isinstance(args[0], Deferred):
        return _unstacked_shape(args[0])
    if _is_shape(symbol, call):
        return Deferred(inlined(call), str(base.get("name")))
    tensors: List[Any] = []
    call = numbered(inlined(call), tensors)
    return TFOpLambda(call, **base)(tensors)


def settle(value: Any) -> Any:
    """Deferred values in the arguments of an ordinary layer, as tensors."""
    if isinstance(value, Deferred):
        tensors: List[Any] = []
        call = numbered({"op": "own.as_integers", "args": [value.call], "kwargs": {}}, tensors)
        return TFOpLambda(call, name=native_name(value.name))(tensors)
    if isinstance(value, (list, tuple)):
        return [settle(part) for part in value]
    if isinstance(value, dict):
        return {key: settle(part) for key, part in value.items()}
    return value


def _is_shape(symbol: str, call: Dict[str, Any]) -> bool:
    if plain(symbol) in STARTS_SHAPE:
        return True
    found = leaves([call["args"], call["kwargs"]])
    return bool(found) and plain(symbol) not in NEVER_SHAPE and all(isinstance(leaf, Deferred) for leaf in found)


def _unstacked_shape(shape: Deferred) -> Any:
    """The sizes of a shape one by one."""
    source = leaves(shape.call)
    if plain(str(shape.call.get("op"))) != "shape" or len(source) != 1:
        raise ConfigError("layer {!r} takes something else than a shape apart".format(shape.name))
    return [Deferred({"op": "__operators__.getitem", "args": [shape.call], "kwargs": {"slice_spec": axis}}, shape.name)
            for axis in range(len(source[0].shape))]
