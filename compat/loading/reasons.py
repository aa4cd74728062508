"""Why two layers in the same place may put out different numbers: their weights, their configurations, their classes."""
from typing import Any, Dict, Iterator, List, Tuple

import numpy as np

from compat.api.differences import ARGUMENTS, CLASSES, WITHOUT_EFFECT, WITHOUT_EFFECT_ENDINGS
from compat.flavors import loading
from compat.flavors.protocol import LayerCall
from compat.loading.matching import class_of

_LONGEST = 80


def reasons_for(one: LayerCall, other: LayerCall, masks_differ: bool) -> List[str]:
    """The likely reasons, the surest first; never empty.

    Args:
        masks_differ: the masks of the outputs are not the same.
    """
    found = list(_of_weights(one.layer, other.layer)) + _of_configurations(one.layer, other.layer)
    names = class_of(one.layer), class_of(other.layer)
    if names[0] != names[1]:
        found.append("a {} stands where the other has a {}".format(*names))
    elif type(one.layer) is not type(other.layer):
        found.append("the {} of {} stands where the other has that of {}".format(
            names[0], type(one.layer).__module__, type(other.layer).__module__))
    if not found or masks_differ:
        found += ["the versions differ in {0}: see the row {0} of compat/api/semantics.py".format(row)
                  for row in CLASSES.get(names[0], ())]
    return found or ["configuration and weights agree, and compat knows no difference of this class: look at its call()"]


def _of_weights(one: Any, other: Any) -> Iterator[str]:
    mine, theirs = (loading().weights_of(layer) if getattr(layer, "weights", None) else [] for layer in (one, other))
    if len(mine) != len(theirs):
        yield "it has {} arrays of weights, the other {}".format(len(mine), len(theirs))
        return
    names = [str(getattr(weight, "name", "")).split("/")[-1] for weight in getattr(one, "weights", None) or ()]
    for name, left, right in zip(names, mine, theirs):
        if left.shape != right.shape:
            yield "its {} has shape {}, the other's {}".format(name, left.shape, right.shape)
        elif not np.array_equal(left, right):
            gap = float(np.abs(left.astype("float64") - right.astype("float64")).max())
            yield "its {} differs by up to {:.3g}".format(name, gap)


def _of_configurations(one: Any, other: Any) -> List[str]:
    """The arguments that differ, those with a row of the semantics first."""
    mine, theirs = _configuration(one), _configuration(other)
    differ = [key for key in sorted(set(mine) & set(theirs)) if mine[key] != theirs[key] and _has_effect(key)]
    found = [(key, *_known(key, mine[key], theirs[key])) for key in differ]
    return ["{}: {} and {}{}{}".format(key, _short(mine[key]), _short(theirs[key]), sentence and "; " + sentence,
                                       row and " (row {} of compat/api/semantics.py)".format(row))
            for key, row, sentence in sorted(found, key=lambda each: (not each[1], each[0]))]


def _has_effect(argument: str) -> bool:
    return argument not in WITHOUT_EFFECT and not argument.endswith(WITHOUT_EFFECT_ENDINGS)


def _known(argument: str, mine: Any, theirs: Any) -> Tuple[str, str]:
    """The row of the semantics and the sentence for an argument."""
    row, sentence = ARGUMENTS.get(argument, ("", ""))
    if argument == "activation" and "hard_sigmoid" in (mine, theirs):
        return "hard_sigmoid", "hard_sigmoid has two formulas"
    return row, sentence


def _configuration(layer: Any) -> Dict[str, Any]:
    """The arguments of a layer, those of a layer in it among them; none where it does not say them."""
    try:
        config = layer.get_config()
    except Exception:  # a custom layer, an operation, a model of functions that have no names: whatever its author wrote
        return {}
    flat: Dict[str, Any] = {}
    for key, value in (config.items() if isinstance(config, dict) else ()):
        inner = value.get("config") if key in ("layer", "forward_layer", "cell") and isinstance(value, dict) else None
        flat.update(inner if isinstance(inner, dict) else {key: _plain(value)})
    return {key: _plain(value) for key, value in flat.items()}


def _plain(value: Any) -> Any:
    """A value without what says the same in other words: a registered object's class, tuples for lists."""
    if isinstance(value, dict) and "class_name" in value:
        name = str(value.get("config") if isinstance(value.get("config"), str) else value["class_name"])
        inner = value.get("config")
        return (name.split(">")[-1], _plain(inner)) if isinstance(inner, dict) else name.split(">")[-1]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
