"""Layers that code puts in the place of others: ``model.head = Dense(10)``, ``model.blocks[0] = …``, ``del model.aux``.

In tf.keras 2 a layer that no attribute, list or dictionary holds any more is no part of the one that held it, and what takes
its place in a list is one. Keras 3 keeps the weights of the old layer, and does not see an item of a list that is set.
"""
from typing import Any, Iterable, List, Optional, Set, Tuple

import keras
from keras.src import tree
from keras.src.utils.tracking import TrackedDict, TrackedList  # not public: what a list and a dictionary of a layer become

from compat.era import current

from ..variables import is_variable
from .order_of_weights import held_values, layers_in, note_held


def before_setting(layer: Any, name: str, value: Any) -> Optional[List[Any]]:
    """Note what an attribute is about to be set to.

    Returns:
        The layers that it held, or None where there is nothing to follow.
    """
    was = held_values(layer, [name]) if name in vars(layer).get("_names_held", ()) else []
    noted = note_held(layer, name, value)
    return [each for each in layers_in(was) if each is not value] if noted or was else None


def after_setting(layer: Any, name: str, before: Optional[List[Any]]) -> None:
    """An attribute has been set: let go of the layers that it held, and follow a list or dictionary."""
    if before is None or not current(layer).of_tf_keras:
        return
    for value in held_values(layer, [name]):
        _follow(value, layer)
    _let_go(layer, before)


class HeldLayers:
    """Mix-in of a layer: the layers that its attributes hold."""

    @property
    def submodules(self: Any) -> Tuple[Any, ...]:
        """The layers inside, at every depth: what a ``tf.Module`` of tf.keras listed."""
        return tuple(self._flatten_layers(include_self=False))

    def __delattr__(self, name: str) -> None:
        before = []
        if vars(self).get("_names_held", {}).pop(name, 0) is None and current(self).of_tf_keras:
            before = list(layers_in(held_values(self, [name])))
        super().__delattr__(name)
        _let_go(self, before)


def _let_go(layer: Any, before: Iterable[Any]) -> None:
    removed = list(before)
    if not removed:
        return
    held: Set[int] = {id(each) for each in layers_in(held_values(layer, vars(layer).get("_names_held", ())))}
    held.update(id(each) for each in getattr(layer, "_operations", ()))  # the graph of a model
    for each in removed:
        if id(each) not in held:
            layer._tracker.untrack(each)


def _follow(value: Any, layer: Any) -> None:
    """Make the containers of Keras 3 in a value such as tell their layer of each change."""
    if type(value) in _FOLLOWING:
        value.__class__ = _FOLLOWING[type(value)]
        value.owner = layer
    if isinstance(value, (list, tuple)):
        for each in value:
            _follow(each, layer)
    elif isinstance(value, dict):
        for each in value.values():
            _follow(each, layer)


class _Following:
    """Mix-in of a container: its layer knows of what is put in and taken out."""

    owner: Any = None

    def _taken(self: Any, value: Any) -> Any:
        if self.tracker is None or not _counts(value):
            return value
        found = self.tracker.track(value)
        _follow(found, self.owner)
        return found

    def _given(self, values: Iterable[Any]) -> None:
        removed = list(layers_in(each for each in values if _counts(each)))
        if removed and self.owner is not None:
            _let_go(self.owner, removed)


def _counts(value: Any) -> bool:
    return isinstance(value, (list, tuple, dict, keras.layers.Layer, keras.metrics.Metric)) or is_variable(value)


@tree.register_tree_node_class
class FollowingList(_Following, TrackedList):  # type: ignore[misc]
    """A list of a layer."""

    def append(self, value: Any) -> None:
        list.append(self, self._taken(value))

    def insert(self, index: Any, value: Any) -> None:
        list.insert(self, index, self._taken(value))

    def extend(self, values: Iterable[Any]) -> None:
        list.extend(self, map(self._taken, values))

    def __iadd__(self, values: Iterable[Any]) -> "FollowingList":  # type: ignore[misc]
        self.extend(values)
        return self

    def __setitem__(self, place: Any, value: Any) -> None:
        before = self[place] if isinstance(place, slice) else [self[place]]
        list.__setitem__(self, place, [*map(self._taken, value)] if isinstance(place, slice) else self._taken(value))
        self._given(before)

    def __delitem__(self, place: Any) -> None:
        before = self[place] if isinstance(place, slice) else [self[place]]
        list.__delitem__(self, place)
        self._given(before)

    def pop(self, index: Any = -1) -> Any:
        found: Any = list.pop(self, index)
        self._given([found])
        return found

    def remove(self, value: Any) -> None:
        list.remove(self, value)
        self._given([value])

    def clear(self) -> None:
        self[:] = []


@tree.register_tree_node_class
class FollowingDict(_Following, TrackedDict):  # type: ignore[misc]
    """A dictionary of a layer."""

    def __setitem__(self, key: Any, value: Any) -> None:
        before = [self[key]] if key in self else []
        dict.__setitem__(self, key, self._taken(value))
        self._given(before)

    def update(self, *args: Any, **kwargs: Any) -> None:
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def __delitem__(self, key: Any) -> None:
        before = self[key]
        dict.__delitem__(self, key)
        self._given([before])

    def pop(self, key: Any, *default: Any) -> Any:
        found: Any = dict.pop(self, key, *default)
        self._given([found])
        return found

    def popitem(self) -> Any:
        found: Any = dict.popitem(self)
        self._given(found[1:])
        return found

    def clear(self) -> None:
        for key in list(self):
            del self[key]


_FOLLOWING = {TrackedList: FollowingList, TrackedDict: FollowingDict}
