"""Weights of another file for layers that have weights already, as ``load_weights`` of Keras 1 and 2.

As in Keras 2, ``skip_mismatch`` leaves out each array of another shape, and every array of a layer that has another number
of them. But a file that shares no name with the model is an error, and an error leaves the model unchanged.
"""
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.errors import WeightsError
from compat.flavors.protocol import Arrays, BuiltModel, LoadingStage


class Fitted(NamedTuple):
    """One layer with an array for each of its weights.

    Attributes:
        path, datasets: of the pair.
        arrays: the file's, or the present value where the file's does not fit.
        used: those that are the file's.
    """

    path: Tuple[str, ...]
    datasets: Sequence[Any]
    arrays: List[np.ndarray]
    used: List[np.ndarray]

    def read(self) -> List[np.ndarray]:
        """The arrays."""
        return self.arrays


def assign_fitting(stage: LoadingStage, built: BuiltModel, pairs: Sequence[Arrays],
                   skipped: Optional[List[str]], reshape: bool = False) -> Tuple[int, int]:
    """Assign the arrays of ``pairs`` to their layers, and leave the other layers unchanged.

    Args:
        stage: the flavor's.
        built: a model whose weights have values.
        pairs: layers of the model with what the file has for them.
        skipped: what does not fit is left out and listed here; None to raise instead.
        reshape: give an array of another shape that of the weight, where both hold as many parameters.

    Returns:
        How many arrays were assigned, and how many parameters they hold.

    Raises:
        WeightsError: there are no such layers, or one does not fit; no weight is changed.
    """
    if not pairs:
        raise WeightsError("no layer with weights has the same name in the file and in the model")
    layers = dict(built.layers)
    wrong: List[str] = []
    fitted = [_fitting(pair, stage.values_of(layers[pair.path]), wrong, reshape) for pair in pairs]
    if skipped is not None:
        skipped.extend(wrong)
    elif wrong:
        raise WeightsError("the weights of the file do not fit the model, which was left unchanged:\n  " + "\n  ".join(wrong))
    stage.assign(built, fitted, whole=False)
    used = [array for each in fitted for array in each.used]
    return len(used), sum(int(array.size) for array in used)


def _fitting(pair: Arrays, present: List[np.ndarray], skipped: List[str], reshape: bool) -> Fitted:
    where = "/".join(pair.path)
    try:
        arrays = pair.read()
    except WeightsError as error:
        skipped.append(str(error))
        return Fitted(pair.path, pair.datasets, present, [])
    if len(arrays) != len(present):
        skipped.append("{}: the layer expects {} weights {}, but the saved layer has {} arrays {}".format(
            where, len(present), [value.shape for value in present], len(arrays), [array.shape for array in arrays]))
        return Fitted(pair.path, pair.datasets, present, [])
    if reshape:
        arrays = [array.reshape(there.shape) if array.size == there.size else array
                  for array, there in zip(arrays, present)]
    fits = [array.shape == there.shape for array, there in zip(arrays, present)]
    skipped.extend("{}: the weight has shape {}, but the saved array has shape {}".format(where, there.shape, array.shape)
                   for array, there, fit in zip(arrays, present, fits) if not fit)
    return Fitted(pair.path, pair.datasets, [array if fit else there for array, there, fit in zip(arrays, present, fits)],
                  [array for array, fit in zip(arrays, fits) if fit])
