"""Indexing of tensors as files hold it: ``x[...]`` of tf.keras, and the masks of the graph operation StridedSlice."""
from typing import Any, List

from ..operands import taken


def getitem(tensor: Any, slice_spec: Any) -> Any:
    """``tensor[…]``; negative steps too, which not every backend's tensors take."""
    spec = tuple(slice_spec) if isinstance(slice_spec, (list, tuple)) else slice_spec
    if not hasattr(tensor, "dtype") or isinstance(tensor, tuple):
        return tensor[spec[0] if isinstance(spec, tuple) and len(spec) == 1 else spec]
    return taken(tensor, spec if isinstance(spec, tuple) else (spec,))


def masked_slice(input: Any, begin: Any, end: Any, strides: Any, begin_mask: int = 0, end_mask: int = 0,
                 ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0) -> Any:
    """The graph operation StridedSlice: bit i of each mask is about entry i of ``begin``, ``end``, ``strides``."""
    spec: List[Any] = []
    for place, (first, last, step) in enumerate(zip(begin, end, strides)):
        bit = 1 << place
        if ellipsis_mask & bit:
            spec.append(Ellipsis)
        elif new_axis_mask & bit:
            spec.append(None)
        elif shrink_axis_mask & bit:
            spec.append(first)
        else:
            spec.append(slice(None if begin_mask & bit else first, None if end_mask & bit else last, step))
    return getitem(input, spec)
