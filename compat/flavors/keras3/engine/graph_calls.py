"""Layers whose ``call`` derives by its own inputs: ``K.gradients(inputs[0], inputs[1])``, as Keras 1 to 2.3 had it.

A ``call`` ran there on tensors of the graph, which know what they were computed from. Keras 3 runs it on values, which do not.
So such a call runs once, on the symbolic tensors that the layer is connected to, and the layer runs what it described.
"""
from typing import Any, Callable, Dict, List

import keras
from keras import tree

from compat.errors import UnsupportedError

from ..backend.dims import Shape
from ..context import as_plain_code, current_training
from ..graph.gradients import AsksForGraph
from ..graph.program import Program, settled
from ..graph.walk import node_of

_KEPT = "_graph_of_call"


class GraphOfCall:
    """What one ``call`` described.

    Args:
        inputs: what it was given, with KerasTensors of the graph in it.
        outputs: what it returned.
    """

    def __init__(self, inputs: Any, outputs: Any) -> None:
        self._inputs = _symbolic(inputs)
        self._program = Program(self._inputs, [each for each in tree.flatten(outputs) if each is not None])
        self._outputs = outputs

    def is_of(self, tensors: List[Any]) -> bool:
        """Whether these are the tensors that it was given."""
        return len(tensors) == len(self._inputs) and all(one is other for one, other in zip(tensors, self._inputs))

    def __call__(self, inputs: Any) -> Any:
        """The outputs for values of the inputs."""
        given = [leaf for leaf in tree.flatten(inputs) if leaf is not None]
        found = iter(self._program.values(given, current_training()))
        return tree.map_structure(lambda each: each if each is None else next(found), self._outputs)


def described_where_asked(layer: Any, infer: Callable[[], Any], function: Callable[[], Any], inputs: Any) -> Any:
    """What ``infer`` gives, which runs the layer's ``call``; where that asks for the graph, after it ran on its tensors.

    Args:
        layer: legacy layer.
        infer: what infers the shapes of its outputs.
        function: runs its ``call`` on ``inputs``.
        inputs: what it is called on.

    Raises:
        UnsupportedError: it derives by its inputs, and these are no tensors of a model.
        FeedError: its outputs depend on placeholders in another way than through its inputs.
    """
    facts: Dict[str, Any] = vars(layer)
    if _KEPT not in facts:
        try:
            return infer()
        except AsksForGraph:
            if not _are_of_graph(_symbolic(inputs)):
                raise UnsupportedError(
                    "layer {!r} derives by its inputs: its shapes are known once it is called on tensors of a model; state "
                    "output_shape= of a Lambda, or write compute_output_shape".format(layer.name)) from None
        with as_plain_code():
            facts[_KEPT] = GraphOfCall(inputs, function())
    return infer()


def for_these(layer: Any, inputs: Any) -> Any:
    """The layer itself, or, where it derives by its inputs and is connected to others than at first, one more of its kind.

    Raises:
        UnsupportedError: it has weights, which the other could not share.
    """
    facts: Dict[str, Any] = vars(layer)
    tensors = _symbolic(inputs)
    if _KEPT not in facts or not tensors or not _are_of_graph(tensors):
        return layer
    others = facts.setdefault("_others_of_graph", [layer])
    for other in others:
        if vars(other)[_KEPT].is_of(tensors):
            return other
    if layer.weights:
        raise UnsupportedError("layer {!r} derives by its inputs and has weights: it can be called on one set of tensors only, "
                               "as a gradient belongs to the graph that these come from".format(layer.name))
    others.append(type(layer).from_config({**layer.get_config(), "name": "{}_{}".format(layer.name, len(others))}))
    return others[-1]


def run(layer: Any, function: Callable[[], Any], inputs: Any) -> Any:
    """What the ``call`` of a layer gives, or what it described."""
    facts: Dict[str, Any] = vars(layer)
    return as_tensors(settled(function())) if _KEPT not in facts else facts[_KEPT](inputs)


def as_tensors(outputs: Any) -> Any:
    """Outputs of a layer with tensors in place of sizes, ``K.shape(x)[1]``, which are whole numbers where they are known."""
    if type(outputs) is list:
        return [as_tensors(output) for output in outputs]
    return keras.ops.convert_to_tensor(outputs, dtype="int32") if type(outputs) in (int, Shape) else outputs


def _symbolic(inputs: Any) -> List[Any]:
    return [leaf for leaf in tree.flatten(inputs) if isinstance(leaf, keras.KerasTensor)]


def _are_of_graph(tensors: List[Any]) -> bool:
    return all(node_of(tensor) is not None for tensor in tensors)
