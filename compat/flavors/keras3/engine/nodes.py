"""The node API of Keras 2: ``get_input_at``, ``input_mask``, ``output_shape``, ``inbound_nodes`` and their kin.

Keras 3 keeps nodes too, with fewer facts on them. :func:`describe_node` writes the missing ones on each node that a
legacy layer makes, and :class:`NodeAccess` reads them.
"""
import functools
from typing import Any, Callable, Dict, List, Optional, Tuple

import keras
from keras import tree
from keras.src.ops.node import Node as _NativeNode  # not public; only to share its type with old code

from compat.callers import is_called_from
from compat.era import current

from .frozen import note_flags
from .masks import get_mask
from .operation_names import name_tensors

Node = _NativeNode


class InputNode(_NativeNode):  # type: ignore[misc]
    """The node of an input layer; in Keras 2 the input was what it had been called on, too."""

    @property
    def input_tensors(self) -> List[Any]:
        """The input. Keras 3 itself knows by their absence where a graph begins."""
        return [] if is_called_from("keras") else list(self.outputs)


def describe_node(node: Any) -> None:
    """Add the attributes of a Keras 2 node to a Keras 3 node: layers, indices, masks and shapes."""
    histories = [tensor._keras_history for tensor in node.arguments.keras_tensors]
    note_flags(node)
    node.outbound_layer = node.operation
    node.get_config = functools.partial(_config_of_node, node)
    node.inbound_layers = [history[0] for history in histories]
    node.node_indices = [history[1] for history in histories]
    node.tensor_indices = [history[2] for history in histories]
    node.input_masks = [get_mask(tensor) for tensor in node.input_tensors]
    node.output_masks = [get_mask(tensor) for tensor in node.output_tensors]
    node.input_shapes = [tuple(tensor.shape) for tensor in node.input_tensors]
    node.output_shapes = [tuple(tensor.shape) for tensor in node.output_tensors]


def _config_of_node(node: Any) -> Dict[str, Any]:
    """A node in plain words: the names of the layers, and the indices."""
    return {"outbound_layer": node.outbound_layer.name, "inbound_layers": [layer.name for layer in node.inbound_layers],
            "node_indices": node.node_indices, "tensor_indices": node.tensor_indices}


def forget_filled_mask(node: Any, args: Any, kwargs: Any) -> None:
    """Take out of a node the mask that Keras 3 filled in, and sometimes records as if it had been passed.

    A mask travels with its tensor; recorded, the operations that computed it would become part of the model.
    """
    recorded = node.arguments
    if recorded.kwargs.get("mask") is None or "mask" in kwargs:
        return
    node.arguments = type(recorded)(*args, **kwargs)
    kept = {id(tensor) for tensor in node.arguments.keras_tensors}
    for tensor in recorded.keras_tensors:
        operation = tensor._keras_history[0]
        if id(tensor) not in kept and operation is not None:
            operation._outbound_nodes.remove(node)


def forget_filled_training(node: Any, kwargs: Any) -> None:
    """Take out of a node a training flag that the call did not state: the model has one, and only a stated one wins."""
    if kwargs.get("training") is None:
        node.arguments.kwargs.pop("training", None)


def describe_tensors(layer: Any, outputs: Any, uses_learning_phase: bool) -> None:
    """Set ``name``, ``op``, ``_keras_shape`` and ``_uses_learning_phase`` on symbolic outputs, as instance attributes."""
    name_tensors(layer, tree.flatten(outputs))
    for tensor in tree.flatten(outputs):
        tensor._keras_shape = tuple(tensor.shape)
        tensor._uses_learning_phase = uses_learning_phase


def uses_learning_phase(layer: Any, inputs: Any, asked: bool, training: Any) -> bool:
    """Whether what a call gives differs in training: by the layer, or by one of its inputs.

    Args:
        layer: what was called.
        inputs: of the call.
        asked: whether the layer asked for the learning phase.
        training: what the call stated; a flag that is stated is no phase.
    """
    own = bool(getattr(layer, "uses_learning_phase", False)) or (training is None and (asked or differs_in_training(layer)))
    return own or any(getattr(tensor, "_uses_learning_phase", False) for tensor in tree.flatten(inputs))


def differs_in_training(layer: Any) -> bool:
    """Whether a layer, or one that it is made of, drops values, adds noise or uses the statistics of the batch."""
    if hasattr(layer, "uses_learning_phase"):
        return bool(layer.uses_learning_phase)
    if isinstance(layer, keras.layers.BatchNormalization):
        return True
    shares = [getattr(layer, name, None) for name in ("rate", "stddev", "dropout", "recurrent_dropout")]
    if any(isinstance(share, (int, float)) and share > 0 for share in shares):
        return True
    return any(map(differs_in_training, layer._flatten_layers(include_self=False, recursive=False)))


class NodeAccess:
    """Mix-in of a layer: what it was called on, and what came out, by node index."""

    _inbound_nodes: List[Any]
    _outbound_nodes: List[Any]
    name: str

    @property
    def inbound_nodes(self) -> List[Any]:
        """One node for each symbolic call of this layer (public up to Keras 2.1); may be assigned."""
        return self._inbound_nodes

    @inbound_nodes.setter
    def inbound_nodes(self, nodes: Any) -> None:
        self._inbound_nodes = list(nodes)

    @property
    def outbound_nodes(self) -> List[Any]:
        """One node for each call that used an output of this layer; old code assigned an empty list."""
        return self._outbound_nodes

    @outbound_nodes.setter
    def outbound_nodes(self, nodes: Any) -> None:
        self._outbound_nodes = list(nodes)

    def get_input_at(self, node_index: int) -> Any:
        """Input tensor, or list of them, of the call with this index."""
        return _single(self._node(node_index, "input").input_tensors)

    def get_output_at(self, node_index: int) -> Any:
        """Output tensor, or list of them, of the call with this index."""
        return _single(self._node(node_index, "output").output_tensors)

    def get_input_shape_at(self, node_index: int) -> Any:
        """Shape of the input, with its batch axis, or a list of shapes."""
        return _single([tuple(t.shape) for t in self._node(node_index, "input shape").input_tensors])

    def get_output_shape_at(self, node_index: int) -> Any:
        """Shape of the output, with its batch axis, or a list of shapes."""
        return _single([tuple(t.shape) for t in self._node(node_index, "output shape").output_tensors])

    def get_input_mask_at(self, node_index: int) -> Any:
        """Mask of the input, or None, or a list."""
        return _single([get_mask(t) for t in self._node(node_index, "input mask").input_tensors])

    def get_output_mask_at(self, node_index: int) -> Any:
        """Mask of the output, or None, or a list."""
        return _single([get_mask(t) for t in self._node(node_index, "output mask").output_tensors])

    @property
    def _name(self: Any) -> Any:
        """The name, under the attribute by which code of tf.keras changes it."""
        return self.name

    @_name.setter
    def _name(self: Any, name: str) -> None:
        self.name = name

    @property
    def input(self) -> Any:
        """Input tensor(s); of a layer called several times only in tf.keras, that of the first call."""
        return self._of_the_only_call(self.get_input_at, "input")

    @property
    def output(self) -> Any:
        """Output tensor(s); of a layer called several times only in tf.keras, that of the first call.

        Keras 3 itself, up to 3.15, reads this property of shared layers to count the outputs of each call.
        """
        if self._inbound_nodes and is_called_from("keras"):
            return self.get_output_at(0)
        return self._of_the_only_call(self.get_output_at, "output")

    @property
    def input_mask(self) -> Any:
        """Mask of the input, or None, or a list; only for a layer called once."""
        return self._of_the_only_call(self.get_input_mask_at, "input mask")

    @property
    def output_mask(self) -> Any:
        """Mask of the output, or None, or a list; only for a layer called once."""
        return self._of_the_only_call(self.get_output_mask_at, "output mask")

    @property
    def input_shape(self) -> Any:
        """Shape of the input with its batch axis, the same in all calls, or a list of shapes."""
        return self._of_all_calls(self.get_input_shape_at, "input shape")

    @property
    def output_shape(self) -> Any:
        """Shape of the output with its batch axis, the same in all calls, or a list of shapes."""
        return self._of_all_calls(self.get_output_shape_at, "output shape")

    def _calls(self) -> List[Any]:
        """What node indices count: the calls of the layer."""
        return self._inbound_nodes

    def _node(self, index: int, what: str) -> Any:
        calls = self._calls()
        if not calls:
            raise RuntimeError("The layer {!r} has never been called and thus has no defined {}.".format(
                self.name, what))
        if not -len(calls) <= index < len(calls):
            raise ValueError("Asked to get {} at node {}, but the layer {!r} has only {} inbound nodes.".format(
                what, index, self.name, len(calls)))
        return calls[index]

    def _of_the_only_call(self, get: Callable[[int], Any], what: str) -> Any:
        self._check_called(what)
        if len(self._inbound_nodes) > 1 and not current(self).of_tf_keras:
            raise AttributeError("Layer {!r} has multiple inbound nodes, hence the notion of 'layer {}' is "
                                 "ill-defined. Use get_{}_at(node_index) instead.".format(
                                     self.name, what, what.replace(" ", "_")))
        return get(0)

    def _of_all_calls(self, get: Callable[[int], Any], what: str) -> Any:
        self._check_called(what)
        shapes = [get(index) for index in range(len(self._calls()))]
        if any(shape != shapes[0] for shape in shapes):
            raise AttributeError("The layer {!r} has multiple inbound nodes with different {}s. "
                                 "Use get_{}_at(node_index) instead.".format(self.name, what, what.replace(" ", "_")))
        return shapes[0]

    def _check_called(self, what: str) -> None:
        if not self._inbound_nodes:
            raise AttributeError("The layer {!r} has never been called and thus has no defined {}.".format(
                self.name, what))


def _single(values: List[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def input_layers_of(tensor: Any) -> Tuple[Any, Optional[int], Optional[int]]:
    """The ``(layer, node_index, tensor_index)`` that made a symbolic tensor."""
    layer, node_index, tensor_index = tensor._keras_history
    return layer, node_index, tensor_index


def get_source_inputs(tensor: Any, layer: Any = None, node_index: Optional[int] = None) -> List[Any]:
    """The input tensors that ``tensor`` was computed from.

    Args:
        tensor: a symbolic tensor.
        layer: the layer that made it; read from the tensor when not given.
        node_index: the call that made it.
    """
    if layer is None:
        layer, node_index, _ = input_layers_of(tensor)
    node = layer._inbound_nodes[node_index or 0]
    if node.is_input:
        return list(node.output_tensors)
    sources: List[Any] = []
    for parent in node.input_tensors:
        sources.extend(s for s in get_source_inputs(parent) if all(s is not one for one in sources))
    return sources
