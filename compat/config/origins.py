"""Which Keras wrote a file: as stated in it, or inferred from the names in it.

Keras 1.0 stated nothing, Keras 1.1 to 1.2.2 no backend. Argument names tell Keras 1; weight names tell the backend,
since TensorFlow's end in ``:0`` and Theano's do not.
"""

from __future__ import annotations

from typing import Any, Iterator, Optional

from compat.api.arguments import ONLY_KERAS1
from compat.hub.records import Config, Origin
from compat.saved.records import SavedModel

KERAS1_GUESS = "1.2.2"
KERAS2_GUESS = "2.2.4"
TF_KERAS_GUESS = "2.4.0"
#: Of JSON that Keras 3 wrote: the first that lists a lone tensor as one, and an earlier one.
KERAS3_GUESSES = ("3.11.0", "3.0.0")
KERAS1_WEIGHTS = ("_W", "_b", "_W:0", "_b:0", "_running_std", "_running_std:0", "_W_i", "_W_i:0", "_U_i", "_U_i:0")


def origin_of(saved: SavedModel) -> Origin:
    """Which Keras and backend wrote a file, and whether it says so itself.

    Example:
        >>> origin_of(SavedModel("m.h5", "model", {"class_name": "Sequential", "config": []}, keras_version="2.2.4"))
        Origin(keras_version='2.2.4', backend='tensorflow', version_stated=True, backend_stated=False)
    """
    version = saved.keras_version or _version_from(saved.model_config, saved)
    backend = saved.backend or _backend_from_weights(saved) or "tensorflow"
    return Origin(version, backend, saved.keras_version is not None, saved.backend is not None)


def origin_of_config(config: Config) -> Origin:
    """The origin of a bare configuration, inferred from its class and argument names."""
    return Origin(_version_from_config(config), "tensorflow", False, False)


def dictionaries(value: Any) -> Iterator[Config]:
    """Every dictionary in a configuration of any dialect, outermost first."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def _version_from(config: Optional[Config], saved: SavedModel) -> str:
    if config is not None:
        return _version_from_config(config)
    if saved.objects is not None:
        return TF_KERAS_GUESS
    names = [dataset.name for layer in saved.layers for dataset in layer.datasets]
    return KERAS1_GUESS if any(name.endswith(KERAS1_WEIGHTS) for name in names) else KERAS2_GUESS


def _version_from_config(config: Config) -> str:
    if "registered_name" in config and "module" in config:
        return KERAS3_GUESSES[any(_lists_a_lone_input(part) for part in dictionaries(config))]
    guess = KERAS2_GUESS
    for part in dictionaries(config):
        if ONLY_KERAS1.intersection(part):
            return KERAS1_GUESS
        if part.get("class_name") == "Functional" or "registered_name" in part or "time_major" in part:
            guess = TF_KERAS_GUESS
    return guess


def _lists_a_lone_input(part: Config) -> bool:
    """Whether a model's only input is in a list, as Keras 3 wrote each until 3.9."""
    ends = part.get("input_layers")
    return isinstance(ends, list) and len(ends) == 1 and isinstance(ends[0], list)


def _backend_from_weights(saved: SavedModel) -> Optional[str]:
    names = [dataset.name for layer in saved.layers for dataset in layer.datasets]
    if not names:
        return None
    return "tensorflow" if any(name.endswith(":0") for name in names) else "theano"
