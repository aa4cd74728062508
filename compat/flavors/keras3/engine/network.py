"""What ``keras.engine.network`` of Keras 2 noted of a model's graph: its layers by depth, their calls, and how to run them."""
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

import keras

from compat.era import current
from compat.flavors.shared.generic import unpack_singleton

from .compiling import listed
from .masks import get_mask


def operations_in_graph(functional: Any) -> List[Any]:
    """The layers that a functional model lists, and the operations between them, in the order of the model.

    In Keras 2.2.4 and 2.3.1 an input from which no output is computed, such as one that only a loss reads, is an input of the
    model but none of its layers; tf.keras lists its layer.
    """
    listed_there = {id(node.operation) for nodes in nodes_in_graph(functional).values() for node in nodes}
    return [each for each in functional._operations if id(each) in listed_there]


def nodes_in_graph(functional: Any) -> Dict[int, List[Any]]:
    """The calls of those layers and operations, by depth."""
    by_depth: Dict[int, List[Any]] = functional._nodes_by_depth
    if current(functional).of_tf_keras:
        return by_depth
    read = {id(parent) for nodes in by_depth.values() for node in nodes for parent in node.parent_nodes}
    given = [tensor._keras_history for tensor in functional._outputs]
    read |= {id(operation._inbound_nodes[call]) for operation, call, _ in given}
    return {depth: [node for node in nodes if not node.is_input or id(node) in read] for depth, nodes in by_depth.items()}


class OwnCall(NamedTuple):
    """A model as a call of itself: from its inputs to its outputs."""

    input_tensors: List[Any]
    output_tensors: List[Any]


class NetworkFacts:
    """Mix-in of a model with inputs and outputs."""

    #: None until it is compiled.
    optimizer: Any = None

    @property
    def _is_graph_network(self: Any) -> bool:
        return bool(getattr(self, "inputs", None))

    def _calls(self: Any) -> List[Any]:
        """The model itself, which Keras 1 to 2.3 counted as its first call, and its calls in other models."""
        connected = self.built and bool(getattr(self, "inputs", None)) and not current(self).of_tf_keras
        return [OwnCall(list(self.inputs), list(self.outputs)), *self._inbound_nodes] if connected else self._inbound_nodes

    @property
    def _input_layers(self: Any) -> List[Any]:
        return [layer for layer, _, _ in self._input_coordinates]

    @property
    def _output_layers(self: Any) -> List[Any]:
        return [layer for layer, _, _ in self._output_coordinates]

    @property
    def _input_coordinates(self: Any) -> List[Tuple[Any, int, int]]:
        return [tuple(tensor._keras_history) for tensor in self.inputs]

    @property
    def _output_coordinates(self: Any) -> List[Tuple[Any, int, int]]:
        return [tuple(tensor._keras_history) for tensor in self.outputs]

    @property
    def state_updates(self: Any) -> List[Any]:
        """The updates of all layers that keep states from batch to batch."""
        return [update for layer in self.layers if getattr(layer, "stateful", False) for update in layer.updates]

    @property
    def _layers_by_depth(self: Any) -> Dict[int, List[Any]]:
        found = getattr(self, "_functional", None) or self
        known = {id(each) for each in operations_in_graph(found) if isinstance(each, keras.layers.Layer)}
        by_depth = {depth: [each for each in operations if id(each) in known]
                    for depth, operations in found._operations_by_depth.items()}
        return {depth: layers for depth, layers in by_depth.items() if layers}

    @property
    def _network_nodes(self: Any) -> Set[str]:
        found = getattr(self, "_functional", None) or self
        return {self._node_key(node.operation, node.operation._inbound_nodes.index(node))
                for nodes in nodes_in_graph(found).values() for node in nodes}

    def _node_key(self: Any, layer: Any, node_index: int) -> str:
        return "{}_ib-{}".format(layer.name, node_index)

    def run_internal_graph(self: Any, inputs: Any, masks: Any = None) -> Tuple[Any, Any, Any]:
        """Outputs for new inputs, their masks and their shapes: each one, or a list for several outputs.

        Args:
            inputs: tensors, one for each input; symbolic or real ones.
            masks: of these, or None.

        Example:
            >>> from compat.flavors.keras3.engine import Input
            >>> from compat.flavors.keras3.engine.model import Model
            >>> x = Input(shape=(3,))
            >>> Model(x, x).run_internal_graph([Input(shape=(3,))])[2]
            (None, 3)
        """
        given: List[Optional[Any]] = listed(masks)
        arguments = {} if not any(mask is not None for mask in given) else {"mask": unpack_singleton(given)}
        outputs = listed(self(unpack_singleton(listed(inputs)), **arguments))
        masks, shapes = [get_mask(tensor) for tensor in outputs], [tuple(tensor.shape) for tensor in outputs]
        return unpack_singleton(outputs), unpack_singleton(masks), unpack_singleton(shapes)
