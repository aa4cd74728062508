"""How the arguments of an old call reach what is called today: positions, names and defaults, by the old signature.

Those of Keras 2.2.4 hold in the eras before 2.3; those of Keras 2.3.1 from then on, and earlier where they only add parameters
at the end. A name of tf.keras has those of the TensorFlow of the era.
"""
import inspect
from contextlib import nullcontext
from typing import Any, ContextManager, Dict, List, Mapping, Optional, Sequence, Tuple

from compat.api.arguments import EXPERIMENTAL_NAMES, EXPERIMENTAL_VALUES, KERAS1
from compat.api.renamed import NEW_NAMES, NO_EFFECT
from compat.api.rows import Name
from compat.api.semantics import Behaviour
from compat.api.signatures import Parameters, accepted
from compat.callers import warn_caller
from compat.era import current, era_of_tf_keras
from compat.errors import ArgumentError
from compat.flavors.shared.parameters import POSITIONAL as _POSITIONAL
from compat.flavors.shared.parameters import Function, taken

_Parameter = inspect.Parameter


def signature_of_era(row: Name) -> str:
    """The signature that holds: that of Keras 2.2.4 or 2.3.1; of a name of tf.keras, that of the TensorFlow of the era.

    Example:
        >>> from compat.api.names import lookup
        >>> from compat.era import Era
        >>> row = lookup("tf.keras.layers.experimental.preprocessing", "CenterCrop")
        >>> with Era("2.4"):
        ...     signature_of_era(row)
        '(height, width, name=None, **kwargs)'
        >>> signature_of_era(row)
        '(height, width, **kwargs)'
    """
    if row.before:
        era = era_of_tf_keras()
        return next((signature for first, signature in row.before if era.is_before(first)), row.signature)
    return row.signature_in(str(current().behaviour("signatures")))


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
        return {name: self._todays(name, value) for name, value in {**self._defaults(old, given, found), **found}.items()}

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
        return accepted(self._row, signature_of_era(self._row))

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
        known = {**NEW_NAMES.get(self._row.attribute, {}), **EXPERIMENTAL_NAMES.get(self._row.attribute, {})}
        pairs = known.items()
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

    def _todays(self, name: str, value: Any) -> Any:
        known = EXPERIMENTAL_VALUES.get(self._row.attribute, {}).get(name, {})
        return known.get(value, value) if isinstance(value, str) else value

    def _error(self, what: str) -> ArgumentError:
        return ArgumentError("{} of Keras {} {}".format(self._row.name, current().version, what))


def _of_era(default: Any) -> Any:
    return current().behaviour(default.name) if isinstance(default, Behaviour) else default


def _alike(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) or {type(one), type(other)} <= {int, float}) and bool(one == other)
