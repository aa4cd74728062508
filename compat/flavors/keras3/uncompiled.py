"""Steps that JAX cannot compile: sizes that depend on values, ``tf.boolean_mask``, ``tf.math.segment_sum``, a computed ``k``.

TensorFlow 1 knew no sizes before it ran. JAX must know all of them when it compiles; operation by operation it computes such
steps too. So a step is compiled until JAX asks for a value in it, and from then on runs as it is, slower.
"""
from typing import Any, Callable, List

import keras
from keras import tree
from keras.src import backend

from compat.callers import warn_caller

#: In the error for a size that is no number yet, which has no class of its own.
_OF_A_SHAPE = "Shapes must be 1D sequences of concrete values"


def asks_for_values(error: BaseException) -> bool:
    """Whether an error, or what led to it, is that JAX compiles and would have to know a value."""
    if keras.backend.backend() != "jax":
        return False
    import jax  # only where it is the backend, and so already loaded

    kinds = (jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError,
             jax.errors.TracerIntegerConversionError, jax.errors.NonConcreteBooleanIndexError)
    return any(isinstance(each, kinds) or _OF_A_SHAPE in str(each) for each in _led_to(error))


def _led_to(error: BaseException) -> List[BaseException]:
    """The error, and those that were at hand when it was raised: Keras raises another one that says which layer it was."""
    found = [error]
    for each in found:
        before = [each.__cause__, each.__context__]
        found += [one for one in before if one is not None and all(one is not known for known in found)]
    return found


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
        x, y, outputs, weights = tree.map_structure(_spec, (x, y, outputs, weights))
        backend.compute_output_spec(self.compute_metrics, x, y, outputs, sample_weight=weights)
        backend.compute_output_spec(self._compute_loss, x, y, outputs, sample_weight=weights, training=False)
        if self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(self.trainable_variables)
        self._post_build()


def _first_batch(iterator: Any) -> Any:
    _, _, found = next(iter(iterator))
    return found[0] if isinstance(found, (list, tuple)) else next(found)


def _spec(value: Any) -> Any:
    return None if value is None else keras.KerasTensor(value.shape, keras.backend.standardize_dtype(value.dtype))
