"""``rnn`` of ``keras.backend.numpy_backend`` (Keras 2.3.1): a step function of NumPy arrays over the time axis."""
from typing import Any, Callable, List, Optional, Sequence, Tuple

import numpy as np

Step = Callable[[Any, List[Any]], Tuple[Any, List[Any]]]


def rnn(step_function: Step, inputs: Any, initial_states: Sequence[Any], go_backwards: bool = False, mask: Any = None,
        constants: Optional[Sequence[Any]] = None, unroll: bool = False,
        input_length: Optional[int] = None) -> Tuple[Any, Any, List[Any]]:
    """Iterate over the time axis; on a masked step the output before and the states are repeated.

    Args:
        step_function: (input (batch, …), list of states and constants) → (output (batch, …), list of new states).
        inputs: (batch, time, …).
        initial_states: arrays (batch, …), as many as the step returns; none for a step without states.
        go_backwards: from the last step to the first; the outputs are in the order computed.
        mask: (batch, time) or (batch, time, 1); 0 where a step is skipped, before the first valid one with an output of 0.
        constants: passed to every step after the states.
        unroll, input_length: accepted; an array has as many steps as it has.

    Returns:
        (last output (batch, …), outputs (batch, time, …), list of last states).

    Example:
        >>> last, outputs, states = rnn(lambda x, states: (x + states[0], [x + states[0]]), np.array([[[1.0], [2.0], [3.0]]]),
        ...                             [np.zeros((1, 1))], mask=np.array([[1, 0, 1]]))
        >>> outputs[0, :, 0].tolist(), last.tolist(), len(states)
        ([1.0, 1.0, 4.0], [[4.0]], 1)
    """
    inputs, states, fixed = np.asarray(inputs), list(initial_states), list(constants or ())
    order = range(inputs.shape[1])[::-1] if go_backwards else range(inputs.shape[1])
    valid = None if mask is None else np.asarray(mask).astype(bool).reshape(inputs.shape[:2])
    outputs: List[Any] = []
    for time in order:
        output, new = step_function(inputs[:, time], states + fixed)
        if valid is not None:
            before = outputs[-1] if outputs else np.zeros_like(output)
            output = _chosen(valid[:, time], output, before)
            new = [_chosen(valid[:, time], after, state) for after, state in zip(new, states)]
        outputs.append(output)
        states = list(new)
    return outputs[-1], np.stack(outputs, axis=1), states


def _chosen(valid: Any, new: Any, old: Any) -> Any:
    """``new`` for the samples whose step is valid, else ``old``: (batch,), (batch, …), (batch, …) → (batch, …)."""
    return np.where(valid.reshape((-1,) + (1,) * (np.ndim(new) - 1)), new, old)
