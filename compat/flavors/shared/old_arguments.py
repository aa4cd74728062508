"""Calls by the positions, argument names and defaults of the old Keras, on what the installed one offers.

The facts are the signatures in :mod:`compat.api.names`: those of Keras 2.2.4 hold in the eras before 2.3; those of Keras 2.3.1
from then on, and earlier where they only add parameters at the end. Where the installed Keras takes the same, its own object is
served. No Keras is imported here.
"""
import functools
import inspect
from abc import ABCMeta
from typing import Any, Callable, Dict, Tuple

from compat.api.rows import Name
from compat.api.signatures import accepted
from compat.era import current
from compat.flavors.shared.instances import StandIn
from compat.flavors.shared.old_call import OldCall, signature_of_era
from compat.flavors.shared.parameters import Function, handed_on

_Parameter = inspect.Parameter
_SERVED: Dict[Tuple[Any, ...], Any] = {}


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
    if not older and _takes_old_calls(row, found):
        return found
    key = (found, signature_of_era(row), older, row.before)
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
    __init__.called_as = row  # type: ignore[attr-defined]
    return __init__


def _takes_old_calls(row: Name, found: Any) -> bool:
    """Whether the constructor of a class is one of :func:`constructor` for the same arguments."""
    own = getattr(vars(found).get("__init__"), "called_as", None) if inspect.isclass(found) else None
    return own is not None and accepted(own, signature_of_era(own)) == accepted(row, signature_of_era(row))


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

    def __instancecheck__(cls, instance: Any) -> bool:
        """Also of what Keras itself made, as ``tf.keras.applications`` does, of the class that ours derives from."""
        native = vars(cls).get("native")
        return super().__instancecheck__(instance) or native is not None and isinstance(instance, native)

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
        if found.__name__ == "Model":
            from compat.flavors.shared.functional_classes import keep_bases  # here: to open a file takes no such class

            keep_bases(self, found, args, kwargs)
        super(made, self).__init__(*args, **kwargs)

    __init__.__signature__ = call.signature(bound=True)  # type: ignore[attr-defined]
    kind: Any = _Called if type(found) in (type, ABCMeta) else type("_Called", (_Called, type(found)), {})
    made = kind(found.__name__, (found,), {
        "__init__": __init__, "__doc__": found.__doc__, "__module__": module, "stands_for": found, "native": _native(found),
        "old_call": call})
    return made


def _native(found: Any) -> Any:
    """The class of Keras of the same name that ours derives from; None if it derives from none."""
    return next((each for each in found.__mro__[1:]
                 if each.__name__ == found.__name__ and each.__module__.startswith("keras.src.")), None)
