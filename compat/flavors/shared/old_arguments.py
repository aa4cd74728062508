"""Calls by the positions, argument names and defaults of the old Keras, on what the installed one offers.

The facts are the signatures in :mod:`compat.api.names`: those of Keras 2.2.4 hold in the eras before 2.3; those of Keras 2.3.1
from then on, and earlier where they only add parameters at the end. Where the installed Keras takes the same, its own object is
served. No Keras is imported here.
"""
import functools
import inspect
from abc import ABCMeta
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Dict, List, Mapping, Optional, Sequence, Tuple

from compat.api.arguments import KERAS1
from compat.api.renamed import NEW_NAMES, NEW_VALUES, NO_EFFECT
from compat.api.rows import Name
from compat.api.semantics import Behaviour
from compat.api.signatures import Parameters, accepted
from compat.callers import warn_caller
from compat.era import current, era_of_tf_keras
from compat.errors import ArgumentError
from compat.flavors.shared.instances import StandIn
from compat.flavors.shared.parameters import POSITIONAL as _POSITIONAL
from compat.flavors.shared.parameters import Function, handed_on, taken

_Parameter = inspect.Parameter
_SERVED: Dict[Tuple[Any, str, bool], Any] = {}


def served(row: Name, found: Any, module: str) -> Any:
    """What takes the arguments of the old Keras for ``found``: itself where it does, else a stand-in that calls it.

    Args:
        row: the old name.
        found: what the installed Keras offers for it.
        module: where the stand-in is imported from.
    """
    if not (inspect.isclass(found) or inspect.isroutine(found)):
        return found
    older = module.startswith("compat.tf.") and not current().of_tf_keras
    key = (found, row.signature_in(_version()), older)
    if key not in _SERVED:
        call = OldCall(row, handed_on(found), bound=inspect.isclass(found), in_tf_keras=older)
        _SERVED[key] = found if call.is_todays() else _stand_in(call, found, module)
    return _SERVED[key]


def constructor(cls: Any, row: Any, read: Callable[[Dict[str, Any]], Dict[str, Any]] = dict) -> Function:
    """The constructor of a class of this package, called as that of the old class was.

    Args:
        cls: whose own or inherited constructor is called.
        row: the old class; None where the old Keras has none of that name.
        read: makes what the constructor is to be given of the arguments by name.

    Example:
        >>> from compat.api.names import lookup
        >>> class LSTM:
        ...     def __init__(self, units, use_bias=True, **kwargs):
        ...         self.given = dict(kwargs, units=units, use_bias=use_bias)
        >>> LSTM.__init__ = constructor(LSTM, lookup("keras.layers", "LSTM"))
        >>> sorted(LSTM(3, "relu", "tanh", False).given.items())
        [('activation', 'relu'), ('recurrent_activation', 'tanh'), ('units', 3), ('use_bias', False)]
        >>> LSTM(3).given["recurrent_activation"]
        'hard_sigmoid'
    """
    init: Function = cls.__init__
    if row is None:
        return init
    call = OldCall(row, [init] + handed_on(cls.__mro__[1:]), bound=True)

    @functools.wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        args, kwargs = call.passed_on(args, kwargs)
        init(self, *args, **read(kwargs))

    __init__.__signature__ = _Later(call)  # type: ignore[attr-defined]  # Keras reads it without unwrapping
    return __init__


class OldCall:
    """How the arguments of an old call reach what is called today.

    Args:
        row: the old name.
        functions: what is called; of a class, the constructors that hand the rest of their arguments on.
        bound: whether the first parameter of each function is the instance.
        in_tf_keras: make the call in an era of tf.keras, whichever is in force.
    """

    def __init__(self, row: Name, functions: Sequence[Function], bound: bool, in_tf_keras: bool = False) -> None:
        self._in_tf_keras = in_tf_keras
        self._row = row
        self._functions = functions
        self._bound = bound
        self._found: Optional[Mapping[str, inspect.Parameter]] = None

    @property
    def era(self) -> ContextManager[Any]:
        """The block in which the call is made."""
        return era_of_tf_keras() if self._in_tf_keras else nullcontext()

    def passed_on(self, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Tuple[Tuple[Any, ...], Dict[str, Any]]:
        """What to call today's function with; where the old signature says nothing, with what was given."""
        return (args, kwargs) if self._says_nothing() else ((), self(args, kwargs))

    def _says_nothing(self) -> bool:
        return any(parameter.kind is _Parameter.VAR_POSITIONAL for parameter in self._parameters())

    def __call__(self, args: Tuple[Any, ...], kwargs: Mapping[str, Any]) -> Dict[str, Any]:
        """The arguments by the names of today, with the defaults of the era.

        Raises:
            ArgumentError: too many arguments, one given twice, or one that nothing corresponds to today.
        """
        old = {parameter.name: parameter for parameter in self._parameters()}
        given = self._named(list(old), args, kwargs)
        found: Dict[str, Any] = {}
        for name, value in given.items():
            new = self._new_name(name)
            if new is None:
                self._leave_out(name, value, old[name].default if name in old else _Parameter.empty)
            elif new in found:
                raise self._error("takes {} once; it was given under two names".format(new))
            else:
                found[new] = value
        return {name: _todays(name, value) for name, value in {**self._defaults(old, given, found), **found}.items()}

    def is_todays(self) -> bool:
        """Whether every call that the old signature allows means the same today."""
        old = self._parameters()
        if self._in_tf_keras or self._says_nothing():
            return not self._in_tf_keras
        now = [parameter.name for parameter in self._taken().values() if parameter.kind in _POSITIONAL]
        names = [parameter.name for parameter in old if parameter.kind in _POSITIONAL]
        if self._takes(_Parameter.VAR_POSITIONAL):
            names = names[:len(now)]
        by_name = {parameter.name: parameter for parameter in old}
        return now[:len(names)] == names and not self._defaults(by_name, {}, {})

    def signature(self, bound: bool = False) -> inspect.Signature:
        """The old signature, with the defaults of the era."""
        shown = [parameter.replace(default=_of_era(parameter.default)) if isinstance(parameter.default, Behaviour)
                 else parameter for parameter in self._parameters()]
        first = [_Parameter("self", _Parameter.POSITIONAL_OR_KEYWORD)] if bound else []
        return inspect.Signature(first + shown)

    def _parameters(self) -> Parameters:
        return accepted(self._row, _version())

    def _taken(self) -> Mapping[str, inspect.Parameter]:
        if self._found is None:
            self._found = taken(self._functions, self._bound)
        return self._found

    def _takes(self, kind: Any) -> bool:
        return any(parameter.kind is kind for parameter in self._taken().values())

    def _named(self, names: List[str], args: Tuple[Any, ...], kwargs: Mapping[str, Any]) -> Dict[str, Any]:
        places = [parameter.name for parameter in self._parameters() if parameter.kind in _POSITIONAL]
        if len(args) > len(places):
            raise self._error("takes {} by position, not {} arguments".format(", ".join(places) or "nothing", len(args)))
        given = dict(zip(places, args))
        for name in kwargs:
            if name in given:
                raise self._error("takes {} once; it was given by position and by name".format(name))
        return {**given, **kwargs}

    def _new_name(self, name: str) -> Optional[str]:
        """What an argument is called today, None if nothing corresponds to it."""
        taken = self._taken()
        if name in taken:
            return name
        pairs = NEW_NAMES.get(self._row.attribute, {}).items()
        others = [new for old, new in pairs if old == name] + [old for old, new in pairs if new == name]
        for other in [*others, *self._at_its_place(name)]:
            if other in taken:
                return other
        passes = self._takes(_Parameter.VAR_KEYWORD) and name not in NO_EFFECT.get(self._row.attribute, {})
        return name if passes or name not in {parameter.name for parameter in self._parameters()} else None

    def _at_its_place(self, name: str) -> List[str]:
        """Today's argument at the place of an old one without a default, which no function can do without."""
        old = [parameter for parameter in self._parameters() if parameter.kind in _POSITIONAL]
        now = [parameter.name for parameter in self._taken().values() if parameter.kind in _POSITIONAL]
        places = [place for place, parameter in enumerate(old)
                  if parameter.name == name and parameter.default is _Parameter.empty and place < len(now)]
        return [now[place] for place in places if now[place] not in {parameter.name for parameter in old}]

    def _leave_out(self, name: str, value: Any, default: Any) -> None:
        if _alike(value, default):
            return
        reason = NO_EFFECT.get(self._row.attribute, {}).get(name)
        if reason is None:
            raise self._error("does without {0} in the installed Keras; {0}={1!r} cannot be kept, leave it out".format(
                name, value))
        warn_caller("{}({}={!r}) has no effect: {}".format(self._row.name, name, value, reason))

    def _defaults(self, old: Mapping[str, inspect.Parameter], given: Mapping[str, Any],
                  found: Mapping[str, Any]) -> Dict[str, Any]:
        """Old defaults of the arguments that are left out, where today's differ; a default of None asks for today's."""
        older = KERAS1.get(self._row.attribute, {})
        given = {older.get(name, name): value for name, value in given.items()}
        left = {name: parameter.default for name, parameter in old.items()
                if name not in given and name not in NO_EFFECT.get(self._row.attribute, {})}
        named = {self._new_name(name): default for name, default in left.items()}
        return {new: _of_era(default) for new, default in named.items()
                if new is not None and new not in found and self._differs(new, default)}

    def _differs(self, new: str, default: Any) -> bool:
        todays = self._taken().get(new)
        if todays is None or todays.default is _Parameter.empty:
            return isinstance(default, Behaviour)
        unset = default is None or default is _Parameter.empty or (default is False and todays.default is None)
        return isinstance(default, Behaviour) or not (unset or _alike(default, todays.default))

    def _error(self, what: str) -> ArgumentError:
        return ArgumentError("{} of Keras {} {}".format(self._row.name, current().version, what))


class _Later(inspect.Signature):
    """The signature of a constructor, read when it is asked for: a hundred classes are made at the first import."""

    def __init__(self, call: OldCall) -> None:
        super().__init__()
        self._call = call

    @property
    def parameters(self) -> Any:
        return self._call.signature(bound=True).parameters

    def replace(self, **changes: Any) -> Any:
        return self._call.signature(bound=True).replace(**changes)


class _Called(StandIn):
    """Metaclass of a stand-in: calling it calls the class of today, deriving from it derives from that class."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        call = vars(cls).get("old_call")
        with cls.old_call.era:  # type: ignore[attr-defined]
            if call is None:
                return super().__call__(*args, **kwargs)
            args, kwargs = call.passed_on(args, kwargs)
            return vars(cls)["stands_for"](*args, **kwargs)

    @property
    def __signature__(cls) -> inspect.Signature:
        call = vars(cls).get("old_call")
        if call is not None:
            shown: inspect.Signature = call.signature()
            return shown
        whole = inspect.signature(cls.__init__)  # type: ignore[misc]
        return whole.replace(parameters=list(whole.parameters.values())[1:])


def _stand_in(call: OldCall, found: Any, module: str) -> Any:
    if inspect.isclass(found):
        return _class(call, found, module)

    @functools.wraps(found)
    def function(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = call.passed_on(args, kwargs)
        with call.era:
            return found(*args, **kwargs)

    function.__module__ = module  # whence pickle imports it
    function.__qualname__ = function.__name__
    function.__signature__ = call.signature()  # type: ignore[attr-defined]
    return function


def _class(call: OldCall, found: Any, module: str) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        args, kwargs = call.passed_on(args, kwargs)
        super(made, self).__init__(*args, **kwargs)

    __init__.__signature__ = call.signature(bound=True)  # type: ignore[attr-defined]
    kind: Any = _Called if type(found) in (type, ABCMeta) else type("_Called", (_Called, type(found)), {})
    made = kind(found.__name__, (found,), {
        "__init__": __init__, "__doc__": found.__doc__, "__module__": module, "stands_for": found, "old_call": call})
    return made


def _version() -> str:
    return str(current().behaviour("signatures"))


def _of_era(default: Any) -> Any:
    return current().behaviour(default.name) if isinstance(default, Behaviour) else default


def _todays(name: str, value: Any) -> Any:
    return NEW_VALUES.get(name, {}).get(value, value) if isinstance(value, str) else value


def _alike(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) or {type(one), type(other)} <= {int, float}) and bool(one == other)
