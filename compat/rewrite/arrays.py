"""What old code does with NumPy that newer NumPys refuse: names that are gone, arrays of one element as numbers, ragged rows.

``float(model.predict(x))``, ``"%.3f" % loss`` and ``scores[i] = model.predict(x)`` took an array of one element for its
number until NumPy 2.4. Each function here tries what NumPy does first.
"""
import functools
import importlib
import operator
from typing import Any, Callable, Dict, Mapping, Tuple

from compat.api.numpy_changes import NUMPY_KEYWORDS, NUMPY_LIB, NUMPY_NAMES, NUMPY_TYPES, STACKS


def numpy_name(numpy: Any, name: str) -> Any:
    """``np.float`` and its like: NumPy's own where it has it, else what it was.

    Example:
        >>> import numpy
        >>> numpy_name(numpy, "float"), int(numpy_name(numpy, "product")([2, 3]))
        (<class 'float'>, 6)
        >>> numpy_name(numpy, "asscalar")(numpy.array([2.5]))
        2.5
    """
    if getattr(numpy, "__name__", "") == "numpy.lib" and name in NUMPY_LIB:
        return getattr(importlib.import_module("numpy"), name)
    if getattr(numpy, "__name__", "") != "numpy" or name in vars(numpy):
        return getattr(numpy, name)
    if name in NUMPY_TYPES:
        return NUMPY_TYPES[name]
    if name in NUMPY_FUNCTIONS:
        return NUMPY_FUNCTIONS[name](numpy)
    return functools.reduce(getattr, NUMPY_NAMES[name].split("."), numpy)


#: Names that NumPy dropped (1.23 to 2.4) and that are no other name: what each was, made of NumPy.
NUMPY_FUNCTIONS: Dict[str, Callable[[Any], Any]] = {
    "NINF": lambda numpy: -numpy.inf,
    "NZERO": lambda numpy: -0.0,
    "PZERO": lambda numpy: 0.0,
    "alen": lambda numpy: lambda a: len(numpy.atleast_1d(a)),
    "asfarray": lambda numpy: functools.partial(_as_floats, numpy),
    "asscalar": lambda numpy: lambda a: numpy.asarray(a).item(),
    "find_common_type": lambda numpy: functools.partial(_common_type, numpy),
    "issubclass_": lambda numpy: lambda *classes: all(isinstance(each, type) for each in classes) and issubclass(*classes),
    "math": lambda numpy: importlib.import_module("math"),
    "msort": lambda numpy: lambda a: numpy.sort(a, axis=0),
    "sys": lambda numpy: importlib.import_module("sys"),
    "warnings": lambda numpy: importlib.import_module("warnings"),
}


def _common_type(numpy: Any, array_types: Any, scalar_types: Any) -> Any:
    """The type of arrays, unless scalars are of a higher kind."""
    found = [numpy.result_type(*types) for types in (array_types, scalar_types) if len(types)]
    kinds = "buifc"
    return found[-1] if kinds.find(found[-1].kind) > kinds.find(found[0].kind) else found[0]


def _as_floats(numpy: Any, a: Any, dtype: Any = None) -> Any:
    dtype = numpy.float64 if dtype is None or not numpy.issubdtype(dtype, numpy.inexact) else dtype
    return numpy.asarray(a, dtype=dtype)


def number_call(function: Callable[..., Any], *args: Any) -> Any:
    """``float(value)``, ``math.exp(value)`` and their like, also of arrays of one element.

    Example:
        >>> import numpy
        >>> number_call(float, numpy.array([[0.5]])), number_call(int, "3")
        (0.5, 3)
    """
    try:
        return function(*args)
    except TypeError:
        numbers = [number_of(value) for value in args]
        if all(number is value for number, value in zip(numbers, args)):
            raise
    return function(*numbers)


def percent(text: Any, values: Any) -> Any:
    """``text % values``, where values may be arrays of one element.

    Example:
        >>> import numpy
        >>> percent("%.1f of %d", (numpy.array([0.5]), numpy.array([[2]])))
        '0.5 of 2'
    """
    try:
        return text % values
    except TypeError:
        if isinstance(values, tuple):
            numbers: Any = tuple(map(number_of, values))
        elif isinstance(values, Mapping):
            numbers = {name: number_of(value) for name, value in values.items()}
        else:
            numbers = number_of(values)
        if numbers is values:
            raise
    return text % numbers


def set_item(value: Any, holder: Any, index: Any) -> None:
    """``holder[index] = value``: an element of an array takes an array of one element, too.

    Example:
        >>> import numpy
        >>> scores = numpy.zeros(2)
        >>> set_item(numpy.array([[0.5]]), scores, 1)
        >>> scores.tolist()
        [0.0, 0.5]
    """
    try:
        holder[index] = value
    except (TypeError, ValueError):
        number = number_of(value)
        if number is value or type(holder).__module__.split(".")[0] != "numpy":
            raise
        holder[index] = number


def item_of(holder: Any, index: Any) -> Tuple[Any, Any, Any]:
    """What ``holder[index] += …`` reads first: the holder, the index, and what is there."""
    return holder, index, holder[index]


def update_item(at: Tuple[Any, Any, Any], operation: str, value: Any) -> None:
    """``holder[index] += value``, with what :func:`item_of` read, as :func:`set_item` assigns.

    Example:
        >>> import numpy
        >>> scores = numpy.ones(2)
        >>> update_item(item_of(scores, 1), "iadd", numpy.array([[0.5]]))
        >>> scores.tolist()
        [1.0, 1.5]
    """
    holder, index, current = at
    set_item(getattr(operator, operation)(current, value), holder, index)


def array_call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A function of NumPy with arguments that newer ones refuse.

    Rows of different lengths give an array of objects (NumPy 1.23), ``copy=False`` may copy (NumPy 1.26), stacks take
    generators, ``fromstring`` takes bytes, keywords have their old names.

    Example:
        >>> import numpy
        >>> rows = array_call(numpy.array, [[1, 2], [3]])
        >>> rows.dtype, rows.shape, rows[0]
        (dtype('O'), (2,), [1, 2])
        >>> array_call(numpy.percentile, [1, 2, 4], 40, interpolation="lower").item()
        1
        >>> array_call(numpy.fromstring, b"ab", "uint8").tolist(), array_call(numpy.vstack, ([n] for n in (1, 2))).tolist()
        ([97, 98], [[1], [2]])
    """
    if args and hasattr(args[0], "__next__") and _name(function) in STACKS:
        args = (list(args[0]), *args[1:])
    try:
        return function(*args, **kwargs)
    except TypeError as error:
        old = NUMPY_KEYWORDS.get(_name(function), {})
        if any(name in str(error) for name in old if name in kwargs):
            return function(*args, **{old.get(name, name): value for name, value in kwargs.items()})
        if _name(function) == "sum" and "generator" in str(error):
            return sum(*args)
        raise
    except ValueError as error:
        if _name(function) == "fromstring" and "frombuffer" in str(error):
            return _of_bytes(*args, **kwargs)
        if _name(function) == "set_printoptions" and "NAN" in str(error):
            return function(*args, **{**kwargs, "threshold": float("inf")})
        if kwargs.get("copy", True) is False and "copy" in str(error):
            return array_call(function, *args, **{**kwargs, "copy": None})
        if "inhomogeneous" not in str(error):
            raise
        return _of_ragged_rows(function, *args, **kwargs)


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", ""))


def _of_bytes(string: Any, dtype: Any = float, count: int = -1, sep: str = "") -> Any:
    data = string.encode("utf8") if isinstance(string, str) else string
    return importlib.import_module("numpy").frombuffer(data, dtype, count).copy()


def _of_ragged_rows(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    as_objects = {**kwargs, "dtype": object}
    if args[1:] or kwargs.get("dtype", object) not in (object, None):
        rows = _of_numbers(function(args[0], **as_objects))
        if rows is None:
            return function(*args, **kwargs)
        return function(rows, *args[1:], **kwargs)
    return function(*args, **as_objects)


def _of_numbers(array: Any) -> Any:
    """The array with arrays of one element as their numbers; None where it holds other arrays."""
    numbers = array.copy()
    for place, value in enumerate(array.flat):
        numbers.flat[place] = number_of(value)
    return None if any(hasattr(value, "__len__") for value in numbers.flat) else numbers


def array_method(name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
    """``value.tostring()`` and the other methods that arrays had up to NumPy 1.26 or 2.2; anything else has its own called.

    Example:
        >>> import numpy
        >>> int(array_method("ptp", numpy.array([1, 4])))
        3
    """
    if hasattr(value, name) or not hasattr(value, "__array_interface__"):
        return getattr(value, name)(*args, **kwargs)
    return METHODS_OF_ARRAYS[name](value, *args, **kwargs)


def _set_number(array: Any, *args: Any) -> None:
    if len(args) == 1:
        array[()] = args[0]
    elif isinstance(args[0], int):
        array.flat[args[0]] = args[1]
    else:
        array[args[0]] = args[1]


def _in_byte_order(array: Any, new_order: str = "S") -> Any:
    return array.view(array.dtype.newbyteorder(new_order))


#: What the methods did that NumPy's arrays no longer have.
METHODS_OF_ARRAYS: Dict[str, Callable[..., Any]] = {
    "itemset": _set_number,
    "newbyteorder": _in_byte_order,
    "ptp": lambda array, *args, **kwargs: importlib.import_module("numpy").ptp(array, *args, **kwargs),
    "tostring": lambda array, *args, **kwargs: array.tobytes(*args, **kwargs),
}


def number_of(value: Any) -> Any:
    """The number in an array or tensor of one element with one axis or more; anything else unchanged."""
    if not getattr(value, "shape", None) or not hasattr(value, "__array__"):
        return value
    try:
        array = importlib.import_module("numpy").asarray(value)
    except (NotImplementedError, RuntimeError, TypeError, ValueError):  # a tensor that has no value yet
        return value
    return array.item() if array.size == 1 and array.dtype.kind in "biufc" else value
