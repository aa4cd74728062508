"""A tape on JAX: a trace of JAX that computes each operation as it comes, and notes it for the gradient.

JAX itself derives functions only. A trace sees each operation of a thread, whatever function it came from; this one gives it
to the trace below, remembers which arrays went in and came out, and walks back over these notes when a gradient is asked
for. ``jax._src.core`` is not public: it has had these names since JAX 0.4.36.
"""
import contextlib
import threading
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

import jax
import jax.numpy as jnp
import numpy as np
from jax._src import core

from compat.flavors.keras3.backend.tensors import as_tensor
from compat.flavors.keras3.graph.assigned import Assignments
from compat.flavors.keras3.variables import is_variable

Pullback = Callable[[Sequence[Any]], Sequence[Any]]


class Note(NamedTuple):
    """One operation.

    Attributes:
        inputs, outputs: arrays. An output is never the same object as an input.
        pullback: from the positions of inputs and the gradients of outputs, None for none, to the gradients of these inputs.
    """

    inputs: Sequence[Any]
    outputs: Sequence[Any]
    pullback: Callable[[Tuple[int, ...], Sequence[Any]], Sequence[Any]]


class Watch(NamedTuple):
    """From here on, what is made of this array is recorded."""

    array: Any


class _Trace(core.Trace):  # type: ignore[misc]
    """What JAX gives operations to, for one depth of nested tapes: what JAX has compiled belongs to the trace."""

    below: Any = None
    recording: Any = None

    def stage_value(self, val: Any) -> Any:
        """An array of a number or of an array of NumPy."""
        return self.below.stage_value(val)

    def process_primitive(self, primitive: Any, args: Any, params: Any) -> Any:
        """Compute one operation."""
        with core.set_current_trace(self.below):
            found = primitive.bind(*args, **params)
        outputs = self._noted(args, found if primitive.multiple_results else [found],
                              lambda places, given: _pulled(primitive, params, args, places, given))
        return outputs if primitive.multiple_results else outputs[0]

    def process_call(self, primitive: Any, f: Any, args: Any, params: Any) -> Any:
        """Compute a function that is called as one operation."""
        return self._whole(args, lambda trace, values: trace.process_call(primitive, f, values, params))

    def process_custom_jvp_call(self, primitive: Any, fun: Any, jvp: Any, args: Any, **options: Any) -> Any:
        """Compute a function with a derivative of its own."""
        return self._whole(args, lambda trace, values: trace.process_custom_jvp_call(primitive, fun, jvp, values, **options))

    def process_custom_vjp_call(self, primitive: Any, fun: Any, fwd: Any, bwd: Any, args: Any, **options: Any) -> Any:
        """Compute a function with a gradient of its own."""
        return self._whole(args, lambda trace, values: trace.process_custom_vjp_call(
            primitive, fun, fwd, bwd, values, **options))

    def _whole(self, args: Sequence[Any], call: Callable[[Any, Sequence[Any]], Any]) -> Any:
        """Compute what can be called only once, with its pullback."""
        places = [place for place, each in enumerate(args) if _is_inexact(each)]

        def function(*inexact: Any) -> Any:
            return call(core.trace_ctx.trace, _replaced(args, places, inexact))

        with core.set_current_trace(self.below):
            found, pullback = jax.vjp(function, *[args[place] for place in places])

        def pulled(wanted: Tuple[int, ...], given: Sequence[Any]) -> Sequence[Any]:
            by_place = dict(zip(places, pullback([_gradient_of(each, one) for each, one in zip(given, found)])))
            return [by_place[place] for place in wanted]

        return self._noted(args, found, pulled)

    def _noted(self, inputs: Sequence[Any], outputs: Sequence[Any], pullback: Any) -> List[Any]:
        if self.recording is None or self.recording.is_paused:
            return list(outputs)
        seen = {id(each) for each in inputs}
        found: List[Any] = []
        for each in outputs:
            with core.set_current_trace(self.below):
                found.append(jnp.array(each, copy=True) if id(each) in seen else each)
            seen.add(id(each))
        self.recording.notes.append(Note(inputs, found, pullback))
        return found


class _Traces(threading.local):
    def __init__(self) -> None:
        self.by_depth: List[_Trace] = []
        self.depth = 0


_traces = _Traces()


class JaxRecording(Assignments):
    """What one tape recorded.

    Args:
        accessed: whether trainable variables are watched without being told.

    Attributes:
        notes: the operations, and what was watched, in their order.
        is_paused: whether operations are left out now.
    """

    def __init__(self, accessed: bool) -> None:
        super().__init__()
        self.notes: List[Any] = []
        self.is_paused = False
        self._accessed = accessed
        self._told: Dict[int, Any] = {}
        self._block = contextlib.ExitStack()

    def start(self) -> None:
        """Begin to record."""
        if _traces.depth == len(_traces.by_depth):
            _traces.by_depth.append(_Trace())
        trace = _traces.by_depth[_traces.depth]
        trace.below, trace.recording = core.trace_ctx.trace, self
        _traces.depth += 1
        self._block.enter_context(core.set_current_trace(trace))
        self._block.callback(self._end, trace)
        self.begin()

    @staticmethod
    def _end(trace: _Trace) -> None:
        _traces.depth -= 1
        trace.recording = None

    def stop(self) -> None:
        """End the record."""
        self._block.close()

    def watch(self, source: Any) -> None:
        """Record what is made of a tensor or variable."""
        self._told[id(source)] = source
        if not is_variable(source):
            self.notes.append(Watch(source))

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing in the block."""
        outer, self.is_paused = self.is_paused, True
        try:
            yield
        finally:
            self.is_paused = outer

    def release(self) -> None:
        """The tape is used up."""
        self.end()
        self.notes = []

    def gradients(self, targets: Sequence[Any], upstream: Sequence[Any], sources: Sequence[Any]) -> List[Any]:
        """For each source the derivative of all targets, times ``upstream``, or None."""
        notes = list(self.notes)
        places = [self._arrays(source, notes) for source in sources]
        found: Dict[int, Any] = {}
        for target, given in zip(targets, upstream):
            if _is_inexact(target):
                _add(found, target, jnp.ones_like(target) if given is None else jnp.broadcast_to(given, target.shape))
        for note, live in reversed(list(_followed(notes, places, self._variables(sources)))):
            given = [found.get(id(each)) for each in note.outputs]
            if live and any(each is not None for each in given):
                for place, gradient in zip(live, note.pullback(live, given)):
                    _add(found, note.inputs[place], gradient)
        return [_sum([found[id(array)] for array in arrays if id(array) in found]) for arrays in places]

    def _variables(self, sources: Sequence[Any]) -> List[Any]:
        """The values of the variables among the sources, which are watched from the beginning on."""
        return [array for source in sources if is_variable(source) for array in self._values(source)]

    def _values(self, variable: Any) -> List[Any]:
        watched = id(variable) in self._told or self._accessed and variable.trainable
        return [*self.before(variable), variable.value] if watched else []

    def _arrays(self, source: Any, notes: Sequence[Any]) -> List[Any]:
        """The arrays whose gradients are that of a source: none if the tape did not watch it."""
        if is_variable(source):
            return self._values(source)
        array = as_tensor(source)
        made = any(each is array for note in notes if isinstance(note, Note) for each in note.outputs)
        return [array] if id(array) in self._told or made else []


def _followed(notes: Sequence[Any], places: Sequence[Sequence[Any]], variables: Sequence[Any]) -> Iterator[Any]:
    """Each operation that depends on a source, with the positions of the inputs that do."""
    wanted = {id(array) for arrays in places for array in arrays}
    live = {id(array) for array in variables}
    for note in notes:
        if isinstance(note, Watch):
            live.update({id(note.array)} & wanted)
            continue
        inputs = tuple(place for place, each in enumerate(note.inputs) if id(each) in live and _is_inexact(each))
        live.update(id(each) for each in note.outputs if inputs or id(each) in wanted)
        if inputs:
            yield note, inputs


def _pulled(primitive: Any, params: Dict[str, Any], inputs: Sequence[Any], places: Tuple[int, ...],
            given: Sequence[Any]) -> Sequence[Any]:
    """The gradients of some inputs of an operation; what JAX compiles for it serves all of its kind."""
    found = _compiled.get(primitive, params, places)
    return found(list(inputs), list(given))  # type: ignore[no-any-return]


class _Compiled:
    """Functions that give the gradients of operations, by the operation, its parameters and the inputs that are derived by."""

    def __init__(self) -> None:
        self._known: Dict[Any, Any] = {}

    def get(self, primitive: Any, params: Dict[str, Any], places: Tuple[int, ...]) -> Any:
        key = (primitive, places, tuple(sorted(params.items(), key=lambda each: each[0])))
        try:
            found = self._known.get(key)
        except TypeError:  # a parameter that cannot be looked up
            return _backward(primitive, params, places)
        if found is None:
            if len(self._known) > 10000:
                self._known.clear()
            found = self._known[key] = jax.jit(_backward(primitive, params, places))
        return found


_compiled = _Compiled()


def _backward(primitive: Any, params: Dict[str, Any], places: Tuple[int, ...]) -> Callable[[List[Any], List[Any]], Any]:
    def function(inputs: List[Any], given: List[Any]) -> Any:
        def forward(*moved: Any) -> Any:
            found = primitive.bind(*_replaced(inputs, places, moved), **params)
            return found if primitive.multiple_results else [found]

        outputs, pullback = jax.vjp(forward, *[inputs[place] for place in places])
        return pullback([_gradient_of(each, output) for each, output in zip(given, outputs)])

    return function


def _gradient_of(gradient: Optional[Any], output: Any) -> Any:
    """The gradient of an output as JAX wants it: zeros where there is none, and of no size for integers."""
    if not _is_inexact(output):
        return np.zeros(output.shape, dtype=jax.dtypes.float0)
    return jnp.zeros_like(output) if gradient is None else gradient


def _replaced(values: Sequence[Any], places: Sequence[int], others: Sequence[Any]) -> List[Any]:
    by_place = dict(zip(places, others))
    return [by_place.get(place, value) for place, value in enumerate(values)]


def _is_inexact(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "shape") and bool(jnp.issubdtype(value.dtype, jnp.inexact))


def _add(found: Dict[int, Any], array: Any, gradient: Any) -> None:
    found[id(array)] = gradient if id(array) not in found else found[id(array)] + gradient


def _sum(gradients: Sequence[Any]) -> Optional[Any]:
    total = None
    for gradient in gradients:
        total = gradient if total is None else total + gradient
    return total
