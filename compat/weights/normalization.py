"""BatchNormalization of Keras 1.0: what it stored as ``running_std``, as the variance that every later Keras stores.

Measured on the releases themselves: up to 1.0.5 it was the deviation, divided by with epsilon added to it; in 1.0.6 and
1.0.7 the backends differed; since 1.0.8 it has been the variance, under the old name until Keras 2.
"""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np

from compat.errors import WeightsError
from compat.hub.records import Origin

Arrays = List[np.ndarray]
#: An argument that its configuration has had since Keras 1.2.
_SINCE_1_2 = "gamma_regularizer"


def variance_from_keras1(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: the last of four arrays of Keras 1 as the variance with which later Keras divide by the same number.

    Raises:
        WeightsError: it cannot be known which of the two it is.
    """
    if origin.major != 1 or len(arrays) != 4 or _SINCE_1_2 in config:
        return arrays
    if not origin.version_stated:
        raise WeightsError(
            "BatchNormalization {!r}: the architecture does not say which Keras 1 wrote it. Up to 1.0.5 it stored "
            "deviations, since 1.0.8 variances; to_json() has stated the version since 1.0.4. Write it into the "
            "architecture, as in \"keras_version\": \"1.0.3\".".format(config.get("name"))
        )
    stored, epsilon = arrays[3], config["epsilon"]
    if origin.before("1.0.6") or origin.before("1.0.7") and origin.backend == "theano":
        divisor = stored + epsilon
    elif origin.before("1.0.8") and origin.backend == "theano":
        divisor = np.sqrt(stored) + epsilon
    else:
        return arrays
    return arrays[:3] + [(divisor.astype("float64") ** 2 - epsilon).astype(stored.dtype)]
