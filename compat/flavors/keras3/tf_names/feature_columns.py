"""``DenseFeatures`` and ``SequenceFeatures`` of tf.keras 2: layers on the columns of ``tf.feature_column``."""
import importlib
from typing import Any, Dict, List, Optional, Tuple

import keras
import numpy as np

from compat.errors import NotServedError

from ..engine.layer import Layer

__all__ = ["DenseFeatures", "SequenceFeatures"]


def _columns_of_tensorflow(layer: str) -> Any:
    """The module of TensorFlow that columns are made in; it is not public, and the only one that computes them.

    Raises:
        NotServedError: the backend of Keras is not TensorFlow.
    """
    if keras.backend.backend() != "tensorflow":
        raise NotServedError("{} computes columns of tf.feature_column, which only TensorFlow can, not {}; set "
                             "KERAS_BACKEND=tensorflow, or use keras.utils.FeatureSpace".format(layer, keras.backend.backend()))
    return importlib.import_module("tensorflow.python.feature_column.feature_column_v2")


def _serialization() -> Any:
    return importlib.import_module("tensorflow.python.feature_column.serialization")


class _State:
    """What columns keep: the embeddings as weights of the layer, and tables of words."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self._variables: Dict[Tuple[Any, str], Any] = {}
        self._resources: Dict[Tuple[Any, str], Any] = {}

    def create_variable(self, feature_column: Any, name: str, shape: Any, dtype: Any = None, trainable: bool = True,
                        use_resource: bool = True, initializer: Any = None) -> Any:
        variable = self._layer.add_weight(
            name="{}_{}".format(feature_column.name, name), shape=tuple(shape), trainable=trainable and self._layer.trainable,
            dtype=keras.backend.standardize_dtype(dtype or keras.config.floatx()),
            initializer=lambda shape, dtype=None: initializer(shape, dtype=dtype))
        self._variables[feature_column, name] = variable
        return variable.value

    def get_variable(self, feature_column: Any, name: str) -> Any:
        return self._variables[feature_column, name].value

    def add_resource(self, feature_column: Any, name: str, resource: Any) -> None:
        self._resources[feature_column, name] = resource

    def has_resource(self, feature_column: Any, name: str) -> bool:
        return (feature_column, name) in self._resources

    def get_resource(self, feature_column: Any, name: str) -> Any:
        return self._resources[feature_column, name]


class _Features(Layer):  # type: ignore[misc]
    """What both layers share: columns in the order of their names, and their state."""

    kind = ""

    def __init__(self, feature_columns: Any, trainable: bool = True, name: Optional[str] = None, **kwargs: Any) -> None:
        self._module = _columns_of_tensorflow(type(self).__name__)
        super().__init__(name=name, trainable=trainable, **kwargs)
        self._allow_non_tensor_positional_args = True
        self._convert_input_args = False  # features may be strings
        given = list(feature_columns) if isinstance(feature_columns, (list, tuple)) else [feature_columns]
        wrong = [column for column in given if not isinstance(column, getattr(self._module, self.kind))]
        if wrong:
            raise ValueError("Items of feature_columns must be a {}. You can wrap a categorical column with an "
                             "embedding_column or indicator_column. Given: {}".format(self.kind, wrong[0]))
        if len({column.name for column in given}) < len(given):
            raise ValueError("Duplicate feature column name found for columns: {}".format([column.name for column in given]))
        self._feature_columns = sorted(given, key=lambda column: str(column.name))
        self._state = _State(self)

    def build(self, input_shape: Any = None) -> None:
        """Create the embeddings."""
        for column in self._feature_columns:
            column.create_state(self._state)
        self.built = True

    def get_config(self) -> Dict[str, Any]:
        """The columns, as TensorFlow writes them."""
        columns = _serialization().serialize_feature_columns(self._feature_columns)
        return {**super().get_config(), "feature_columns": columns, "partitioner": None}

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> "_Features":
        """A layer of what :meth:`get_config` gave."""
        columns = _serialization().deserialize_feature_columns(config["feature_columns"], custom_objects=custom_objects)
        rest = {name: value for name, value in config.items() if name not in ("feature_columns", "partitioner")}
        return cls(columns, **rest)

    def _sizes(self) -> List[int]:
        return [int(np.prod(column.variable_shape.as_list() or [1])) for column in self._feature_columns]

    def _cache(self, features: Any) -> Any:
        """The features, of which each column is computed once.

        Raises:
            ValueError: no dictionary by the columns' keys.
        """
        if not isinstance(features, dict):
            raise ValueError("We expected a dictionary here. Instead we got: {}".format(features))
        return self._module.FeatureTransformationCache(dict(features))


class DenseFeatures(_Features):
    """A dictionary of features as one tensor ``(batch, size)``: the values of all columns, in the order of their names.

    Args:
        feature_columns: dense columns of ``tf.feature_column``, one or a list.
        trainable: whether embeddings are trained.
        name: string.

    Raises:
        NotServedError: the backend of Keras is not TensorFlow.
        ValueError: a column that is not dense.
    """

    kind = "DenseColumn"

    def call(self, features: Any, cols_to_output_tensors: Any = None, training: Optional[bool] = None) -> Any:
        """The tensor; ``cols_to_output_tensors``, a dictionary, gets that of each column."""
        cache, parts = self._cache(features), []
        for column, size in zip(self._feature_columns, self._sizes()):
            part = keras.ops.reshape(column.get_dense_tensor(cache, self._state), (-1, size))
            parts.append(part)
            if cols_to_output_tensors is not None:
                cols_to_output_tensors[column] = part
        return keras.ops.concatenate(parts, axis=-1)

    def compute_output_shape(self, input_shape: Any) -> Tuple[Optional[int], int]:
        """``(batch, size)``."""
        return next(iter(input_shape.values()))[0], sum(self._sizes())

    def compute_output_spec(self, features: Any, *args: Any, **kwargs: Any) -> Any:
        """As :meth:`compute_output_shape`."""
        shape = self.compute_output_shape({name: value.shape for name, value in features.items()})
        return keras.KerasTensor(shape, dtype="float32")


class SequenceFeatures(_Features):
    """A dictionary of sequences as a tensor ``(batch, steps, size)`` and the length of each sequence ``(batch,)``.

    Args:
        feature_columns: dense sequence columns of ``tf.feature_column``, one or a list.
        trainable: whether embeddings are trained.
        name: string.

    Raises:
        NotServedError: the backend of Keras is not TensorFlow.
        ValueError: a column of another kind.
    """

    kind = "SequenceDenseColumn"

    def call(self, features: Any, training: Optional[bool] = None) -> Tuple[Any, Any]:
        """The values of all columns, in the order of their names, and the lengths."""
        cache = self._cache(features)
        found = [column.get_sequence_dense_tensor(cache, self._state) for column in self._feature_columns]
        parts = [keras.ops.reshape(each.dense_tensor, (*keras.ops.shape(each.dense_tensor)[:2], size))
                 for each, size in zip(found, self._sizes())]
        return keras.ops.concatenate(parts, axis=-1), found[0].sequence_length
