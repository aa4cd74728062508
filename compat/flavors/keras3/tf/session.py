"""Sessions of TensorFlow 1: ``tf.Session().run(fetches, feed_dict)`` gives the values, as NumPy arrays.

Most tensors have their value already. Nodes of a functional model (``tf.placeholder``, ``Input``, and what is computed
from them) get theirs from the feeds; updates are applied. Options that placed or grew a graph are accepted.
"""
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple

from compat.errors import CompatError, UnsupportedError
from compat.flavors.keras3.backend.config import clear_session
from compat.flavors.keras3.backend.dims import Shape
from compat.flavors.keras3.backend.graph import Function
from compat.flavors.keras3.backend.graph import placeholder as backend_placeholder
from compat.flavors.keras3.backend.phase import LearningPhase
from compat.flavors.keras3.backend.tensors import is_symbolic, is_tensor, value_of
from compat.flavors.keras3.tf.control import Group
from compat.flavors.keras3.updates import Update


class FeedError(CompatError, TypeError):
    """A value fed to something other than an input of a functional model or the learning phase."""


class Options:
    """``tf.ConfigProto``, ``tf.GPUOptions``: holds whatever is set on it; the backend is configured elsewhere.

    Example:
        >>> config = Options(log_device_placement=True)
        >>> config.gpu_options.allow_growth = True
    """

    def __init__(self, **options: Any) -> None:
        self.__dict__.update(options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__[name] = Options()
        return self.__dict__[name]


class Graph:
    """``tf.get_default_graph()``: there is none; ``with graph.as_default():`` runs its block."""

    @contextmanager
    def as_default(self) -> Iterator["Graph"]:
        """Accepted."""
        yield self

    def finalize(self) -> None:
        """Accepted."""


class Session:
    """What runs fetches; as a context manager it is the default session of its block.

    Example:
        >>> import numpy as np
        >>> from keras import ops
        >>> with Session() as session:
        ...     session.run({"sum": ops.sum(np.ones((2, 3)))})["sum"].item()
        6.0
    """

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
        nodes = [leaf for leaf in _leaves(fetches) if is_symbolic(leaf)]
        values = self._computed(nodes, feed_dict or {}) if nodes else {}
        return _map_leaves(lambda leaf: values[id(leaf)] if id(leaf) in values else _value(leaf), fetches)

    def _computed(self, nodes: List[Any], feeds: Dict[Any, Any]) -> Dict[int, Any]:
        places = [place for place in feeds if is_symbolic(place) or isinstance(place, LearningPhase)]
        for place in feeds:
            if place not in places:
                raise FeedError("tf.Session.run can feed inputs of a functional model, not {!r}".format(place))
        key = tuple(id(node) for node in places + [None] + nodes)
        if key not in self._functions:
            self._functions[key] = Function(places, nodes)
        return dict(zip((id(node) for node in nodes), self._functions[key]([feeds[place] for place in places])))

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


def default_session() -> Session:
    """The session of ``K.get_session()``: the block's, else Keras's own."""
    if not _sessions and not _of_keras:
        _of_keras.append(Session())
    return _sessions[-1] if _sessions else _of_keras[-1]


def set_default_session(session: Session) -> None:
    """Make ``session`` Keras's own."""
    _of_keras[:] = [session]


def eval_tensor(x: Any, session: Any = None, feed_dict: Any = None) -> Any:
    """``x.eval(session=…, feed_dict=…)`` for a tensor, variable or update; anything else has its own ``eval`` called.

    Example:
        >>> from keras import ops
        >>> eval_tensor(ops.ones((2,)))
        array([1., 1.], dtype=float32)
    """
    if not (is_tensor(x) or isinstance(x, (Update, Shape))):
        given = {name: value for name, value in (("session", session), ("feed_dict", feed_dict)) if value is not None}
        return x.eval(**given)
    runner = session if isinstance(session, Session) else default_session()
    return runner.run(x, feed_dict=feed_dict)


def placeholder(dtype: Any, shape: Any = None, name: Optional[str] = None) -> Any:
    """An input of a functional model, of that whole shape; None for unknown sizes.

    Raises:
        UnsupportedError: no shape, not even the number of axes.
    """
    if shape is None:
        raise UnsupportedError("tf.placeholder needs a shape here, at least the number of axes: shape=(None, None)")
    return backend_placeholder(shape=tuple(shape), dtype=dtype, name=name)


def placeholder_with_default(input: Any, shape: Any = None, name: Optional[str] = None) -> Any:
    """The default: what is never fed elsewhere than in a session has no other value here."""
    return input


def get_default_graph() -> Graph:
    """An object with ``as_default()``."""
    return Graph()


def reset_default_graph() -> None:
    """Forget names and counters, as ``K.clear_session``."""
    clear_session()


def _leaves(fetches: Any) -> List[Any]:
    if isinstance(fetches, dict):
        fetches = list(fetches.values())
    if isinstance(fetches, (list, tuple)) and not isinstance(fetches, Shape):
        return [leaf for item in fetches for leaf in _leaves(item)]
    return [fetches]


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
        return leaf.apply()
    return value_of(leaf.apply() if isinstance(leaf, Update) else leaf)
