"""Variables without values, and giving them those of the file.

Building a model of Keras 3 normally draws random numbers for every weight, only to overwrite them; on JAX each
drawing is compiled. Inside :func:`postponed` Keras makes variables without values, as it does itself while tracing,
and :func:`assign` gives each one its array from the file, read once.
"""
from contextlib import contextmanager
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras.src.backend.common import global_state  # where Keras lists variables that have no value yet

from compat.errors import WeightsError
from compat.flavors.shared.budget import values_in

from ..normalization_states import finalize_states

_LIST = "uninitialized_variables"
_LARGE = 1 << 16  # bytes from which a copy is worth avoiding
_ALIGNMENT = 64  # of memory that TensorFlow takes over; compat.saved reads into such
Path = Tuple[str, ...]


@contextmanager
def postponed(found: List[Any]) -> Iterator[None]:
    """Variables made inside get no value; they are added to ``found``.

    Keras would list them to be initialized when its own next scope ends; that list is taken over here.
    """
    before = global_state.get_global_attribute(_LIST, [], set_to_default=True)
    global_state.set_global_attribute(_LIST, [])
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        found.extend(global_state.get_global_attribute(_LIST, []))
        global_state.set_global_attribute(_LIST, before)


def assign(built: Any, pairs: Sequence[Any], whole: bool = True) -> Tuple[int, int]:
    """Give every weight its array, each read once; the rest, and the state of random generators, is initialized.

    Args:
        built: what ``build`` returned.
        pairs: one for each layer that has arrays in the file, with ``path`` and ``read()``, which gives them in
            hub order.
        whole: whether every layer has to be among them.

    Returns:
        How many arrays were assigned, and how many values are in them.

    Raises:
        WeightsError: number or shapes differ; the message lists expected and found, layer by layer.
    """
    layers = dict(built.layers)
    wrong: List[str] = []
    count = parameters = 0
    for pair in pairs:
        variables = in_hub_order(layers[pair.path]) if pair.path in layers else []
        arrays = pair.read()
        if pair.path in layers and _is_summary(layers[pair.path], arrays):
            layers[pair.path].summary, variables = arrays[0], []
            layers[pair.path].finalize_state()
            count, parameters = count + 1, parameters + int(arrays.pop().size)
        problem = _difference(pair, variables, arrays)
        if problem:
            wrong.append(problem)
        elif not wrong:
            for variable, array in zip(variables, _apart(arrays)):
                give(variable, array)
            count += len(arrays)
            parameters += sum(int(array.size) for array in arrays)
    wrong.extend(_absent(layers, {pair.path for pair in pairs}) if pairs and whole else [])
    if wrong:
        raise WeightsError("the weights of the file do not fit the model:\n" + "\n".join(wrong))
    complete(built)
    return count, parameters


def in_hub_order(layer: Any) -> List[Any]:
    """The weights of a layer in the order of tf.keras 2.15: Keras 3 has SpectralNormalization's vector before the bias."""
    if isinstance(layer, keras.layers.SpectralNormalization):
        return list(layer.layer.weights) + [layer.vector_u]
    return list(layer.weights)


def _is_summary(layer: Any, arrays: Sequence[np.ndarray]) -> bool:
    """Whether an array is what an adapted Discretization of tf.keras kept as a weight: values seen, and how often."""
    return (isinstance(layer, keras.layers.Discretization) and not layer.bin_boundaries and len(arrays) == 1
            and arrays[0].ndim == 2 and arrays[0].shape[0] == 2 and arrays[0].size > 0)


def complete(built: Any) -> None:
    """Initialize the variables without a value, then run what Keras postponed until there were values."""
    waiting = [variable for variable in built.postponed if variable._value is None]
    asked = sum(values_in(variable.shape) for variable in waiting)
    if asked > built.most:
        raise WeightsError("the configuration asks for {} values in weights that the file does not hold, and {} are the most "
                           "that it accounts for".format(asked, built.most))
    for variable in waiting:
        variable._deferred_initialize()
    for layer in built.model._flatten_layers():
        layer._post_build()  # on torch: makes the weights known as parameters of a torch.nn.Module
    finalize_states(built.model)


def give(variable: Any, values: Any) -> None:
    """Set one variable, which may not have had a value before; it may take over the memory of ``values``."""
    tensor = _adopted(values, variable.dtype)
    if variable._value is None:
        variable._initialize(tensor)
        variable._initializer = None
    else:
        variable.assign(tensor)


def _apart(arrays: Sequence[np.ndarray]) -> List[np.ndarray]:
    """The arrays, with a copy of each that may share memory with an earlier one: no two weights may share memory."""
    return [array.copy() if any(np.may_share_memory(array, other) for other in arrays[:index]) else array
            for index, array in enumerate(arrays)]


def _adopted(values: Any, dtype: str) -> Any:
    """The tensor of an array that nobody else will write to: it takes over the memory of a large one, if it can.

    Keras lets JAX do so; torch gets a copy from it, and TensorFlow copies twice by itself.
    """
    if not _can_be_adopted(np.asarray(values), dtype):
        return keras.ops.convert_to_tensor(values, dtype=dtype)
    backend = keras.backend.backend()
    if backend == "tensorflow":
        from tensorflow.experimental import dlpack
        return dlpack.from_dlpack(values.__dlpack__())
    if backend == "torch":
        import torch
        values = torch.from_numpy(values)
    return keras.ops.convert_to_tensor(values, dtype=dtype)


def _can_be_adopted(values: np.ndarray, dtype: str) -> bool:
    flags = values.flags
    return (values.nbytes >= _LARGE and values.dtype.name == dtype and flags.c_contiguous and flags.writeable
            and values.ctypes.data % _ALIGNMENT == 0)


def _difference(pair: Any, variables: Sequence[Any], arrays: Sequence[Any]) -> Optional[str]:
    if [tuple(array.shape) for array in arrays] == [tuple(variable.shape) for variable in variables]:
        return None
    return "  {}: expected {}; found {}".format(
        "/".join(pair.path), _listing((v.name, v.shape) for v in variables),
        _listing((dataset.name, array.shape) for dataset, array in zip(pair.datasets, arrays)))


def _absent(layers: Dict[Path, Any], given: Any) -> List[str]:
    missing = ((path, in_hub_order(layer)) for path, layer in layers.items() if path not in given and layer.weights)
    return ["  {}: expected {}; found nothing".format("/".join(path), _listing((v.name, v.shape) for v in weights))
            for path, weights in missing]


def _listing(named: Iterable[Tuple[str, Any]]) -> str:
    return ", ".join("{} {}".format(name, tuple(shape)) for name, shape in named) or "nothing"
