"""Losses that a ``call`` adds as functions of no arguments, ``self.add_loss(lambda: …)``.

tf.keras ran them when something asked for ``losses``, after the call. Here they run as the call ends, when the layers that it
calls after ``add_loss`` are built.
"""
from typing import Any, Callable

from ..context import current_layer

_LATE = "_late_losses"


def add_at_end(layer: Any, loss: Callable[[], Any]) -> None:
    """Add the value of this function to the losses of a layer when the call that runs now has ended.

    Once a call: kept, the function would count again in each later step.
    """
    calling = current_layer()
    vars(layer if calling is None else calling).setdefault(_LATE, []).append((layer, loss))


def add_late_losses(calling: Any) -> None:
    """Add what the call of this layer, which ends now, has left."""
    for layer, loss in vars(calling).pop(_LATE, ()):
        layer.add_loss(loss())
