"""Metrics of tf.keras that Keras 3 dropped, and those that Keras 2.3 had not yet."""
from typing import Any, Dict, Optional, Tuple

import keras
import numpy as np
from keras import ops
from keras.src.backend.common.symbolic_scope import in_symbolic_scope  # not public

from compat.errors import UnsupportedError
from compat.flavors.shared.weighted_losses import broadcast_weights, squeeze_or_expand_dimensions

from ..backend.symbolic import is_traced
from ..metric_base import CountedMean, Metric, OfKeras2
from ..metric_classes import of_native

#: What tf.keras had beside Keras 2.3.
_NATIVE = ("BinaryIoU", "F1Score", "FBetaScore", "IoU", "OneHotIoU", "OneHotMeanIoU", "PrecisionAtRecall", "R2Score",
           "RecallAtPrecision")
_FACTS = {name: {"__module__": __name__, "__doc__": getattr(keras.metrics, name).__doc__} for name in _NATIVE
          if hasattr(keras.metrics, name)}
globals().update({name: of_native(name, facts) for name, facts in _FACTS.items()})
__all__ = ["MeanRelativeError", "MeanTensor", "PyMetric", *_FACTS]


@keras.saving.register_keras_serializable(package="compat")
class MeanTensor(Metric):
    """The mean of each element of the tensors that it is given, all of one shape.

    Args:
        name: key in the logs.
        dtype: of the mean.
        shape: of the tensors; default: that of the first.
    """

    def __init__(self, name: str = "mean_tensor", dtype: Any = None, shape: Optional[Tuple[int, ...]] = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self._shape: Optional[Tuple[int, ...]] = None
        self.total: Any = None
        self.count: Any = None
        if shape is not None:
            self._begin(shape)

    def _begin(self, shape: Any) -> None:
        self._shape = tuple(shape)
        self.total = self.add_weight("total", shape=self._shape)
        self.count = self.add_weight("count", shape=self._shape)

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add a tensor, each element times its weight.

        Raises:
            ValueError: the tensor has another shape than those before.
        """
        values = ops.cast(values, self.dtype)
        if self._shape is None:
            self._begin(values.shape)
        if tuple(values.shape) != self._shape:
            raise ValueError("MeanTensor input values must always have the same shape. Expected shape (set during the first "
                             "call): {}. Got: {}.".format(self._shape, tuple(values.shape)))
        weights = ops.ones_like(values)
        if sample_weight is not None:
            values, _, sample_weight = squeeze_or_expand_dimensions(values, None, ops.cast(sample_weight, self.dtype))
            weights = weights * broadcast_weights(values, sample_weight)
        self.total.assign_add(values * weights)
        self.count.assign_add(weights)

    def result(self) -> Any:
        """The means; 0 where all weights were 0.

        Raises:
            ValueError: there was no tensor yet, and no shape was stated.
        """
        if self._shape is None:
            raise ValueError("MeanTensor does not have any value yet. Please call the MeanTensor instance or use "
                             "`.update_state(value)` before retrieving the result.")
        return ops.divide_no_nan(self.total, self.count)

    def get_config(self) -> Dict[str, Any]:
        """Name and dtype."""
        return {"name": self.name, "dtype": self.dtype}


@keras.saving.register_keras_serializable(package="compat")
class MeanRelativeError(OfKeras2, CountedMean):
    """The mean of ``abs(y_true - y_pred) / normalizer``.

    Args:
        normalizer: numbers of the shape of the predictions; where one is 0, the error counts as 0.
        name: key in the logs.
        dtype: of the mean.
    """

    def __init__(self, normalizer: Any, name: Optional[str] = None, dtype: Any = None) -> None:
        super().__init__(name=name or "mean_relative_error", dtype=dtype)
        self.normalizer = np.asarray(normalizer, dtype=self.dtype)

    def update_state(  # type: ignore[override]
            self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the errors of a batch."""
        y_pred, y_true = squeeze_or_expand_dimensions(ops.cast(y_pred, self.dtype), ops.cast(y_true, self.dtype))
        errors = ops.divide_no_nan(ops.abs(y_true - y_pred), ops.convert_to_tensor(self.normalizer))
        super().update_state(errors, sample_weight=sample_weight)

    def get_config(self) -> Dict[str, Any]:
        """Name, dtype and the normalizer."""
        return {"name": self.name, "dtype": self.dtype, "normalizer": self.normalizer.tolist()}


class _Read(np.ndarray):
    """An array that, as a tensor of TensorFlow, is asked for its values."""

    def numpy(self) -> Any:
        return np.asarray(self)


def _read(value: Any) -> Any:
    if value is not None and is_traced(value):
        raise UnsupportedError("a PyMetric computes with Python, which a compiled step does not run; pass run_eagerly=True "
                               "to compile()")
    return value if value is None else ops.convert_to_numpy(value).view(_Read)


class PyMetric(Metric):
    """Base class of metrics that compute with Python, not with tensors; in a model that is compiled with ``run_eagerly=True``.

    A subclass defines ``update_state(y_true, y_pred, sample_weight=None)``, which gets arrays, ``result()``, which gives a
    number, and ``reset_state()``.

    Raises:
        UnsupportedError: in a compiled step.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        update_state, result = vars(cls).get("update_state"), vars(cls).get("result")
        if update_state is not None:
            def update(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
                if in_symbolic_scope():  # Keras only asks for the shapes
                    return
                update_state(self, _read(y_true), _read(y_pred), sample_weight=_read(sample_weight))

            cls.update_state = update  # type: ignore[method-assign]
        if result is not None:
            def computed(self: Any) -> Any:
                return ops.convert_to_tensor(0.0 if in_symbolic_scope() else result(self), self.dtype)

            cls.result = computed  # type: ignore[method-assign]
        super().__init_subclass__(**kwargs)

    def reset_states(self) -> None:
        """What a subclass does in ``reset_state``."""
        self.reset_state()
