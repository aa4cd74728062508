"""Whether two models predict the same."""
from typing import Any, List

import keras
import numpy as np
from keras import tree

_BATCH, _OPEN = 3, 6  # sizes of a batch, and of axes that a model leaves open
RTOL, ATOL = 1e-5, 1e-6


def difference(model: Any, other: Any) -> str:
    """Why two models do not predict the same for one batch, which has masked timesteps; empty if they do.

    Args:
        model, other: with the same inputs.
    """
    batch = [keras.ops.convert_to_tensor(each) for each in example_inputs(model)]
    try:
        expected, found = (_outputs(each, batch) for each in (model, other))
    except Exception as error:
        return "its predictions cannot be compared: {}".format((str(error) or type(error).__name__).strip().splitlines()[0])
    for number, (want, have) in enumerate(zip(expected, found)):
        if want.shape != have.shape or not np.allclose(have, want, rtol=RTOL, atol=ATOL, equal_nan=True):
            return "made of Keras's own operations, output {} of the model would differ".format(number)
    return ""


def example_inputs(model: Any) -> List[np.ndarray]:
    """Numbers that are indices of an Embedding as well, with zeros at the end of some sequences; one array for each input."""
    random = np.random.RandomState(0)
    found = []
    for tensor in model.inputs:
        rows = tensor.shape[0] or _BATCH
        shape = (rows, *(size or _OPEN for size in tensor.shape[1:]))
        values = random.uniform(0.05, 1.95, shape)
        if len(shape) > 1:
            values[0, shape[1] // 2 + 1:] = 0.0
        found.append(values.astype(tensor.dtype if tensor.dtype != "string" else "float32"))
    return found


def _outputs(model: Any, batch: List[Any]) -> List[np.ndarray]:
    found = model(batch[0] if len(batch) == 1 else batch, training=False)
    return [keras.ops.convert_to_numpy(each) for each in tree.flatten(found)]
