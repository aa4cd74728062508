"""The values of many calls of layers, each tensor computed once; what every flavor shares."""
from typing import Any, Callable, Dict, List, Sequence

import numpy as np

from compat.flavors.protocol import CallValues, LayerCall


def gathered(calls: Sequence[LayerCall], values: Callable[[List[Any]], List[np.ndarray]]) -> List[CallValues]:
    """Outputs and masks of calls.

    Args:
        calls: any number.
        values: computes the values of symbolic tensors.
    """
    tensors: Dict[int, Any] = {}
    for call in calls:
        tensors.update((id(tensor), tensor) for tensor in [*call.outputs, *call.masks] if tensor is not None)
    arrays = dict(zip(tensors, values(list(tensors.values()))))
    return [CallValues([arrays[id(tensor)] for tensor in call.outputs],
                       [None if mask is None else arrays[id(mask)].astype(bool) for mask in call.masks]) for call in calls]
