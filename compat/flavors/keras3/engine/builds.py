"""How a legacy layer's ``build`` is run by Keras 3, and run again where its tensors must follow the weights."""
import functools
import inspect
from typing import Any, Callable, List

import keras
from keras import tree
from keras.src.backend import compute_output_spec  # not public: how Keras calls a layer to see the shapes of its outputs

from compat.era import current

from ..context import building
from ..graph.reading import started
from ..recording import FirstBuild, is_computed, recording, runs_again
from ..uncompiled import ValuesNeededError
from .calls import is_native, shape_of_one, takes_one_shape


def legacy_build(layer: Any, build: Callable[..., Any]) -> Callable[..., Any]:
    """``layer.build`` as Keras 3 wraps it, run as the current layer, then given its initial weights."""
    one_shape = takes_one_shape(type(layer))
    of_program = not is_native(type(layer).build) and (current(layer).of_tf_keras or not isinstance(layer, keras.Model))

    @functools.wraps(build)
    def run(*args: Any, **kwargs: Any) -> None:
        if one_shape and "input_shape" in kwargs:
            args = (kwargs.pop("input_shape"), *args)
        if of_program:
            args = tuple(shape_of_one(layer, each) for each in args)
            kwargs = {name: shape_of_one(layer, each) for name, each in kwargs.items()}
        with building(layer):
            if isinstance(layer, keras.Model) and _is_made_by_its_call(layer, build):
                call_on_placeholders(layer, *args, **kwargs)
            if runs_again():
                type(layer).build(layer, *args, **kwargs)
                return
            with recording(layer, lambda: type(layer).build(layer, *args, **kwargs)) as record:
                build(*args, **kwargs)
        if record.follows_weights:
            _follow_weights(layer, record)
        values = vars(layer)["_initial_weights"]
        if values is not None:
            vars(layer)["_initial_weights"] = None
            layer.set_weights(values)

    if one_shape:
        run.__signature__ = inspect.signature(_build_of_keras_2)  # type: ignore[attr-defined]
    return run


def _build_of_keras_2(input_shape: Any) -> None:
    """What a ``build`` of Keras 2 took: one shape, or a list of them."""


def _is_made_by_its_call(model: Any, build: Callable[..., Any]) -> bool:
    """Whether a model has no ``build`` of its own, and layers that have no weights yet."""
    return bool(getattr(build, "_is_default", False) and any(not layer.built for layer in model._layers))


def call_on_placeholders(model: Any, input_shape: Any = None) -> None:
    """Make the weights of a model by its ``call``, as ``model.build(input_shape)`` of tf.keras did; Keras 3 makes none.

    Raises:
        ValueError: its ``call`` cannot take numbers of these shapes.
    """
    if input_shape is None:
        return
    inputs = tree.map_shape_structure(lambda shape: keras.KerasTensor(tuple(shape)), input_shape)
    try:
        compute_output_spec(model.call, inputs)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, RuntimeError, ValuesNeededError) as error:
        if vars(model).get("_called_with_data"):  # the call that is about to begin makes the weights
            return
        raise ValueError("model {!r} cannot be built for inputs of shape {}: {}; call it on real data instead".format(
            model.name, input_shape, error)) from error


def _follow_weights(layer: Any, record: FirstBuild) -> None:
    facts = vars(layer)
    facts["_first_build"] = record
    if record.computed:
        facts["call"] = _with_new_tensors(record, layer.call)
        for name in record.computed:
            facts[name] = _described_anew(layer, record, name)


class TensorOfBuild(keras.Operation):
    """The operation that computes a tensor of ``build`` from the weights as they are then.

    Attributes:
        variables: the layer's.
    """

    def __init__(self, layer: Any, record: FirstBuild, name: str, place: int, value: Any) -> None:
        super().__init__()
        self._layer, self._record, self._name, self._place = layer, record, name, place
        self._spec = (tuple(value.shape), keras.backend.standardize_dtype(value.dtype))

    @property
    def variables(self) -> List[Any]:
        found: List[Any] = self._layer.variables
        return found

    def compute_output_spec(self) -> Any:
        """A KerasTensor of the shape that the tensor had at first."""
        return keras.KerasTensor(shape=self._spec[0], dtype=self._spec[1])

    def call(self) -> Any:
        """The tensor, from the present weights."""
        with self._record.again():
            return tree.flatten(vars(self._layer)[self._name])[self._place]


def _described_anew(layer: Any, record: FirstBuild, name: str) -> Any:
    """The attribute of a layer with each tensor in it replaced by a symbolic one, which follows the weights.

    While the layer is called, the attribute holds values.
    """
    leaves = tree.flatten(vars(layer)[name])
    symbolic = [started(TensorOfBuild(layer, record, name, place, leaf)) if is_computed(leaf) else leaf
                for place, leaf in enumerate(leaves)]
    return tree.pack_sequence_as(vars(layer)[name], symbolic)


def _with_new_tensors(record: FirstBuild, call: Callable[..., Any]) -> Callable[..., Any]:
    """``call``, for which the attributes that ``build`` computed are computed anew."""

    @functools.wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        with record.again():
            return call(*args, **kwargs)

    return run
