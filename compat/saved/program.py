"""Models of a program's own class in containers: what their ``get_config`` gave, and what they were called on.

Functional and Sequential models state their layers; such a model states the arguments of its class. It opens by
``from_config`` of that class, and has weights once it is called on inputs of the shapes that it was saved with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterable, Mapping, NamedTuple, Optional

from compat.saved.records import ProgramModel, element_count

if TYPE_CHECKING:
    from compat.saved.wire import Message

#: Elements of an input that are made to build a model.
_MOST = 1 << 24
_MOST_DIMENSIONS = 8
#: What tf.keras up to 2.8 states in place of a configuration.
_WITHOUT = "layer was saved without config"
_SIGNATURE = "serving_default"


class Input(NamedTuple):
    """An input that a model was called on.

    Attributes:
        shape: with None where it is open.
        dtype: of NumPy.
    """

    shape: Any
    dtype: str


def program_model(stated: Mapping[str, Any], inputs: Any = None) -> Optional[ProgramModel]:
    """What a container states about a model of a program's own class; None for a model that lists its layers.

    Args:
        stated: class name, configuration and, in an archive, the name that the class was registered by.
        inputs: a nesting of :class:`Input`, if the container states it.
    """
    config = stated.get("config")
    names = [name for name in (stated.get("registered_name"), stated.get("class_name")) if isinstance(name, str)]
    if not isinstance(config, dict) or _WITHOUT in config or isinstance(config.get("layers"), list) or not names:
        return None
    return ProgramModel(tuple(dict.fromkeys(names)), config, inputs)


def of_build_config(config: Any) -> Any:
    """The input of a ``.keras`` archive's ``build_config``."""
    shape = config.get("input_shape") if isinstance(config, dict) else None
    return _by_shape(shape) if shape is not None else None


def _by_shape(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {key: _by_shape(each) for key, each in shape.items()}
    if isinstance(shape, list) and shape and all(isinstance(each, (list, dict)) for each in shape):
        return [_by_shape(each) for each in shape]
    return _input(shape, "float32")


def of_metadata(metadata: Mapping[str, Any]) -> Any:
    """The inputs that tf.keras 2.5 and later state in a SavedModel, in the structure of the call."""
    full = metadata.get("full_save_spec")
    if isinstance(full, list) and full and isinstance(full[0], list) and full[0]:
        return _by_spec(full[0][0])
    return _by_spec(metadata["save_spec"]) if metadata.get("save_spec") is not None else None


def _by_spec(spec: Any) -> Any:
    if isinstance(spec, list):
        return [_by_spec(each) for each in spec]
    if not isinstance(spec, dict):
        return None
    serialized = spec.get("serialized")
    if isinstance(serialized, list) and len(serialized) > 1:
        return _input(serialized[0], serialized[1])
    return {key: _by_spec(each) for key, each in spec.items()}


def of_signatures(signatures: Iterable[Message]) -> Any:
    """The inputs of the signature that serves, of SavedModels before 2.5: one, or several in the order of their names."""
    from compat.saved.bundle import DTYPES  # here, since archives and JSON have no signatures

    for entry in signatures:
        if entry.text(1) == _SIGNATURE:
            found: Dict[str, Any] = {}
            for stated in entry.message(2).messages(1):
                info = stated.message(2)
                sizes = [size.signed(1) for size in info.message(3).messages(2)]
                found[stated.text(1)] = _input([None if size < 0 else size for size in sizes], DTYPES.get(info.integer(2)))
            listed = [found[name] for name in sorted(found)]
            return listed[0] if len(listed) == 1 else listed or None
    return None


def _input(shape: Any, dtype: Any) -> Optional[Input]:
    if not isinstance(shape, list) or not 0 < len(shape) <= _MOST_DIMENSIONS or not isinstance(dtype, str):
        return None
    if not all(size is None or isinstance(size, int) and not isinstance(size, bool) and size >= 0 for size in shape):
        return None
    return Input(tuple(shape), dtype) if element_count(tuple(size or 1 for size in shape)) <= _MOST else None
