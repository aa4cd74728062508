"""``K.rnn`` of Keras 2: a step function over the time axis, with masks and carried outputs.

On a masked step the states stay, and the output is repeated. Unrolled it is the output before, 0 at the first step. In the
loop of Keras 2.2.4 it is the first state, by convention the output of the step before; since Keras 2.3 it is the output
before there, too, so that the states may be of any shape and number.
"""
from typing import Any, Callable, List, Optional, Sequence, Tuple

from keras import ops
from keras.src import backend

from compat.era import current
from compat.errors import CompatError
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import RankError, Tensor, as_tensor, cast, rank, static_shape
from compat.flavors.keras3.seeds_of_calls import Loop, attempt, drawing_in, loops_without_variables

#: The recurrence of the backend, which keras.ops lacks: a function, since Keras 3.16 in a module of its name.
backend_rnn: Callable[..., Any] = getattr(backend.rnn, "rnn", backend.rnn)

Step = Callable[[Tensor, List[Tensor]], Tuple[Tensor, List[Tensor]]]


class NoInitialStatesError(CompatError, ValueError):
    """A masked recurrence without a state, whose output could not be carried over masked steps."""


def rnn(step_function: Step, inputs: Tensor, initial_states: Sequence[Tensor], go_backwards: bool = False,
        mask: Optional[Tensor] = None, constants: Optional[Sequence[Tensor]] = None, unroll: bool = False,
        input_length: Optional[int] = None) -> Tuple[Tensor, Tensor, List[Tensor]]:
    """Iterate over the time axis.

    Args:
        step_function: (input (batch, …), states + constants) → (output (batch, …), new states); with a mask, in eras
            before 2.3, the first state must be the output.
        inputs: (batch, time, …).
        initial_states: list of tensors (batch, …), as many as the step returns.
        go_backwards: from the last step to the first; the outputs are in the order computed.
        mask: (batch, time) or (batch, time, 1); 0 or False where a step is to be skipped.
        constants: passed to every step after the states.
        unroll: write the steps out instead of a loop; the time must be known.
        input_length: not used, as in TensorFlow's own implementation.

    Returns:
        (last output (batch, …), outputs (batch, time, …), list of last states).

    Raises:
        RankError: ``inputs`` has fewer than three axes, or the time is unknown and to be unrolled.
        NoInitialStatesError: a mask, no states and no unrolling, in eras before 2.3.
    """
    inputs = as_tensor(inputs)
    if rank(inputs) < 3:
        raise RankError("K.rnn takes inputs of at least 3 axes (batch, time, …), not of {}".format(rank(inputs)))
    if mask is not None and not unroll and not initial_states and _carries_first_state():
        raise NoInitialStatesError("K.rnn with a mask needs initial_states: the first one is the output that is "
                                   "carried over masked steps")
    last, outputs, states = call_when_run(_iterated, step_function, inputs, list(initial_states), go_backwards, mask,
                                          list(constants or ()), unroll)
    return last, outputs, list(states)


def _carries_first_state() -> bool:
    """Whether the loop repeats the first state on masked steps, not the output."""
    return current(context.current_layer()).behaviour("rnn_output_before_valid_steps") == "initial_state"


def _iterated(step: Step, inputs: Tensor, states: List[Tensor], go_backwards: bool, mask: Optional[Tensor],
              constants: List[Tensor], unroll: bool) -> Tuple[Tensor, Tensor, List[Tensor]]:
    states = [as_tensor(state) for state in states]
    valid = None if mask is None else _step_mask(mask)
    if unroll:
        return _unrolled(step, _time_first(inputs, go_backwards), _time_first(valid, go_backwards), states, constants)
    return _looped(step, inputs, valid, states, constants, go_backwards)


def _step_mask(mask: Tensor) -> Tensor:
    """(batch, time) or (batch, time, 1) → (batch, time, 1) booleans."""
    mask = cast(mask, "bool")
    return mask if rank(mask) == 3 else ops.expand_dims(mask, -1)


def _looped(step: Step, inputs: Tensor, valid: Optional[Tensor], states: List[Tensor], constants: List[Tensor],
            go_backwards: bool) -> Tuple[Tensor, Tensor, List[Tensor]]:
    """The loop of the backend.

    The mask travels as one more feature of the input: Keras 3 carries another output over masked steps than Keras 2
    did, and not every backend takes a second sequence beside the input. An output that is to be repeated is one more state.
    """
    repeats = valid is not None and not _carries_first_state()
    carried = [_zero_output(step, inputs, states + constants), *states] if repeats else states

    def advance(now: Tensor, before: Sequence[Tensor]) -> Tuple[Tensor, List[Tensor]]:
        before = list(before)[:len(carried)]
        own = before[1:] if repeats else before
        if valid is None:
            output, after = step(now, own + constants)
        else:
            taken = now[(slice(None),) + (0,) * (rank(now) - 2) + (slice(-1, None),)] > 0
            output, after = step(now[..., :-1], own + constants)
            output = _chosen(taken, output, before[0])
            after = [_chosen(taken, new, old) for new, old in zip(after, own)]
        after = [output, *after] if repeats else after
        return output, [ops.cast(new, old.dtype) for new, old in zip(after, before)]

    sequence = inputs if valid is None else _with_mask(inputs, valid)
    try:
        with attempt():
            last, outputs, final = _run(advance, sequence, carried, go_backwards, keeps=False)
    except KeptInLoop:  # as in Keras 2, compute it before the loop, once for all timesteps
        step(inputs[:, 0], states + constants)
        last, outputs, final = _run(advance, sequence, carried, go_backwards)
    return last, outputs, list(final)[int(repeats):]


class KeptInLoop(Exception):
    """A layer kept a tensor in the body of a loop of JAX: of each timestep another."""


def _run(advance: Step, sequence: Tensor, carried: List[Tensor], go_backwards: bool,
         keeps: bool = True) -> Tuple[Tensor, Tensor, List[Tensor]]:
    """The loop. Where no variable can change in it, it carries the number of the timestep, from which random operations draw.

    Raises:
        KeptInLoop: a layer keeps a tensor there, and ``keeps`` says that none may.
    """
    if not loops_without_variables():
        return backend_rnn(advance, sequence, carried, go_backwards=go_backwards)  # type: ignore[no-any-return]
    loops: List[Loop] = []

    def counted(now: Tensor, before: Sequence[Tensor]) -> Tuple[Tensor, List[Tensor]]:
        *own, number = list(before)[:len(carried) + 1]
        loops.append(Loop(number))
        with drawing_in(loops[-1]):
            output, after = advance(now, own)
        return output, [*after, number + 1]

    first = ops.zeros((), dtype="int32")
    try:
        last, outputs, final = backend_rnn(counted, sequence, [*carried, first], go_backwards=go_backwards)
    except Exception as error:
        if keeps or not any(loop.keeps for loop in loops):
            raise
        raise KeptInLoop from error  # JAX may have failed for that
    if not keeps and any(loop.keeps for loop in loops):
        raise KeptInLoop
    if loops:
        loops[-1].advance()
    return last, outputs, list(final)[:len(carried)]


def _zero_output(step: Step, inputs: Tensor, states: List[Tensor]) -> Tensor:
    """What is repeated before the first valid step."""
    return ops.zeros_like(as_tensor(step(inputs[:, 0], states)[0]))


def _with_mask(inputs: Tensor, valid: Tensor) -> Tensor:
    """(batch, time, …, features) and (batch, time, 1) → (batch, time, …, features + 1)."""
    like_one_feature = ops.zeros_like(inputs[..., :1])
    spread = valid[(Ellipsis,) + (None,) * (rank(inputs) - 3)]
    return ops.concatenate([inputs, like_one_feature + cast(spread, inputs.dtype)], axis=-1)


def _time_first(x: Any, go_backwards: bool) -> Any:
    if x is None:
        return None
    x = ops.swapaxes(x, 0, 1)
    return ops.flip(x, axis=0) if go_backwards else x


def _unrolled(step: Step, steps: Tensor, valid: Optional[Tensor], states: List[Tensor],
              constants: List[Tensor]) -> Tuple[Tensor, Tensor, List[Tensor]]:
    outputs: List[Tensor] = []
    for time in range(_known_length(steps)):
        output, new = step(steps[time], states + constants)
        if valid is not None:
            output = _chosen(valid[time], output, outputs[-1] if outputs else ops.zeros_like(output))
            new = [_chosen(valid[time], after, before) for after, before in zip(new, states)]
        outputs.append(output)
        states = list(new)
    return outputs[-1], ops.stack(outputs, axis=1), states


def _known_length(steps: Tensor) -> int:
    length = (static_shape(steps) or (None,))[0]
    if length is None:
        raise RankError("K.rnn cannot unroll a time axis of unknown length; give the input a fixed number of steps")
    return length


def _chosen(taken: Tensor, new: Tensor, old: Tensor) -> Tensor:
    """``new`` for the samples whose timestep is valid, else ``old``: (batch, 1), (batch, …), (batch, …) → (batch, …)."""
    return ops.where(taken[(Ellipsis,) + (None,) * (rank(new) - 2)], new, old)
