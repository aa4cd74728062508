"""What calls add to the loss, described: in plain code ``model.losses`` are symbolic tensors, as in Keras 1 and 2.

There, each call of a layer on a symbolic tensor added its losses to the graph: that of the activity regularizer, and what
``call`` gave to ``add_loss``. Keras 3 keeps those of the last call with values only. Here such a call is run once more, in a
node that gives its losses in place of its outputs.
"""
import functools
from typing import Any, Iterable, Iterator, List, Tuple

import keras
from keras import ops

from compat.era import current

from ..backend.symbolic import FunctionNode
from ..context import describing
from ..replicas import share_of_sum
from .apart import apart
from .calls import with_mask


class LossesOfCall(FunctionNode):
    """The operation that computes the losses of a layer's call from what the layer was called on."""

    def __init__(self, layer: Any, args: Any, kwargs: Any) -> None:
        super().__init__(functools.partial(added_by_call, layer), args, kwargs)
        # Past Keras's __setattr__: a layer inside would lose the losses of its last call.
        self.__dict__["_described_layer"] = layer

    @property
    def variables(self) -> List[Any]:
        """Those of the layer, too."""
        return [*super().variables, *vars(self)["_described_layer"].variables]


def added_by_call(layer: Any, *args: Any, **kwargs: Any) -> List[Any]:
    """The losses that a call adds, of the layer and of those inside; it changes no state."""
    with apart(layer, collect_losses=True) as scope:
        layer(*args, **kwargs)
    return list(scope.losses)


class CallLosses:
    """Mix-in of a layer: the losses of its calls on symbolic tensors."""

    #: Whether ``call`` has added a loss that depends on tensors of the graph other than its inputs.
    _closes_over_graph = False

    def _describe_losses_of_graph(self: Any, args: Any, kwargs: Any) -> None:
        """Add such losses of a call on symbolic tensors to the models with these inputs.

        Variational autoencoders had a last layer that took the image and its decoded code, and read mean and variance of
        the code as global variables. A run with values knows those of its inputs alone; so ``call`` runs once more, in
        plain code, on the symbolic tensors, and describes its losses.
        """
        if self._closes_over_graph and describing():
            type(self).call(self, *args, **(kwargs if self._mask_position is None else with_mask(self, args, kwargs)))

    @property
    def losses(self: Any) -> List[Any]:
        """Losses of weights, those that were added, and those of calls: in plain code, of each symbolic call."""
        found = super().losses  # type: ignore[misc]
        if not describing():
            return found  # type: ignore[no-any-return]
        described: List[Any] = []
        for layer, nodes in _calls_in(self):
            losses = layer._losses_of_calls(nodes)
            computed = [each for inner in layer._flatten_layers() for each in inner._losses] if losses else []
            found = [loss for loss in found if all(loss is not other for other in computed)]
            described += losses
        known = {id(loss) for loss in found + described}
        stated = [loss for layer in self._flatten_layers() if hasattr(layer, "_described_losses")
                  for loss in layer._described_losses()]
        return [*found, *described, *(loss for loss in stated if id(loss) not in known)]

    def _losses_of_calls(self: Any, nodes: Iterable[Any]) -> List[Any]:
        """The symbolic losses of these calls."""
        known = self.__dict__.setdefault("_losses_by_node", {})
        found: List[Any] = []
        for node in nodes:
            if id(node) not in known:
                known[id(node)] = node, self._losses_of_call(node)
            found += known[id(node)][1]
        return found

    def _losses_of_call(self: Any, node: Any) -> List[Any]:
        args, kwargs = node.arguments.args, node.arguments.kwargs
        if not node.input_tensors or not _adds_losses(self):
            return []
        operation = LossesOfCall(self, args, kwargs)
        return list(operation(operation._template.symbolic_leaves()))

    def _activity_loss(self: Any, output: Any) -> Any:
        loss = self.activity_regularizer(output)
        if current(self).behaviour("activity_regularizer") == "sum":
            return share_of_sum(loss)
        return loss / ops.cast(ops.shape(output)[0], loss.dtype)


def _calls_in(layer: Any) -> Iterator[Tuple[Any, List[Any]]]:
    """The layers that a layer or model is made of, each with its calls on symbolic tensors there."""
    depths = getattr(getattr(layer, "_functional", None) or layer, "_nodes_by_depth", None)
    if depths is not None:
        nodes = [node for depth in sorted(depths, reverse=True) for node in depths[depth]]
        yield from ((node.operation, [node]) for node in nodes if isinstance(node.operation, CallLosses))
    elif isinstance(layer, CallLosses) and layer._inbound_nodes:  # type: ignore[attr-defined]
        yield layer, layer._inbound_nodes  # type: ignore[attr-defined]
    else:
        for each in layer._flatten_layers(include_self=False, recursive=False):
            yield from _calls_in(each)


def _adds_losses(layer: Any) -> bool:
    """Whether a call may add a loss. The steps of a recurrent layer may not: what they compute stays inside the loop."""
    if getattr(layer, "activity_regularizer", None) is not None or getattr(layer, "_defines_call", False):
        return True
    inner = [] if isinstance(layer, keras.layers.RNN) else layer._flatten_layers(include_self=False, recursive=False)
    return any(map(_adds_losses, inner))
