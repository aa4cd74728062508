"""Sessions of TensorFlow 1: ``tf.Session().run(fetches, feed_dict)`` gives the values, as NumPy arrays.

Most tensors have their value already. Nodes of a functional model (``tf.placeholder``, ``Input``, and what is computed
from them) get theirs from the feeds; updates are applied.
"""
import importlib
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple

from compat.errors import CompatError, UnsupportedError
from compat.flavors.keras3.backend.dims import Shape
from compat.flavors.keras3.backend.tensors import is_symbolic, value_of
from compat.flavors.keras3.context import LearningPhase
from compat.flavors.keras3.graph.function import Function
from compat.flavors.keras3.overrides import overriding
from compat.flavors.keras3.updates import Group, Operation, Update


class FeedError(CompatError, TypeError):
    """A value fed to something other than an input of a functional model or the learning phase."""


class Graph:
    """``tf.get_default_graph()``: there is none; ``with graph.as_default():`` runs its block."""

    @contextmanager
    def as_default(self) -> Iterator["Graph"]:
        """Accepted."""
        yield self

    def finalize(self) -> None:
        """Accepted."""

    @contextmanager
    def gradient_override_map(self, op_type_map: Dict[str, str]) -> Iterator[None]:
        """In the block, operations of these types have gradients of the program, by name."""
        with overriding(op_type_map):
            yield


class Session:
    """What runs fetches; as a context manager it is the default session of its block.

    Example:
        >>> import numpy as np
        >>> from keras import ops
        >>> with Session() as session:
        ...     session.run({"sum": ops.sum(np.ones((2, 3)))})["sum"].item()
        6.0
    """

    def __new__(cls, target: str = "", graph: Any = None, config: Any = None) -> Any:
        """TensorFlow's own session for a graph of TensorFlow that the program made itself."""
        if type(graph).__module__.startswith("tensorflow."):
            return importlib.import_module("tensorflow").compat.v1.Session(target, graph)
        return super().__new__(cls)

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        self.graph = graph or Graph()
        self._functions: Dict[Tuple[int, ...], Function] = {}

    def run(self, fetches: Any, feed_dict: Optional[Dict[Any, Any]] = None, options: Any = None,
            run_metadata: Any = None) -> Any:
        """Values of the fetches, in their own nesting of lists, tuples and dicts; None for what only acts.

        Args:
            fetches: tensors, variables, updates, groups.
            feed_dict: input of a functional model → array; ``K.learning_phase()`` → 0 or 1.

        Raises:
            UnsupportedError: a fetch is given by name.
            FeedError: a feed for something that takes none.
        """
        leaves = _leaves(fetches)
        nodes, updates = [leaf for leaf in leaves if is_symbolic(leaf)], _described(leaves)
        values = self._computed(nodes, updates, feed_dict or {}) if nodes or updates else {}
        return _map_leaves(lambda leaf: values[id(leaf)] if id(leaf) in values else _value(leaf), fetches)

    def _make_callable_from_options(self, callable_options: Any) -> Any:
        """Refused: the options name tensors. Old code asks whether a session has it, for TensorFlow 1.8 and later.

        Raises:
            UnsupportedError: always.
        """
        raise UnsupportedError("tf.Session cannot look up {!r} by name: there is no graph; use K.function".format(
            list(callable_options.fetch)))

    def _computed(self, nodes: List[Any], updates: List[Any], feeds: Dict[Any, Any]) -> Dict[int, Any]:
        places = [place for place in feeds if is_symbolic(place) or isinstance(place, LearningPhase)]
        for place in feeds:
            if place not in places:
                raise FeedError("tf.Session.run can feed inputs of a functional model, not {!r}".format(place))
        key = tuple(id(node) for node in [*places, None, *nodes, None, *updates])
        if key not in self._functions:
            self._functions[key] = Function(places, nodes, updates)
        found = dict(zip((id(node) for node in nodes), self._functions[key]([feeds[place] for place in places])))
        found.update({id(update): update.fetched() for update in updates})
        return found

    @contextmanager
    def as_default(self) -> Iterator["Session"]:
        """The default session within the block."""
        _sessions.append(self)
        try:
            yield self
        finally:
            _sessions.remove(self)

    def __enter__(self) -> "Session":
        _sessions.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        _sessions.remove(self)
        self.close()

    def close(self) -> None:
        """Forget the functions that were built for feeds."""
        self._functions.clear()


class InteractiveSession(Session):
    """A session that is the default one from the moment it is made until it is closed."""

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        super().__init__(target, graph, config)
        _sessions.append(self)

    def close(self) -> None:
        """No longer the default session."""
        super().close()
        if self in _sessions:
            _sessions.remove(self)


_sessions: List[Session] = []
_of_keras: List[Session] = []


def get_default_session() -> Optional[Session]:
    """The session whose block this is, or None."""
    return _sessions[-1] if _sessions else None


def get_session() -> Session:
    """The default session: that of the block, else Keras's own. Its ``run`` gives the values of tensors."""
    if not _sessions and not _of_keras:
        _of_keras.append(Session())
    return _sessions[-1] if _sessions else _of_keras[-1]


Operation.default_session = get_session


def set_session(session: Session) -> None:
    """Make ``session`` Keras's own, which :func:`get_session` returns outside of blocks."""
    _of_keras[:] = [session]


def _leaves(fetches: Any) -> List[Any]:
    if isinstance(fetches, dict):
        fetches = list(fetches.values())
    if isinstance(fetches, (list, tuple)) and not isinstance(fetches, Shape):
        return [leaf for item in fetches for leaf in _leaves(item)]
    return [fetches]


def _described(leaves: List[Any]) -> List[Any]:
    """The updates among fetches, and in groups among them, that compute with nodes."""
    updates = [each for leaf in leaves for each in (leaf.flat() if isinstance(leaf, Group) else [leaf])]
    return [each for each in updates if isinstance(each, Update) and any(map(is_symbolic, each.parts))]


def _map_leaves(function: Any, fetches: Any) -> Any:
    if isinstance(fetches, dict):
        return type(fetches)((key, _map_leaves(function, item)) for key, item in fetches.items())
    if isinstance(fetches, tuple) and hasattr(fetches, "_fields"):
        return type(fetches)(*[_map_leaves(function, item) for item in fetches])
    if isinstance(fetches, (list, tuple)) and not isinstance(fetches, Shape):
        return type(fetches)(_map_leaves(function, item) for item in fetches)
    return function(fetches)


def _value(leaf: Any) -> Any:
    if isinstance(leaf, str):
        raise UnsupportedError("tf.Session.run cannot look {!r} up by name: there is no graph; pass the tensor".format(
            leaf))
    if isinstance(leaf, Group):
        for update in leaf.flat():
            if not any(map(is_symbolic, update.parts)):  # the others have run
                update.apply()
        return None
    return value_of(leaf.apply() if isinstance(leaf, Update) else leaf)
