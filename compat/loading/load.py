"""Load: read → upgrade → build → assign → verify, one stage after the other, and nothing else.

Concerns ``.h5`` files of Keras 1.0 to tf.keras 2.15, and pairs of an architecture (``.json``, ``.yaml``) and weights
(``.h5``). Each stage takes a record and returns a new one; only build and assign touch a live model. What opens with
which Keras is in the table of the README; why a Lambda's bytecode is never run, in :mod:`compat.lambdas`.
"""
import gc
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.api.own import OWN_LAYERS
from compat.callers import warn_caller
from compat.config import origin_of, upgrade, upgrade_training
from compat.errors import ArchitectureMissingError, CompatError, ConfigError, OptionError, typed
from compat.flavors import loading
from compat.hub.custom_objects import CustomObjects, plain_name
from compat.hub.records import Origin
from compat.hub.walk import layers_and_cells
from compat.loading.needs import check_known, given_for
from compat.loading.recognised import Seen, era_of, recognised
from compat.loading.transfer import PathLike, assign_by_name, origin_beside
from compat.loading.verify import Verification, assigned
from compat.saved import Limits, SavedModel, is_architecture, open_model, read_architecture
from compat.weights import Pair, pair
from compat.weights.slots import slots


class Loaded(NamedTuple):
    """A loaded model, and what is known about it.

    Attributes:
        model: of the installed Keras.
        origin: which Keras wrote the file, and whether it says so.
        verification: what was checked.
        notes: what the upgrade of the configuration changed, one sentence each.
        warnings: what may matter to the user.
        custom: the objects and Lambda functions that were used.
        compiled: whether the model was compiled.
    """

    model: Any
    origin: Origin
    verification: Verification
    notes: Tuple[str, ...]
    warnings: Tuple[str, ...]
    custom: CustomObjects
    compiled: bool


def load_model(path: PathLike, custom_objects: Optional[Mapping[str, Any]] = None, compile: bool = True,
               lambdas: Optional[Mapping[str, Any]] = None, safe: Optional[bool] = True,
               weights: Optional[PathLike] = None, by_name: bool = False, skip_mismatch: bool = False) -> Any:
    """Open a model file that any Keras from 1.0 to tf.keras 2.15 wrote, as a model of the installed Keras.

    Args:
        path: an ``.h5`` file, or an architecture: a ``.json`` or ``.yaml`` file, or what ``to_json`` gave.
        custom_objects: class or function name → class or function: layers on ``compat.keras`` or on the installed
            Keras, losses, metrics, activations. compat's own layers are known without being given.
        compile: restore losses, metrics, optimizer and its state, if the file has them.
        lambdas: Lambda layer's name → its function, a pair (function, mask), an expression, or a layer. Without it, or
            where it is None in a pair, the file's own is used if it is an expression that can only compute with
            tensors.
        safe: keep the limits on size (None counts as True). With False they are lifted; code of the file is never run
            either way.
        weights: an ``.h5`` file whose weights are to be used instead of those in ``path``.
        by_name: use them only for the outermost layers that have the same name in it; the others keep the weights that
            ``path`` holds, or, for an architecture alone, their initial ones.
        skip_mismatch: with ``by_name``, leave out weights of another shape, with a warning that lists them.

    Returns:
        The model, compiled if the file was and everything needed is there.

    Raises:
        ModelFileNotFoundError, NotAModelFileError, UnsafeFileError: the file.
        ConfigError: its configuration cannot be expressed on the installed Keras.
        UnknownLayerError: classes to pass in ``custom_objects``.
        LambdaError: functions to pass in ``lambdas``.
        WeightsError: weights that do not fit, layer by layer; no layer with the same name.
        OptionError: ``by_name`` without ``weights``, or ``skip_mismatch`` without ``by_name``.

    Example:
        >>> model = load_model("old.h5", lambdas={"crop": lambda x: x[:, 2:]})         # doctest: +SKIP
    """
    loaded = load(path, custom_objects, compile, lambdas, safe, weights, by_name=by_name, skip_mismatch=skip_mismatch)
    for text in loaded.warnings:
        warn_caller(text)
    return loaded.model


def load(path: PathLike, custom_objects: Optional[Mapping[str, Any]] = None, compile: bool = True,
         lambdas: Optional[Mapping[str, Any]] = None, safe: Optional[bool] = True,
         weights: Optional[PathLike] = None, progress: Callable[[str], None] = lambda stage: None, by_name: bool = False,
         skip_mismatch: bool = False, models: Any = None) -> Loaded:
    """The same as :func:`load_model`, with everything that is known about the result.

    Args:
        progress: called with the name of each stage as it begins.
        models: a module whose ``Model`` and ``Sequential`` to build; None for those of the installed Keras.
    """
    if skip_mismatch > by_name or by_name and weights is None:
        raise OptionError("skip_mismatch needs by_name=True, and by_name needs weights='file.h5'")
    progress("read")
    limits = Limits.when(safe)
    with opened(path, weights, limits) as (saved, beside), _uncollected():
        progress("upgrade")
        origin = origin_of(saved)
        hub = upgrade(_config_of(saved), origin)
        arrays = _arrays(hub.config, saved, origin, None if by_name else beside)
        taken = recognised(_seen(hub.config, arrays), origin, custom_objects or ())
        custom = given_for(hub.config, custom_objects, lambdas, _own_layers_in(hub.config, taken.names), origin)
        stage = loading()
        check_known(hub.config, custom, stage.knows, arrays, taken.unsure)
        progress("build")
        with typed(ConfigError, "{}: the installed Keras cannot build this model".format(saved.path)):
            built = stage.build(hub.config, custom, era_of(origin), _most_values(arrays, limits), models)
        progress("assign")
        count, parameters = stage.assign(built, arrays)
        warnings = list(saved.warnings) + [note.text for note in hub.warnings] + taken.sentences() + _mask_warnings(built)
        if by_name and beside is not None:
            skipped: List[str] = []
            named = assign_by_name(hub.config, built, beside, origin_beside(beside, origin), skipped if skip_mismatch else None)
            warnings.extend("{}: not loaded: {}".format(weights, text) for text in skipped)
            count, parameters = (count, parameters) if arrays else named
        compiled = compile and _compile(stage, built, hub.config, saved, origin, custom, arrays, warnings)
        progress("verify")
        verification = assigned([[tuple(weight.shape) for weight in built.model.weights]], count, parameters)
    notes = tuple("{}: {}".format(note.layer, note.text) if note.layer else note.text for note in hub.report)
    return Loaded(built.model, origin, verification, notes, tuple(warnings), custom, compiled)


def save(model: Any, path: str) -> None:
    """Write a model in the installed Keras's own format."""
    loading().save(model, path)


def reopen(path: str, custom: CustomObjects) -> Any:
    """Open a file that :func:`save` wrote, with the installed Keras alone and what the user gave."""
    return loading().reopen(path, custom.objects)


def predict(model: Any, inputs: Sequence[Any]) -> List[Any]:
    """The outputs of a model for one batch of inputs, as a list of arrays."""
    return list(loading().predict(model, inputs))


def weights_of(model: Any) -> List[Any]:
    """The values of all weights of a model, as a list of arrays."""
    return list(loading().weights_of(model))


def _arrays(model: Dict[str, Any], saved: SavedModel, origin: Origin, beside: Optional[SavedModel]) -> Sequence[Pair]:
    """What the whole model gets: the arrays of the file beside it, or its own."""
    if beside is not None:
        return pair(model, beside.layers, origin_beside(beside, origin))
    return pair(model, saved.layers, origin) if saved.has_weights and saved.kind == "model" else ()


def _seen(model: Dict[str, Any], arrays: Sequence[Any]) -> List[Seen]:
    """Every layer with its arrays."""
    datasets = {pair.path: pair.datasets for pair in arrays}
    return [Seen(str(spec["class_name"]), spec["config"], datasets.get(path, ()) if arrays else None)
            for path, spec, _ in layers_and_cells(model)]


def _own_layers_in(model: Dict[str, Any], names: Mapping[str, str]) -> Dict[str, Any]:
    """Compat's own layers, if a file may need one: importing them takes longer than loading a small file."""
    used = {plain_name(str(spec["class_name"])) for _, spec, _ in layers_and_cells(model)}
    return own_layers(names) if names or used & {"Lambda", *OWN_LAYERS} else {}


def own_layers(names: Optional[Mapping[str, str]] = None) -> Dict[str, Any]:
    """Compat's own layers by class name: building them runs nothing from a file.

    Args:
        names: further names of a file → names in ``compat.layers``, by :mod:`compat.loading.recognised`.
    """
    from compat import layers
    known = dict({name: name for name in OWN_LAYERS}, **dict(names or {}))
    return {name: getattr(layers, ours) for name, ours in known.items()}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's collector of cycles is off: at each of many new objects, all of which stay, it would search all of Keras."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def opened(path: PathLike, weights: Optional[PathLike], limits: Limits) -> Iterator[Tuple[SavedModel, Optional[SavedModel]]]:
    """A model file or an architecture, and the file of weights given with it, open for reading."""
    with ExitStack() as stack:
        beside = None if weights is None else stack.enter_context(open_model(weights, limits))
        if not is_architecture(path):
            yield stack.enter_context(open_model(path, limits)), beside
        elif beside is None:
            yield read_architecture(path, limits), None
        else:
            yield _with_facts_of(beside, read_architecture(path, limits)), beside


def _with_facts_of(weights: SavedModel, architecture: SavedModel) -> SavedModel:
    """The architecture with what only the file beside it may say about the Keras that wrote both."""
    return replace(architecture, warnings=architecture.warnings + weights.warnings, layers=weights.layers,
                   keras_version=architecture.keras_version or weights.keras_version,
                   backend=weights.backend or architecture.backend)


def _config_of(saved: SavedModel) -> Dict[str, Any]:
    if saved.model_config is None:
        raise ArchitectureMissingError(
            "{0} holds weights alone; give the architecture with it: load_model('model.json', weights={0!r}), or build the "
            "model and give it to load_weights(model, {0!r})".format(saved.path))
    return saved.model_config


def _most_values(arrays: Sequence[Any], limits: Limits) -> int:
    """How many values the weights of a model may have: in the order of what the file holds, if it holds any."""
    held = sum(dataset.nbytes for pair in arrays for dataset in pair.datasets)
    # Some layouts hold less than the model: CuDNN's single bias, a scale that is left out.
    return max(2 * held, limits.expansion_floor) // 4 if held else limits.total_bytes // 4


def _compile(stage: Any, built: Any, model: Dict[str, Any], saved: SavedModel, origin: Origin, custom: CustomObjects,
             arrays: Sequence[Any], warnings: List[str]) -> bool:
    if saved.training_config is None:
        return False
    try:
        with typed(ConfigError, "the installed Keras cannot compile it as its file says"):
            training = upgrade_training(saved.training_config, origin)
            state = slots(training["optimizer_config"], saved.optimizer_weights, arrays, stage.trainable(built), origin)
            done = stage.compile_model(built, training, output_names(model), custom, era_of(origin), state)
    except CompatError as error:
        warnings.append("the model was loaded uncompiled: {}".format(error))
        return False
    if done.missing:
        warnings.append("{} {}; pass custom_objects to have {}".format(
            "the model was loaded without" if done.compiled else "the model was loaded uncompiled, for want of",
            ", ".join(done.missing), "it" if len(done.missing) == 1 else "them"))
    elif saved.optimizer_weights and not done.resumed and not (state and state.is_fresh):
        warnings.append("the state of the optimizer does not fit the weights of the model; it starts anew")
    return bool(done.compiled)


def output_names(model: Dict[str, Any]) -> List[str]:
    """Names of the outputs of a hub configuration in order: keys where it puts out a dictionary, else layers."""
    config = model["config"]
    if model["class_name"] == "Sequential":
        return [str(config["layers"][-1]["config"]["name"])] if config["layers"] else []
    ends = config["output_layers"]
    return sorted(ends) if isinstance(ends, dict) else [str(end[0]) for end in ends]


def _mask_warnings(built: Any) -> List[str]:
    return ["Lambda {0!r} receives a mask and drops it. Keras 2 did not save the mask function of a Lambda; if this "
            "one had one, pass lambdas={{{0!r}: (function, mask)}} with a mask function of (inputs, mask)".format(name)
            for name in built.lambdas_without_mask]
