"""Archives of Keras 3 in which several models hold one layer, which no Keras 3 opens again: 3.0 to 3.15 write such a file, and
then miss the weights of the layer's second place, or the connection of its outputs.

Such a file marks the later places of a layer: then the models hold one layer again. Without a mark each model gets a layer of
its own, as in HDF5 files, with the weights that the file has for it once.
"""
from typing import TYPE_CHECKING, Any, Dict, List

from compat.callers import warn_caller
from compat.config.origins import dictionaries
from compat.flavors import loading
from compat.flavors.protocol import KerasModel
from compat.hub.records import Spec, name_of
from compat.loading.naming import named
from compat.loading.options import LoadOptions
from compat.loading.transfer import fill
from compat.saved.keras_archive import open_archive
from compat.weights.structure import numbered

if TYPE_CHECKING:
    import numpy as np

_SHARED = "shared_object_id"


def layers_of_several_models(config: Spec) -> List[str]:
    """The names of layers that two models of a configuration hold with the same class and arguments.

    Example:
        >>> dense = {"class_name": "Dense", "config": {"name": "d", "units": 1}}
        >>> def model(name, *layers):
        ...     return {"class_name": "Functional", "config": {"name": name, "layers": list(layers)}}
        >>> layers_of_several_models(model("m", model("a", dense), model("b", dense)))
        ['d']
        >>> layers_of_several_models(model("m", model("a", dense)))
        []
    """
    kept: Dict[str, Any] = {}
    found: List[str] = []
    for spec in _in_models(apart(config)):
        name = name_of(spec)
        if spec["class_name"] != "InputLayer" and name and kept.setdefault(name, spec["config"]) is not spec["config"] \
                and kept[name] == spec["config"] and name not in found:
            found.append(name)
    return found


def _in_models(config: Spec) -> List[Spec]:
    models = [each["config"]["layers"] for each in dictionaries(config)
              if isinstance(each.get("config"), dict) and isinstance(each["config"].get("layers"), list)]
    return [spec for layers in models for spec in layers
            if isinstance(spec, dict) and isinstance(spec.get("config"), dict) and "class_name" in spec]


def apart(value: Any) -> Any:
    """A configuration without the marks of what is the same object in two places."""
    if isinstance(value, list):
        return [apart(each) for each in value]
    return {key: apart(each) for key, each in value.items() if key != _SHARED} if isinstance(value, dict) else value


def marked(config: Spec) -> List[str]:
    """Those of these layers that the file marks as the same object in each place after its first.

    Example:
        >>> dense = {"class_name": "Dense", "config": {"name": "d", "units": 1}}
        >>> def model(name, *layers):
        ...     return {"class_name": "Functional", "config": {"name": name, "layers": list(layers)}}
        >>> marked(model("m", model("a", dense), model("b", dict(dense, shared_object_id=7))))
        ['d']
    """
    marks: Dict[str, List[Any]] = {}
    configs: Dict[str, List[Any]] = {}
    for spec in _in_models(config):
        marks.setdefault(name_of(spec), []).append(spec.get(_SHARED))
        configs.setdefault(name_of(spec), []).append((spec["class_name"], apart(spec["config"])))
    return [name for name, found in marks.items() if name and found.count(None) <= 1 < len(found)
            and len({repr(mark) for mark in found if mark is not None}) == 1
            and all(each == configs[name][0] for each in configs[name])]


def opened_as_copies(path: str, shown: str, config: Spec, objects: Dict[str, Any], options: LoadOptions) -> KerasModel:
    """The model of an archive, each of its models with layers of its own where nothing marks them as the same.

    Args:
        path: of the archive, or of an upgraded copy.
        shown: of the archive, for messages.
        config: of the model, as the installed Keras takes it.
        objects: the user's classes and functions.
        options: of the load.

    Raises:
        ConfigError: Keras refuses the configuration.
        WeightsError: the weights of the file do not fit.
    """
    stated, shared = apart(config), marked(config)
    compiled = stated.get("compile_config") if options.compile else None
    if compiled is None:
        stated.pop("compile_config", None)
    model = loading().open_own_config(stated, objects, shared)
    fill(model, path, shown, options.limits)
    is_compiled = bool(shared) and isinstance(compiled, dict)
    if is_compiled and not loading().compile_own(model, compiled or {}, objects, _state(path, options)):
        warn_caller(named(shown, "the state of the optimizer does not fit the weights of the model; it starts anew"))
    return model


def _state(path: str, options: LoadOptions) -> "List[np.ndarray]":
    """The variables of the optimizer in an archive, in order."""
    with open_archive(path, options.limits) as saved:
        kept = saved.objects.at("optimizer", "vars") if saved.objects is not None else None
        return [each.dataset.read() for each in numbered(kept) if each.dataset is not None] if kept is not None else []
