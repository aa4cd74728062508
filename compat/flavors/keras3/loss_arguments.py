"""Targets and outputs as losses and metrics take them: tensors of one dtype and of fitting ranks."""
import functools
from typing import Any, Callable

import keras
import numpy as np
from keras import ops

from compat.era import current

from .backend.tensors import is_float
from .context import describing
from .graph.reading import as_described
from .logits import carried
from .variables import is_variable


def of_tensors(function: Callable[..., Any]) -> Callable[..., Any]:
    """A loss or metric function that also takes variables, which plain code describes, and arrays and nested lists; the targets
    in the dtype of the outputs, also tensors for code of tf.keras."""
    @functools.wraps(function)
    def taken(y_true: Any, y_pred: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(y_pred, _ARRAYS):
            y_pred = ops.convert_to_tensor(y_pred)
        if isinstance(y_true, _ARRAYS):
            y_true = ops.convert_to_tensor(np.asarray(y_true).astype(keras.backend.standardize_dtype(y_pred.dtype)))
        if any(isinstance(each, keras.KerasTensor) or is_variable(each) and describing() for each in (y_true, y_pred)):
            y_true, y_pred = as_described(y_true), as_described(y_pred)
        elif ops.is_tensor(y_true) and ops.is_tensor(y_pred) and is_float(y_pred) and current().of_tf_keras:
            y_true = ops.cast(y_true, y_pred.dtype)
        return function(y_true, y_pred, *args, **kwargs)

    return taken


_ARRAYS = (np.ndarray, np.generic, list, tuple, int, float)


def comparable(y_true: Any, y_pred: Any, dtype: Any = None, with_last_axis: bool = True, keeps_integers: bool = False) -> Any:
    """Both as tensors of one dtype, that of ``y_pred`` unless another is given; labels of rank 1 get the last axis that Keras 2
    gave every array of a model. tf.keras kept labels that are whole numbers as they were for functions of the program."""
    y_pred = carried(ops.convert_to_tensor(y_pred, dtype, sparse=False), y_pred)
    y_true = ops.convert_to_tensor(y_true, sparse=False)
    if not keeps_integers or is_float(y_true):
        y_true = ops.cast(y_true, y_pred.dtype)
    if with_last_axis and len(y_true.shape) == 1 and len(y_pred.shape) > 1:
        y_true = ops.expand_dims(y_true, -1)
    return y_true, y_pred
