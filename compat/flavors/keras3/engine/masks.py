"""Reading and writing the mask that travels with a tensor, on every backend and every Keras 3.

Keras 3 keeps a mask as the attribute ``_keras_mask``; JAX arrays take no attributes, so newer versions keep a table
beside them and offer accessors. Where the accessors are missing (Keras 3.3) the attribute is all there is.
"""
from typing import Any, Iterator, List

from keras import ops, tree
from keras.src import backend

from ..logits import without_gradient

_accessors = getattr(backend.common, "masking", None)
_native_get = getattr(_accessors, "get_keras_mask", None)
_native_set = getattr(_accessors, "set_keras_mask", None)


def get_mask(tensor: Any) -> Any:
    """The mask of ``tensor``, boolean of its leading axes, or None."""
    if _native_get is not None:
        return _native_get(tensor)
    return getattr(tensor, "_keras_mask", None)


def set_mask(tensor: Any, mask: Any) -> None:
    """Let ``mask`` travel with ``tensor``; None takes a mask away."""
    if _native_set is not None:
        _native_set(tensor, mask)
    elif mask is not None or hasattr(tensor, "_keras_mask"):
        _set_attribute(tensor, mask)


def _set_attribute(tensor: Any, mask: Any) -> None:
    try:
        tensor._keras_mask = mask
    except AttributeError:  # Keras 3.3 on JAX: such tensors carry no mask there, as in that Keras itself
        return


def masks_of(inputs: Any) -> Any:
    """What Keras 2 hands to ``compute_mask`` for these inputs: a mask, a list of masks for a list, None if all are."""
    if not isinstance(inputs, (list, tuple)):
        return get_mask(inputs) if is_tensor(inputs) else None
    return none_if_all_none([get_mask(tensor) if is_tensor(tensor) else None for tensor in tree.flatten(inputs)])


def none_if_all_none(mask: Any) -> Any:
    """A list of None is no mask, as in Keras 2."""
    if isinstance(mask, (list, tuple)) and all(part is None for part in tree.flatten(mask)):
        return None
    return mask


def has_mask(mask: Any) -> bool:
    """Whether at least one tensor in a mask, or in a list of masks, is there."""
    return none_if_all_none(mask) is not None


def apply_masks(outputs: Any, masks: Any, inputs: Any) -> Any:
    """Give the outputs of a call exactly these masks.

    An output that is an input itself is copied first when its mask changes, so that the input keeps its own.
    """
    if is_tensor(outputs):
        return _dressed(outputs, _one_each(masks, 1)[0], inputs)
    if none_if_all_none(masks) is None and all(get_mask(each) is None for each in leaves(outputs)):
        return outputs
    flat = tree.flatten(outputs)
    listed = _one_each(masks, len(flat))
    dressed = [_dressed(tensor, mask, inputs) for tensor, mask in zip(flat, listed)]
    return tree.pack_sequence_as(outputs, dressed)


def leaves(structure: Any) -> Iterator[Any]:
    """What lists, tuples and dictionaries hold, at every depth: ``tree.flatten`` on torch is as slow as a small layer.

    Example:
        >>> list(leaves([1, (2, {"a": 3})]))
        [1, 2, 3]
    """
    if isinstance(structure, dict):
        structure = list(structure.values())
    if isinstance(structure, (list, tuple)):
        for part in structure:
            yield from leaves(part)
    else:
        yield structure


def _one_each(masks: Any, number: int) -> List[Any]:
    listed = list(masks) if isinstance(masks, (list, tuple)) else [masks]
    return (listed + [None] * number)[:number]


def _dressed(tensor: Any, mask: Any, inputs: Any) -> Any:
    if not is_tensor(tensor) or get_mask(tensor) is mask:
        return tensor
    if any(tensor is one for one in tree.flatten(inputs)):
        tensor = ops.copy(tensor)
    set_mask(tensor, mask)
    return tensor


def is_tensor(value: Any) -> bool:
    """Whether ``value`` can carry a mask: a tensor of the backend or a symbolic one."""
    return isinstance(value, backend.KerasTensor) or ops.is_tensor(value)


def detached(tensor: Any) -> Any:
    """``tensor`` with its mask and logits, outside the gradient."""
    detached = without_gradient(ops.stop_gradient(tensor), tensor)
    set_mask(detached, get_mask(tensor))
    return detached
