"""Which legacy layer is being called, whether in training, and whose random numbers it may draw.

Keras 2 answered these three from its graph: the learning phase was a placeholder, a random operation kept its own
state. Keras 3 has neither, and ``jax.jit`` forbids hidden state, so the functions of :mod:`.backend` ask here. The
engine enters :func:`calling` around each ``call`` and :func:`building` around each ``build``; native layers of Keras 3
are found through Keras's own call context. State is per thread, as in Keras itself.
"""
import importlib
from contextlib import contextmanager, nullcontext
from typing import Any, ContextManager, Iterator, List, Optional

import keras
from keras.src.backend.common import global_state  # no public way to the call context or the stateless scope

from compat.era import current

from .call_stack import Counted, Frame, Pushed, Stepping, stack


class LearningPhase(int):
    """0 or 1, known to ``K.function`` as the place where its caller feeds the phase."""

    dtype = "bool"
    shape = ()


_stated_phase: Optional[int] = None


def calling(layer: Any, training: Any = None) -> ContextManager[None]:
    """Make ``layer`` the current one for the length of its ``call``.

    Args:
        layer: the layer whose ``call`` runs.
        training: its training flag: a bool, a scalar tensor, or None for "as the enclosing call".

    Example:
        >>> with calling("dense_1", training=True):
        ...     current_layer(), current_training()
        ('dense_1', True)
        >>> current_layer() is None
        True
    """
    return Pushed(Frame(layer, training))


def building(layer: Any) -> ContextManager[None]:
    """Make ``layer`` the current one for the length of its ``build``, where ``K.variable`` makes real variables."""
    return Pushed(Frame(layer, building=True))


_STEPPING, _STEPPING_OF_A_MODEL = Stepping("steps"), Stepping("steps", "model_steps")
_GRAPHS, _DESCRIBED_CALLS = Counted("graphs"), Counted("described_calls")


def stepping() -> ContextManager[None]:
    """While the block runs, tensors are computed, not described: a training step, a ``K.function``, an evaluation."""
    return _STEPPING


def current_run() -> Any:
    """What stands for the step that is going on, or for Keras's inference of shapes or its tracing; None in plain code."""
    scope = global_state.get_global_attribute(_INFERS) or global_state.get_global_attribute("stateless_scope")
    return stack.run if stack.steps else scope


def stepping_of_a_model() -> ContextManager[None]:
    """While the block runs, a model's own step computes, which counts added metrics beside the loss."""
    return _STEPPING_OF_A_MODEL


@contextmanager
def objectives_in_phase(training: bool) -> Iterator[None]:
    """While the block runs, functions of losses and metrics, which no layer's call encloses, are in this phase."""
    outer, stack.phase_of_objectives = stack.phase_of_objectives, training
    try:
        yield
    finally:
        stack.phase_of_objectives = outer


def in_a_step() -> bool:
    """Whether tensors are computed: in a training step, a ``K.function`` or an evaluation."""
    return stack.steps > 0


def compiled() -> ContextManager[None]:
    """While the block runs, code is that which tf.keras traced once, in ``fit`` or a ``tf.function``, and ran as a graph."""
    return _GRAPHS


def in_compiled_code() -> bool:
    """Whether tf.keras ran the code that is running as a graph."""
    return stack.graphs > 0 or in_function_of_tensorflow()


def outside_functions() -> Any:
    """Context manager: what changes variables in the block does so now and once, not in each run of a ``tf.function``."""
    return importlib.import_module("tensorflow").init_scope() if in_function_of_tensorflow() else nullcontext()


def making_variables_outside() -> Any:
    """Context manager: variables are made outside of a ``tf.function``, which makes none after its first run."""
    if not in_function_of_tensorflow():
        return nullcontext()
    variables = importlib.import_module("tensorflow.python.ops.resource_variable_ops")  # not public: its class asks no creator

    def create(next_creator: Any, **given: Any) -> Any:
        with outside_functions():
            return variables.ResourceVariable(**given)

    return importlib.import_module("tensorflow").variable_creator_scope(create)


def in_function_of_tensorflow() -> bool:
    return keras.backend.backend() == "tensorflow" and bool(importlib.import_module("tensorflow").inside_function())


def in_plain_call() -> bool:
    """Whether code calls layers by itself and at once: outside of layers, of a model's steps and of Keras's tracing."""
    return not (stack.frames or stack.model_steps or _is_keras_at_work())


def _is_keras_at_work() -> bool:
    """Whether Keras itself calls a layer, traces shapes, or runs without state."""
    return _keras_call_context() is not None or in_stateless_scope() or infers_shapes()


_INFERS = "symbolic_scope"


def infers_shapes() -> bool:
    """Whether Keras runs code only to see which shapes come out."""
    return global_state.get_global_attribute(_INFERS) is not None


@contextmanager
def with_values() -> Iterator[None]:
    """While the block runs, values are to be looked at, also where shapes are inferred."""
    outer = global_state.get_global_attribute(_INFERS)
    global_state.set_global_attribute(_INFERS, None)
    try:
        yield
    finally:
        global_state.set_global_attribute(_INFERS, outer)


def describing() -> bool:
    """Whether this is plain code, which in Keras 2 added to the graph: outside of layers, steps and Keras's own tracing.

    The plain code of TensorFlow 2, an era from 2.4 on, computes at once.
    """
    if stack.frames or stack.steps or _is_keras_at_work():
        return False
    return current().behaviour("plain_code") == "describes"


@contextmanager
def as_plain_code() -> Iterator[None]:
    """While the block runs, code describes a graph, as outside of layers, whatever is being called: a layer's ``call``."""
    outer, call = (stack.frames, stack.steps), _keras_call_context()
    stack.frames, stack.steps = [], 0
    global_state.set_global_attribute(_CALL, None)
    try:
        with _DESCRIBED_CALLS:
            yield
    finally:
        stack.frames, stack.steps = outer
        global_state.set_global_attribute(_CALL, call)


def describes_a_call() -> bool:
    """Whether the ``call`` of a layer describes a graph."""
    return stack.described_calls > 0


def connecting() -> bool:
    """Whether layers that are called become part of a model by that: in plain code, or where a Sequential connects its own."""
    return all(frame.building for frame in stack.frames) and not (stack.steps or _is_keras_at_work())


def in_old_code() -> bool:
    """Whether a legacy layer, a training step, a ``K.function`` or plain code of the graph is running."""
    return bool(stack.frames or stack.steps) or describing()


def current_layer() -> Any:
    """The innermost legacy layer that is being called or built, or None."""
    return stack.frames[-1].layer if stack.frames else None


def runs_updates(layer: Any) -> bool:
    """Whether what a layer updates in training counts: as the model that trains has settled it, or by ``trainable``."""
    by_flag = bool(layer.trainable)
    return by_flag if stack.settled is None else stack.settled.runs.get(id(layer), by_flag)


def path_of_call(layer: Any = None) -> Any:
    """Which call of a layer is going on in the step of a model: a key; None where nobody has settled that.

    Args:
        layer: one that asks once in each call; by default the current layer, in whose call any may ask.
    """
    if stack.settled is None:
        return None
    if layer is not None:
        return stack.settled.path(layer, object())
    return stack.settled.path(stack.frames[-1].layer, stack.frames[-1]) if stack.frames else None


def layers_at_work() -> List[Any]:
    """The legacy layers that are being called or built, the innermost first."""
    return [frame.layer for frame in reversed(stack.frames)]


def in_call() -> bool:
    """Whether this runs inside some layer's ``call`` (legacy or native), where no variable may be made."""
    if stack.frames:
        return not stack.frames[-1].building
    return _keras_call_context() is not None


def current_training() -> Any:
    """The training flag in force.

    The innermost call that states one decides, then Keras 3's own call context, then ``K.set_learning_phase``, then the step
    whose losses and metrics are computed.

    Returns:
        A bool, or the scalar tensor that was passed as ``training``; False when nothing says otherwise.
    """
    for frame in reversed(stack.frames):
        if frame.training is not None:
            return frame.training
    native = getattr(_keras_call_context(), "training", None)
    if native is not None:
        return native
    return stack.phase_of_objectives if _stated_phase is None else bool(_stated_phase)


def note_phase_asked() -> None:
    """A layer asks for a phase that its caller has not stated: its output differs in training."""
    if all(frame.training is None for frame in stack.frames):
        stack.phase_asked = True


@contextmanager
def noting_phase() -> Iterator[List[bool]]:
    """While the block runs, note whether the phase is asked for: at its end, the list that it is given holds the answer."""
    outer, stack.phase_asked = stack.phase_asked, False
    found: List[bool] = []
    try:
        yield found
    finally:
        found.append(stack.phase_asked)
        stack.phase_asked = outer or stack.phase_asked


def stated_phase() -> Optional[int]:
    """What ``K.set_learning_phase`` was given, 0 or 1, or None."""
    return _stated_phase


def state_phase(value: Optional[int]) -> None:
    """Fix the learning phase for the whole process, as ``K.set_learning_phase`` did; None lets the calls decide."""
    global _stated_phase
    _stated_phase = value


def may_make_variables() -> bool:
    """Whether a variable may be made now: in plain code, or while Keras infers shapes, but not in compiled code."""
    return not in_stateless_scope() or global_state.get_global_attribute("symbolic_scope") is not None


def in_stateless_scope() -> bool:
    """Whether Keras is tracing: variables then hold no value of their own, and new ones must be given lazily."""
    return global_state.get_global_attribute("stateless_scope") is not None


_CALL = "current_call_ctx"


def _keras_call_context() -> Any:
    return global_state.get_global_attribute(_CALL)
