"""Files of an early Keras 3 as a later one takes them: dict → dict, one step for each thing that changed its meaning.

Keras 3 opens its own files, but not each of them: 3.11 gives a model of one tensor in a list back as a list, which the layer
after it in a ``Sequential`` refuses, 3.6 dropped an argument that 3.0 to 3.5 wrote, ``RandomCrop`` crops only in training since
3.8. Measured with the Keras of each release.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from compat.config.origins import dictionaries
from compat.hub.records import Config, Origin, Spec, name_of, without


class Change(NamedTuple):
    """One step.

    Attributes:
        since: the first Keras 3 that takes files otherwise; earlier ones are upgraded for it and for later ones.
        step: the specification of a layer or another object → what it becomes, the same object where nothing changes.
        says: what was changed, for the report.
    """

    since: str
    step: Callable[[Spec], Spec]
    says: str


class Upgraded3(NamedTuple):
    """The configuration for the installed Keras, and one sentence for each layer that was changed."""

    config: Config
    notes: Tuple[str, ...]


def bare_inputs(spec: Spec) -> Spec:
    """A model of one tensor in a list takes that tensor: Keras up to 3.9 opened both as the same.

    Example:
        >>> model = {"class_name": "Functional", "config": {"layers": [], "input_layers": [["x", 0, 0]], "output_layers": []}}
        >>> bare_inputs(model)["config"]["input_layers"]
        ['x', 0, 0]
    """
    return _bare(spec, "input_layers")


def bare_outputs(spec: Spec) -> Spec:
    """A model whose only output is in a list gives that tensor: Keras up to 3.10 opened both as the same."""
    return _bare(spec, "output_layers")


def _bare(spec: Spec, key: str) -> Spec:
    ends = spec["config"].get(key)
    only = ends[0] if isinstance(ends, list) and len(ends) == 1 and "layers" in spec["config"] else None
    if not isinstance(only, list) or len(only) != 3 or not isinstance(only[0], str):
        return spec
    return dict(spec, config=dict(spec["config"], **{key: only}))


def without_value_range(spec: Spec) -> Spec:
    """``RandomRotation`` took and ignored ``value_range`` until 3.5."""
    return without(spec, "value_range") if spec["class_name"] == "RandomRotation" and "value_range" in spec["config"] else spec


def cropping(spec: Spec) -> Spec:
    """``RandomCrop`` cropped the middle at prediction time until 3.7, and leaves the images as they are since."""
    if spec["class_name"] != "RandomCrop" or not str(spec.get("module", "keras")).startswith("keras"):
        return spec
    return dict(spec, module="compat", registered_name="tf.keras>RandomCrop")


CHANGES: Tuple[Change, ...] = (
    Change("3.6", without_value_range, "value_range is left out, which had no effect"),
    Change("3.8", cropping, "crops the middle at prediction time, as it did, by a layer of compat"),
    Change("3.10", bare_inputs, "the only input is a tensor, not a list of one"),
    Change("3.11", bare_outputs, "the only output is a tensor, not a list of one"),
)


def upgrade_keras3(config: Config, written_by: str, opened_by: Optional[str] = None) -> Upgraded3:
    """The configuration of a model of Keras 3 as a later Keras 3 takes it; the argument is left as it is.

    Args:
        config: ``{"class_name": …, "config": …}`` of an archive or an ``.h5``.
        written_by: the version of the Keras 3 that wrote it.
        opened_by: the version that is to open it; None for any later one.

    Example:
        >>> layer = {"class_name": "RandomRotation", "config": {"name": "turn", "factor": 0.1, "value_range": [0, 255]}}
        >>> upgrade_keras3(layer, "3.3.3").notes
        ('turn: value_range is left out, which had no effect',)
        >>> upgrade_keras3(layer, "3.3.3", "3.5.0").notes
        ()
    """
    changes = [each for each in CHANGES if _applies(each.since, written_by, opened_by)]
    notes: List[str] = []
    return Upgraded3(_upgraded(config, changes, notes) if changes else config, tuple(notes))


def _applies(since: str, written_by: str, opened_by: Optional[str]) -> bool:
    """Whether something changed between the Keras that wrote a file and the one that opens it."""
    return Origin(written_by, "").before(since) and (opened_by is None or not Origin(opened_by, "").before(since))


def _upgraded(value: Any, changes: List[Change], notes: List[str]) -> Any:
    """A value with everything in it upgraded; Keras 3 writes objects into configurations at any depth."""
    if isinstance(value, list):
        return [_upgraded(each, changes, notes) for each in value]
    if not isinstance(value, dict):
        return value
    found: Dict[str, Any] = {key: _upgraded(each, changes, notes) for key, each in value.items()}
    if not isinstance(found.get("class_name"), str) or not isinstance(found.get("config"), dict):
        return found
    for change in changes:
        before, found = found, change.step(found)
        if found is not before:
            notes.append("{}: {}".format(name_of(found) or found["class_name"], change.says))
    return found


def layers_with_lost_calls(config: Config, written_by: str) -> List[str]:
    """The layers of which a file does not say which of several calls gave a tensor.

    Keras 3.2 wrote every tensor of a shared layer as one of its first call, and opens such a file as another model itself.
    Measured with 3.2.0 and 3.2.1; 3.1 and 3.3 write the calls.

    Args:
        config: ``{"class_name": …, "config": …}`` of an archive or an ``.h5``.
        written_by: the version of the Keras 3 that wrote it.
    """
    if not written_by.startswith("3.2."):
        return []
    return [name for spec in dictionaries(config) if isinstance(spec.get("config"), dict)
            for name in _lost_in(spec["config"])]


def _lost_in(graph: Config) -> List[str]:
    layers, ends = graph.get("layers"), graph.get("output_layers")
    calls = {name_of(each): each["inbound_nodes"] for each in layers if isinstance(each, dict) and isinstance(
        each.get("inbound_nodes"), list)} if isinstance(layers, list) else {}
    places = [each.get("keras_history") for each in dictionaries(list(calls.values()))]
    last: Dict[str, int] = {}
    for place in [*places, *(ends if isinstance(ends, list) else ())]:
        if isinstance(place, list) and len(place) == 3 and isinstance(place[0], str) and isinstance(place[1], int):
            last[place[0]] = max(place[1], last.get(place[0], 0))
    return [name for name, nodes in calls.items() if len(nodes) > 1 and last.get(name) == 0]


def orders_slots_otherwise(optimizer: Spec, written_by: str, opened_by: str) -> bool:
    """Whether the variables of an optimizer stand in another order in files of one version than in those of another.

    ``Nadam`` kept the product of its momentums before the moments of the weights until 3.9, and after them since.
    """
    return optimizer.get("class_name") == "Nadam" and _applies("3.10", written_by, opened_by)


def slot_order(optimizer: Spec, count: int, written_by: str, opened_by: str) -> Optional[List[int]]:
    """The order in which a later Keras 3 expects the variables of an optimizer, as indices into those of the file.

    Args:
        optimizer: its specification.
        count: of the variables that the file holds.
        written_by, opened_by: versions of Keras 3.

    Returns:
        None where the order is the same.

    Example:
        >>> slot_order({"class_name": "Nadam", "config": {}}, 7, "3.0.5", "3.15.1")
        [0, 1, 3, 4, 5, 6, 2]
    """
    config = optimizer.get("config")
    if not isinstance(config, dict) or not orders_slots_otherwise(optimizer, written_by, opened_by):
        return None
    # Averages and accumulated gradients stand between, one of each for each weight; then two moments.
    between = bool(config.get("use_ema")) + bool(config.get("gradient_accumulation_steps"))
    weights, rest = divmod(count - 3, between + 2)
    if weights < 1 or rest:
        return None
    product = 2 + between * weights
    return [each for each in range(count) if each != product] + [product]
