"""What ``keras.engine.network`` of Keras 2 noted of a model's graph: its layers by depth, their calls, and how to run them."""
from typing import Any, Dict, List, Optional, Set, Tuple

import keras

from compat.flavors.shared.generic import unpack_singleton

from .compiling import listed
from .masks import get_mask


class NetworkFacts:
    """Mix-in of a model with inputs and outputs."""

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
        by_depth = {depth: [each for each in operations if isinstance(each, keras.layers.Layer)]
                    for depth, operations in found._operations_by_depth.items()}
        return {depth: layers for depth, layers in by_depth.items() if layers}

    @property
    def _network_nodes(self: Any) -> Set[str]:
        found = getattr(self, "_functional", None) or self
        return {self._node_key(node.operation, node.operation._inbound_nodes.index(node))
                for nodes in found._nodes_by_depth.values() for node in nodes}

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
