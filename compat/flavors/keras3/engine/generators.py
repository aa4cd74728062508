"""``fit_generator`` and its kin, and the arguments of the queue that ``fit`` took since Keras 2.3."""
from typing import Any, Dict, Optional

from compat.callers import warn_caller

from .. import keras1
from .arrays import inputs_alone, is_endless, tupled

QUEUE = ("max_queue_size", "workers", "use_multiprocessing")


class GeneratorTraining:
    """Mix-in of a model: the methods for batches from a generator or a ``Sequence``.

    The last arguments of each came with Keras 2.3. Queues and workers are left to Keras 3.
    """

    @keras1.method
    def fit_generator(self: Any, generator: Any, steps_per_epoch: Optional[int] = None, epochs: int = 1,
                      verbose: Any = 1, callbacks: Any = None, validation_data: Any = None,
                      validation_steps: Optional[int] = None, class_weight: Any = None, max_queue_size: int = 10,
                      workers: int = 1, use_multiprocessing: bool = False, shuffle: bool = True,
                      initial_epoch: int = 0, validation_freq: Any = 1) -> Any:
        """Train on batches from a generator or a ``Sequence``."""
        del max_queue_size
        _warn_in_vain(generator, workers, use_multiprocessing)
        return self.fit(tupled(generator), verbose=verbose, callbacks=callbacks, validation_data=tupled(validation_data),
                        class_weight=class_weight, shuffle=shuffle and workers > 0, initial_epoch=initial_epoch,
                        steps_per_epoch=steps_per_epoch, epochs=epochs, validation_steps=validation_steps,
                        validation_freq=validation_freq)

    @keras1.method
    def evaluate_generator(self: Any, generator: Any, steps: Optional[int] = None, max_queue_size: int = 10,
                           workers: int = 1, use_multiprocessing: bool = False, verbose: Any = 0,
                           callbacks: Any = None) -> Any:
        """Evaluate on batches from a generator or a ``Sequence``."""
        del max_queue_size
        _warn_in_vain(generator, workers, use_multiprocessing)
        return self.evaluate(tupled(generator), steps=steps, verbose=verbose, callbacks=callbacks)

    @keras1.method
    def predict_generator(self: Any, generator: Any, steps: Optional[int] = None, max_queue_size: int = 10,
                          workers: int = 1, use_multiprocessing: bool = False, verbose: Any = 0,
                          callbacks: Any = None) -> Any:
        """Predict on batches from a generator or a ``Sequence``."""
        del max_queue_size
        _warn_in_vain(generator, workers, use_multiprocessing)
        return self.predict(inputs_alone(generator), steps=steps, verbose=verbose, callbacks=callbacks)


def without_queue(arguments: Dict[str, Any], batches: Any) -> Dict[str, Any]:
    """Arguments without those of the queue, which is Keras 3's own; a warning where several processes were asked for in vain.

    Example:
        >>> without_queue({"steps": 2, "workers": 4}, None)
        {'steps': 2}
    """
    _warn_in_vain(batches, arguments.get("workers", 1), arguments.get("use_multiprocessing", False))
    return {name: value for name, value in arguments.items() if name not in QUEUE}


def _warn_in_vain(batches: Any, workers: int, use_multiprocessing: bool) -> None:
    if use_multiprocessing and workers > 1 and is_endless(batches) and not hasattr(batches, "__len__"):
        warn_caller("a generator runs in this process, whatever workers= says; pass a keras.utils.Sequence to prepare "
                    "batches in several")


def of_inputs(batches: Any) -> Any:
    """A generator for ``predict`` whose batches are tuples, as Keras 3 needs; tf.keras also took arrays alone."""
    if not is_endless(batches):
        return batches
    return tupled(batch if isinstance(batch, (tuple, list)) else (batch,) for batch in batches)
