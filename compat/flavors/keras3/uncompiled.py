"""Steps that JAX cannot compile: sizes that depend on values, ``tf.boolean_mask``, ``tf.math.segment_sum``, a computed ``k``.

TensorFlow 1 knew no sizes before it ran. JAX must know all of them when it compiles; operation by operation it computes such
steps too. So a step is compiled until JAX asks for a value in it, and from then on runs as it is, slower.
"""
import functools
from typing import Any, Callable, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import tree
from keras.src import backend

from compat.callers import warn_caller
from compat.errors import UnsupportedError

from .context import with_values

#: In the error for a size that is no number yet, which has no class of its own.
_OF_A_SHAPE = "Shapes must be 1D sequences of concrete values"


class ValuesNeededError(UnsupportedError):
    """A tensor has no value yet, as the backend compiles or infers shapes, and the size of a result depends on it."""


def asks_for_values(error: BaseException) -> bool:
    """Whether an error, or what led to it, is that JAX compiles, or torch infers shapes, and would have to know a value."""
    if keras.backend.backend() == "torch":
        return any(isinstance(each, ValuesNeededError) for each in _led_to(error))
    if keras.backend.backend() != "jax":
        return False
    import jax  # only where it is the backend, and so already loaded

    kinds = (ValuesNeededError, jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError,
             jax.errors.TracerIntegerConversionError, jax.errors.NonConcreteBooleanIndexError)
    return any(isinstance(each, kinds) or _OF_A_SHAPE in str(each) for each in _led_to(error))


def _led_to(error: BaseException) -> List[BaseException]:
    """The error, and those that were at hand when it was raised: Keras raises another one that says which layer it was."""
    found = [error]
    for each in found:
        before = [each.__cause__, each.__context__]
        found += [one for one in before if one is not None and all(one is not known for known in found)]
    return found


#: The sizes of each open axis in three batches, and the size of each batch for code that takes samples by their number.
_SIZES: Sequence[Tuple[Tuple[int, int, int], Optional[int]]] = (
    ((2, 4, 6), None), ((12, 24, 36), None), ((120, 240, 360), None),
    *(((12, 24, 36), batch) for batch in (1, 2, 3, 4, 8, 16, 32)))


def spec_by_values(call: Callable[..., Any], args: Any, kwargs: Any) -> Optional[Any]:
    """What ``call`` gives for KerasTensors where it must know their values: found by batches of zeros, ones and random numbers.

    Returns:
        KerasTensors, their axes open where the batches differ or nothing is left; None where ``call`` takes no such batch.
    """
    for sizes, batch in _SIZES:
        try:
            found = [_of_batch(call, size, batch, values, args, kwargs) for size, values in zip(sizes, _VALUES)]
        except Exception:
            continue
        common = functools.reduce(functools.partial(tree.map_structure, common_spec), found)
        return tree.map_structure(functools.partial(_open_where_empty, batch), common)
    return None


def _noise(shape: Any, dtype: str) -> Any:
    numbers = np.random.RandomState(0).normal(scale=10, size=shape)
    return keras.ops.cast(numbers if "float" in dtype else numbers > 0, dtype)


#: What the three batches are made of; of whole numbers 0 and 1, which most code takes for an index.
_VALUES: Sequence[Callable[[Any, str], Any]] = (keras.ops.zeros, keras.ops.ones, _noise)


def _of_batch(call: Callable[..., Any], size: int, batch: Optional[int], values: Callable[[Any, str], Any], args: Any,
              kwargs: Any) -> Any:

    def filled(leaf: Any) -> Any:
        if not isinstance(leaf, keras.KerasTensor):
            return leaf
        shape = [(not place and batch or size) if each is None else each for place, each in enumerate(leaf.shape)]
        return values(tuple(shape), leaf.dtype)

    args, kwargs = tree.map_structure(filled, (args, kwargs))
    with with_values(), keras.StatelessScope():  # what the code changes is forgotten
        return tree.map_structure(_spec, call(*args, **kwargs))


def common_spec(first: Any, second: Any) -> Any:
    """An output whose axes are open where two specs of it differ."""
    if not isinstance(first, keras.KerasTensor):
        return first
    shape = tuple(one if one == other else None for one, other in zip(first.shape, second.shape))
    return keras.KerasTensor(shape, first.dtype, sparse=first.sparse)


def _open_where_empty(batch: Optional[int], spec: Any) -> Any:
    """The spec with an open axis in place of an empty one, and of the first where it is the size that the batch was given."""
    if not isinstance(spec, keras.KerasTensor):
        return spec
    return common_spec(spec, keras.KerasTensor([None if size == 0 or not place and size == batch else size
                                                for place, size in enumerate(spec.shape)]))


class Step:
    """A step that is compiled until JAX asks for a value in it.

    Args:
        compiled: what ``jax.jit`` gave.
        plain: the same, not compiled.
    """

    def __init__(self, compiled: Callable[..., Any], plain: Callable[..., Any]) -> None:
        self._compiled, self._plain = compiled, plain
        self._run = compiled

    def __call__(self, *args: Any) -> Any:
        """One step. What it changes is in what it returns, so that it may begin anew."""
        if self._run is self._plain:
            return self._plain(*args)
        try:
            return self._compiled(*args)
        except Exception as error:
            if not asks_for_values(error):
                raise
        warn_caller("JAX cannot compile this model, in which a size depends on values: its steps run one operation at a time, "
                    "which is slower. Other backends compile it")
        self._run = self._plain
        return self._plain(*args)


class Uncompiled:
    """Mix-in of a model: what JAX cannot compile runs one operation at a time."""

    def _make_function(self, step: Any, **kwargs: Any) -> Any:
        if keras.backend.backend() == "jax" and hasattr(step, "lower"):  # what jax.jit gives
            step = Step(step, step.__wrapped__)
        return super()._make_function(step, **kwargs)  # type: ignore[misc]

    def _symbolic_build(self: Any, iterator: Any = None, data_batch: Any = None) -> None:
        """Make the state of metrics, loss and optimizer; where shapes follow from values alone, by a batch of them."""
        try:
            super()._symbolic_build(iterator=iterator, data_batch=data_batch)  # type: ignore[misc]
            return
        except Exception as error:
            if not asks_for_values(error):
                raise
        batch = _first_batch(iterator) if data_batch is None else data_batch
        x, y, weights = keras.utils.unpack_x_y_sample_weight(batch)
        with keras.StatelessScope():
            outputs = self(tree.map_structure(keras.ops.convert_to_tensor, x), training=False)
        _run_once(self.compute_metrics, x, y, outputs, sample_weight=weights)
        _run_once(self._compute_loss, x, y, outputs, sample_weight=weights, training=False)
        if self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(self.trainable_variables)
        self._post_build()


def _run_once(call: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Run what makes state when it first runs: without values, or with them where a size depends on them."""
    specs, named = tree.map_structure(_spec, (args, kwargs))
    try:
        backend.compute_output_spec(call, *specs, **named)
    except Exception as error:
        if not asks_for_values(error):
            raise
        with keras.StatelessScope():
            call(*args, **kwargs)


def _first_batch(iterator: Any) -> Any:
    _, _, found = next(iter(iterator))
    return found[0] if isinstance(found, (list, tuple)) else next(found)


def _spec(value: Any) -> Any:
    return keras.KerasTensor(value.shape, keras.backend.standardize_dtype(value.dtype)) if hasattr(value, "dtype") else value
