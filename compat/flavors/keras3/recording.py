"""What the ``build`` of a layer makes, adds and computes, kept so that ``build`` can run again.

In the graph of Keras 1 and 2 a tensor that ``build`` computed out of weights, ``self.p = K.sigmoid(self.p_logit)``,
followed these weights for ever, and so did a loss or update that it added. On Keras 3 the same line computes a number,
once. A layer whose build did such a thing therefore builds again whenever the number is wanted: each weight, variable
and constant that the first run made is handed out again, and only tensors, losses and updates are new.
"""
import threading
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from keras import ops, tree

from .context import building, making_variables_outside
from .variables import is_variable

Key = Tuple[Any, ...]

#: Where Keras 3 keeps what a layer holds: a run of ``build`` that appends layers to a list has made them before.
_OF_KERAS = ("_layers", "_metrics", "_trainable_variables", "_non_trainable_variables", "_seed_generators")


class Build:
    """One run of ``build``: what it added and what it had at hand.

    Attributes:
        losses: tensors, or functions that give them, that went to ``add_loss`` in it, of any layer.
        updates: what went to ``add_update`` in it.
    """

    def __init__(self) -> None:
        self.losses: List[Any] = []
        self.updates: List[Any] = []


class FirstBuild(Build):
    """The run that made the weights.

    Attributes:
        computed: names of the layer's attributes that hold tensors computed in it.
    """

    def __init__(self, layer: Any, build: Callable[[], None]) -> None:
        super().__init__()
        self.computed: List[str] = []
        self._layer, self._build = layer, build
        self._made: List[Tuple[Key, Any]] = []
        self._lists = {name: list(value) for name, value in vars(layer).items()
                       if isinstance(value, list) and not name.startswith("_")}

    @property
    def follows_weights(self) -> bool:
        """Whether anything that this run added or computed changes with the weights."""
        return bool(self.losses or self.updates or self.computed)

    def note_made(self, key: Key, value: Any) -> None:
        """Remember what was made, and where."""
        self._made.append((key, value))

    def note_attribute(self, layer: Any, name: str, value: Any) -> None:
        """Remember an attribute of the layer that holds a tensor, unless that is a constant."""
        if layer is self._layer and name not in self.computed and self._is_computed(value):
            self.computed.append(name)

    def _is_computed(self, value: Any) -> bool:
        return any(is_computed(leaf) and not any(leaf is made for _, made in self._made) for leaf in tree.flatten(value))

    @contextmanager
    def again(self) -> Iterator[Build]:
        """Run ``build`` again; the layer holds the tensors of this run until the block ends."""
        facts = vars(self._layer)
        computed = {name: facts[name] for name in self.computed}
        known = [name for name in _OF_KERAS if isinstance(facts.get(name), list)]
        lists = {name: list(facts[name]) for name in (*self._lists, *known)}
        _refill(facts, self._lists)
        try:
            yield self._rerun()
        finally:
            facts.update(computed)
            _refill(facts, lists)

    def _rerun(self) -> Build:
        run, outer = Rerun(self._made), _state.rerun
        _state.rerun = run
        try:
            with building(self._layer), making_variables_outside():
                self._build()
        finally:
            _state.rerun = outer
        return run


class Rerun(Build):
    """A run that finds all it makes made already."""

    def __init__(self, made: List[Tuple[Key, Any]]) -> None:
        super().__init__()
        self._left = list(made)

    def take(self, key: Key) -> Any:
        """The next thing that the first run made under this key, or None."""
        for index, (known, value) in enumerate(self._left):
            if known == key:
                del self._left[index]
                return value
        return None


class _State(threading.local):
    def __init__(self) -> None:
        self.first: List[FirstBuild] = []
        self.rerun: Optional[Rerun] = None


_state = _State()


@contextmanager
def recording(layer: Any, build: Callable[[], None]) -> Iterator[FirstBuild]:
    """Note what happens in the block, the first run of ``layer.build``.

    Args:
        layer: whose build runs in the block.
        build: runs it once more, without arguments.
    """
    record = FirstBuild(layer, build)
    _state.first.append(record)
    try:
        yield record
    finally:
        _state.first.pop()


def current_build() -> Optional[Build]:
    """The innermost build that is running, where losses and updates are collected, or None."""
    return _state.rerun or (_state.first[-1] if _state.first else None)


def runs_again() -> bool:
    """Whether a build is running that has run before: the layers at hand are to stay as they are."""
    return _state.rerun is not None


def made_once(key: Key, make: Callable[[], Any]) -> Any:
    """``make()``, or what it gave at this place when the running build ran first.

    Args:
        key: what tells one thing from the next: kind, name, shape.
        make: makes a weight, variable or constant.
    """
    found = None if _state.rerun is None else _state.rerun.take(key)
    if found is not None:
        return found
    value = make()
    for record in _state.first:
        record.note_made(key, value)
    return value


def note_attribute(layer: Any, name: str, value: Any) -> None:
    """Tell the builds that are running of an attribute that was set."""
    for record in _state.first:
        record.note_attribute(layer, name, value)


def _refill(facts: Dict[str, Any], contents: Dict[str, List[Any]]) -> None:
    """Put other contents into lists, past Keras 3, which tracks what is appended."""
    for name, content in contents.items():
        list.__setitem__(facts[name], slice(None), content)


def holds_tensor(value: Any) -> bool:
    """Whether ``value`` is or contains a tensor of the backend that is not a variable."""
    return any(is_computed(leaf) for leaf in tree.flatten(value))


def is_computed(value: Any) -> bool:
    """Whether ``value`` is a tensor of the backend and not a variable."""
    return ops.is_tensor(value) and not is_variable(value)
