"""The logits that travel with the output of an activation, for the cross entropies of tf.keras.

``softmax`` and ``sigmoid`` of tf.keras 2.4 to 2.15 left their logits on their output, and each cross entropy computed with
them, whatever its ``from_logits`` and whichever of the two activations it was. So does Keras 3 on TensorFlow. Of an operation
of TensorFlow (``tf.nn.softmax``), or of an activation that was called on the tensors of a functional model, code that ran as a
graph, in ``fit`` or a ``tf.function``, found the logits by the kind of the operation: those of a softmax for classes, those of
a sigmoid for a binary cross entropy. Measured on tf.keras 2.4, 2.10 and 2.15.
"""
from typing import Any, Optional, Tuple

import keras
from keras import ops
from keras.src import backend

from compat.era import current

from . import context

_table = getattr(backend.common, "tensor_attributes", None)
_LOGITS = "_keras_logits"  # as Keras 3 calls them, too
_OPERATION = "_compat_operation"
_KINDS = {"Softmax": "softmax", "Sigmoid": "sigmoid"}  # of Keras and of TensorFlow


def with_logits(output: Any, logits: Any) -> Any:
    """``output`` of an activation, with its logits; None says nothing."""
    return output if logits is None else _set(output, _LOGITS, logits)


def with_operation(output: Any, kind: str, logits: Any) -> Any:
    """``output`` of ``"softmax"`` or ``"sigmoid"`` as an operation of a graph, on tensors that tell of none themselves."""
    return output if keras.backend.backend() == "tensorflow" else _set(output, _OPERATION, (kind, logits))


def logits_of(output: Any) -> Any:
    """The logits behind the output of an activation, or None."""
    return _get(output, _LOGITS)


def behind(output: Any, from_logits: bool, kind: str) -> Tuple[Any, bool]:
    """What a cross entropy for the outputs of ``"softmax"`` or ``"sigmoid"`` computes with, and whether it is logits."""
    if current().behaviour("logits_of_activations") != "any":
        return output, from_logits
    logits = logits_of(output)
    if logits is None and context.in_compiled_code():
        logits = _logits_of_operation(output, kind)
    return (output, from_logits) if logits is None else (ops.cast(logits, output.dtype), True)


def carried(output: Any, given: Any) -> Any:
    """``output`` with the logits of ``given``, of which it is a copy."""
    operation = _operation_of(given)
    output = with_logits(output, logits_of(given))
    return output if operation is None else _set(output, _OPERATION, operation)


def without_gradient(output: Any, given: Any) -> Any:
    """``output`` with the logits of ``given``, outside the gradient."""
    operation, logits = _operation_of(given), logits_of(given)
    output = with_logits(output, None if logits is None else ops.stop_gradient(logits))
    return output if operation is None else _set(output, _OPERATION, (operation[0], ops.stop_gradient(operation[1])))


def as_operation(operation: Any, output: Any, inputs: Any) -> Any:
    """What an operation of Keras gives in a functional model: there an activation was one of TensorFlow, with no logits."""
    kind = _KINDS.get(type(operation).__name__)
    if kind is None or isinstance(operation, keras.layers.Layer) or not current().of_tf_keras:
        return output
    if logits_of(output) is not None:
        _set(output, _LOGITS, None)
    return with_operation(output, kind, inputs)


def _logits_of_operation(output: Any, kind: str) -> Any:
    operation = _operation_of(output)
    return operation[1] if operation is not None and operation[0] == kind else None


def _operation_of(output: Any) -> Optional[Tuple[str, Any]]:
    """The kind and the logits of the operation that computed a tensor."""
    noted: Optional[Tuple[str, Any]] = _get(output, _OPERATION)
    if noted is not None or keras.backend.backend() != "tensorflow":
        return noted
    operation = getattr(output, "op", None)
    kind = _KINDS.get(getattr(operation, "type", ""))
    return None if operation is None or kind is None else (kind, operation.inputs[0])


def _set(tensor: Any, name: str, value: Any) -> Any:
    if _table is not None:
        _table.set_tensor_attr(tensor, name, value)
    return tensor


def _get(tensor: Any, name: str) -> Any:
    return getattr(tensor, name, None) if _table is None else _table.get_tensor_attr(tensor, name)
