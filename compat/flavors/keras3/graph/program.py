"""Symbolic tensors as a program: from values of some tensors to values of others."""
import inspect
import threading
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence

import keras
import numpy as np
from keras import ops, tree

from compat.errors import CompatError

from .. import context
from ..logits import as_operation
from ..variables import is_variable
from .walk import is_placeholder, nodes_before, placeholders_of, variables_of


class FeedError(CompatError, ValueError):
    """A tensor depends on a placeholder that was given no value."""


class Program:
    """What computes some KerasTensors from others.

    Args:
        inputs: KerasTensors whose values each run is given: placeholders, or tensors between them and the outputs.
        outputs: KerasTensors to compute.

    Attributes:
        nodes: calls of operations, in the order in which they run.
        variables: all that these read.

    Raises:
        FeedError: an output depends on a placeholder that is not among the inputs.

    Example:
        >>> import numpy as np
        >>> x = keras.Input(batch_shape=(2,))
        >>> y = x * 3.0
        >>> [value] = Program([x], [y]).values([np.ones(2)])
        >>> ops.convert_to_numpy(value).tolist()
        [3.0, 3.0]
    """

    def __init__(self, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self.nodes = nodes_before(self.outputs, self.inputs)
        self.variables = variables_of(self.nodes)
        self._given_variables = {id(node) for node in self.nodes if _is_given_variables(node)}
        missing = placeholders_of(self.outputs, self.inputs)
        if missing:
            raise FeedError("placeholder {} of shape {} has no value: give it among the inputs, as "
                            "K.function([placeholder], …) does, or in a feed_dict".format(
                                ", ".join(repr(each.name) for each in missing), missing[0].shape))

    def values(self, given: Sequence[Any], training: Any = None) -> List[Any]:
        """The values of the outputs, with the present values of the variables.

        Args:
            given: a tensor or array for each input.
            training: flag for the layers that take one.
        """
        with context.calling(None, training), begun.at_first(self.variables):
            return self._values(given, training)

    def _values(self, given: Sequence[Any], training: Any) -> List[Any]:
        offsets = _state.offsets
        found: Dict[int, Any] = {}
        for tensor, value in zip(self.inputs, given):
            found[id(tensor)] = _moved(tensor, as_given(value, tensor), offsets)
        for node in self.nodes:
            args, kwargs = node.arguments.fill_in(found)
            if id(node) in self._given_variables:
                args, kwargs = tree.map_structure(lambda leaf: leaf.value if is_variable(leaf) else leaf, (args, kwargs))
            outputs = as_stated(node.operation, _flagged(node.operation, training))(*args, **kwargs)
            for tensor, value in zip(node.outputs, tree.flatten(outputs)):
                if id(tensor) not in found:
                    found[id(tensor)] = _moved(tensor, value, offsets)
        return [found[id(tensor)] for tensor in self.outputs]


def is_text(place: Any) -> bool:
    """Whether an input takes texts on a backend without tensors of them: an array of them passes what does not compute."""
    return bool(place.dtype == "string") and keras.backend.backend() != "tensorflow"


def as_given(value: Any, place: Any) -> Any:
    """The tensor, or the array of texts, that an input takes for a value."""
    return np.asarray(value) if is_text(place) else ops.convert_to_tensor(value, dtype=place.dtype)


def _is_given_variables(node: Any) -> bool:
    """Whether variables are among the arguments of an operation, some of which JAX gives arrays alone; a layer reads them."""
    arguments = tree.flatten([node.arguments.args, node.arguments.kwargs])
    return not isinstance(node.operation, keras.layers.Layer) and any(map(is_variable, arguments))


def _flagged(operation: Any, training: Any) -> Callable[..., Any]:
    """What runs an operation with the training flag of the model, where it is a layer that takes one."""
    if training is None or not _takes_training(operation):
        return operation  # type: ignore[no-any-return]
    return lambda *args, **kwargs: operation(*args, **{**kwargs, "training": training})


def _takes_training(operation: Any) -> bool:
    """Not public: what says so is ``_call_context_args`` since Keras 3.11 and ``_call_has_training_arg`` before."""
    names = getattr(operation, "_call_context_args", None)
    return bool(getattr(operation, "_call_has_training_arg", False)) if names is None else "training" in names


def as_stated(operation: Any, run: Callable[..., Any]) -> Callable[..., Any]:
    """What runs a recorded call of an operation: ``run``, with the flag of the model; but a flag that the call stated wins,
    and the phase that ``K.set_learning_phase`` stated wins over the model's.

    Keras 3 also records a flag that no call stated, where a layer's own default is False; legacy layers take it out. Of a layer
    or model of Keras's own only another flag than that default is known to be stated.
    """
    def call(*args: Any, **kwargs: Any) -> Any:
        if not getattr(operation, "_is_legacy", False):
            stated = kwargs.get("training") is not None and kwargs["training"] != _default_of_training(operation)
            outputs = (operation if stated else run)(*args, **kwargs)
            return as_operation(operation, outputs, args[0]) if args else outputs
        if kwargs.get("training") is None and context.stated_phase() is not None and _takes_training(operation):
            kwargs = {**kwargs, "training": bool(context.stated_phase())}
        return (run if kwargs.get("training") is None else operation)(*args, **kwargs)

    return call


def _default_of_training(operation: Any) -> Any:
    kind = type(operation)
    if kind not in _DEFAULTS:
        parameter = inspect.signature(kind.call).parameters.get("training")
        _DEFAULTS[kind] = None if parameter is None else parameter.default
    return _DEFAULTS[kind]


_DEFAULTS: Dict[type, Any] = {}  # of the argument ``training``, by the class of a layer


class AsStated:
    """Mix-in of a functional model: a layer that was called with ``training=True`` or False always runs so, as in Keras 2."""

    def _run_through_graph(self, inputs: Any, operation_fn: Any = lambda operation: operation, **kwargs: Any) -> Any:
        run = operation_fn if kwargs.get("call_fn") else lambda operation: as_stated(operation, operation_fn(operation))
        return super()._run_through_graph(inputs, operation_fn=run, **kwargs)  # type: ignore[misc]


class _State(threading.local):
    def __init__(self) -> None:
        self.offsets: Mapping[int, Any] = {}
        self.begun: Optional[Dict[int, Any]] = None
        self.torch_draws: Any = None


_state = _State()


class _Begun:
    """The values that variables had when the outermost program began to run; called on variables, their values by ``id``.

    In Keras 2 all reads of a step came before its assignments.
    """

    def __call__(self, variables: Sequence[Any]) -> Dict[int, Any]:
        known = _state.begun or {}
        return {id(v): known[id(v)] if id(v) in known else _value_kept(v) for v in variables}

    @contextmanager
    def at(self, values: Dict[int, Any]) -> Iterator[None]:
        """State these values, while the block runs."""
        outer, _state.begun = _state.begun, values
        try:
            yield
        finally:
            _state.begun = outer

    @contextmanager
    def at_first(self, variables: Sequence[Any]) -> Iterator[None]:
        """Note the present values, unless a program is running that has noted its own."""
        if _state.begun is not None:
            yield
            return
        _state.torch_draws = _torch_draws()
        with self.at(self(variables)):
            yield

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw the random numbers again that the run has drawn since it began; torch keeps their state itself."""
        before, begin = _torch_draws(), _state.torch_draws
        if before is None or begin is None:
            yield
            return
        import torch  # only where it is the backend, and so already loaded

        torch.set_rng_state(begin)
        try:
            yield
        finally:
            if not torch.equal(before, begin):
                torch.set_rng_state(before)


begun = _Begun()


def _value_kept(variable: Any) -> Any:
    """The value now, also after an assignment, which changes the tensor itself on TensorFlow and torch.

    The weights that training changes are not copied: no layer assigns to them.
    """
    return ops.convert_to_tensor(variable) if variable.trainable else ops.copy(ops.convert_to_tensor(variable))


def _torch_draws() -> Any:
    """The state of torch's own random generator, which Keras's Dropout uses there; None on other backends."""
    if keras.backend.backend() != "torch":
        return None
    import torch  # only where it is the backend, and so already loaded

    return torch.get_rng_state()


@contextmanager
def offset(offsets: Optional[Mapping[int, Any]]) -> Iterator[None]:
    """Add something to tensors wherever programs compute them: with zeros, what derivatives are taken to.

    Args:
        offsets: ``id`` of a KerasTensor → what is added to its value.
    """
    outer = _state.offsets
    added = {key: value + outer[key] if key in outer else value for key, value in (offsets or {}).items()}
    _state.offsets = {**outer, **added}
    try:
        yield
    finally:
        _state.offsets = outer


def _moved(tensor: Any, value: Any, offsets: Mapping[int, Any]) -> Any:
    return value + offsets[id(tensor)] if id(tensor) in offsets else value


def settled(values: Any) -> Any:
    """The same nest with the values of variables, and of each KerasTensor that no placeholder feeds."""
    if type(values) is list:
        return [settled(value) for value in values]  # where ``tree`` is slow on torch
    return tree.map_structure(_settled, values) if isinstance(values, (list, tuple, dict)) else _settled(values)


def _settled(leaf: Any) -> Any:
    if isinstance(leaf, keras.Variable):
        return keras.ops.convert_to_tensor(leaf)
    return _value(leaf) if is_settleable(leaf) else leaf


def is_settleable(tensor: Any) -> bool:
    """Whether this is a KerasTensor that depends on variables and numbers alone."""
    return isinstance(tensor, keras.KerasTensor) and not is_placeholder(tensor) and not placeholders_of([tensor])


def _value(tensor: Any) -> Any:
    return Program([], [tensor]).values([], context.current_training())[0]
