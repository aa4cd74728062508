"""How a legacy layer's ``build`` is run by Keras 3, and run again where its tensors must follow the weights."""
import functools
from typing import Any, Callable, List

import keras
from keras import tree

from ..context import building
from ..graph.reading import started
from ..recording import FirstBuild, is_computed, recording, runs_again


def legacy_build(layer: Any, build: Callable[..., Any]) -> Callable[..., Any]:
    """``layer.build`` as Keras 3 wraps it, run as the current layer, then given its initial weights."""

    @functools.wraps(build)
    def run(*args: Any, **kwargs: Any) -> None:
        with building(layer):
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

    return run


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
