"""TensorFlow's functions and operators between layers, as ``model.layers`` of tf.keras 2.4 to 2.15 lists them.

Keras 3 has operations there, which are no layers and which its list leaves out; places in the list would be other layers.
"""
from typing import Any, Dict, List

import keras

from compat.api.keras3_operations import CLASSES

from ..operations.layer import TFOpLambda as OperationOfFile
from ..written.operations import call_of, layer_name
from .network import operations_in_graph


class OperatorLayer:
    """One operation of a functional model with what code asks of a layer: it has no weights.

    Attributes:
        name: that of tf.keras, such as ``"tf.math.exp"``.
        function: TensorFlow's name of the function.
        trainable: may be set; there is nothing to train.
    """

    trainable, built, stateful, supports_masking = True, True, False, False
    dynamic = False

    def __init__(self, operation: Any, name: str, function: str) -> None:
        self._operation = operation
        self.name, self.function = name, function
        self.dtype = keras.config.floatx()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The operation on other tensors."""
        return self._operation(*args, **kwargs)

    @property
    def inbound_nodes(self) -> List[Any]:
        """The calls of the operation."""
        return list(self._operation._inbound_nodes)

    @property
    def input(self) -> Any:
        """Symbolic tensor that it is called on, or a list of them."""
        return _alone(self.inbound_nodes[0].input_tensors)

    @property
    def output(self) -> Any:
        """Symbolic tensor that it computes, or a list of them."""
        return _alone(self.inbound_nodes[0].output_tensors)

    @property
    def input_shape(self) -> Any:
        """Shape of the input with its batch axis, or a list of shapes."""
        return _alone([tuple(each.shape) for each in self.inbound_nodes[0].input_tensors])

    @property
    def output_shape(self) -> Any:
        """Shape of the output with its batch axis, or a list of shapes."""
        return _alone([tuple(each.shape) for each in self.inbound_nodes[0].output_tensors])

    @property
    def weights(self) -> List[Any]:
        """None of them, in a list."""
        return []

    variables = trainable_weights = non_trainable_weights = trainable_variables = non_trainable_variables = weights
    losses = updates = metrics = weights

    def get_weights(self) -> List[Any]:
        """An empty list."""
        return []

    def set_weights(self, weights: List[Any]) -> None:
        """Nothing to set.

        Raises:
            ValueError: there are weights in the list.
        """
        if list(weights):
            raise ValueError("layer {!r} has no weights, and {} were given".format(self.name, len(weights)))

    def count_params(self) -> int:
        """0."""
        return 0

    def get_config(self) -> Dict[str, Any]:
        """What tf.keras wrote for the layer."""
        return {"name": self.name, "trainable": self.trainable, "dtype": self.dtype, "function": self.function}


class TFOpLambda(OperatorLayer):
    """A function or an operator of TensorFlow."""


class SlicingOpLambda(OperatorLayer):
    """A part of a tensor, ``x[:, 1:]``."""


_CLASSES = {each.__name__: each for each in (TFOpLambda, SlicingOpLambda)}


def with_operators(model: Any) -> List[Any]:
    """The layers of a functional model and, in their places, the operations between them."""
    known: Dict[int, OperatorLayer] = vars(model).setdefault("_operator_layers", {})
    names: Dict[str, Any] = {each.name: each for each in model._operations}
    names.update((each.name, each) for each in known.values())
    found: List[Any] = []
    for operation in operations_in_graph(model):
        if isinstance(operation, keras.layers.Layer) and not isinstance(operation, OperationOfFile):
            found.append(operation)
            continue
        if id(operation) not in known:
            call = call_of(operation, operation._inbound_nodes[0])
            symbol = operation.name if call is None else call.symbol
            cls = _CLASSES[CLASSES.get(symbol, "TFOpLambda")]
            known[id(operation)] = made = cls(operation, layer_name(symbol, names), symbol)
            names[made.name] = made
        found.append(known[id(operation)])
    return found


def _alone(given: List[Any]) -> Any:
    return given[0] if len(given) == 1 else list(given)
