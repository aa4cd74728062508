"""Write every default that a file leaves out, and drop the arguments that no later Keras has.

Every default that changed over the years becomes explicit (``reset_after``, ``recurrent_activation`` …), from the table
:mod:`compat.api.arguments`; arguments that came and went are dropped where they hold the value that means nothing.
"""

from __future__ import annotations

from typing import Any, Mapping

from compat.api.arguments import ABSENT, ANY, MEANS_SOMETHING_WITH, NEUTRAL, NEUTRAL_ANYWHERE
from compat.config.records import Context
from compat.hub.records import Spec


def state_defaults(layer: Spec, context: Context) -> Spec:
    """Step: add the arguments that the origin did not store yet, with the defaults of that Keras."""
    absent = ABSENT.get(layer["class_name"], {})
    return dict(layer, config=dict(absent, **layer["config"]))


def drop_neutral_arguments(layer: Spec, context: Context) -> Spec:
    """Step: arguments that later versions removed and that change nothing here, such as ``time_major=False``.

    Example:
        >>> layer = {"class_name": "BatchNormalization", "config": {"renorm": True, "renorm_momentum": 0.9, "fused": False}}
        >>> sorted(drop_neutral_arguments(layer, None)["config"])
        ['renorm', 'renorm_momentum']
    """
    neutral, config = NEUTRAL.get(layer["class_name"], {}), layer["config"]
    kept = {
        key: value
        for key, value in config.items()
        if _is_switched_on(config, key)
        or not (_is_neutral(neutral, key, value) or _is_neutral(NEUTRAL_ANYWHERE, key, value))
    }
    return dict(layer, config=kept)


def single_axis(layer: Spec, context: Context) -> Spec:
    """Step: BatchNormalization's axis is one integer; tf.keras wrote ``[3]``, with parts of batches that of one axis more.

    Example:
        >>> layer = {"class_name": "BatchNormalization", "config": {"axis": [3], "virtual_batch_size": 2}}
        >>> single_axis(layer, None)["config"]["axis"]
        2
    """
    axis = layer["config"].get("axis")
    if layer["class_name"] == "BatchNormalization" and isinstance(axis, list) and len(axis) == 1:
        is_shifted = layer["config"].get("virtual_batch_size") is not None
        return dict(layer, config=dict(layer["config"], axis=axis[0] - is_shifted))
    return layer


def _is_switched_on(config: Mapping[str, Any], key: str) -> bool:
    switch = MEANS_SOMETHING_WITH.get(key)
    return switch is not None and bool(config.get(switch))


def _is_neutral(table: Mapping[str, Any], key: str, value: Any) -> bool:
    if key not in table:
        return False
    expected = table[key]
    return bool(expected is ANY or value == expected)
