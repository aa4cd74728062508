"""What rewritten expressions call. Each asks the object first: an object's own method is called.

``compat.keras`` and ``compat.tf`` are imported when first needed, so that a program without tensors loads no Keras.
"""
import builtins
import importlib
import sys
from types import ModuleType
from typing import Any, List, Optional, Tuple

from compat.rewrite.arrays import array_call as array_call
from compat.rewrite.arrays import array_method as array_method
from compat.rewrite.arrays import item_of as item_of
from compat.rewrite.arrays import number_call as number_call
from compat.rewrite.arrays import numpy_name as numpy_name
from compat.rewrite.arrays import percent as percent
from compat.rewrite.arrays import set_item as set_item
from compat.rewrite.arrays import update_item as update_item
from compat.rewrite.dropped import dropped_name as dropped_name
from compat.rewrite.hdf5 import decode_method as decode_method
from compat.rewrite.hdf5 import fid_attribute as fid_attribute
from compat.rewrite.hdf5 import file_method as file_method
from compat.rewrite.hdf5 import value_attribute as value_attribute
from compat.rewrite.rules import RULES, Rules
from compat.rewrite.source import future_flags, rewrite_source

#: Where the classes of tensors are defined whose shapes are plain tuples.
_OF_TENSORS = ("compat", "jax", "jaxlib", "keras", "torch")
#: Where the classes of Keras are defined that programs get.
_KERASES = ("compat", "keras", "tf_keras", "tensorflow")


def eval_method(value: Any, *args: Any, **kwargs: Any) -> Any:
    """``value.eval(...)``: the NumPy value of a tensor (``feed_dict=``, ``session=`` as in TensorFlow 1).

    A DataFrame, a torch module or the user's own object has its ``eval`` called as it is.

    Example:
        >>> class Formula:
        ...     def eval(self, x):
        ...         return x + 1
        >>> eval_method(Formula(), 2)
        3
    """
    if not _is_tensor(value):
        return value.eval(*args, **kwargs)
    # in TensorFlow 1 tensors take feed_dict first, variables the session
    given = {"feed_dict" if isinstance(arg, dict) else "session": arg for arg in args if arg is not None}
    return importlib.import_module("compat.tf").eval_tensor(value, **given, **kwargs)


def numpy_method(value: Any, *args: Any, **kwargs: Any) -> Any:
    """``value.numpy()``: the value of a tensor as an array, also where tensors have no such method, or refuse it.

    That of a single number is a number of NumPy, and no array changes when the tensor does, as in TensorFlow.

    Example:
        >>> class Table:
        ...     def numpy(self):
        ...         return [1]
        >>> numpy_method(Table())
        [1]
    """
    try:
        found = value.numpy(*args, **kwargs)
    except (AttributeError, RuntimeError, TypeError):  # of JAX there is none; torch refuses where a gradient is kept
        if not (hasattr(value, "shape") and hasattr(value, "dtype") and _backend().is_tensor(value)):
            raise
        found = importlib.import_module("compat.tf").eval_tensor(value)
    shares_memory = type(value).__module__.split(".")[0] in ("torch", "keras") and hasattr(found, "copy")
    found = found.copy() if shares_memory else found
    return found[()] if getattr(found, "shape", None) == () else found


def parts(value: Any) -> Any:
    """What ``value[index].assign(x)`` indexes: a variable of Keras, whose parts may be tensors, or anything else as it is.

    Example:
        >>> parts([1])
        [1]
    """
    if type(value).__module__.split(".")[0] not in ("keras", "compat"):
        return value
    return importlib.import_module("compat.flavors.tf_root").parts(value)


def batches(value: Any) -> Any:
    """What a loop runs over: a ``tf.data`` dataset gives tensors of the backend, which is not always TensorFlow.

    Example:
        >>> batches([1, 2])
        [1, 2]
    """
    if not any(cls.__name__ == "DatasetV2" and cls.__module__.split(".")[0] == "tensorflow" for cls in type(value).__mro__):
        return value
    return importlib.import_module("compat.flavors.tf_root").batches(value)


def keras_shape(value: Any) -> Any:
    """``value._keras_shape``, or the static shape where tensors have no such attribute."""
    try:
        return value._keras_shape
    except AttributeError:
        if not _is_tensor(value):
            raise
    return _backend().int_shape(value)


def dtype_attribute(dtype: Any, name: str) -> Any:
    """``dtype.name``, or another attribute of TensorFlow's dtypes: its own, or that of TensorFlow's dtype of the same name.

    Example:
        >>> import numpy as np
        >>> dtype_attribute(np.dtype("float32"), "name")
        'float32'
    """
    try:
        return getattr(dtype, name)
    except AttributeError:
        try:
            found = importlib.import_module("compat.tf").as_dtype(dtype)
        except (TypeError, ValueError):
            found = None
        if found is None:
            raise
    return getattr(found, name)


def get_shape(value: Any, *args: Any) -> Any:
    """``value.get_shape()``: its own, or a :class:`StaticShape` where tensors have no such method."""
    try:
        method = value.get_shape
    except AttributeError:
        if not _is_tensor(value):
            raise
        return StaticShape(_backend().int_shape(value))
    return method(*args)


def set_shape(value: Any, *args: Any, **kwargs: Any) -> Any:
    """``value.set_shape(sizes)``: what code knows of the shape of a tensor; a tensor with a value has its shape already.

    Raises:
        ValueError: the tensor of a model has another number of axes, or other sizes, as TensorFlow 1 says.
    """
    if hasattr(value, "set_shape") or not _is_tensor(value):
        return value.set_shape(*args, **kwargs)
    if type(value).__name__ == "KerasTensor":
        value._shape = _merged(tuple(value.shape), *args, **kwargs)
    return None


def _merged(known: Tuple[Optional[int], ...], shape: Any) -> Tuple[Optional[int], ...]:
    stated = [getattr(size, "value", size) for size in shape]
    both = list(zip(known, stated))
    if len(known) != len(stated) or any(None not in pair and pair[0] != pair[1] for pair in both):
        raise ValueError("Shapes {} and {} are not compatible".format(known, tuple(stated)))
    return tuple(size if size is not None else other for size, other in both)


class StaticShape(Tuple[Optional[int], ...]):
    """A tuple of dimensions, None where unknown, with the methods of TensorFlow 1's ``TensorShape``, which equals a list.

    Example:
        >>> StaticShape((None, 3)).as_list()
        [None, 3]
    """

    @property
    def ndims(self) -> int:
        return len(self)

    def as_list(self) -> List[Optional[int]]:
        return list(self)

    def __eq__(self, other: Any) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, list) else other)

    def __ne__(self, other: Any) -> bool:
        return not self == other

    __hash__ = tuple.__hash__


def comparable_shape(value: Any) -> Any:
    """``value.shape``; of a tensor one that may also equal a list, as TensorFlow's shapes do.

    Example:
        >>> import numpy
        >>> comparable_shape(numpy.zeros((2, 3))) == [2, 3], StaticShape((2, 3)) == [2, 3]
        (False, True)
    """
    shape = value.shape
    if isinstance(shape, tuple) and type(value).__module__.split(".")[0] in _OF_TENSORS and _backend().is_tensor(value):
        return StaticShape(shape)
    return shape


def shape_as_list(shape: Any) -> List[Optional[int]]:
    """``shape.as_list()``, also of a plain tuple.

    Example:
        >>> shape_as_list((None, 4))
        [None, 4]
    """
    return shape.as_list() if hasattr(shape, "as_list") else list(shape)


def dimension_value(dimension: Any) -> Any:
    """``dimension.value``, also of a plain integer or None.

    Example:
        >>> dimension_value(7)
        7
    """
    return getattr(dimension, "value", dimension)


def module_name(name: Any) -> Any:
    """The module to import in place of ``name``; anything that no rule redirects is returned as it is.

    Example:
        >>> module_name("keras.layers"), module_name("numpy")
        ('compat.keras.layers', 'numpy')
    """
    return _rules().target(name) or name if isinstance(name, str) else name


def import_top(name: str) -> ModuleType:
    """``__import__(name)`` without a list of names: imports the module, returns its top-level package's stand-in."""
    importlib.import_module(module_name(name))
    return importlib.import_module(module_name(name.split(".")[0]))


def code_for(function: Any, source: Any) -> Any:
    """What ``exec(source)`` is to run: text is rewritten and compiled; code, or another ``exec``, gets ``source`` itself.

    Example:
        >>> code_for(exec, "import keras").co_names
        ('compat.keras', 'keras')
    """
    if function is not builtins.exec or not isinstance(source, (str, bytes)):
        return source
    tree = rewrite_source(source, "<string>", _rules()).tree
    return compile(tree, "<string>", "exec", future_flags(sys._getframe(1).f_code), True)


def module_of(value: Any) -> Any:
    """``value.__module__``; for a class of Keras, the module that the old Keras defined it in.

    Example:
        >>> module_of(dict)
        'builtins'
    """
    found = value.__module__
    if not (isinstance(value, type) and str(found).split(".")[0] in _KERASES):
        return found
    return importlib.import_module("compat.flavors").old_module(value) or found


def _rules() -> Rules:
    """The rules of the run in progress: those of its finder; the standard ones outside a run."""
    for finder in sys.meta_path:
        rules = getattr(finder, "compat_rules", None)
        if isinstance(rules, Rules):
            return rules
    return RULES


def _backend() -> Any:
    return importlib.import_module("compat.keras.backend")


def _is_tensor(value: Any) -> bool:
    """Whether it is a tensor of the installed Keras; variables have a shape and a dtype and no ``eval``."""
    if isinstance(value, type) or not (hasattr(value, "shape") and hasattr(value, "dtype")):
        return False
    return bool(_backend().is_tensor(value)) or not hasattr(value, "eval")
