"""The old ``keras.utils.losses_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as K
    class Reduction(Any):
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def broadcast_weights(values: Any, sample_weight: Any) -> Any: ...
    def compute_weighted_loss(losses: Any, sample_weight: Any = None, reduction: Any = 'sum_over_batch_size', name: Any = None) -> Any: ...
    def reduce_weighted_loss(weighted_losses: Any, reduction: Any = 'sum_over_batch_size') -> Any: ...
    def squeeze_or_expand_dimensions(y_pred: Any, y_true: Any = None, sample_weight: Any = None) -> Any: ...
