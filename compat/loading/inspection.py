"""What is in a model file, as a record: nothing is built, no Keras is loaded, nothing from the file is run.

Concerns ``.h5`` files of Keras 1.0 to tf.keras 2.15, weights-only files, and architecture files in JSON or YAML.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from compat.api.classes import BUILT_IN, MODELS, plain_name
from compat.api.own import OWN_LAYERS
from compat.config import origin_of, upgrade, upgrade_training
from compat.config.records import Upgraded
from compat.errors import CompatError
from compat.flavors.protocol import PathLike
from compat.hub.records import Origin, Spec
from compat.hub.walk import layers_and_cells, leaves
from compat.lambdas.recover import recover
from compat.loading.findings import findings_of
from compat.loading.naming import about
from compat.loading.options import keyword_only
from compat.loading.recognized import Seen, recognized
from compat.loading.records import CustomInfo, Inspection, LambdaInfo, LayerInfo, WeightInfo
from compat.loading.skeleton import StoredLayer, skeletons
from compat.saved import Dataset, Limits, SavedModel, is_architecture, read, read_architecture
from compat.saved.limits import DEFAULT_LIMITS
from compat.saved.records import element_count
from compat.weights import layers_of, pairs_of

LAMBDA_PARTS = ("function", "mask", "output_shape")
#: The arrays of the file by the path of their layer.
Held = Dict[str, Tuple[WeightInfo, ...]]


@keyword_only()
def inspect(path: PathLike, *, limits: Limits = DEFAULT_LIMITS) -> Inspection:
    """Look into a model file without building the model.

    Args:
        path: ``.h5``, a ``.keras`` archive, a SavedModel folder, a TensorFlow checkpoint, or an architecture: ``.json``,
            ``.yaml``, or what ``to_json`` returned.
        limits: what the file may cost to read.

    Raises:
        ModelFileNotFoundError: no such file.
        NotAModelFileError: not a model file, or damaged.
        UnsafeFileError: the file does what no honest one does.

    Example:
        >>> found = inspect("old.h5")
        >>> found.keras_version, found.backend, found.parameters
        ('2.2.4', 'tensorflow', 75)
    """
    return look(path, limits=limits).inspection


class Looked(NamedTuple):
    """What a file holds, its model in the hub dialect, None where there is none, and the configuration as it is stored."""

    inspection: Inspection
    model: Optional[Spec]
    stored: Optional[Dict[str, Any]] = None

    @property
    def findings(self) -> List[str]:
        """What opening the file will need, or may stumble over."""
        return findings_of(self.inspection)


def look(path: PathLike, *, limits: Limits = DEFAULT_LIMITS) -> Looked:
    """Like :func:`inspect`, with the configuration."""
    with about(path):
        saved = read_architecture(path, limits) if is_architecture(path) else read(path, limits)
        return looked_at(saved)


def inspection_of(saved: SavedModel) -> Inspection:
    """The same for a file that has been read already."""
    return looked_at(saved).inspection


def looked_at(saved: SavedModel) -> Looked:
    """The same for a file that has been read already, with the configuration."""
    warnings = list(saved.warnings) + ([saved.description] if saved.description else [])
    origin = origin_of(saved)
    upgraded = _upgraded(saved, origin, warnings)
    held = _held(saved, upgraded, origin, warnings)
    layers = _layers(saved, upgraded, held)
    training = _training(saved, origin, warnings)
    model = upgraded.config if upgraded else None
    custom = _custom(model, held, origin, saved.has_weights) if model else ()
    found = Inspection(
        path=saved.path, kind=saved.kind, keras_version=origin.keras_version, version_stated=origin.version_stated,
        backend=origin.backend, backend_stated=origin.backend_stated,
        model_class=model["class_name"] if model else None, model_name=model["config"].get("name") if model else None,
        layers=layers, parameters=sum(layer.parameters for layer in layers),
        lambdas=tuple(_lambdas(model)) if model else (), custom=custom, skeleton=_skeleton(custom),
        optimizer=training["optimizer_config"]["class_name"] if training else None,
        optimizer_weights=_optimizer_weights(saved),
        loss=training["loss"] if training else None, metrics=training["metrics"] if training else None,
        upgrades=tuple(str(note) for note in upgraded.report) if upgraded else (),
        warnings=tuple(warnings))
    if origin.major >= 3:
        from compat.loading.inspection_keras3 import described  # here, since other files are in the hub dialect

        found = described(found, saved, origin)
    return Looked(found, model, saved.model_config)


def _upgraded(saved: SavedModel, origin: Origin, warnings: List[str]) -> Optional[Upgraded]:
    if saved.model_config is None or origin.major >= 3:
        return None
    try:
        upgraded = upgrade(saved.model_config, origin)
    except CompatError as error:
        warnings.append("the configuration cannot be read: {}".format(error))
        return None
    warnings.extend(str(note) for note in upgraded.warnings)
    return upgraded


def _training(saved: SavedModel, origin: Origin, warnings: List[str]) -> Optional[Dict[str, Any]]:
    if saved.training_config is None or origin.major >= 3:
        return None
    try:
        return upgrade_training(saved.training_config, origin)
    except CompatError as error:
        warnings.append("the compiled state cannot be read: {}".format(error))
        return None


def _held(saved: SavedModel, upgraded: Optional[Upgraded], origin: Origin, warnings: List[str]) -> Held:
    """The arrays of each layer by its path; of the file's own layers when they do not fit the configuration."""
    if upgraded is not None and saved.has_weights:
        try:
            pairs = pairs_of(upgraded.config, saved, origin)
            return {"/".join(found.path): _weights(found.datasets) for found in pairs}
        except CompatError as error:
            warnings.append(str(error))
    return {layer.name: _weights(layer.datasets) for layer in layers_of(saved)}


def _layers(saved: SavedModel, upgraded: Optional[Upgraded], held: Held) -> Tuple[LayerInfo, ...]:
    if upgraded is None:
        return tuple(_layer(name, "", held, True) for name in held)
    found = [_layer("/".join(path), spec["class_name"], held, spec["config"].get("trainable") is not False)
             for path, spec, _ in leaves(upgraded.config)]
    known = {layer.name for layer in found}
    return tuple(found + [_layer(name, "", held, True) for name in held if name not in known])


def _layer(name: str, class_name: str, held: Held, trainable: bool) -> LayerInfo:
    weights = held.get(name, ())
    return LayerInfo(name, class_name, weights, sum(element_count(weight.shape) for weight in weights), trainable)


def _optimizer_weights(saved: SavedModel) -> int:
    kept = saved.objects.at("optimizer") if saved.objects is not None else None
    return len(saved.optimizer_weights) + len(saved.slots) + (len(kept.variables()) if kept is not None else 0)


def _weights(datasets: Sequence[Dataset]) -> Tuple[WeightInfo, ...]:
    return tuple(WeightInfo(dataset.name, dataset.shape, str(dataset.dtype)) for dataset in datasets)


def _lambdas(model: Spec) -> Iterator[LambdaInfo]:
    for path, spec, _ in layers_and_cells(model):
        for part in LAMBDA_PARTS if spec["class_name"] == "Lambda" else ():
            info = _lambda_part("/".join(path), part, spec["config"])
            if info is not None:
                yield info


def _lambda_part(layer: str, part: str, config: Dict[str, Any]) -> Optional[LambdaInfo]:
    value, kind = config.get(part), config.get(part + "_type")
    if value is None:
        return None
    holds_code = isinstance(value, list) and len(value) == 3 and isinstance(value[0], str)
    holds_object = isinstance(value, dict) and value.get("class_name") == "__lambda__"
    if kind == "lambda" or holds_code or holds_object:
        found = recover(value, str(config.get("name") or layer))
        return LambdaInfo(layer, part, "bytecode", None, found.source, found.python_version, tuple(found.touches),
                          found.problem)
    if kind == "function" or isinstance(value, str):
        return LambdaInfo(layer, part, "name", str(value))
    return LambdaInfo(layer, part, "value", str(value))


def _custom(model: Spec, held: Held, origin: Origin, has_weights: bool) -> Tuple[CustomInfo, ...]:
    places = [("/".join(path), spec) for path, spec, _ in layers_and_cells(model)]
    taken = recognized(
        (Seen(layer["class_name"], layer["config"], held.get(name, ()) if has_weights else None) for name, layer in places),
        origin,
    )
    known = dict({name: name for name in OWN_LAYERS}, **taken.names)
    return tuple(
        CustomInfo(name, layer["class_name"], layer["config"], held.get(name, ()),
                   known.get(plain_name(layer["class_name"]), ""), taken.unsure.get(layer["class_name"], ()))
        for name, layer in places
        if layer["class_name"] not in BUILT_IN | MODELS or layer["class_name"] in {**taken.unsure, **taken.names}
    )  # fmt: skip


def _skeleton(custom: Sequence[CustomInfo]) -> str:
    classes: Dict[str, List[StoredLayer]] = {}
    for found in custom:
        if not found.ours:
            classes.setdefault(plain_name(found.class_name), []).append(StoredLayer(found.config, found.weights))
    return skeletons(classes) if classes else ""
