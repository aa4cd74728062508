"""``tf.sparse.segment_sum`` and its like: reductions of chosen rows that share a number."""
from typing import Any, Callable, Optional

from keras import ops

import compat.flavors.keras3.tf.segments as segments
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast


def _of_rows(kind: str, text: str) -> Callable[..., Tensor]:
    def function(data: Any, indices: Any, segment_ids: Any, num_segments: Optional[Any] = None,
                 sparse_gradient: bool = False) -> Tensor:
        rows = ops.take(as_tensor(data), cast(indices, "int32"), axis=0)
        count = segments._number(segment_ids) if num_segments is None else num_segments
        return getattr(segments, "unsorted_segment_" + kind)(rows, as_tensor(segment_ids), count)

    function.__name__ = function.__qualname__ = "segment_" + kind
    function.__doc__ = text
    return function


segment_sum = _of_rows("sum", "The sum of the rows of ``data`` at ``indices`` of each number; 0 for a number without rows.")
segment_mean = _of_rows("mean", "Their mean.")
segment_sqrt_n = _of_rows("sqrt_n", "Their sum, divided by the square root of how many they are.")
