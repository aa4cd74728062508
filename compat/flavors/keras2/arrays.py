"""Data as Keras 1 took it: a nested Python list for the one input of a model. Keras 2.1 to 2.3 took it for many inputs."""
from typing import Any, List, Optional

import numpy as np

from compat.era import current


def unnested(data: Any, rank: Optional[int]) -> Any:
    """An array, where ``data`` is a nested Python list that holds the single input of a model.

    Args:
        data: what was passed as ``x``.
        rank: number of axes of the input, batch included; None when the model has not exactly one known input.

    Returns:
        ``data`` itself when it is not a nested list, or fits no other way; arrays inside a list stay a list of inputs.

    Example:
        >>> unnested([[1, 2], [3, 4]], 2).tolist()
        [[1, 2], [3, 4]]
        >>> unnested([[[1, 2], [3, 4]]], 2).tolist()
        [[1, 2], [3, 4]]
    """
    if rank is None or not isinstance(data, list) or not data or not isinstance(data[0], (list, tuple, int, float)):
        return data
    if current().behaviour("predict_nested_list") == "reject" or _depths(data) is None:
        return data
    array = np.asarray(data)
    if array.ndim == rank:
        return array
    return array[0] if array.ndim == rank + 1 and len(data) == 1 else data


def _depths(data: Any) -> Optional[List[int]]:
    """The lengths along each axis of a nested list, or None when it is ragged or holds arrays."""
    if hasattr(data, "shape"):
        return None
    if not isinstance(data, (list, tuple)):
        return []
    inner = [_depths(item) for item in data]
    if not inner or any(shape is None or shape != inner[0] for shape in inner):
        return None
    return [len(data)] + (inner[0] or [])
