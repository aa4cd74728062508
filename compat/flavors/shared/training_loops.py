"""Loops over batches around a backend function (``keras.engine.training_arrays`` and ``training_generator`` of Keras 2)."""
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import numpy as np

from compat.flavors import Names
from compat.flavors.shared.generic import slice_arrays, to_list, unpack_singleton
from compat.flavors.shared.input_data import batch_shuffle, check_num_samples, make_batches

#: The inputs of a batch, and its number of samples (1 where batches are counted).
Batch = Tuple[List[Any], int]


def fit_loop(model: Any, f: Callable[[Any], Any], ins: List[Any], out_labels: Optional[List[str]] = None,
             batch_size: Optional[int] = None, epochs: int = 100, verbose: int = 1, callbacks: Any = None,
             val_f: Any = None, val_ins: Any = None, shuffle: Any = True, callback_metrics: Any = None,
             initial_epoch: int = 0, steps_per_epoch: Optional[int] = None,
             validation_steps: Optional[int] = None) -> Any:
    """Call ``f`` for each batch of each epoch, with callbacks; what it returns goes into their logs. Gives a ``History``.

    Args:
        model: the callbacks' model; ``f`` and ``val_f`` do the work, each with a list of arrays.
        ins, val_ins: arrays, and maybe a learning phase at the end.
        out_labels, callback_metrics: names of what ``f`` returns, and of what is averaged.
        shuffle: whether to shuffle before each epoch; ``"batch"`` shuffles whole batches.
        steps_per_epoch, validation_steps: calls with all arrays, instead of batches.

    Raises:
        ValueError: steps for training without steps for validation, or the reverse.
    """
    samples = check_num_samples(ins, batch_size, steps_per_epoch, "steps_per_epoch")
    validates = bool(val_f and val_ins) or bool(validation_steps)
    _check_steps(validates, steps_per_epoch, validation_steps)
    labels = out_labels or []
    hooks = _callbacks(model, callbacks, {
        "batch_size": batch_size, "epochs": epochs, "steps": steps_per_epoch, "samples": samples, "verbose": verbose,
        "do_validation": validates, "metrics": callback_metrics or labels})
    hooks.on_train_begin()
    model.stop_training = False
    for epoch in range(initial_epoch, epochs):
        hooks.on_epoch_begin(epoch)
        logs: Dict[str, Any] = {}
        _run(model, f, hooks, labels, _batches(ins, samples, batch_size, steps_per_epoch, shuffle))
        if validates and not model.stop_training:
            found = test_loop(model, val_f, val_ins, None if steps_per_epoch else batch_size, 0, validation_steps)
            logs.update(zip(("val_" + label for label in labels), to_list(found)))
        hooks.on_epoch_end(epoch, logs)
        _report("Epoch {}/{}: {}".format(epoch + 1, epochs, logs), verbose)
        if model.stop_training:
            break
    hooks.on_train_end()
    return model.history


def _run(model: Any, f: Callable[[Any], Any], hooks: Any, labels: List[str], batches: Iterator[Batch]) -> None:
    """The batches of one epoch."""
    for number, (batch, size) in enumerate(batches):
        hooks.on_batch_begin(number, {"batch": number, "size": size})
        hooks.on_batch_end(number, dict(zip(labels, to_list(f(batch))), batch=number, size=size))
        if model.stop_training:
            return


def _report(text: str, verbose: int) -> None:
    if verbose:
        print(text)


def _check_steps(validates: bool, steps_per_epoch: Optional[int], validation_steps: Optional[int]) -> None:
    if validation_steps and steps_per_epoch is None:
        raise ValueError("Can only use `validation_steps` when doing step-wise training, i.e. `steps_per_epoch` must be "
                         "set.")
    if validates and steps_per_epoch and not validation_steps:
        raise ValueError("Must specify `validation_steps` to perform validation when doing step-wise training.")


def _callbacks(model: Any, callbacks: Any, params: Dict[str, Any]) -> Any:
    served = Names("keras.callbacks")
    model.history = served.History()
    hooks = served.CallbackList([served.BaseLogger()] + list(callbacks or []) + [model.history])
    hooks.set_model(model)
    hooks.set_params(params)
    return hooks


def predict_loop(model: Any, f: Callable[[Any], Any], ins: List[Any], batch_size: Optional[int] = 32, verbose: int = 0,
                 steps: Optional[int] = None) -> Any:
    """What ``f`` returns for all batches, joined along the samples; a list of arrays where it returns several.

    Args:
        model: not used.
        f: backend function of a list of arrays.
        ins: arrays, and maybe a learning phase at the end.
        batch_size: samples of a batch; None with ``steps``.
        verbose: not used.
        steps: calls of ``f`` with all of ``ins``, instead of batches.
    """
    samples = check_num_samples(ins, batch_size, steps)
    outs = [to_list(f(batch)) for batch, _ in _batches(ins, samples, batch_size, steps, False)]
    return unpack_singleton([np.concatenate(parts, axis=0) for parts in zip(*outs)])


def test_loop(model: Any, f: Callable[[Any], Any], ins: List[Any], batch_size: Optional[int] = None, verbose: int = 0,
              steps: Optional[int] = None) -> Any:
    """The mean of each number that ``f`` returns, over samples or steps; a list where it returns several.

    Args:
        model: not used.
        f: backend function of a list of arrays.
        ins: arrays, and maybe a learning phase at the end.
        batch_size: samples of a batch; None with ``steps``.
        verbose: not used.
        steps: calls of ``f`` with all of ``ins``, instead of batches.
    """
    samples = check_num_samples(ins, batch_size, steps)
    found = [(to_list(f(batch)), size) for batch, size in _batches(ins, samples, batch_size, steps, False)]
    sizes = [size for _, size in found]
    return unpack_singleton([np.average(values, weights=sizes) for values in zip(*(outs for outs, _ in found))])


test_loop.__test__ = False  # type: ignore[attr-defined]  # pytest takes its name for a test


def _batches(ins: List[Any], samples: Optional[int], batch_size: Optional[int], steps: Optional[int],
             shuffle: Any) -> Iterator[Batch]:
    if steps is not None:
        yield from ((ins, 1) for _ in range(steps))
        return
    size = batch_size or 32
    order = np.arange(samples or 0)
    if shuffle == "batch":
        order = batch_shuffle(order, size)
    elif shuffle:
        np.random.shuffle(order)
    flags = [each for each in ins[-1:] if isinstance(each, float)]  # the learning phase belongs to every batch
    arrays = ins[:len(ins) - len(flags)]
    for start, stop in make_batches(len(order), size):
        rows = order[start:stop]
        try:
            yield slice_arrays(arrays, rows) + flags, len(rows)
        except TypeError as error:
            raise TypeError('TypeError while preparing batch. If using HDF5 input data, pass shuffle="batch".') from error


def fit_generator(model: Any, *args: Any, **kwargs: Any) -> Any:
    """``Model.fit_generator``, also of a model that has its own."""
    return Names("keras.models").Model.fit_generator(model, *args, **kwargs)


def evaluate_generator(model: Any, *args: Any, **kwargs: Any) -> Any:
    """``Model.evaluate_generator``, also of a model that has its own."""
    return Names("keras.models").Model.evaluate_generator(model, *args, **kwargs)


def predict_generator(model: Any, *args: Any, **kwargs: Any) -> Any:
    """``Model.predict_generator``, also of a model that has its own."""
    return Names("keras.models").Model.predict_generator(model, *args, **kwargs)
