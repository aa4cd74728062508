"""The outline of a model that is already there, as the stages of loading need it: its layers, by path, and what they are.

Concerns ``load_weights`` of files that Keras 1.0 to tf.keras 2.15 wrote into models of any installed Keras. Only layers
with weights are in it: the others have nothing in such a file.
"""
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Sequence, Set, Tuple

from compat.errors import WeightsError
from compat.hub.graph import Built
from compat.hub.records import Path, Spec

#: Packages whose layers are Keras's own or compat's.
OF_KERAS = ("keras", "tf_keras", "tensorflow", "compat")
#: Attributes in which torch and TensorFlow keep all that an object holds, by attribute.
_NOT_OF_THE_CLASS = ("_modules", "_self_")


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
            "config": {"name": model.name, "layers": _layers(by_keys(model, model.layers), path, found)}}


def is_graph(model: Any) -> bool:
    """Whether a model has no ``call`` of its own: then Keras lists its layers, and does not go by attributes."""
    owner = next((each for each in type(model).__mro__ if "call" in vars(each)), None)
    return hasattr(model, "layers") and (owner is None or owner.__module__.split(".")[0] in OF_KERAS)


def by_keys(owner: Any, listed: Sequence[Any], parts: Callable[[Any], Sequence[Any]] = lambda layer: (layer,)) -> List[Any]:
    """What a model or a layer lists in the order of tf.keras, which takes the layers in a dictionary by its sorted keys.

    Keras 3 lists them as they were put in. Keras 2.2 and 2.3 list none of them.

    Args:
        owner: of the dictionaries, as attributes; or in lists that are.
        listed: its layers, or what ``parts`` gives for each of them.
        parts: what is listed of a layer.
    """
    found = list(listed)
    if is_graph(owner):
        return found
    for attribute, value in list(vars(owner).items()):
        if attribute.startswith(_NOT_OF_THE_CLASS) or not _has_dictionary(value):
            continue
        wanted = {id(part): part for layer in _in_container(value) for part in parts(layer)}
        places = [place for place, each in enumerate(found) if id(each) in wanted]
        present = {id(found[place]) for place in places}
        for place, part in zip(places, [part for key, part in wanted.items() if key in present]):
            found[place] = part
    return found


def weights_by_keys(layer: Any) -> List[Any]:
    """The weights of a layer in the order of tf.keras, as :func:`by_keys`."""
    inner = layer._flatten_layers(include_self=False) if hasattr(layer, "_flatten_layers") else ()
    found = list(layer.weights)
    for each in (layer, *inner):
        found = by_keys(each, found, lambda held: held.weights)
    return found


def counts_by_keys(layer: Any) -> bool:
    """Whether tf.keras lists the weights of a layer otherwise than Keras 3: one of a program's, with layers in a dictionary."""
    if type(layer).__module__.split(".")[0] in OF_KERAS:
        return False
    return [id(weight) for weight in weights_by_keys(layer)] != [id(weight) for weight in layer.weights]


class Part(NamedTuple):
    """The weights that a subclassed model has itself, as if a layer held them."""

    weights: List[Any]
    trainable_weights: List[Any]

    @property
    def trainable_variables(self) -> List[Any]:
        """The same, as Keras 3 calls them."""
        return self.trainable_weights


def parts(model: Any) -> List[Tuple[Path, Part]]:
    """A subclassed model in the order in which tf.keras counts its weights: layer by layer, then those of its own.

    Keras 3 counts its own first. A layer that the model has twice is there once.
    """
    return list(_parts(model, (), set()))


def _parts(model: Any, path: Path, seen: Set[int]) -> Iterator[Tuple[Path, Part]]:
    for number, layer in enumerate(by_keys(model, model.layers)):
        place = path + (str(number),)
        if _is_model(layer) and not is_graph(layer):
            yield from _parts(layer, place, seen)
        else:
            yield place, _unseen(layer, seen)
    yield path + ("own",), _unseen(model, seen)


def _unseen(layer: Any, seen: Set[int]) -> Part:
    trained = {id(each) for each in layer.trainable_weights}
    weights = [each for each in weights_by_keys(layer) if id(each) not in seen]
    seen.update(id(each) for each in weights)
    return Part(weights, [each for each in weights if id(each) in trained])


def _has_dictionary(value: Any) -> bool:
    return isinstance(value, dict) or isinstance(value, (list, tuple)) and any(map(_has_dictionary, value))


def _in_container(value: Any) -> Iterator[Any]:
    """The layers in lists and dictionaries."""
    if isinstance(value, dict):
        for key in _sorted(value):
            yield from _in_container(value[key])
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _in_container(each)
    elif hasattr(value, "trainable_weights"):
        yield value


def _sorted(keys: Any) -> List[Any]:
    try:
        return sorted(keys)
    except TypeError:  # of several types
        return list(keys)


def _layers(layers: Sequence[Any], path: Path, found: List[Tuple[Path, Any]]) -> List[Spec]:
    return [_layer(layer, path + (layer.name,), found) for layer in layers if layer.weights]


def _layer(layer: Any, path: Path, found: List[Tuple[Path, Any]]) -> Spec:
    if _is_model(layer) and is_graph(layer):
        return _model(layer, path, found)
    held = getattr(layer, "layer", None)
    if _is_model(held) and is_graph(held):
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
