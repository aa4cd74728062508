"""One node of a functional model for what ``keras.ops`` cannot express on KerasTensors: random draws, loops, phases.

Called on KerasTensors, most functions of ``K`` become nodes of ``keras.ops`` by themselves. The others are wrapped in a
:class:`FunctionNode`, which runs the function each time the model runs, with the model's training flag in force.
"""
import functools
from typing import Any, Callable, List, Sequence

import keras

from compat.errors import UnsupportedError
from compat.flavors.keras3 import context, pythons_random
from compat.flavors.keras3.backend.tensors import any_symbolic, as_it_is, is_symbolic
from compat.flavors.keras3.graph.reading import read, started
from compat.flavors.keras3.uncompiled import asks_for_values, spec_by_values
from compat.flavors.keras3.variables import is_variable


class FunctionNode(keras.layers.Layer):
    """A layer that calls ``function(*args, **kwargs)`` with the KerasTensors among its arguments filled in.

    Attributes:
        function: what runs at each call of the model; it may draw random numbers and ask for the learning phase.
    """

    def __init__(self, function: Callable[..., Any], args: Any, kwargs: Any, seed: Any = None) -> None:
        super().__init__(autocast=False)
        self.function = function
        self._template = _Template((args, kwargs))
        self._legacy_seed_generator = pythons_random.seed_generator(seed)
        self.supports_masking = True  # a function of K gives a plain tensor, without a mask and without a warning

    def call(self, inputs: List[Any], training: Any = None) -> Any:
        """The function's value for these tensors, in place of the symbolic ones."""
        args, kwargs = self._template.filled(inputs)
        with context.calling(self, training):
            return self.function(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """What a run gives, or what the function states: its sizes depend on values, or made-up sizes do not fit it."""
        stated = getattr(self.function, "spec_of_sizes_by_values", getattr(self.function, "spec_of_fitting_sizes", None))
        if stated is None:
            return self._inferred(*keras.tree.map_structure(as_it_is, args), **kwargs)
        given, named = self._template.structure
        return stated(*given, **named)

    def _inferred(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().compute_output_spec(*args, **kwargs)
        except Exception as error:
            found = spec_by_values(self.call, args, kwargs) if asks_for_values(error) else None
            if found is None:
                raise
            return found

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> None:
        """None: a function of K drops the mask."""

    def get_config(self) -> Any:
        """Refused: a Python function cannot be stored in a configuration."""
        raise UnsupportedError(
            "a model with K.{} applied to its tensors outside a layer cannot be saved; put the call in a Lambda or a "
            "layer of your own".format(getattr(self.function, "__name__", "function")))


class _Template:
    """Arguments with placeholders for tensors, in an object so that Keras does not track the tensors as state."""

    def __init__(self, structure: Any) -> None:
        self.structure = structure

    def symbolic_leaves(self) -> List[Any]:
        return [leaf for leaf in keras.tree.flatten(self.structure) if is_symbolic(leaf)]

    def filled(self, tensors: List[Any]) -> Any:
        left = iter(tensors)
        return keras.tree.map_structure(lambda leaf: next(left) if is_symbolic(leaf) else leaf, self.structure)


def call_when_run(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """``function(*args, **kwargs)``, at once, or as one node of the functional model if a KerasTensor is among them."""
    if not any_symbolic(args, kwargs):
        return function(*args, **kwargs)
    node = FunctionNode(function, args, kwargs)
    return node(node._template.symbolic_leaves())


def where_sizes_are_known(shape: Callable[..., Sequence[Any]]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator of what computes with the sizes of its first argument: where several are open, a node that runs with values.

    ``keras.ops`` has no shape with more than one open size, which TensorFlow 1 computed when the graph ran.

    Args:
        shape: from the arguments to the shape of the result, None for an open size. Made-up sizes may not fit each other.
    """
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def computed(x: Any, *args: Any) -> Any:
            if is_symbolic(x) and tuple(x.shape).count(None) > 1:
                return call_when_run(function, x, *args)
            return function(x, *args)

        function.spec_of_fitting_sizes = lambda x, *args: keras.KerasTensor(  # type: ignore[attr-defined]
            tuple(shape(x, *args)), dtype=x.dtype)
        return computed

    return decorate


def draw_when_run(function: Callable[..., Any], *args: Any, seed: Any = None) -> Any:
    """``function(*args)``, a draw of random numbers: in plain code, as in Keras 2, a tensor that each run draws anew.

    Args:
        seed: where it is given, so is what the first run, the second run … draw.
    """
    if any_symbolic(args) or not context.describing():
        return call_when_run(function, *args, seed=seed)
    return started(FunctionNode(function, args, {"seed": seed}, seed), [])


def loop_when_run(function: Callable[..., Any], *args: Any) -> Any:
    """``function(*args)``, which calls a function of the program's own: that is not described, but run when the result is."""
    args = keras.tree.map_structure(lambda leaf: read(leaf) if is_variable(leaf) else leaf, args)
    if any_symbolic(args) or not context.describing() or any(map(is_traced, keras.tree.flatten(args))):
        return call_when_run(function, *args)
    return started(FunctionNode(function, args, {}), [])


def is_traced(value: Any) -> bool:
    """Whether this is a tensor without a value yet: ``jax.jit`` or ``tf.function`` compiles, or torch infers shapes."""
    if keras.backend.backend() == "jax":
        import jax

        return isinstance(value, jax.core.Tracer)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return bool(tf.is_symbolic_tensor(value))
    return context.infers_shapes() and hasattr(value, "device")  # torch's numbers there are made up
