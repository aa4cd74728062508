"""Weights of a built model on a Keras 2: the arrays of a file, and which of them are trained."""
from typing import Any, List, Sequence, Tuple

import numpy as np

from compat.errors import WeightsError
from compat.hub.records import Path

Layers = Sequence[Tuple[Path, Any]]


def assign(keras: Any, layers: Layers, pairs: Sequence[Any], whole: bool) -> Tuple[int, int]:
    """Give every weight its array.

    Args:
        keras: the installed Keras.
        layers: paths and layers of the model.
        pairs: the weights of the file, layer by layer.
        whole: whether every layer has to be among the pairs.

    Returns:
        The number of arrays, and of their elements.

    Raises:
        WeightsError: number or shapes differ; the message lists expected and found, layer by layer.
    """
    by_path = dict(layers)
    wrong: List[str] = []
    values: List[Tuple[Any, np.ndarray]] = []
    for pair in pairs:
        variables = list(by_path[pair.path].weights) if pair.path in by_path else []
        arrays = pair.read()
        expected = [tuple(keras.backend.int_shape(variable)) for variable in variables]
        found = [tuple(array.shape) for array in arrays]
        if expected != found:
            wrong.append("  {}: expected {}; found {}".format("/".join(pair.path), expected, found))
        values.extend(zip(variables, arrays))
    named = {pair.path for pair in pairs}
    missing = [path for path, layer in layers if pairs and whole and layer.weights and path not in named]
    wrong.extend("  {}: found nothing".format("/".join(path)) for path in missing)
    if wrong:
        raise WeightsError("the weights of the file do not fit the model:\n" + "\n".join(wrong))
    keras.backend.batch_set_value(values)
    _normalize_by_weights(keras, layers)
    return len(values), sum(int(array.size) for _, array in values)


def _normalize_by_weights(keras: Any, layers: Layers) -> None:
    """Let each Normalization compute with the mean and the variance of its weights."""
    kind = getattr(keras.layers, "Normalization", None)
    for _, layer in layers:
        if kind is not None and isinstance(layer, kind):
            layer.finalize_state()


def trainable(layers: Layers) -> List[Tuple[Path, List[bool]]]:
    """For each layer its path, and for each of its weights whether it is trained."""
    found = []
    for path, layer in layers:
        trained = {id(variable) for variable in layer.trainable_weights}
        found.append((path, [id(variable) in trained for variable in layer.weights]))
    return found
