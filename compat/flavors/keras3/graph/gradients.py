"""Symbolic gradients: ``K.gradients`` of Keras 2 on JAX, TensorFlow and torch.

A gradient is one more KerasTensor. When it is computed, what lies between its loss and what it is derived by is computed
once more by the backend's own differentiation, with the values that variables had when the run began: a
dropped unit is dropped in both, a moving average has not moved yet. A compiler that sees both shares what is equal.
"""
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import keras
from keras import ops

from compat.era import current

from ..context import current_layer, current_training, describes_a_call, infers_shapes
from .program import Program, begun, offset
from .reading import read, started, variable_behind
from .walk import each_once, nodes_before, placeholders_of, random_states, variables_of


class AsksForGraph(BaseException):
    """The ``call`` of a layer asks how its inputs depend on each other, which values do not know: run it on symbolic tensors.

    No error of the program's, whose handlers are not to see it.
    """


def _ask_for_graph() -> None:
    """Derive by values that know no graph: while Keras infers the shapes of a legacy layer, ask for the graph's tensors.

    Raises:
        AsksForGraph: a layer of Keras 1 to 2.3 is asked for its shapes.
    """
    layer = current_layer()
    if layer is not None and infers_shapes() and current(layer).behaviour("plain_code") == "describes":
        raise AsksForGraph


def gradients(losses: Sequence[Any], wanted: Sequence[Any], constant: Sequence[Any] = ()) -> List[Optional[Any]]:
    """The derivatives of the sum of all numbers in ``losses``, as KerasTensors.

    Args:
        losses: KerasTensors or variables, of any shape.
        wanted: what to derive by: variables, placeholders, or tensors between them and the losses.
        constant: KerasTensors taken for independent of each other and of everything else.

    Returns:
        For each of ``wanted`` a KerasTensor of its shape, or None where the losses do not depend on it.
    """
    if not any(isinstance(loss, keras.KerasTensor) or variable_behind(loss) is loss for loss in losses):
        _ask_for_graph()
    losses = [read(loss) if variable_behind(loss) is loss else loss for loss in losses]
    inputs = _begins(losses, wanted, constant)
    program = Program(inputs, losses)
    connected = [each for each in wanted if _depends(program, each)]
    if not connected:
        return [None for _ in wanted]
    operation = Gradients(program, connected)
    found = operation(*inputs) if inputs else started(operation)
    by_place = {id(each): gradient for each, gradient in zip(connected, found)}
    for each in connected:
        _tell_rows(by_place[id(each)], program, losses, variable_behind(each))
    return [by_place.get(id(each)) for each in wanted]


def _tell_rows(gradient: Any, program: Program, losses: Sequence[Any], variable: Any) -> None:
    """Give the gradient of an ``Embedding``'s weights the attributes of the ``IndexedSlices`` that TensorFlow made.

    ``values`` has a row for each read of a row of the weights, ``(reads, output_dim)``, ``indices`` which one was read.
    """
    reads = [node for node in program.nodes if variable is not None
             and isinstance(node.operation, keras.layers.Embedding) and node.operation.embeddings is variable]
    if not reads:
        return
    found = [(node.input_tensors[0], by_output) for node, by_output in
             zip(reads, gradients(losses, [node.outputs[0] for node in reads])) if by_output is not None]
    indices = [ops.cast(ops.reshape(read_at, (-1,)), "int32") for read_at, _ in found]
    values = [ops.reshape(by_output, (-1, gradient.shape[-1])) for _, by_output in found]
    gradient.indices, gradient.values = (each[0] if len(each) == 1 else ops.concatenate(each) for each in (indices, values))
    gradient.dense_shape = tuple(gradient.shape)


def _begins(losses: Sequence[Any], wanted: Sequence[Any], constant: Sequence[Any]) -> List[Any]:
    """The tensors from which the losses are computed once more: those that are derived by, and what does not depend on them.

    Where a variable is derived by, or torch draws random numbers, which are drawn in their old order, these are placeholders.
    """
    if constant:
        given = [*constant, *_stopped(losses, constant)]
        return each_once([*given, *placeholders_of(losses, given)])
    tensors = [each for each in wanted if isinstance(each, keras.KerasTensor) and variable_behind(each) is None]
    first = [each for each in tensors if not _is_behind(each, [other for other in tensors if other is not each])]
    given = [*first, *_stopped(losses, first)]
    draws = keras.backend.backend() == "torch" and random_states(variables_of(nodes_before(losses)))
    if len(tensors) < len(wanted) or draws and not describes_a_call():
        return placeholders_of(losses)
    return each_once([*given, *placeholders_of(losses, given)])


def _is_behind(tensor: Any, others: Sequence[Any]) -> bool:
    """Whether a tensor is computed from one of the others."""
    seen = {id(each) for node in nodes_before([tensor]) for each in node.input_tensors}
    return any(id(other) in seen for other in others)


def _stopped(losses: Sequence[Any], given: Sequence[Any]) -> List[Any]:
    """What flows into the losses without a gradient: what ``stop_gradient`` gave. Its input may flow there with one, too."""
    return [tensor for node in nodes_before(losses, given) if type(node.operation).__name__ == "StopGradient"
            for tensor in node.outputs]


def _depends(program: Program, wanted: Any) -> bool:
    if not keras.backend.is_float_dtype(keras.backend.standardize_dtype(wanted.dtype)):
        return False
    variable = variable_behind(wanted)
    if variable is not None:
        return any(variable is one for one in program.variables)
    tensors = [*program.inputs, *program.outputs, *(tensor for node in program.nodes for tensor in node.outputs)]
    return any(wanted is tensor for tensor in tensors)


class Gradients(keras.Operation):
    """The operation that computes gradients from the placeholders of the losses.

    Attributes:
        variables: those that the losses depend on.
    """

    def __init__(self, program: Program, wanted: Sequence[Any]) -> None:
        super().__init__()
        self.variables = list(program.variables)
        self._program = program
        self._wanted = [(variable_behind(each), each) for each in wanted]

    def compute_output_spec(self, *inputs: Any) -> List[Any]:
        """KerasTensors of the shapes of what is derived by."""
        return [keras.KerasTensor(shape=each.shape, dtype=keras.backend.standardize_dtype(each.dtype))
                for _, each in self._wanted]

    def call(self, *inputs: Any) -> List[Any]:
        """The gradients for these values of the placeholders."""
        training = current_training()
        values = begun(self.variables)

        def total(moves: Sequence[Any]) -> Tuple[Any, List[Any]]:
            moved, offsets = self._moved(values, moves)
            with keras.StatelessScope(state_mapping=[(v, moved[id(v)]) for v in self.variables]) as scope, \
                    begun.at(moved), offset(offsets):
                losses = self._program.values(inputs, training)
            return sum(ops.sum(loss) for loss in losses), [scope.get_current_value(state) for state in drawn]

        drawn = random_states(self.variables)
        zeros = [self._zeros(values, inputs, place) for place in range(len(self._wanted))]
        with begun.drawing():
            found, states = derive(total, zeros)
        for variable, state in zip(drawn, states):
            variable.assign(state)
        return found

    def _moved(self, values: Dict[int, Any], moves: Sequence[Any]) -> Tuple[Dict[int, Any], Dict[int, Any]]:
        """Values of variables and offsets of tensors, with ``moves`` added to what is derived by."""
        moved, offsets = dict(values), {}
        for (variable, tensor), move in zip(self._wanted, moves):
            if variable is not None:
                moved[id(variable)] = moved[id(variable)] + move
            else:
                offsets[id(tensor)] = move
        return moved, offsets

    def _zeros(self, values: Dict[int, Any], inputs: Sequence[Any], place: int) -> Any:
        variable, tensor = self._wanted[place]
        if variable is not None:
            return ops.zeros_like(values[id(variable)])
        return ops.zeros_like(self._value_of(tensor, inputs))

    def _value_of(self, tensor: Any, inputs: Sequence[Any]) -> Any:
        """The value of a tensor, for its shape: sizes may be known to the run alone."""
        if all(size is not None for size in tensor.shape):
            return ops.zeros(tensor.shape, dtype=tensor.dtype)
        program = Program(self._program.inputs, [tensor])
        with keras.StatelessScope(state_mapping=[(v, begun([v])[id(v)]) for v in program.variables]):
            return program.values(inputs, current_training())[0]


Differentiable = Callable[[List[Any]], Tuple[Any, List[Any]]]


def derive(function: Differentiable, at: List[Any]) -> Tuple[List[Any], List[Any]]:
    """The gradients of a function of a list of tensors, by the backend, and what it gives beside.

    Args:
        function: returns a scalar, which is derived, and a list of other tensors.
        at: where.

    Example:
        >>> [g], beside = derive(lambda xs: (xs[0] * xs[0], []), [ops.convert_to_tensor(3.0)])
        >>> float(g)
        6.0
    """
    return _DERIVE[keras.backend.backend()](function, at)


def _by_jax(function: Differentiable, at: List[Any]) -> Tuple[List[Any], List[Any]]:
    import jax  # only where it is the backend, and so already loaded

    found, beside = jax.grad(function, has_aux=True)(at)
    return found, beside


def _by_tensorflow(function: Differentiable, at: List[Any]) -> Tuple[List[Any], List[Any]]:
    import tensorflow as tf  # only where it is the backend, and so already loaded

    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for tensor in at:
            tape.watch(tensor)
        value, beside = function(at)
    found = tape.gradient(value, at, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return [tf.convert_to_tensor(gradient) for gradient in found], beside


def _by_torch(function: Differentiable, at: List[Any]) -> Tuple[List[Any], List[Any]]:
    import torch  # only where it is the backend, and so already loaded

    with torch.enable_grad():
        places = [tensor.detach().clone().requires_grad_() for tensor in at]
        value, beside = function(places)
        if not value.requires_grad:
            return [torch.zeros_like(place) for place in places], beside
        found = torch.autograd.grad(value, places, create_graph=True, allow_unused=True)
    return [torch.zeros_like(place) if gradient is None else gradient for place, gradient in zip(places, found)], beside


_DERIVE = {"jax": _by_jax, "tensorflow": _by_tensorflow, "torch": _by_torch}
