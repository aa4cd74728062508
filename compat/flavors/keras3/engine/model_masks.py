"""The masks that a model puts on its outputs."""
from typing import Any, List

import keras
from keras import tree
from keras.src import backend
from keras.src.models import Functional

from compat.flavors.shared.generic import has_arg

from .apart import apart
from .masks import get_mask, masks_of


class MaskOfModel(keras.Operation):
    """The mask that a model puts on one of its outputs, as an operation, so that it can be symbolic."""

    def __init__(self, model: Any, index: int) -> None:
        super().__init__()
        self._of = (model, index)

    def call(self, inputs: Any, mask: Any = None) -> Any:
        model, index = self._of
        return _real_masks(model, inputs, mask)[index]


def masks_through(model: Any, inputs: Any, mask: Any) -> Any:
    """The mask of the outputs of a model, symbolic for symbolic inputs; a list for several outputs."""
    symbolic = any(isinstance(tensor, backend.KerasTensor) for tensor in tree.flatten(inputs))
    if not symbolic:
        masks = _real_masks(model, inputs, mask)
    else:
        present = _which_masks(model, inputs, mask)
        masks = [MaskOfModel(model, index)(inputs, mask=mask) if there else None for index, there in enumerate(present)]
    return masks[0] if len(masks) == 1 else masks


def is_graph(model: Any) -> bool:
    """Whether a model is its graph of layers, and has no ``call`` of its own."""
    own = model._functional if isinstance(model, keras.Sequential) else model
    return isinstance(own, Functional) and not getattr(model, "_defines_call", False)


def _real_masks(model: Any, inputs: Any, mask: Any) -> List[Any]:
    with apart(model):  # the model runs besides: twice, its losses would count twice
        outputs = _called(getattr(model, "_call_alone", model.call), inputs, mask)
    return [get_mask(tensor) for tensor in tree.flatten(outputs)]


def _called(call: Any, inputs: Any, mask: Any) -> Any:
    """What ``call`` gives; one that a program wrote need not take a mask."""
    return call(inputs, mask=mask) if has_arg(call, "mask", accept_all=True) else call(inputs)


def _which_masks(model: Any, inputs: Any, mask: Any) -> List[bool]:
    """For each output, whether it carries a mask: as the model's own outputs where no mask comes in, else found by tracing."""
    given = masks_of(inputs) if mask is None else mask
    if is_graph(model) and all(each is None for each in tree.flatten(given)):
        return [get_mask(tensor) is not None for tensor in tree.flatten(model.outputs)]
    found: List[bool] = []

    def note(inputs: Any, mask: Any = None) -> Any:
        outputs = _called(model.call, inputs, mask)
        found[:] = [get_mask(tensor) is not None for tensor in tree.flatten(outputs)]
        return outputs

    backend.compute_output_spec(note, inputs, mask=given)
    return found
