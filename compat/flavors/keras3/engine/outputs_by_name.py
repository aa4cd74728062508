"""Targets, weights, losses and metrics that are given by the name of an output, and models whose outputs are a dictionary.

tf.keras took ``{"out": y}`` for every model with an output of that name, for the only output too. The losses of
``Model(inputs, {"probability": p, "length": n})`` are given by those keys, and logged by the names of the layers.
"""
from typing import Any, List, Optional, Tuple

from keras import tree

from compat.era import current

from .compiling import of_all_outputs
from .output_names import told_apart


def keys_of_outputs(model: Any) -> Optional[List[str]]:
    """The keys of the outputs of a functional model, in the order of ``model.outputs``; None where they are no dictionary."""
    outputs = getattr(model, "_outputs_struct", None)
    if not isinstance(outputs, dict) or any(map(tree.is_nested, outputs.values())):
        return None
    return sorted(outputs)


def by_output(model: Any, *given: Any) -> List[Any]:
    """What ``compile`` was given by the keys of the outputs, by the names of the outputs; anything else unchanged."""
    keys = keys_of_outputs(model)
    names = dict(zip(keys, told_apart(model.output_names))) if keys else {}
    return [{names[key]: value for key, value in each.items()} if isinstance(each, dict) and set(each) <= set(names) else each
            for each in given]


def of_outputs(model: Any, values: Any) -> Any:
    """Targets or sample weights in the order of the outputs, those of the only output by themselves.

    Args:
        model: whatever code or a graph gives it.
        values: by the name of each output or by its key; None, or anything that Keras 3 takes, passes.
    """
    if not isinstance(values, dict) or not values:
        return of_all_outputs(model, values)
    keys = keys_of_outputs(model)
    names = told_apart(getattr(model, "output_names", None) or ()) if keys or hasattr(model, "_outputs_struct") else []
    order = next((each for each in (names, keys) if each and set(values) <= set(each)), None)
    if order is None:
        return values
    found = [values.get(name) for name in order]
    return found[0] if len(found) == 1 else found


def in_order(model: Any, targets: Any, outputs: Any, weights: Any) -> Tuple[Any, Any, Any]:
    """Targets, outputs and sample weights as Keras 3 counts losses and metrics of them.

    In code for tf.keras, one tensor of targets or weights is that of all outputs, and those of shape (n,) get a last axis where
    the outputs are (n, features): losses and metrics of its own do arithmetic with them.
    """
    outputs = _outputs_in_order(model, outputs)
    given = of_outputs(model, targets), of_outputs(model, weights)
    if current(model).of_tf_keras:
        given = _of_each(given[0], outputs), _of_each(given[1], outputs)
        given = _with_last_axes(given[0], outputs), _with_last_axes(given[1], outputs)
    return given[0], outputs, given[1]


def _of_each(values: Any, outputs: Any) -> Any:
    alone = values is not None and not tree.is_nested(values) and tree.is_nested(outputs)
    return tree.map_structure(lambda _: values, outputs) if alone else values


def _with_last_axes(values: Any, outputs: Any) -> Any:
    if isinstance(values, (list, tuple)):
        alike = isinstance(outputs, (list, tuple)) and len(outputs) == len(values)
        return [_with_last_axes(*each) for each in zip(values, outputs)] if alike else values
    ranks = [len(each.shape) if hasattr(each, "shape") else None for each in (values, outputs)]
    return values[:, None] if ranks == [1, 2] else values


def _outputs_in_order(model: Any, outputs: Any) -> Any:
    """The outputs of a functional model that are a dictionary as a list; the only one by itself."""
    keys = keys_of_outputs(model) if isinstance(outputs, dict) else None
    if keys is None:
        return outputs
    return outputs[keys[0]] if len(keys) == 1 else [outputs[key] for key in keys]
