"""``fit`` and its kin for models with inputs and outputs: Keras 3 trains on data that are checked as Keras 2 checked them."""
from typing import Any, Dict, Iterable, List, Optional, Tuple

import keras

from compat.era import era_of_code
from compat.flavors.shared import input_data

from .. import keras1
from ..callbacks.loop import Extent
from .arrays import is_endless
from .batch_logs import batches_in
from .feeding import Fed, Feeding, check_stateful_batches, is_graph_tensor, single
from .stated_numbers import with_whole_numbers


class FedTraining(Feeding):
    """Mix-in of a model with inputs and outputs: the methods that train, evaluate and predict.

    In the eras of TensorFlow 2, and of a model that has no inputs yet, Keras 3 checks the data itself.
    """

    def _checks_data(self: Any) -> bool:
        if era_of_code(self).behaviour("plain_code") != "describes" or not self.built or not self.outputs:
            return False
        functional = getattr(self, "_functional", None) or self
        return not isinstance(functional._inputs_struct, dict) and not isinstance(functional._outputs_struct, dict)

    def _check_compiled(self: Any) -> None:
        if not self.compiled:
            raise RuntimeError("You must compile a model before training/testing. Use `model.compile(optimizer, loss)`.")
        self._check_trainable_weights_consistency()

    @keras1.method
    @with_whole_numbers
    def fit(self: Any, x: Any = None, y: Any = None, batch_size: Optional[int] = None, epochs: int = 1, verbose: Any = 1,
            callbacks: Any = None, validation_split: float = 0.0, validation_data: Any = None, shuffle: Any = True,
            class_weight: Any = None, sample_weight: Any = None, initial_epoch: int = 0,
            steps_per_epoch: Optional[int] = None, validation_steps: Optional[int] = None, **kwargs: Any) -> Any:
        """Train, see :meth:`.training.LegacyTraining.fit`.

        Raises:
            RuntimeError: the model is not compiled.
            ValueError: data that do not fit the model, or each other.
        """
        self._check_compiled()
        named = dict(kwargs, epochs=epochs, verbose=verbose, initial_epoch=initial_epoch)
        if not self._checks_data():
            return super().fit(  # type: ignore[misc]
                x, y, batch_size, callbacks=callbacks, validation_split=validation_split, validation_data=validation_data,
                shuffle=shuffle, class_weight=class_weight, sample_weight=sample_weight, steps_per_epoch=steps_per_epoch,
                validation_steps=validation_steps, **named)
        if yields_batches(x):
            x, steps_per_epoch, class_weight = self._batches(x, steps_per_epoch, "steps_per_epoch", class_weight)
            native: Dict[str, Any] = {"x": x, "steps_per_epoch": steps_per_epoch, "class_weight": class_weight,
                                      "shuffle": bool(shuffle) and not is_endless(x)}
            validation = self._fed_validation(validation_data, None)
            extent = Extent(None, None, steps_per_epoch or batches_in(x))
        else:
            fed = self._fed(x, y, sample_weight, class_weight, batch_size=_size(batch_size, steps_per_epoch))
            validation = self._fed_validation(validation_data, batch_size)
            if validation is None and validation_split:
                fed, validation = _split(fed, validation_split)
            native = self._native(fed, batch_size, steps_per_epoch, "steps_per_epoch", shuffle)
            extent = Extent(fed.samples(), None if steps_per_epoch else batch_size or 32, steps_per_epoch)
            if validation is not None and steps_per_epoch and not validation_steps:
                raise ValueError("Must specify `validation_steps` to perform validation when doing step-wise training.")
        named.update(native, **self._native_validation(validation, validation_data, batch_size, validation_steps))
        if verbose and extent.samples and validation is not None and validation.samples():
            print("Train on {} samples, validate on {} samples".format(extent.samples, validation.samples()))
        hooks = self._hooks(callbacks, named, extent, "validation_data" in named,
                            self._values_of_validation(validation, extent.samples is None))
        return super().fit(callbacks=hooks, **named)  # type: ignore[misc]

    @with_whole_numbers
    def evaluate(self: Any, x: Any = None, y: Any = None, batch_size: Optional[int] = None, verbose: Any = 1,
                 sample_weight: Any = None, steps: Optional[int] = None, **kwargs: Any) -> Any:
        """The loss, or a list of loss and metrics, see :meth:`.training.LegacyTraining.evaluate`."""
        self._check_compiled()
        validates = kwargs.get("_use_cached_eval_dataset", False)  # Keras 3 asks from within ``fit``
        if validates or not self._checks_data():
            return super().evaluate(x, y, batch_size, verbose, sample_weight, steps, **kwargs)  # type: ignore[misc]
        if yields_batches(x):
            x, steps, _ = self._batches(x, steps, "steps")
            return super().evaluate(x, steps=steps, verbose=verbose, **kwargs)  # type: ignore[misc]
        fed = self._fed(x, y, sample_weight, batch_size=_size(batch_size, steps))
        native = self._native(fed, batch_size, steps, "steps")
        return super().evaluate(verbose=verbose, **native, **kwargs)  # type: ignore[misc]

    @with_whole_numbers
    def predict(self: Any, x: Any = None, batch_size: Optional[int] = None, verbose: Any = 0,
                steps: Optional[int] = None, **kwargs: Any) -> Any:
        """The outputs, see :meth:`.training.LegacyTraining.predict`."""
        if not self._checks_data() or yields_batches(x):
            return super().predict(x, batch_size, verbose, steps, **kwargs)  # type: ignore[misc]
        fed = self._fed(x)
        samples, size = fed.samples() or 0, _size(batch_size, steps) or 0
        if self.stateful and samples > size:
            check_stateful_batches(samples, size)
        native = self._native(fed, batch_size, steps, "steps", predicts=True)
        return super().predict(verbose=verbose, **native, **kwargs)  # type: ignore[misc]

    def _of_one_batch(self: Any, x: Any, y: Any, sample_weight: Any, class_weight: Any = None) -> Any:
        self._check_compiled()
        if not self._checks_data():
            return super()._of_one_batch(x, y, sample_weight, class_weight)  # type: ignore[misc]
        return (*self._native_step(self._fed(x, y, sample_weight, class_weight)), None)

    def predict_on_batch(self: Any, x: Any) -> Any:
        """The outputs for one batch."""
        if self._checks_data():
            x = self._native_step(self._fed(x), predicts=True)[0]
        return super().predict_on_batch(x)  # type: ignore[misc]

    # As Keras 3 takes data

    def _native(self: Any, fed: Fed, batch_size: Optional[int], steps: Optional[int], steps_name: str, shuffle: Any = None,
                predicts: bool = False) -> Dict[str, Any]:
        """Arguments of Keras 3's methods: arrays, or batches from a generator where a step takes values of tensors."""
        batch_size = _size(batch_size, steps)
        samples = input_data.check_num_samples(fed.inputs + fed.targets, batch_size, steps, steps_name)
        if steps is None and not self._fills():
            x, y, weights = single(fed.inputs), single(fed.targets), single(fed.weights)
            data = {"x": x} if predicts else {"x": x, "y": y, "sample_weight": weights}
            return dict(data, batch_size=batch_size, **({} if shuffle is None else {"shuffle": shuffle}))
        if steps is None:
            steps = len(input_data.make_batches(samples or 0, batch_size or 32))
        steps_of_data = self._steps(fed, batch_size, shuffle, predicts)
        whole = {} if shuffle is None else {"shuffle": False}
        return {"x": (_without_none(step) for step in steps_of_data), steps_name: steps, **whole}

    def _fed_validation(self: Any, data: Any, batch_size: Optional[int]) -> Optional[Fed]:
        """The arrays of ``validation_data``; None without them."""
        if not data or yields_batches(data):
            return None
        if len(data) not in (2, 3):
            raise ValueError("When passing validation_data, it must contain 2 (x_val, y_val) or 3 (x_val, y_val, "
                             "val_sample_weights) items, however it contains {} items".format(len(data)))
        return self._fed(*data, batch_size=batch_size)  # type: ignore[no-any-return]

    def _native_validation(self: Any, validation: Optional[Fed], given: Any, batch_size: Optional[int],
                           steps: Optional[int]) -> Dict[str, Any]:
        if validation is None and given is not None and yields_batches(given):
            batches, steps, _ = self._batches(given, steps, "validation_steps")
            return {"validation_data": batches, "validation_steps": steps}
        if validation is None and steps and not self._feed_inputs:
            validation = Fed([], [], [])
        if validation is None:
            return {}
        found = self._native(validation, batch_size, steps, "validation_steps")
        if "validation_steps" in found:
            return {"validation_data": found["x"], "validation_steps": found["validation_steps"]}
        return {"validation_data": _without_none((found["x"], found["y"], found["sample_weight"]))}

    def _values_of_validation(self: Any, validation: Optional[Fed], generated: bool) -> Optional[List[Any]]:
        """What callbacks find as ``validation_data``: inputs, targets, sample weights, and the learning phase if it counts.

        Without arrays it is empty, or None where the batches of the training are generated.
        """
        if validation is None:
            return None if generated else []
        arrays = [*validation.inputs, *validation.targets, *self._weights_or_ones(validation)]
        return arrays + ([0.0] if self.uses_learning_phase else [])

    def _batches(self: Any, batches: Any, steps: Optional[int], steps_name: str,
                 class_weight: Any = None) -> Tuple[Any, Optional[int], Any]:
        """What yields batches, the number of steps, and the class weights that Keras 3 has to apply."""
        if input_data.is_sequence(batches):
            if not self._fills() and isinstance(batches, keras.utils.PyDataset):
                return batches, steps, class_weight
            steps, batches = steps or len(batches), input_data.iter_sequence_infinite(batches)
        if not hasattr(batches, "__next__"):
            return batches, steps, class_weight
        if steps is None:
            raise ValueError("`{0}=None` is only valid for a generator based on the `keras.utils.Sequence` class. Please "
                             "specify `{0}` or use the `keras.utils.Sequence` class.".format(steps_name))
        return (self._standardized_batch(batch, class_weight) for batch in batches), steps, None

    def _standardized_batch(self: Any, batch: Any, class_weight: Any) -> Any:
        if not isinstance(batch, (list, tuple)) or len(batch) not in (2, 3):
            raise ValueError("Output of generator should be a tuple `(x, y, sample_weight)` or `(x, y)`. Found: {}".format(
                batch))
        x, y, weights = tuple(batch) + (None,) * (3 - len(batch))
        return _without_none(self._native_step(self._fed(x, y, weights, class_weight)))


def yields_batches(data: Any) -> bool:
    """Whether data are a generator, a ``Sequence`` or a data set of the backend, not arrays or tensors."""
    return not (data is None or isinstance(data, (list, tuple, dict)) or hasattr(data, "shape") or is_graph_tensor(data))


def _without_none(step: Iterable[Any]) -> Tuple[Any, ...]:
    """Inputs, targets and sample weights without those at the end that are None; TensorFlow takes no lists in them."""
    found = [tuple(each) if isinstance(each, list) else each for each in step]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)


def _size(batch_size: Optional[int], steps: Optional[int]) -> Optional[int]:
    """The samples of a batch: 32 unless they or a number of steps are given."""
    return 32 if batch_size is None and steps is None else batch_size


def _split(fed: Fed, fraction: float) -> Tuple[Fed, Optional[Fed]]:
    """The first samples, and the last ones for validation.

    Raises:
        ValueError: tensors, which have no samples.
    """
    if fed.are_tensors():
        raise ValueError("If your data is in the form of symbolic tensors, you cannot use `validation_split`.")
    if not 0.0 < fraction < 1.0:
        return fed, None
    at = int((fed.inputs + fed.targets)[0].shape[0] * (1.0 - fraction))
    return fed.rows(slice(0, at)), fed.rows(slice(at, None))
