"""``model.summary()`` of tf.keras 2.15: plain text in columns, which programs print, write to files and compare."""
from typing import Any, Callable, List, Optional, Sequence, Tuple

import keras
import numpy as np

from .network import nodes_in_graph
from .order_of_weights import ALL, FIXED, listed

#: Width of the table, and where its columns end as parts of it: of a stack of layers, and of any other graph.
_STACK: Tuple[int, List[float]] = (65, [0.45, 0.85, 1.0])
_GRAPH: Tuple[int, List[float]] = (98, [0.3, 0.6, 0.7, 1.0])
#: Characters that stay free at the end of a column, but the last.
_MARGIN = 3
_UNITS = ("Byte", "KB", "MB", "GB", "TB", "PB")


def print_summary(model: Any, line_length: Optional[int], positions: Optional[Sequence[float]],
                  print_fn: Callable[[str], Any]) -> None:
    """Print the layers of a built model, one row each, and the numbers of parameters.

    Args:
        model: Sequential, functional or subclassed.
        line_length: characters of a line; 65, or 98 with the column of connections.
        positions: where the columns end, as parts of the line or in characters.
        print_fn: is called with each line.
    """
    stack = is_stack(model)
    length, parts = _STACK if stack else _GRAPH
    length, parts = line_length or length, list(positions or parts)
    ends = ends_of(parts, length)
    titles = ["Layer (type)", "Output Shape", "Param #"] + ([] if stack else ["Connected to"])
    print_fn('Model: "{}"'.format(model.name))
    print_fn("_" * length)
    for line in _lines(titles, ends):
        print_fn(line)
    print_fn("=" * length)
    for layer in rows_of(model):
        fields = ["{} ({})".format(layer.name, type(layer).__name__), _shape(layer), _count(layer)]
        for line in _lines(fields + ([] if stack else [_connections(layer, model)]), ends):
            print_fn(line)
        print_fn(" " * length)
    print_fn("=" * length)
    for what, weights in (("Total", listed(model, ALL, model.weights)), ("Trainable", model.trainable_weights),
                          ("Non-trainable", listed(model, FIXED, model.non_trainable_weights))):
        print_fn("{} params: {} ({})".format(what, sum(_size(each) for each in weights), _memory(weights)))
    print_fn("_" * length)


def rows_of(model: Any) -> List[Any]:
    """The layers of a model in its order, and operations between layers as the layers that tf.keras made of them."""
    from .operator_layers import with_operators  # here: it comes after the models

    return with_operators(model) if hasattr(model, "_operations") else list(model.layers)


def ends_of(positions: Sequence[float], length: int) -> List[int]:
    """Where columns end, in characters, of positions that are parts of a line of that length, or characters."""
    return [int(length * part) for part in positions] if positions[-1] <= 1 else [int(part) for part in positions]


def calls_of(layer: Any, model: Any) -> List[Any]:
    """The nodes of a layer that are part of the model."""
    within = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    return [node for node in getattr(layer, "_operation", layer)._inbound_nodes if id(node) in within]


def tensors_of(layer: Any, model: Any) -> List[Tuple[Any, str, int, int]]:
    """The tensors that the calls of a layer take: the operation that gave one, its name, its call, and which output it is."""
    names = {id(getattr(each, "_operation", each)): each.name for each in rows_of(model)}
    places = [tensor._keras_history for node in calls_of(layer, model) for tensor in node.input_tensors]
    return [(before, names.get(id(before), before.name), call, output) for before, call, output in places]


def is_stack(model: Any) -> bool:
    """Whether each layer follows the one before, so that connections need not be told."""
    if isinstance(model, keras.Sequential) or not hasattr(model, "_operations"):
        return True
    return all(len(nodes) < 2 and all(len(node.parent_nodes) < 2 for node in nodes) for nodes in nodes_in_graph(model).values())


def _lines(fields: Sequence[str], ends: Sequence[int]) -> List[str]:
    """One row: a field that is too long goes on in the next line."""
    widths = [end - begin for begin, end in zip([0, *ends], ends)]
    columns = [_cut(field, width if place == len(widths) - 1 and place > 2 else width - _MARGIN)
               for place, (field, width) in enumerate(zip(fields, widths))]
    found = []
    for place in range(max(map(len, columns))):
        line = " "
        for column, end in zip(columns, ends):
            line = (line + (column[place] if place < len(column) else "")).ljust(end)
        found.append(line)
    return found


def _cut(field: str, width: int) -> List[str]:
    width = max(width, 1)
    return [part[begin:begin + width] for part in field.split("\n") for begin in range(0, max(len(part), 1), width)]


def _shape(layer: Any) -> str:
    try:
        shape = layer.output_shape
    except (AttributeError, RuntimeError, ValueError):
        nodes: Any = getattr(layer, "_inbound_nodes", ())
        shape = tuple(nodes[0].output_tensors[0].shape) if len(nodes) == 1 else "multiple"
    return str([shape] if isinstance(layer, keras.layers.InputLayer) and not isinstance(shape, list) else shape)


def _count(layer: Any) -> str:
    built = getattr(layer, "built", True) or not getattr(layer, "weights", ())
    return str(layer.count_params()) if built and getattr(layer, "built", True) else "0 (unused)"


def _connections(layer: Any, model: Any) -> str:
    operation = getattr(layer, "_operation", layer)
    if isinstance(operation, keras.layers.InputLayer):
        return "[]"
    return "[{}]".format(",\n ".join("'{1}[{2}][{3}]'".format(*each) for each in tensors_of(layer, model)))


def _size(weight: Any) -> int:
    return int(np.prod(weight.shape))


def _memory(weights: Sequence[Any]) -> str:
    total = float(sum(_size(each) * _bytes(keras.backend.standardize_dtype(each.dtype)) for each in weights))
    for unit in _UNITS[:-1]:
        if total < 1024:
            return "{:.2f} {}".format(total, unit)
        total /= 1024
    return "{:.2f} {}".format(total, _UNITS[-1])


def _bytes(dtype: str) -> int:
    return 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize
