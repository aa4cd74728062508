"""The names under which Keras 2.2.4 kept metrics in ``history`` and in ``metrics_names``.

2.2.4 wrote 'acc' for every spelling of accuracy and the function's full name for every short one; 2.3 and tf.keras keep
the spelling of the user. Passing them the spelling of 2.2.4 gives its names, and the same functions.
"""
from typing import Any

from compat.api.names import LOSS_ALIASES

#: What the user may write → what Keras 2.2.4 called it.
LEGACY_NAMES = dict(LOSS_ALIASES, accuracy="acc", crossentropy="ce")


def legacy_spelling(metrics: Any) -> Any:
    """The ``metrics`` argument of ``compile`` with each name as Keras 2.2.4 would show it.

    Example:
        >>> legacy_spelling({"out": ["accuracy", "mae"]})
        {'out': ['acc', 'mean_absolute_error']}
    """
    if isinstance(metrics, str):
        return LEGACY_NAMES.get(metrics, metrics)
    if isinstance(metrics, dict):
        return {output: legacy_spelling(given) for output, given in metrics.items()}
    if isinstance(metrics, (list, tuple)):
        return [legacy_spelling(given) for given in metrics]
    return metrics
