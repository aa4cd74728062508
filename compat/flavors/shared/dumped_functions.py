"""``func_dump`` and ``func_load`` (``keras.utils.generic_utils`` of Keras 2) without running untrusted code.

A function that this process dumped is loaded as it was. Any other bytecode is read as an expression
(:mod:`compat.lambdas`), which can only compute with tensors; nothing is unmarshalled.
"""
import base64
import marshal
from types import CodeType, FunctionType
from typing import Any, Dict, Optional, Tuple

from compat.flavors.shared.stored_functions import namespace
from compat.lambdas.recover import recover

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
        LambdaError: the function was not dumped in this process, and is more than one expression of tensors.

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
    values = None if closure is None else [_value(each) for each in closure]
    found = recover([code, defaults, values], given=globs or ())
    return found.require().bind(dict(namespace(), **(globs or {})))


def _cell(value: Any) -> Any:
    cell = (lambda: value).__closure__[0]  # type: ignore[index]
    return value if isinstance(value, type(cell)) else cell


def _value(value: Any) -> Any:
    return value.cell_contents if isinstance(value, type(_cell(None))) else value
