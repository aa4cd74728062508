"""``tf.get_variable`` and the scopes that its names are in, ``tf.Module``, and ``tf.TensorArray``."""
import sys
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple

import keras
from keras import ops

from compat.errors import CompatError
from compat.flavors.keras3.backend.devices import name_scope
from compat.flavors.keras3.backend.tensors import as_tensor, dtype_name, is_tensor, static_shape
from compat.flavors.keras3.tf.traced import values_of
from compat.flavors.keras3.tf.variables import Variable, new_variable

AUTO_REUSE = "AUTO_REUSE"


class VariableNameError(CompatError, ValueError):
    """A variable of this name is there already, or is not there."""


class VariableScope:
    """Where names of variables begin.

    Attributes:
        name: with the scopes around it.
        reuse: whether its variables are those made before; ``tf.AUTO_REUSE`` where they are there.
    """

    def __init__(self, name: str, reuse: Any = False, initializer: Any = None) -> None:
        self.name, self.reuse, self.initializer = name, reuse, initializer
        self.original_name_scope = name + "/" if name else ""

    def reuse_variables(self) -> None:
        """From now on, take the variables that were made before."""
        self.reuse = True


_scopes = [VariableScope("")]
_made: Dict[str, Any] = {}


def get_variable_scope() -> VariableScope:
    """The innermost scope."""
    return _scopes[-1]


@contextmanager
def variable_scope(name_or_scope: Any = None, default_name: Any = None, values: Any = None, initializer: Any = None,
                   reuse: Any = None, **options: Any) -> Iterator[VariableScope]:
    """Names of :func:`get_variable` begin with this one."""
    outer = _scopes[-1]
    if isinstance(name_or_scope, VariableScope):
        name = name_or_scope.name
    else:
        name = "/".join(filter(None, (outer.name, name_or_scope or default_name)))
    _scopes.append(VariableScope(name, outer.reuse if reuse is None else reuse, initializer or outer.initializer))
    try:
        yield _scopes[-1]
    finally:
        _scopes.pop()


def get_variable(name: str, shape: Any = None, dtype: Any = "float32", initializer: Any = None, regularizer: Any = None,
                 trainable: bool = True, collections: Any = None, **options: Any) -> Any:
    """The variable of that name in the scope: made, or, where the scope says so, the one that was made before.

    Raises:
        VariableNameError: it is there and not to be reused, or to be reused and not there.
    """
    scope = _scopes[-1]
    whole = "/".join(filter(None, (scope.name, name)))
    if whole in _made and scope.reuse:
        return _made[whole]
    if whole in _made or scope.reuse is True:
        raise VariableNameError("tf.get_variable: the variable {} is {}there; tf.variable_scope(…, reuse=tf.AUTO_REUSE) takes "
                                "it where it is, and makes it where it is not".format(whole, "" if whole in _made else "not "))
    _made[whole] = _new(whole, shape, dtype, initializer or scope.initializer, trainable)
    return _made[whole]


def _new(name: str, shape: Any, dtype: Any, initializer: Any, trainable: bool) -> Any:
    if is_tensor(initializer):
        return new_variable(as_tensor(initializer), name, trainable)
    if initializer is None:
        initializer = "glorot_uniform" if "float" in dtype_name(dtype) else "zeros"
    sizes = (shape,) if isinstance(shape, int) else tuple(int(size) for size in shape or ())
    make = keras.initializers.get(initializer() if isinstance(initializer, type) else initializer)
    return new_variable(make(sizes, dtype=dtype_name(dtype)), name, trainable)


def forget_variables() -> None:
    """Begin anew, as ``tf.reset_default_graph`` does."""
    _made.clear()


class HoldsVariables:
    """Mix-in of a module: the variables of what its attributes hold."""

    @property
    def submodules(self) -> Tuple[Any, ...]:
        """The modules and layers it holds, and those that they hold."""
        return submodules_of(self)

    @property
    def variables(self) -> Tuple[Any, ...]:
        """Its variables and those of what it holds."""
        return variables_of(self)

    @property
    def trainable_variables(self) -> Tuple[Any, ...]:
        """Those of its variables that are trained."""
        return tuple(variable for variable in self.variables if variable.trainable)

    @property
    def non_trainable_variables(self) -> Tuple[Any, ...]:
        """Those of its variables that are not trained."""
        return tuple(variable for variable in self.variables if not variable.trainable)


class Module(HoldsVariables):
    """An object that knows its variables, and those of the modules it holds.

    Example:
        >>> class Scale(Module):
        ...     def __init__(self):
        ...         super().__init__(name="scale")
        ...         self.factor = keras.Variable(2.0)
        >>> len(Scale().trainable_variables)
        1
    """

    def __init__(self, name: Optional[str] = None) -> None:
        self._name = name or type(self).__name__.lower()

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def name_scope(self) -> Any:
        """A scope of its name."""
        return name_scope(self._name)

    @classmethod
    def with_name_scope(cls, method: Any) -> Any:
        """The method itself: names of what it computes are of no account here."""
        return method


def submodules_of(module: Any) -> Tuple[Any, ...]:
    """The modules and layers in the attributes of a module, and those in these, each once."""
    found: Dict[int, Any] = {}
    for each in _held(vars(module)):
        if isinstance(each, keras.layers.Layer):
            found.update((id(one), one) for one in each._flatten_layers())
        elif _is_module(each) and id(each) not in found:
            found[id(each)] = each
            found.update((id(one), one) for one in each.submodules)
    return tuple(found.values())


def variables_of(module: Any) -> Tuple[Any, ...]:
    """The variables in the attributes of a module, and those of the modules and layers in these, each once."""
    found: Dict[int, Any] = {}
    for each in _held(vars(module)):
        below = each.variables if isinstance(each, keras.layers.Layer) or _is_module(each) else tracked_in(each)
        found.update((id(variable), variable) for variable in below)
    return tuple(found.values())


def tracked_in(value: Any) -> Iterator[Any]:
    """What a checkpoint keeps of an attribute: variables, modules, layers, optimizers and metrics, in lists, too."""
    kinds = (Variable, keras.layers.Layer, keras.optimizers.Optimizer, keras.metrics.Metric)
    return (each for each in _held(value) if isinstance(each, kinds) or _is_module(each))


def _is_module(value: Any) -> bool:
    return isinstance(value, (Module, getattr(sys.modules.get("tensorflow"), "Module", ())))


def _held(value: Any) -> Iterator[Any]:
    """What is in attributes, lists and dictionaries, in order."""
    if isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _held(value[key])
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _held(each)
    else:
        yield value


class TensorArray:
    """Tensors by number, in a loop of Python. In ``tf.while_loop`` on JAX the loop is not one of Python's.

    Example:
        >>> array = TensorArray("float32", size=2)
        >>> array = array.write(0, 1.0).write(1, 2.0)
        >>> [float(x) for x in array.stack()]
        [1.0, 2.0]
    """

    def __init__(self, dtype: Any, size: Any = None, dynamic_size: Any = None, clear_after_read: Any = None,
                 tensor_array_name: Any = None, element_shape: Any = None, name: Any = None, **options: Any) -> None:
        self.dtype, self.dynamic_size = dtype_name(dtype), bool(dynamic_size)
        self._items: List[Any] = [None] * int(size or 0)

    def write(self, index: Any, value: Any, name: Any = None) -> "TensorArray":
        """This one, with a tensor at a place."""
        place = int(values_of(index, "TensorArray.write"))
        if place >= len(self._items) and not self.dynamic_size:
            raise IndexError("a TensorArray of {} tensors has no place {}; dynamic_size=True lets it grow".format(
                len(self._items), place))
        self._items += [None] * (place + 1 - len(self._items))
        self._items[place] = as_tensor(value, dtype=self.dtype)
        return self

    def read(self, index: Any, name: Any = None) -> Any:
        """The tensor at a place."""
        return self._items[int(values_of(index, "TensorArray.read"))]

    def stack(self, name: Any = None) -> Any:
        """All along a new first axis; zeros for those that were not written."""
        like = next((each for each in self._items if each is not None), None)
        if like is None:
            return ops.zeros((len(self._items),), dtype=self.dtype)
        return ops.stack([ops.zeros_like(like) if each is None else each for each in self._items])

    def concat(self, name: Any = None) -> Any:
        """All one after the other along the first axis."""
        return ops.concatenate(self._items, axis=0)

    def gather(self, indices: Any, name: Any = None) -> Any:
        """Some along a new first axis."""
        return ops.take(self.stack(), as_tensor(indices), axis=0)

    def unstack(self, value: Any, name: Any = None) -> "TensorArray":
        """This one, with the slices of a tensor along the first axis."""
        value = as_tensor(value)
        self._items = [value[place] for place in range(int((static_shape(value) or (0,))[0] or 0))]
        return self

    def size(self, name: Any = None) -> int:
        """How many places there are."""
        return len(self._items)

    def identity(self) -> "TensorArray":
        """This one."""
        return self
