"""``func_dump`` and ``func_load`` (``keras.utils.generic_utils`` of Keras 2) without running untrusted code.

A function that this process dumped, or that it still has, is loaded as it was. Any other bytecode is read as an expression
(:mod:`compat.lambdas`), which can only compute with tensors; nothing is unmarshalled.
"""
import base64
import marshal
import os
import sys
import sysconfig
from types import CodeType, FrameType, FunctionType
from typing import Any, Dict, Iterator, List, Optional, Tuple

from compat.flavors.shared.stored_functions import namespace
from compat.lambdas.marshal_reader import MarshalProblem, read_code
from compat.lambdas.recover import bytes_of, recover

#: Where Python's library and installed packages are.
_INSTALLED = sorted({sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")})
#: Text of a dump → the function's code and globals.
_dumped: Dict[str, Tuple[CodeType, Dict[str, Any]]] = {}


def func_dump(func: Any) -> Tuple[str, Any, Optional[Tuple[Any, ...]]]:
    """The bytecode of a function as base64 text, its defaults, and the values that it closes over (or None).

    Example:
        >>> text, defaults, closure = func_dump(lambda x, y=2: x + y)
        >>> defaults, closure
        ((2,), None)
    """
    text = base64.encodebytes(marshal.dumps(func.__code__)).decode("ascii")
    _dumped[text] = func.__code__, func.__globals__
    closure = tuple(cell.cell_contents for cell in func.__closure__) if func.__closure__ else None
    return text, func.__defaults__, closure


def func_load(code: Any, defaults: Any = None, closure: Any = None, globs: Optional[Dict[str, Any]] = None) -> Any:
    """A function from what :func:`func_dump`, or an old Keras on Python 2.7 to 3.13, made of one.

    Args:
        code: text of the bytecode, or a list of it, defaults and closure.
        defaults: of the function.
        closure: values that it closes over, or cells of them.
        globs: global names that it uses.

    Raises:
        LambdaError: no function of this process has that bytecode, and it is more than one expression of tensors.

    Example:
        >>> func_load(func_dump(lambda x: x + 1))(2)
        3
    """
    if isinstance(code, (tuple, list)):
        code, defaults, closure = code
    defaults = tuple(defaults) if isinstance(defaults, list) else defaults
    if code in _dumped:
        known, own = _dumped[code]
        cells = None if closure is None else tuple(map(_cell, closure))
        return FunctionType(known, own if globs is None else globs, known.co_name, defaults, cells)
    living = _living(code, defaults, closure)
    if living is not None:
        return living
    values = None if closure is None else [_value(each) for each in closure]
    found = recover([code, defaults, values], given=globs or ())
    return found.require().bind(dict(namespace(), **(globs or {})))


def _living(text: str, defaults: Any, closure: Any) -> Any:
    """The function of this process that has this bytecode, these defaults and no closure; None when there is none.

    Keras 2.1.1 and before dumped without base64, and code that does the same calls ``marshal.dumps`` itself. Marshal data of
    one function differs with how often its parts are used elsewhere; what was read of it does not. Only the program's own
    functions count, and only with the defaults that they have: a dump must not choose what else of Python is called, or how.
    """
    wanted = _read(text)
    for each in _functions_in_sight() if wanted and not closure else ():
        alike = each.__code__.co_name == wanted[0].name and each.__defaults__ == defaults and not each.__closure__
        if alike and _is_of_the_program(each) and repr(read_code(marshal.dumps(each.__code__))) == repr(wanted):
            return each
    return None


def _functions_in_sight() -> Iterator[FunctionType]:
    """The functions that the calling functions and the modules have under a name."""
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None:
        yield from _functions(frame.f_locals)
        frame = frame.f_back
    for module in list(sys.modules.values()):
        yield from _functions(getattr(module, "__dict__", {}))


def _functions(namespace: Dict[str, Any]) -> List[FunctionType]:
    return [each for each in list(namespace.values()) if type(each) is FunctionType]


def _is_of_the_program(function: FunctionType) -> bool:
    """Whether a function is neither of Python's library nor of an installed package, other than Keras and this one."""
    package = function.__module__.split(".")[0] if function.__module__ else ""
    path = os.path.abspath(function.__code__.co_filename)
    return package in ("compat", "keras") or not any(path.startswith(each + os.sep) for each in _INSTALLED)


def _read(text: str) -> List[Any]:
    try:
        return read_code(bytes_of(text))
    except MarshalProblem:
        return []


def _cell(value: Any) -> Any:
    cell = (lambda: value).__closure__[0]  # type: ignore[index]
    return value if isinstance(value, type(cell)) else cell


def _value(value: Any) -> Any:
    return value.cell_contents if isinstance(value, type(_cell(None))) else value
