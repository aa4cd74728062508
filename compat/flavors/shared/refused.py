"""What stands for the names of :mod:`compat.api.refused`: functions and classes that say why they cannot be called."""
import functools
from typing import Any

from compat.api.refused import REFUSED
from compat.errors import NotServedError
from compat.flavor import active


@functools.lru_cache(maxsize=None)
def refused(home: str, name: str) -> Any:
    """A class that raises when it is made; its ``refusal`` is the reason.

    Raises:
        AttributeError: the name is not refused.

    Example:
        >>> refused("estimator", "model_to_estimator").refusal
        'TensorFlow 2.16 and later have no estimators: train the model itself'
    """
    if name not in REFUSED[home]:
        raise AttributeError(name)
    reason = REFUSED[home][name]

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        raise NotServedError("{} cannot be served on {}: {}".format(name, active().name, reason))

    return type(name, (), {"__init__": __init__, "__module__": __name__, "__doc__": "Refused: {}.".format(reason),
                           "refusal": reason})
