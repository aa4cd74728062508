"""Which custom layers of a file are ones that this package brings: by name, arguments, and names and sizes of weights.

Concerns files of multi-backend Keras 2 and tf.keras 2.x. A class is taken for ours only if one row of
:mod:`compat.api.published` fits, and no other; a Keras's own layer of the same name is told apart from it. A class that
could be several is not recognized: the file then does not open without ``custom_objects``.
"""
from typing import Any, Container, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.api.classes import TF_KERAS_LAYERS
from compat.api.published import ALONE, FUNCTIONS, PUBLISHED, Published
from compat.era import Era
from compat.hub.records import BASE_ARGUMENTS, Origin

Config = Mapping[str, Any]


class Seen(NamedTuple):
    """One layer of a file.

    Attributes:
        class_name: as the file has it.
        config: its arguments.
        weights: its arrays, with ``name`` and ``shape``; None where the file holds no weights at all.
    """

    class_name: str
    config: Config
    weights: Optional[Sequence[Any]]


class Recognized(NamedTuple):
    """The custom classes of a file that are layers of compat.

    Attributes:
        names: class or function name in the file → name in ``compat.layers``.
        unsure: class name that published layers, or a later Keras, have → those of ``compat.layers`` that it may be,
            perhaps none.
    """

    names: Mapping[str, str]
    unsure: Mapping[str, Tuple[str, ...]]

    def sentences(self) -> List[str]:
        """Which class was taken to be which, as one sentence or none."""
        taken = ["{} to be {}".format(name, ours) for name, ours in sorted(self.names.items()) if name in PUBLISHED]
        return ["by their arguments and weights, classes of the file are taken to be those of compat.layers: {}; pass "
                "custom_objects to say so, or otherwise".format(", ".join(taken))] if taken else []


def era_of(origin: Origin) -> Era:
    """The era of a file: its own Keras. tf.keras before 2.3 called itself by the number of the Keras it followed.

    Example:
        >>> era_of(Origin("2.2.4", "tensorflow")).version, era_of(Origin("2.2.4-tf", "tensorflow")).version
        ('2.2.4', '2.4')
    """
    return Era(origin.era)


def recognized(layers: Iterable[Seen], origin: Origin, told: Container[str] = ()) -> Recognized:
    """The custom classes among the layers of a file that are layers of this package.

    Args:
        layers: of the whole file, in the hub dialect.
        origin: the Keras that wrote it.
        told: class names to leave out, since the user passed the class.

    Example:
        >>> scale = Seen("L2Normalization", {"name": "norm", "gamma_init": 20}, None)
        >>> dict(recognized([scale], Origin("2.0.8", "tensorflow")).names)
        {'L2Normalization': 'L2Normalization'}
    """
    seen: Dict[str, List[Seen]] = {}
    later: Dict[str, Tuple[str, ...]] = {}
    for layer in layers:
        if layer.class_name in TF_KERAS_LAYERS and layer.class_name not in told and _of_multi_backend(origin):
            later[layer.class_name] = ()
        if layer.class_name in PUBLISHED and layer.class_name not in told:
            seen.setdefault(layer.class_name, []).append(layer)
    custom = {name: found for name, found in seen.items() if not all(_of_keras(each, era_of(origin)) for each in found)}
    fitting = {name: _fitting(name, found, era_of(origin)) for name, found in custom.items()}
    sure = {name: rows[0] for name, rows in fitting.items() if len(rows) == 1 and _is_evident(rows[0], custom[name])}
    names = {name: row.ours for name, row in sure.items() if not row.needs or row.needs in sure}
    functions = [function for name in names if name not in ALONE or len(custom[name]) == 1
                 for function in FUNCTIONS.get(name, ())]
    unsure = {name: tuple(dict.fromkeys(row.ours for row in rows)) for name, rows in fitting.items() if name not in names}
    return Recognized(dict(names, **{name: name for name in functions if name not in told}), dict(later, **unsure))


def _of_multi_backend(origin: Origin) -> bool:
    """Whether a file says that multi-backend Keras wrote it."""
    return origin.version_stated and era_of(origin).behaviour("tf_keras_layers") is False


def _of_keras(layer: Seen, era: Era) -> bool:
    """Whether it is the layer that some Keras has under this name."""
    if layer.class_name == "Attention":
        return "use_scale" in layer.config  # tf.keras has written it since it had the layer
    return layer.class_name == "GroupNormalization" and era.behaviour("group_normalization") == "keras"


def _fitting(name: str, layers: Sequence[Seen], era: Era) -> List[Published]:
    """The forms that every layer of the class fits; none where one of them is Keras's own."""
    if any(_of_keras(layer, era) for layer in layers):
        return []
    return [row for row in PUBLISHED[name] if all(_fits(row, layer) for layer in layers)]


def _fits(row: Published, layer: Seen) -> bool:
    own = set(layer.config) - BASE_ARGUMENTS
    if not row.must <= own <= row.must | row.may:
        return False
    return layer.weights is None or _hold(row, layer.config, layer.weights)


def _is_evident(row: Published, layers: Sequence[Seen]) -> bool:
    """Whether there is more evidence for a form than the name."""
    return not row.weights or all(layer.weights is not None or set(layer.config) - BASE_ARGUMENTS for layer in layers)


def _hold(row: Published, config: Config, weights: Sequence[Any]) -> bool:
    """Whether these are the weights of a form, by number, name and shape."""
    expected = [weight for weight in row.weights if not weight.when or config.get(weight.when, True)]
    sizes: Dict[str, int] = {}
    return len(expected) == len(weights) and all(
        _is_named(found.name, weight.name) and len(found.shape) == len(weight.sizes)
        and all(_size(size, config, sizes, length) == length for size, length in zip(weight.sizes, found.shape))
        for weight, found in zip(expected, weights))


def _is_named(found: str, name: str) -> bool:
    last = found.rsplit("/", 1)[-1].split(":")[0]
    return last == name or last.endswith("_" + name)


def _size(size: object, config: Config, sizes: Dict[str, int], length: int) -> object:
    """The expected size of an axis of this ``length``; a letter stands for the first length that it is compared with."""
    if not isinstance(size, str):
        return size
    return config[size] if size in config else sizes.setdefault(size, length)
