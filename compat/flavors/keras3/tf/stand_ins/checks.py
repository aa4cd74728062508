"""``tf.debugging`` and ``tf.Assert``: what is asserted of tensors, checked where they have values.

Of nodes of a model, and while a backend compiles, only shapes and dtypes are known; what is asserted of values is left out
there, as an assertion of TensorFlow 1 was that nothing depended on.
"""
from typing import Any, Callable, Dict, Optional, Type

import numpy as np

from compat.flavors.keras3.backend.tensors import as_tensor, dtype, is_tensor, static_shape
from compat.flavors.keras3.tf.dtypes import as_dtype, float32
from compat.flavors.keras3.tf.traced import known, values_of
from compat.flavors.keras3.tf_api.lookup import find


def _invalid() -> Type[Exception]:
    """``tf.errors.InvalidArgumentError``: TensorFlow's own where it is installed."""
    found: Type[Exception] = find("errors.InvalidArgumentError")
    return found


def _fail(message: Optional[str], said: str) -> None:
    raise _invalid()(None, None, " ".join(filter(None, (message, said))))


def _values(x: Any) -> Optional[np.ndarray]:
    if is_tensor(x) and not known(as_tensor(x)):
        return None
    return values_of(x, "debugging")


def Assert(condition: Any, data: Any = None, summarize: Any = None) -> None:
    """Raise ``tf.errors.InvalidArgumentError`` with ``data`` unless the condition holds."""
    found = _values(condition)
    if found is not None and not found.all():
        _fail(None, "assertion failed: {}".format(data))


def _of_two(name: str, holds: Callable[[Any, Any], Any], text: str) -> Callable[..., None]:
    def function(x: Any, y: Any, message: Optional[str] = None, summarize: Any = None, data: Any = None) -> None:
        first, second = _values(x), _values(y)
        if first is not None and second is not None and not np.all(holds(first, second)):
            _fail(message, "{} does not hold: {} and {}".format(name, first, second))

    return _named(function, name, "Raise ``tf.errors.InvalidArgumentError`` unless {} everywhere.".format(text))


def _of_one(name: str, holds: Callable[[Any], Any], text: str) -> Callable[..., None]:
    def function(x: Any, message: Optional[str] = None, summarize: Any = None, data: Any = None) -> None:
        values = _values(x)
        if values is not None and not np.all(holds(values)):
            _fail(message, "{} does not hold: {}".format(name, values))

    return _named(function, name, "Raise ``tf.errors.InvalidArgumentError`` unless every value is {}.".format(text))


def _named(function: Callable[..., None], name: str, text: str) -> Callable[..., None]:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


assert_equal = _of_two("assert_equal", np.equal, "``x == y``")
assert_none_equal = _of_two("assert_none_equal", np.not_equal, "``x != y``")
assert_greater = _of_two("assert_greater", np.greater, "``x > y``")
assert_greater_equal = _of_two("assert_greater_equal", np.greater_equal, "``x >= y``")
assert_less = _of_two("assert_less", np.less, "``x < y``")
assert_less_equal = _of_two("assert_less_equal", np.less_equal, "``x <= y``")
assert_positive = _of_one("assert_positive", lambda x: x > 0, "above 0")
assert_negative = _of_one("assert_negative", lambda x: x < 0, "below 0")
assert_non_negative = _of_one("assert_non_negative", lambda x: x >= 0, "0 or above")
assert_non_positive = _of_one("assert_non_positive", lambda x: x <= 0, "0 or below")


def assert_near(x: Any, y: Any, rtol: Any = None, atol: Any = None, message: Optional[str] = None,
                summarize: Any = None) -> None:
    """Raise ``tf.errors.InvalidArgumentError`` unless the values are about the same."""
    first, second = _values(x), _values(y)
    if first is None or second is None:
        return
    step = 10 * float(np.finfo(first.dtype if first.dtype.kind == "f" else "float32").eps)
    allowed = (step if atol is None else atol) + (step if rtol is None else rtol) * np.abs(second)
    if not np.all(np.abs(first - second) <= allowed):
        _fail(message, "assert_near does not hold: {} and {}".format(first, second))


def assert_all_finite(x: Any, message: Optional[str] = None) -> Any:
    """``x``; raise ``tf.errors.InvalidArgumentError`` unless all its values are finite."""
    values = _values(x)
    if values is not None and not np.isfinite(values).all():
        _fail(message, "a value is nan or infinite")
    return as_tensor(x)


def check_numerics(tensor: Any, message: Optional[str] = None) -> Any:
    """As :func:`assert_all_finite`."""
    return assert_all_finite(tensor, message)


def verify_tensor_all_finite(t: Any, msg: Optional[str] = None) -> Any:
    """As :func:`assert_all_finite`."""
    return assert_all_finite(t, msg)


def assert_rank(x: Any, rank: Any, message: Optional[str] = None, data: Any = None, summarize: Any = None) -> None:
    """Raise a ValueError unless the tensor has that many axes."""
    _of_rank(x, lambda found: found == int(rank), "{} axes".format(rank), message)


def assert_rank_at_least(x: Any, rank: Any, message: Optional[str] = None, data: Any = None, summarize: Any = None) -> None:
    """Raise a ValueError unless the tensor has that many axes or more."""
    _of_rank(x, lambda found: found >= int(rank), "{} axes or more".format(rank), message)


def assert_rank_in(x: Any, ranks: Any, message: Optional[str] = None, data: Any = None, summarize: Any = None) -> None:
    """Raise a ValueError unless the number of axes is among these."""
    _of_rank(x, lambda found: found in [int(each) for each in ranks], "one of {} axes".format(list(ranks)), message)


def _of_rank(x: Any, holds: Callable[[int], bool], wanted: str, message: Optional[str]) -> None:
    shape = static_shape(x if is_tensor(x) else as_tensor(x))
    if shape is not None and not holds(len(shape)):
        raise ValueError("{} a tensor of shape {} has not {}".format(message or "", shape, wanted).strip())


def assert_scalar(tensor: Any, message: Optional[str] = None) -> Any:
    """The tensor; raise a ValueError unless it is a scalar."""
    assert_rank(tensor, 0, message)
    return as_tensor(tensor)


def assert_shapes(shapes: Any, data: Any = None, summarize: Any = None, message: Optional[str] = None) -> None:
    """Raise a ValueError unless the tensors have shapes of these sizes; a letter stands for one size everywhere."""
    known_sizes: Dict[Any, int] = {}
    for x, wanted in shapes.items() if hasattr(shapes, "items") else shapes:
        found = static_shape(x if is_tensor(x) else as_tensor(x))
        wanted = tuple(wanted) if isinstance(wanted, (list, tuple, str)) else ()
        if found is None or Ellipsis in wanted or "..." in wanted:
            continue
        if len(found) != len(wanted):
            raise ValueError("{} a tensor of shape {} is to have {} axes".format(message or "", found, len(wanted)).strip())
        for size, name in zip(found, wanted):
            if size is None or name in (None, "."):
                continue
            expected = known_sizes.setdefault(name, size) if isinstance(name, str) and not name.isdigit() else int(name)
            if size != expected:
                raise ValueError("{} a tensor of shape {} has not the sizes {}".format(message or "", found, wanted).strip())


def assert_type(tensor: Any, tf_type: Any, message: Optional[str] = None) -> None:
    """Raise a TypeError unless the tensor has that dtype."""
    if dtype(tensor) != str(tf_type):
        raise TypeError("{} a tensor of {} is to be {}".format(message or "", dtype(tensor), tf_type).strip())


def assert_integer(x: Any, message: Optional[str] = None) -> None:
    """Raise a TypeError unless the tensor holds integers."""
    if "int" not in dtype(as_tensor(x)):
        raise TypeError("{} a tensor of {} is to hold integers".format(message or "", dtype(as_tensor(x))).strip())


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> Any:
    """The one floating dtype of the tensors; raise a ValueError if they have several, or another."""
    found = {_dtype_of(as_tensor(each)) for each in tensors or ()} | ({str(as_dtype(dtype))} if dtype else set())
    if len(found) > 1 or any("float" not in each for each in found):
        raise ValueError("the tensors are to have one floating dtype, not {}".format(sorted(found)))
    return as_dtype(found.pop()) if found else float32


_dtype_of = dtype


def assert_proper_iterable(values: Any) -> None:
    """Raise a TypeError unless it is a list, tuple or another iterable of values."""
    if is_tensor(values) or isinstance(values, (str, bytes, np.ndarray)) or not hasattr(values, "__iter__"):
        raise TypeError("expected a list or tuple of values, not {!r}".format(type(values).__name__))


def is_numeric_tensor(tensor: Any) -> bool:
    """Whether it is a tensor of numbers."""
    return is_tensor(tensor) and dtype(tensor) != "bool"


def _accepted(*args: Any, **kwargs: Any) -> None:
    """Accepted; there is nothing to switch."""


enable_check_numerics = disable_check_numerics = set_log_device_placement = _accepted
enable_traceback_filtering = disable_traceback_filtering = _accepted
