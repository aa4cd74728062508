"""Archives of Keras 3 in which several models hold one layer, which no Keras 3 opens again: 3.0 to 3.15 write such a file, and
then miss the weights of the layer's second place, or the connection of its outputs.

Each model gets a layer of its own, as in HDF5 files, with the weights that the file has for it once.
"""
from typing import Any, Dict, List

from compat.config.origins import dictionaries
from compat.flavors import loading
from compat.flavors.protocol import KerasModel
from compat.hub.records import Spec, name_of
from compat.loading.options import LoadOptions
from compat.loading.transfer import fill

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


def opened_as_copies(path: str, shown: str, config: Spec, objects: Dict[str, Any], options: LoadOptions) -> KerasModel:
    """The model of an archive, each of its models with layers of its own.

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
    stated = apart(config) if options.compile else {key: each for key, each in apart(config).items() if key != "compile_config"}
    model = loading().open_own_config(stated, objects)
    fill(model, path, shown, options.limits)
    return model
