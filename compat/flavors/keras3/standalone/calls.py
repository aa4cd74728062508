"""Calls of layers on symbolic tensors, and their masks where these no longer travel by themselves."""
import inspect
from typing import Any, Dict, Tuple

import keras
from keras import tree

from ..engine.masks import get_mask


class Masks:
    """The masks of symbolic tensors: one that a layer of Keras leaves travels with its tensor, any other is kept here."""

    def __init__(self) -> None:
        self._stated: Dict[int, Any] = {}
        self._alive: list = []  # type: ignore[type-arg]

    def of(self, tensors: Any) -> Any:
        """The masks of tensors, in the same structure."""
        return tree.map_structure(lambda each: self._stated.get(id(each), get_mask(each)), tensors)

    def any_of(self, tensors: Any) -> bool:
        """Whether one of them is masked."""
        return any(self.of(each) is not None for each in _symbolic(tensors))

    def is_stated(self, tensors: Any) -> bool:
        """Whether one of them has a mask that does not travel with it."""
        return any(id(each) in self._stated for each in _symbolic(tensors))

    def replace(self, tensor: Any, mask: Any) -> None:
        """Keep another mask for a tensor than the one that travels with it."""
        if mask is not None:
            self._stated[id(tensor)] = mask
            self._alive.append(tensor)

    def state(self, tensors: Any, masks: Any) -> None:
        """Keep the masks of tensors; None where there is none."""
        flat = tree.flatten(tensors)
        found = tree.flatten(masks) if masks is not None else []
        for tensor, mask in zip(flat, found if len(found) == len(flat) else [None] * len(flat)):
            if mask is not None and get_mask(tensor) is None:
                self._stated[id(tensor)] = mask
                self._alive.append(tensor)  # so that no other tensor gets its id


def called(operation: Any, args: Any, kwargs: Any, masks: Masks) -> Any:
    """Call an operation or a layer as it is, with those masks as arguments that do not travel.

    Args:
        operation: of Keras, or a layer of this package that stays.
        args, kwargs: of the call.
        masks: those of the tensors; those of the outputs are added.
    """
    if not isinstance(operation, keras.layers.Layer) or not args or not masks.is_stated((args, kwargs)):
        return operation(*args, **kwargs)
    first = args[0]
    stated = masks.of(first)
    if kwargs.get("mask") is None and "mask" in inspect.signature(operation.call).parameters:
        kwargs = dict(kwargs, mask=stated)
    outputs = operation(*args, **kwargs)
    if operation.supports_masking:
        masks.state(outputs, operation.compute_mask(first, stated))
    return outputs


def _symbolic(tensors: Any) -> Tuple[Any, ...]:
    return tuple(each for each in tree.flatten(tensors) if isinstance(each, keras.KerasTensor))
