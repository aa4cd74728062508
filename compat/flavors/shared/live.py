"""The outline of a model that is already there, as the stages of loading need it: its layers, by path, and what they are.

Concerns ``load_weights`` of files that Keras 1.0 to tf.keras 2.15 wrote into models of any installed Keras. Only layers
with weights are in it: the others have nothing in such a file.
"""
from typing import Any, Dict, List, Sequence, Tuple

from compat.errors import WeightsError
from compat.hub.graph import Built
from compat.hub.records import Path, Spec


def outline(model: Any) -> Tuple[Spec, Built]:
    """What a model consists of.

    Args:
        model: functional, Sequential or subclassed, of the installed Keras; with weights.

    Returns:
        A configuration with the names, classes and arguments of the layers that have weights, in the hub dialect as far
        as weights depend on it; and the model with these layers by path.

    Raises:
        WeightsError: the model has no weights.
    """
    if not model.weights:
        raise WeightsError("model {!r} has no weights to load; where its layers do not know the shape of their input "
                           "yet, build it or call it first".format(model.name))
    found: List[Tuple[Path, Any]] = []
    return _model(model, (), found), Built(model, tuple(found))


def _model(model: Any, path: Path, found: List[Tuple[Path, Any]]) -> Spec:
    # Containers that name layers by their classes tell these two apart.
    return {"class_name": "Sequential" if type(model).__name__ == "Sequential" else "Functional",
            "config": {"name": model.name, "layers": _layers(model.layers, path, found)}}


def _layers(layers: Sequence[Any], path: Path, found: List[Tuple[Path, Any]]) -> List[Spec]:
    return [_layer(layer, path + (layer.name,), found) for layer in layers if layer.weights]


def _layer(layer: Any, path: Path, found: List[Tuple[Path, Any]]) -> Spec:
    if _is_model(layer):
        return _model(layer, path, found)
    held = getattr(layer, "layer", None)
    if _is_model(held):
        return {"class_name": "TimeDistributed", "config": {"name": layer.name, "layer": _model(held, path, found)}}
    found.append((path, layer))
    return {"class_name": type(layer).__name__, "config": dict(_arguments(layer), name=layer.name, trainable=layer.trainable)}


def _is_model(layer: Any) -> bool:
    return hasattr(layer, "layers") and hasattr(layer, "get_layer")


def _arguments(layer: Any) -> Dict[str, Any]:
    try:
        return dict(layer.get_config())
    except NotImplementedError:  # a layer of the user that cannot be saved can still be loaded
        return {}
