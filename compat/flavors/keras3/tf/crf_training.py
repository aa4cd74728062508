"""``tf.contrib.crf.crf_log_likelihood`` of TensorFlow 1.15, which makes the scores of the transitions unless they are given."""
from typing import Any, Optional, Tuple

import compat.flavors.keras3.tf.crf as crf
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, any_symbolic, as_tensor, static_shape
from compat.flavors.keras3.graph.reading import read
from compat.flavors.keras3.tf.stand_ins.scopes import get_variable
from compat.flavors.keras3.variables import is_variable


def crf_log_likelihood(inputs: Any, tag_indices: Any, sequence_lengths: Any,
                       transition_params: Optional[Any] = None) -> Tuple[Tensor, Any]:
    """The logarithm of the probability of the tags, (batch,), and the scores of the transitions.

    Args:
        inputs: (batch, time, tags) scores.
        tag_indices: (batch, time) numbers of tags.
        sequence_lengths: (batch,), how many steps count.
        transition_params: (tags, tags) scores from one tag to the next; None makes ``tf.get_variable("transitions")``.

    Example:
        >>> likelihood, _ = crf_log_likelihood([[[0.0, 1.0], [2.0, 0.0]]], [[1, 0]], [2], [[0.0, 0.0], [0.0, 0.0]])
        >>> round(float(likelihood[0]), 4)
        -0.4402
    """
    if transition_params is None:
        count = (static_shape(inputs) or (None,))[-1]
        transition_params = get_variable("transitions", (count, count))
    given = [inputs, tag_indices, sequence_lengths]
    params = read(transition_params) if is_variable(transition_params) and any_symbolic(given) else as_tensor(transition_params)
    score = call_when_run(crf.crf_sequence_score, *given, params)
    norm = call_when_run(crf.crf_log_norm, inputs, sequence_lengths, params)
    return score - norm, transition_params
