"""Arguments whose default changed between Keras versions: those left out get the default of the era."""
from typing import Any, Dict, Tuple

from compat.era import current


class EraDefaults:
    """Mix-in before a Keras layer; ``era_defaults`` maps an argument to its position and the row of the era table.

    Example:
        >>> class Recorder:
        ...     def __init__(self, units, activation="tanh", recurrent_activation="sigmoid"):
        ...         self.recurrent_activation = recurrent_activation
        >>> class Layer(EraDefaults, Recorder):
        ...     era_defaults = {"recurrent_activation": (2, "recurrent_activation")}
        >>> Layer(3).recurrent_activation, Layer(3, "relu", "tanh").recurrent_activation
        ('hard_sigmoid', 'tanh')
    """

    era_defaults: Dict[str, Tuple[int, str]] = {}
    #: Keras 1's name of an argument → its name since Keras 2.
    older_names = {"recurrent_activation": "inner_activation"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for argument, (position, row) in self.era_defaults.items():
            if len(args) <= position and self.older_names.get(argument) not in kwargs:
                kwargs.setdefault(argument, current().behaviour(row))
        super().__init__(*args, **kwargs)
