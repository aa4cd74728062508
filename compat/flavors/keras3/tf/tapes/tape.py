"""``tf.GradientTape`` on torch and JAX; where TensorFlow is the backend it is TensorFlow's own.

What a program writes is the same on each: ``with tf.GradientTape() as tape:``, then ``tape.gradient(loss, variables)``.
"""
import contextlib
import importlib
from typing import Any, List, Optional, Sequence

import keras
import numpy as np
from keras import ops, tree

from compat.errors import CompatError, UnsupportedError
from compat.flavors.keras3.backend.tensors import as_tensor, dtype_name, is_symbolic
from compat.flavors.keras3.context import stepping
from compat.flavors.keras3.variables import is_variable

_RECORDINGS = {"jax": "by_jax.JaxRecording", "torch": "by_torch.TorchRecording"}


class TapeError(CompatError, RuntimeError):
    """A tape is asked for what it has not recorded, or for a second gradient though it is not persistent."""


class GradientTape:
    """Records what is computed in a ``with`` block, for the gradients of its results.

    Args:
        persistent: whether several gradients may be taken.
        watch_accessed_variables: whether trainable variables are watched without being told.

    Example:
        >>> from compat import tf
        >>> x = tf.constant(3.0)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = x * x
        >>> float(tape.gradient(y, x))
        6.0
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self._persistent = persistent
        self._accessed = watch_accessed_variables
        self._recording: Any = None
        self._block = contextlib.ExitStack()
        self._running = False

    def __enter__(self) -> "GradientTape":
        if self._running:
            raise TapeError("this tape is already recording")
        if self._recording is None:
            self._recording = _new_recording(self._accessed)
        self._block.enter_context(stepping())
        self._recording.start()
        self._block.callback(self._recording.stop)
        self._running = True
        return self

    def __exit__(self, *error: Any) -> None:
        self._running = False
        self._block.close()

    def watch(self, tensor: Any) -> None:
        """Record what is made of a tensor, a variable, or of each in a nest of them.

        Raises:
            ValueError: something in it is neither.
        """
        for leaf in tree.flatten(tensor):
            if is_symbolic(leaf) or not (is_variable(leaf) or ops.is_tensor(leaf)):
                raise ValueError("a tape watches tensors with values and variables, and this is a {}; make a tensor of it "
                                 "first: tf.constant(…)".format(type(leaf).__name__))
            self._recorded().watch(leaf)

    def gradient(self, target: Any, sources: Any, output_gradients: Any = None, unconnected_gradients: Any = "none") -> Any:
        """The derivatives of the sum of all numbers in ``target``.

        Args:
            target: a tensor, or a nest of tensors, computed while the tape recorded.
            sources: a tensor or variable that was watched, or a nest of them.
            output_gradients: for each target a tensor of its shape that its derivatives are multiplied by.
            unconnected_gradients: ``"zero"`` for zeros in the place of None where the target does not depend on a source.

        Returns:
            The structure of ``sources``, with a tensor of the shape of each, or None.

        Raises:
            TapeError: a gradient was taken before, and the tape is not persistent.
        """
        targets = [_target(each) for each in tree.flatten(target)]
        upstream: List[Any] = [None] * len(targets) if output_gradients is None else tree.flatten(output_gradients)
        flat = tree.flatten(sources)
        found = self._gradients(targets, upstream, flat)
        self._forget()
        return tree.pack_sequence_as(sources, _filled(found, flat, unconnected_gradients))

    def jacobian(self, target: Any, sources: Any, unconnected_gradients: Any = "none", parallel_iterations: Any = None,
                 experimental_use_pfor: bool = True) -> Any:
        """The derivatives of each number in ``target``, a tensor: of the shape of the target, then that of the source.

        The other arguments have nothing to act on.
        """
        target, flat = _target(target), tree.flatten(sources)
        ones = np.eye(int(np.prod(target.shape)), dtype="float32").reshape((-1, *target.shape))
        rows = [self._gradients([target], [one], flat) for one in ones]
        self._forget()
        found = [_stacked(each, tuple(target.shape)) for each in zip(*rows)]
        return tree.pack_sequence_as(sources, _filled(found, flat, unconnected_gradients, tuple(target.shape)))

    def batch_jacobian(self, target: Any, source: Any, unconnected_gradients: Any = "none", parallel_iterations: Any = None,
                       experimental_use_pfor: bool = True) -> Any:
        """For each sample, the derivatives of each number in its row of ``target`` by its row of ``source``.

        Returns:
            A tensor ``(batch, *rest of target, *rest of source)``.
        """
        target = _target(target)
        rest = tuple(target.shape[1:])
        ones = np.eye(int(np.prod(rest)), dtype="float32").reshape((-1, 1) + rest)
        rows = [self._gradients([target], [np.broadcast_to(one, target.shape)], [source])[0] for one in ones]
        self._forget()
        stacked = _stacked(rows, rest)
        if stacked is None:
            return _filled([None], [source], unconnected_gradients, rest)[0]
        return ops.moveaxis(stacked, len(rest), 0)

    def stop_recording(self) -> Any:
        """Context manager: what is computed in its block is a constant to the tape."""
        return self._recorded().paused()

    def reset(self) -> None:
        """Forget what was recorded, and go on recording.

        Raises:
            UnsupportedError: inside the block on torch, which does not forget.
        """
        self._recorded()
        running = self._running
        if running and keras.backend.backend() == "torch":
            raise UnsupportedError("tape.reset() inside the block of the tape is not served on torch, which does not forget; "
                                   "begin another tape, and use tf.stop_gradient on what was computed before")
        self.__exit__()
        self._recording = None
        if running:
            self.__enter__()

    def watched_variables(self) -> Any:
        """Not served: which variables were read is known to TensorFlow alone.

        Raises:
            UnsupportedError: always.
        """
        raise UnsupportedError("tape.watched_variables() is served where TensorFlow is the backend; name the variables, as "
                               "in model.trainable_variables")

    def _recorded(self) -> Any:
        if self._recording is None:
            raise TapeError("the tape records nothing: use it in a with block first, and take one gradient of it, or make it "
                            "with persistent=True")
        return self._recording

    def _gradients(self, targets: Sequence[Any], upstream: Sequence[Any], sources: Sequence[Any]) -> List[Any]:
        given = [None if each is None else ops.cast(as_tensor(each), dtype_name(target.dtype))
                 for each, target in zip(upstream, targets)]
        found: List[Any] = self._recorded().gradients(targets, given, sources)
        return found

    def _forget(self) -> None:
        if not self._persistent:
            self.__exit__()
            self._recording.release()
            self._recording = None


def _new_recording(accessed: bool) -> Any:
    module, name = _RECORDINGS[keras.backend.backend()].split(".")
    return getattr(importlib.import_module(__package__ + "." + module), name)(accessed)


def _target(target: Any) -> Any:
    if is_symbolic(target):
        raise TapeError("a tape has gradients of what is computed, and this is a node of a model; use K.gradients for it")
    return as_tensor(target)


def _stacked(rows: Sequence[Any], shape: Any) -> Optional[Any]:
    if not rows or all(row is None for row in rows):
        return None
    like = next(row for row in rows if row is not None)
    whole = ops.stack([ops.zeros_like(like) if row is None else row for row in rows])
    return ops.reshape(whole, tuple(shape) + tuple(like.shape))


def _filled(found: Sequence[Any], sources: Sequence[Any], unconnected: Any, shape: Any = ()) -> List[Any]:
    """The gradients, with zeros in the place of None where that is asked for."""
    if str(getattr(unconnected, "value", unconnected)) != "zero":
        return list(found)
    return [ops.zeros(tuple(shape) + tuple(source.shape), dtype=dtype_name(source.dtype)) if each is None else each
            for each, source in zip(found, sources)]
