"""Architecture files: ``model.to_json()`` of every Keras, ``model.to_yaml()`` of Keras 1 to tf.keras 2.4.

The second most common form of an old model is such a file beside a weights ``.h5``.
"""

from __future__ import annotations

import os
from typing import Any, Dict, Optional, Tuple, Union

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.documents import check_layers, decode, parse_json
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.places import check_is_file
from compat.saved.program import program_model
from compat.saved.records import SavedModel
from compat.saved.source import is_tfjs
from compat.saved.yaml_text import parse_yaml

YAML_SUFFIXES = (".yaml", ".yml")
SUFFIXES = (".json",) + YAML_SUFFIXES
#: What Keras 3 needs of its own configurations.
_KEYS_3 = ("module", "class_name", "config", "registered_name", "build_config", "compile_config")


def is_architecture(source: Union[str, "os.PathLike[str]"]) -> bool:
    """Whether something is an architecture by its name, or the text of one, rather than a file of weights.

    Example:
        >>> is_architecture("model.JSON"), is_architecture('{"class_name": "Model"}'), is_architecture("model.h5")
        (True, True, False)
    """
    given = os.fspath(source)
    return _is_text(given) or given.lower().endswith(SUFFIXES) and not is_tfjs(given)


def read_architecture(source: Union[str, "os.PathLike[str]"], limits: Limits = DEFAULT_LIMITS) -> SavedModel:
    """Read a model's architecture, from a file or from the text itself.

    Args:
        source: path of a ``.json``, ``.yaml`` or ``.yml`` file, or JSON or YAML text.
        limits: bounds on size, depth and number of values.

    Returns:
        A record of kind ``"architecture"``: configuration, version and backend as stated, no weights.

    Raises:
        ModelFileNotFoundError: a path that does not exist.
        NotAModelFileError: it is not JSON or YAML, or not a model's configuration.
        UnsafeFileError: a limit was exceeded, or the YAML asks for Python objects.
        UnsupportedError: it is YAML, and PyYAML is not installed.

    Example:
        >>> read_architecture('{"class_name": "Sequential", "config": []}').kind
        'architecture'
    """
    text, path = _text(source, limits)
    place = path or "the architecture text"
    if not text.strip():
        raise NotAModelFileError("{} is empty; copy or download it again.".format(place))
    is_json = text.lstrip()[:1] == "{" and not path.endswith(YAML_SUFFIXES)
    value = parse_json(text, place, limits) if is_json else parse_yaml(text, place, limits)
    if not isinstance(value, dict) or not isinstance(value.get("class_name"), str):
        raise NotAModelFileError("{} has no model configuration: 'class_name' is missing.".format(place))
    check_layers(value, place, limits)
    return SavedModel(
        path=path,
        kind="architecture",
        model_config={key: value[key] for key in _KEYS_3 if key in value} if _is_of_keras_3(value) else {
            key: value[key] for key in ("class_name", "config") if key in value},
        keras_version=_stated(value, "keras_version"),
        backend=_stated(value, "backend"),
        program=program_model(value),
    )


def _is_of_keras_3(value: Dict[str, Any]) -> bool:
    """Whether Keras 3 wrote it, which states no version but says where the class is."""
    return "registered_name" in value and "module" in value and "keras_version" not in value


def _text(source: Union[str, "os.PathLike[str]"], limits: Limits) -> Tuple[str, str]:
    given = os.fspath(source)
    if _is_text(given):
        return given, ""
    check_is_file(given)
    size = os.stat(given).st_size
    if size > limits.json_bytes:
        raise UnsafeFileError(
            "{!r} is {:,} bytes long, more than Limits.json_bytes = {:,}.".format(given, size, limits.json_bytes)
        )
    with open(given, "rb") as file:
        return decode(file.read(limits.json_bytes + 1), given), given


def _is_text(given: str) -> bool:
    return "\n" in given or given.lstrip()[:1] == "{"


def _stated(value: Any, key: str) -> Optional[str]:
    stated = value.get(key)
    return stated if isinstance(stated, str) else None
