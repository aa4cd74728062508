"""``model.summary()`` of Keras 2.0 to 2.3: plain text in columns, which programs print, write to files and compare."""
from typing import Any, Callable, List, Optional, Sequence, Tuple

import keras

from compat.era import current
from compat.flavors.shared.generic import count_params

from .summary import calls_of, ends_of, is_stack, rows_of, tensors_of

#: Width of the table, and where its columns end as parts of it: of a stack of layers, and of any other graph.
_STACK: Tuple[int, List[float]] = (65, [0.45, 0.85, 1.0])
_GRAPH: Tuple[int, List[float]] = (98, [0.33, 0.55, 0.67, 1.0])


def print_old_summary(model: Any, line_length: Optional[int], positions: Optional[Sequence[float]],
                      print_fn: Callable[[str], Any]) -> None:
    """Print the layers of a built model, one row each, and the numbers of parameters.

    What trains is what was trainable in ``compile``; a weight that was frozen since then counts in both numbers, and twice
    in their sum, as in Keras 2.

    Args:
        model: Sequential, functional or subclassed.
        line_length: characters of a line; 65, or 98 with the column of connections.
        positions: where the columns end, as parts of the line or in characters.
        print_fn: is called with each line.
    """
    stack = is_stack(model) and not _uses_a_layer_twice(model)
    length, parts = _STACK if stack else _GRAPH
    length, parts = line_length or length, list(positions or parts)
    ends = ends_of(parts, length)
    if current(model).behaviour("signatures") != "2.2.4":  # since 2.3
        print_fn('Model: "{}"'.format(model.name))
    print_fn("_" * length)
    print_fn(_row(["Layer (type)", "Output Shape", "Param #", "Connected to"], ends))
    print_fn("=" * length)
    layers = rows_of(model)
    for number, layer in enumerate(layers, 1):
        fields = ["{} ({})".format(layer.name, _class_of(layer)), _shape(layer), str(layer.count_params())]
        first, *others = [""] if stack else _connections(layer, model) or [""]
        print_fn(_row([*fields, first], ends))
        for other in others:
            print_fn(_row(["", "", "", other], ends))
        print_fn(("=" if number == len(layers) else "_") * length)
    trained = count_params(model._weights_as_compiled())
    kept = count_params(model.non_trainable_weights)
    for what, number in (("Total", trained + kept), ("Trainable", trained), ("Non-trainable", kept)):
        print_fn("{} params: {:,}".format(what, number))
    print_fn("_" * length)


def _row(fields: Sequence[str], ends: Sequence[int]) -> str:
    """One line; a field that is too long is cut, with a space before the next one."""
    line = ""
    for place, (field, end) in enumerate(zip(fields, ends), 1):
        line = (line + field)[:end if place == len(ends) else end - 1].ljust(end)
    return line


def _class_of(layer: Any) -> str:
    name = type(layer).__name__
    return "Model" if name == "Functional" else name


def _shape(layer: Any) -> str:
    try:
        shape = layer.output_shape
    except AttributeError:
        return "multiple"
    except (RuntimeError, ValueError):
        return "?"
    return str(shape[0] if isinstance(layer, keras.layers.InputLayer) and isinstance(shape, list) else shape)


def _uses_a_layer_twice(model: Any) -> bool:
    return hasattr(model, "_nodes_by_depth") and any(len(calls_of(layer, model)) > 1 for layer in rows_of(model))


def _connections(layer: Any, model: Any) -> List[str]:
    """As ``name[call][output]``; the first call of a model of Keras 2 was that which made it."""
    if isinstance(layer, keras.layers.InputLayer):
        return []
    return ["{}[{}][{}]".format(name, call + isinstance(before, keras.Model), output)
            for before, name, call, output in tensors_of(layer, model)]
