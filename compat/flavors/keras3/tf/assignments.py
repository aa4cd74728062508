"""``tf.scatter_update`` and its like of TensorFlow 1: assignments of rows and elements of a variable, that wait to be run.

In code of TensorFlow 2 they are made at once, as those of ``K.update`` are.
"""
from typing import Any, Callable

from keras import ops

import compat.flavors.keras3.tf.scatter as scatter
import compat.flavors.keras3.tf.segments as segments
from compat.flavors.keras3.backend.tensors import Tensor, cast, dtype, rank
from compat.flavors.keras3.graph.reading import variable_behind
from compat.flavors.keras3.updates import Update, at_once


def _deferred(name: str, text: str, write: Callable[[Any, Any, Any], Tensor], rows: bool = True) -> Callable[..., Any]:
    """An assignment at numbers of rows, or at index vectors."""
    def function(ref: Any, indices: Any, updates: Any, use_locking: bool = False) -> Any:
        variable = variable_behind(ref)

        def written(indices: Any, updates: Any) -> Tensor:
            places = cast(indices, "int32")
            return write(ops.convert_to_tensor(variable), places[..., None] if rows else places, cast(updates, dtype(variable)))

        return at_once(Update(variable, written, [indices, updates]))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = "Deferred: {}.".format(text)
    return function


def _factors(value: Tensor, places: Tensor, updates: Tensor) -> Tensor:
    """For each element of the value the product of the updates that name its row."""
    rest = tuple(ops.shape(value))[1:]
    updates = ops.broadcast_to(updates, tuple(ops.shape(places))[:-1] + rest)
    return segments.unsorted_segment_prod(ops.reshape(updates, (-1,) + rest), ops.reshape(places, (-1,)), int(value.shape[0]))


def _times(value: Tensor, places: Tensor, updates: Tensor) -> Tensor:
    return value * _factors(value, places, updates)


def _divided(value: Tensor, places: Tensor, updates: Tensor) -> Tensor:
    factors = _factors(value, places, updates)
    return value / factors if "float" in dtype(value) else ops.floor_divide(value, factors)


def _spread(write: Callable[[Any, Any, Any], Tensor]) -> Callable[[Any, Any, Any], Tensor]:
    """``write`` with updates of one number for all rows, which TensorFlow takes too."""
    def written(value: Tensor, places: Tensor, updates: Tensor) -> Tensor:
        sizes = tuple(ops.shape(places))[:-1] + tuple(ops.shape(value))[1:]
        return write(value, places, updates if rank(updates) else ops.broadcast_to(updates, sizes))

    return written


scatter_update = _deferred("scatter_update", "the rows of ``ref`` at ``indices`` become ``updates``",
                       _spread(scatter.tensor_scatter_nd_update))
scatter_add = _deferred("scatter_add", "the rows grow by ``updates``", _spread(scatter.tensor_scatter_nd_add))
scatter_sub = _deferred("scatter_sub", "the rows shrink by ``updates``", _spread(scatter.tensor_scatter_nd_sub))
scatter_max = _deferred("scatter_max", "the larger of the rows and ``updates``", _spread(scatter.tensor_scatter_nd_max))
scatter_min = _deferred("scatter_min", "the smaller of the rows and ``updates``", _spread(scatter.tensor_scatter_nd_min))
scatter_mul = _deferred("scatter_mul", "the rows times ``updates``", _times)
scatter_div = _deferred("scatter_div", "the rows divided by ``updates``", _divided)
scatter_nd_update = _deferred("scatter_nd_update", "elements or slices of ``ref`` at index vectors become ``updates``",
    scatter.tensor_scatter_nd_update, rows=False)
scatter_nd_add = _deferred("scatter_nd_add", "elements or slices at index vectors grow by ``updates``",
    scatter.tensor_scatter_nd_add, rows=False)
scatter_nd_sub = _deferred("scatter_nd_sub", "elements or slices at index vectors shrink by ``updates``",
    scatter.tensor_scatter_nd_sub, rows=False)
