"""Where a cross entropy of Keras 3 gives another number for an output than that of the Keras which wrote a file."""
from typing import Any, List, Mapping

import keras

from compat.era import Era

#: Cross entropies by the native function → the activation whose logits they may take instead of its output.
_LOGITS_OF: Mapping[str, str] = {
    "binary_crossentropy": "sigmoid", "categorical_crossentropy": "softmax",
    "sparse_categorical_crossentropy": "softmax",
}


def symbolic_outputs(model: Any) -> List[Any]:
    """The symbolic outputs; a subclassed model has none."""
    return list(keras.tree.flatten(getattr(model, "outputs", None) or []))


def scales_scores(model: Any, name: str, index: int) -> bool:
    """Whether Keras 3 would scale scores to a sum of 1 before it clips them: not on TensorFlow, as Keras 1 and 2 did not.

    Where all lie between 0 and 1 both are the same.

    Args:
        model: whose output it is.
        name: of the loss or metric.
        index: of the output.
    """
    if name != "sparse_categorical_crossentropy" or keras.backend.backend() == "tensorflow":
        return False
    tensors = symbolic_outputs(model)
    return index >= len(tensors) or _activation(tensors[index]) not in ("softmax", "sigmoid")


def reads_wrong_logits(model: Any, name: str, index: int, era: Era) -> bool:
    """Whether Keras 3 would take the logits of a softmax for a sigmoid's, or the other way round.

    On TensorFlow its cross entropies read the logits that either left on its output, whichever it was.

    Args:
        model: whose output it is.
        name: of the loss or metric.
        index: of the output.
        era: of the file.
    """
    tensors, own = symbolic_outputs(model), _LOGITS_OF.get(name)
    if own is None or index >= len(tensors) or era.behaviour("logits_of_activations") != "own":
        return False
    return _activation(tensors[index]) in {"sigmoid", "softmax"} - {own}


def is_plain_sparse(name: str, config: Mapping[str, Any]) -> bool:
    """Whether a loss is the class of sparse cross entropy, of probabilities and with what else it takes by default."""
    return (name == "SparseCategoricalCrossentropy" and not config.get("from_logits") and config.get("ignore_class") is None
            and config.get("axis", -1) == -1 and config.get("reduction", "auto") in ("auto", "sum_over_batch_size"))


def _activation(tensor: Any) -> str:
    """Name of the activation that computed a symbolic tensor; "" if none did."""
    operation, _, index = tensor._keras_history
    if isinstance(operation, keras.Model):
        return _activation(keras.tree.flatten(operation.outputs)[index])
    operation = operation.layer if isinstance(operation, keras.layers.TimeDistributed) else operation
    return "softmax" if isinstance(operation, keras.layers.Softmax) else getattr(
        getattr(operation, "activation", None), "__name__", "")
