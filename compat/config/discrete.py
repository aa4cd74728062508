"""``Discretization``, ``CategoryEncoding`` and layers that look up, as tf.keras wrote them up to 2.5: as experimental ones."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np

from compat.api.arguments import EXPERIMENTAL_NAMES, EXPERIMENTAL_VALUES
from compat.config.records import Context
from compat.hub.records import Spec, with_config, without

_SMALLEST = np.finfo("float32").tiny


def leave_experimental(layer: Spec, context: Context) -> Spec:
    """Step: the argument names and values of these layers since tf.keras 2.6.

    Example:
        >>> from compat.config.records import Origin
        >>> layer = {"class_name": "CategoryEncoding", "config": {"max_tokens": 4, "output_mode": "binary"}}
        >>> leave_experimental(layer, Context(Origin("2.4.0", "tensorflow")))["config"]
        {'num_tokens': 4, 'output_mode': 'multi_hot'}
    """
    names = EXPERIMENTAL_NAMES.get(layer["class_name"], {})
    values = EXPERIMENTAL_VALUES.get(layer["class_name"], {})
    if not (names or values) or not context.origin.is_tf_keras or not context.origin.before("2.6"):
        return layer
    config: Dict[str, Any] = {
        names.get(key, key): values.get(key, {}).get(value, value) if isinstance(value, str) else value
        for key, value in layer["config"].items()
    }
    if config.get("pad_to_max_tokens") and (config.get("max_tokens") is None or config.get("output_mode") == "int"):
        config.update(pad_to_max_tokens=False, max_tokens=None)  # was the default, and padded nothing
    layer = dict(layer, config=config)
    boundaries = config.get("bin_boundaries")
    if isinstance(boundaries, list) and boundaries and boundaries[-1] == float("inf"):
        # Integers whatever the dtype says, which later is that of the output.
        return without(with_config(layer, bin_boundaries=_beginnings(boundaries[:-1])), "dtype")
    return layer


def _beginnings(ends: List[float]) -> List[float]:
    """Where bins begin, of the last numbers in the bins before: 2.4 put a boundary in the lower bin, later ones in the upper.

    Each is the next greater number of float32, in which 2.4 compared, but none that processors may take for zero.
    """
    after = np.nextafter(np.asarray(ends, "float32"), np.float32(np.inf))
    return [float(each) for each in np.where((after > 0) & (after < _SMALLEST), _SMALLEST, after)]
