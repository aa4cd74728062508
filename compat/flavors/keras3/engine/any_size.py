"""Generators and ``Sequence`` objects whose batches vary in length, on TensorFlow.

Keras 3 takes a size that its first two batches share for that of all later batches, and fails at the first other one. tf.keras
2 took no size from them. Here an axis that the model leaves open, such as the timesteps of ``Input((None, 3))``, stays open.
A Keras 3 that takes no adapters of data gets the data unchanged.
"""
import functools
from typing import Any, Dict, List, Optional, Sequence

import keras
from keras import tree
from keras.src.trainers import data_adapters  # not public: what reads the batches of a generator
from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.data_adapters.generator_data_adapter import GeneratorDataAdapter
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDatasetAdapter

from .arrays import is_endless

Shapes = Optional[List[Sequence[Optional[int]]]]


def of_any_size(model: Any, batches: Any, shuffle: bool = False, class_weight: Any = None) -> Any:
    """A generator or ``Sequence`` as Keras 3 takes it for a model, with the axes open that the model leaves open.

    Args:
        model: what is trained on the batches; without symbolic inputs it leaves no axis open.
        batches: data of ``fit``; what is neither of the two passes unchanged.
        shuffle: whether the batches of a ``Sequence`` change places.
        class_weight: factor by class, of a ``Sequence``.
    """
    if keras.backend.backend() != "tensorflow" or _shapes(model, "inputs") is None or not adapters_are_taken():
        return batches
    if isinstance(batches, keras.utils.PyDataset):
        return _Sequences(model, batches, class_weight=class_weight, shuffle=shuffle)
    return _Generators(model, batches) if is_endless(batches) and class_weight is None else batches


def with_any_size(model: Any, given: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of ``fit`` with the batches of training, and those of a ``Sequence`` for validation, of any size."""
    validation = given["validation_data"]
    if isinstance(validation, keras.utils.PyDataset):
        validation = of_any_size(model, validation)
    return dict(given, x=of_any_size(model, given["x"], given["shuffle"], given["class_weight"]), validation_data=validation)


@functools.lru_cache(maxsize=None)
def adapters_are_taken() -> bool:
    """Whether ``fit`` of this Keras takes an adapter of data as it is, which it does since 3.8."""
    adapter = GeneratorDataAdapter(iter([((),)]))
    adapter_of = getattr(data_adapters, "get_data_adapter", lambda data: None)
    try:
        return bool(adapter_of(adapter) is adapter)
    except ValueError:
        return False


def _shapes(model: Any, which: str) -> Shapes:
    try:
        tensors = getattr(model, which)
    except (AttributeError, ValueError):
        return None
    return [tuple(each.shape) for each in tensors] if tensors else None


def _opened(specs: Any, shapes: Shapes, names: Sequence[str]) -> Any:
    """Specifications of tensors, with None where the tensors of these shapes and names have it."""
    if shapes is None:
        return specs
    if isinstance(specs, dict):
        known = dict(zip(names, shapes))
        return {name: _open(spec, known[name]) if name in known else spec for name, spec in specs.items()}
    flat = tree.flatten(specs)
    if len(flat) != len(shapes):
        return specs
    return tree.pack_sequence_as(specs, [_open(spec, shape) for spec, shape in zip(flat, shapes)])


def _open(spec: Any, shape: Sequence[Optional[int]]) -> Any:
    if not hasattr(spec, "shape") or not hasattr(spec, "dtype") or type(spec).__name__ != "TensorSpec":
        return spec
    sizes = [None if axis < len(shape) and shape[axis] is None else size for axis, size in enumerate(spec.shape)]
    return type(spec)(sizes, spec.dtype, spec.name)


class _Opening:
    """Mix-in of an adapter: the signature of its batches, opened as the model's inputs and outputs are."""

    _model: Any

    def _open_signature(self, batches: Sequence[Any]) -> None:
        specs = data_adapter_utils.get_tensor_spec(batches)
        shapes = _shapes(self._model, "inputs"), _shapes(self._model, "outputs")
        names = [[each.name for each in self._model.inputs], list(getattr(self._model, "output_names", ()))]
        self._output_signature = tuple(
            _opened(spec, shapes[min(place, 1)], names[min(place, 1)]) for place, spec in enumerate(specs))


class _Generators(_Opening, GeneratorDataAdapter):
    def __init__(self, model: Any, batches: Any) -> None:
        super().__init__(batches)
        self._model = model

    def get_tf_dataset(self) -> Any:
        self._open_signature(self._first_batches)
        return super().get_tf_dataset()


class _Sequences(_Opening, PyDatasetAdapter):
    def __init__(self, model: Any, batches: Any, **options: Any) -> None:
        super().__init__(batches, **options)
        self._model = model

    def get_tf_dataset(self) -> Any:
        count = data_adapter_utils.NUM_BATCHES_FOR_TENSOR_SPEC
        known = self.py_dataset.num_batches
        batches = [self._standardize_batch(self.py_dataset[place]) for place in range(min(count, known or count))]
        if batches and known != 0:
            self._open_signature(batches)
        return super().get_tf_dataset()
