"""``Input``, ``InputLayer`` and ``InputSpec`` with the arguments of Keras 1 and 2."""
from typing import Any, Optional

import keras
import numpy as np

from compat.era import current

from .. import backend as K
from ..backend.config import get_uid
from ..graph.walk import is_placeholder, node_of
from ..written.configs import written_form
from .feeding import is_graph_tensor
from .layer import Layer
from .nodes import InputNode, describe_node, describe_tensors


@written_form
@keras.saving.register_keras_serializable(package="compat")
class InputLayer(keras.layers.InputLayer, Layer):
    """The entry of a model.

    Args:
        input_shape: shape without batch axis.
        batch_size: size of the batch, or None.
        batch_input_shape: shape with batch axis, instead of the two above.
        dtype: default ``K.floatx()``.
        input_tensor: a symbolic tensor to wrap; a variable or a tensor of the graph gives the input its value.
        sparse: whether the tensor is sparse.
        name: string; ``input_1``, ``input_2`` … when not given.
    """

    def __init__(self, input_shape: Any = None, batch_size: Optional[int] = None, batch_input_shape: Any = None,
                 dtype: Any = None, input_tensor: Any = None, sparse: bool = False, name: Optional[str] = None,
                 **kwargs: Any) -> None:
        shape = kwargs.pop("shape", input_shape)
        batch_shape = kwargs.pop("batch_shape", batch_input_shape)
        if batch_shape is None and shape is None and input_tensor is None:
            raise ValueError("An Input layer should be passed either a batch_input_shape or an input_shape.")
        if batch_shape is None and shape is not None:
            batch_shape = (batch_size,) + tuple(shape)
        source = None if _is_placeholder(input_tensor) else input_tensor
        if source is not None:
            batch_shape, dtype, input_tensor = tuple(source.shape), dtype or _dtype(source), None
        super().__init__(batch_shape=None if batch_shape is None else tuple(batch_shape), dtype=dtype,
                         input_tensor=input_tensor, sparse=sparse or None,
                         name=name or "input_{}".format(get_uid("input")), **kwargs)
        self.batch_input_shape = self.batch_shape
        self._trainable = current(self).of_tf_keras
        if source is not None:
            source = source if is_graph_tensor(source) else K.variable(np.asarray(source), dtype)
            self.__dict__["_value_source"] = source
            _compute(self.output, source)
        describe_tensors(self, self.output, False)
        native = self._inbound_nodes.pop()
        describe_node(InputNode(self, (), {}, native.outputs))


def Input(shape: Any = None, batch_shape: Any = None, name: Optional[str] = None, dtype: Any = None,
          sparse: bool = False, tensor: Any = None, batch_size: Optional[int] = None) -> Any:
    """A symbolic tensor, the input of a model.

    Args:
        shape: shape without batch axis; an int stands for a shape of one axis.
        batch_shape: shape with batch axis.
        name: string.
        dtype: default ``K.floatx()``.
        sparse: whether the tensor is sparse.
        tensor: a symbolic tensor to wrap; a variable or a tensor of the graph gives the input its value, and methods of the
            model take no data for it.
        batch_size: size of the batch, where ``shape`` is given.

    Raises:
        ValueError: neither shape, batch_shape nor tensor is given.

    Example:
        >>> Input(shape=(3,))._keras_shape
        (None, 3)
    """
    if shape is None and batch_shape is None and tensor is None:
        raise ValueError("Please provide to Input either a `shape` or a `batch_shape` argument. Note that `shape` does "
                         "not include the batch dimension.")
    if shape is not None and not hasattr(shape, "__len__"):
        shape = (shape,)
    return InputLayer(input_shape=shape, batch_size=batch_size, batch_input_shape=batch_shape, dtype=dtype, input_tensor=tensor,
                      sparse=sparse, name=name).output


def _compute(tensor: Any, source: Any) -> None:
    """Let the graph compute an input from its source, where no model and no function is given another value for it."""
    copied = K.identity(source)
    node = node_of(copied) if isinstance(copied, keras.KerasTensor) else None
    if node is not None:
        node.outputs = [tensor]
        tensor._computed_by = copied._keras_history


def _is_placeholder(tensor: Any) -> bool:
    return tensor is None or isinstance(tensor, keras.KerasTensor) and is_placeholder(tensor)


def _dtype(tensor: Any) -> str:
    return str(keras.backend.standardize_dtype(getattr(tensor.dtype, "name", tensor.dtype)))


InputSpec = keras.layers.InputSpec
