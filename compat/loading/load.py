"""Load: read → upgrade → build → assign → verify, one stage after the other, and nothing else.

Concerns ``.h5`` files of Keras 1.0 to tf.keras 2.15, and pairs of an architecture (``.json``, ``.yaml``) and weights
(``.h5``). Each stage takes a record and returns a new one; only build and assign touch a live model. What opens with
which Keras is in ``docs/convert.md``; why a Lambda's bytecode is never run, in :mod:`compat.lambdas`.
"""
import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.api.own import OWN_LAYERS
from compat.callers import warn_caller
from compat.config import origin_of, upgrade, upgrade_training, without_lost_clipping
from compat.errors import ArchitectureMissingError, CompatError, ConfigError, typed
from compat.flavors import loading
from compat.flavors.protocol import BuiltModel, KerasModel, PathLike
from compat.hub.custom_objects import CustomObjects, plain_name
from compat.hub.records import Origin, Path, Spec
from compat.hub.walk import layers_and_cells, output_names
from compat.loading.naming import about, copies, heard, named
from compat.loading.needs import check_known, custom_objects_for, holds_weights
from compat.loading.opening import opened
from compat.loading.options import LoadOptions, keyword_only
from compat.loading.recognized import Seen, era_of, recognized
from compat.loading.transfer import assign_by_name, in_counted_order, in_order_of_layers, load_weights, origin_beside, skipping
from compat.loading.verify import Verification, assigned
from compat.saved import Limits, SavedModel
from compat.saved.records import element_count
from compat.saved.source import is_zip
from compat.weights import Pair, optimizer_datasets, pairs_of

if TYPE_CHECKING:
    from compat.loading.keras3_files import OfKeras3

_DEFAULTS = LoadOptions()


class Loaded(NamedTuple):
    """A loaded model, and what is known about it.

    Attributes:
        model: of the installed Keras.
        origin: which Keras wrote the file, and whether it says so.
        verification: what was checked.
        notes: what the upgrade of the configuration changed, one sentence each.
        warnings: what may matter to the user.
        custom: the custom objects and Lambda functions that were used.
        compiled: whether the model was compiled.
    """

    model: KerasModel
    origin: Origin
    verification: Verification
    notes: Tuple[str, ...]
    warnings: Tuple[str, ...]
    custom: CustomObjects
    compiled: bool


@keyword_only(safe="safe_mode")
def load_model(path: PathLike, *, custom_objects: Optional[Mapping[str, object]] = None, compile: bool = True,
               lambdas: Optional[Mapping[str, object]] = None, safe_mode: Optional[bool] = True,
               weights: Optional[PathLike] = None, by_name: bool = False, skip_mismatch: bool = False) -> KerasModel:
    """Open a model file that any Keras from 1.0 to tf.keras 2.15 wrote, as a model of the installed Keras.

    Args:
        path: an ``.h5`` file, a ``.keras`` archive or a SavedModel folder of tf.keras, or an architecture: a ``.json`` or
            ``.yaml`` file, or what ``to_json`` returned.
        custom_objects: class or function name → class or function: layers on ``compat.keras`` or on the installed
            Keras, losses, metrics, activations. compat's own layers need not be passed.
        compile: restore losses, metrics, optimizer and its state, if the file has them.
        lambdas: Lambda layer's name → its function, a pair (function, mask), an expression, or a layer. Without it, or
            where it is None in a pair, the file's own is used if it is an expression that can only compute with
            tensors.
        safe_mode: keep the limits on size (None counts as True). False lifts them; code of the file is never run either
            way.
        weights: an ``.h5`` file, a TensorFlow checkpoint or another of these containers, whose weights are used instead of
            those in ``path``.
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
        >>> [layer.name for layer in load_model("old.h5").layers][-2:]
        ['hidden', 'out']
    """
    return with_warnings(path, load(path, LoadOptions(
        custom_objects, compile, lambdas, safe_mode, weights, by_name, skip_mismatch)))


def with_warnings(path: PathLike, loaded: Loaded) -> KerasModel:
    """The model; what may matter to the user is a warning at the caller's line."""
    for text in loaded.warnings:
        warn_caller(named(path, text))
    return loaded.model


def load(path: PathLike, options: LoadOptions = _DEFAULTS) -> Loaded:
    """The same as :func:`load_model`, with everything that is known about the result."""
    options.check()
    with about(path):
        return _loaded(path, options)


def _loaded(path: PathLike, options: LoadOptions) -> Loaded:
    options.progress("read")
    if is_zip(os.fspath(path)):
        from compat.loading.keras3_files import handed_over, keras3_version  # here, since few files are archives

        newer = keras3_version(path)
        if newer is not None:
            return _of_keras_3(handed_over(path, newer, options), newer, options)
    with opened(path, options) as (saved, beside), _cyclic_gc_disabled():
        options.progress("upgrade")
        origin = origin_of(saved)
        made = _made_by_its_class(path, saved, origin, options)
        if made is not None:
            return made
        hub = upgrade(_config_of(saved), origin)
        arrays = _arrays(hub.config, saved, origin, None if options.by_name else beside)
        same, copied = _held_twice(saved if beside is None else beside, arrays, options)
        taken = recognized(_seen(hub.config, arrays), origin, options.custom_objects or ())
        stage = loading()
        custom = custom_objects_for(hub.config, options, _own_layers_in(hub.config, taken.names), origin, stage.registered)
        check_known(hub.config, custom, stage.knows, arrays, taken.unsure)
        options.progress("build")
        with heard() as texts, typed(ConfigError, "{}: the installed Keras cannot build this model".format(saved.path)):
            built = stage.build(hub.config, custom, era_of(origin), _most_parameters(arrays, options.limits), options.models,
                                **({"same": same} if same else {}))
        options.progress("assign")
        with about(path if options.weights is None else options.weights):
            arrays = in_order_of_layers(built, [each for each in arrays if same.get(each.path, each.path) == each.path])
            count, parameters = stage.assign(built, arrays)
        warnings = [*saved.warnings, *texts, *(note.text for note in hub.warnings), *taken.sentences(),
                    *_mask_warnings(built), *copies(copied)]
        if options.by_name and beside is not None:
            skipped: List[str] = []
            named = assign_by_name(hub.config, built, beside, origin_beside(beside, origin),
                                   skipped if options.skip_mismatch else None)
            warnings.extend(skipping(options.weights, text) for text in skipped)
            count, parameters = (count, parameters) if arrays else named
        compiled = options.compile and _compile(built, hub.config, saved, origin, custom, arrays, warnings)
        options.progress("verify")
        verification = assigned([[tuple(weight.shape) for weight in built.model.weights]], count, parameters)
    return Loaded(built.model, origin, verification, tuple(map(str, hub.report)), tuple(warnings), custom, compiled)


def _made_by_its_class(path: PathLike, saved: SavedModel, origin: Origin, options: LoadOptions) -> Optional[Loaded]:
    """A model of Keras 3, which the installed one makes, or of a program's own class, if that is known; None for any other."""
    if origin.major >= 3 and saved.kind in ("model", "architecture"):
        from compat.loading.keras3_files import read_handed_over

        return _of_keras_3(read_handed_over(saved, origin.keras_version, options), origin.keras_version, options)
    if saved.program is None:
        return None
    from compat.loading.own_class import opened_by_class  # here, since few files hold such a model

    made = opened_by_class(path, saved, origin, options)
    return made and Loaded(made.model, origin, _all_of(made.model), (), made.warnings, made.custom, made.compiled)


def _of_keras_3(found: "OfKeras3", version: str, options: LoadOptions) -> Loaded:
    model = found.model
    if options.weights is not None:
        load_weights(model, options.weights, **options.of_weights)
    return Loaded(model, Origin(version, "tensorflow"), _all_of(model), found.notes, found.warnings,
                  CustomObjects(dict(options.custom_objects or {}), dict(options.lambdas or {})), bool(model.compiled))


def _all_of(model: KerasModel) -> Verification:
    shapes = [tuple(weight.shape) for weight in model.weights]
    return assigned([shapes], len(shapes), sum(map(element_count, shapes)))


def _arrays(model: Spec, saved: SavedModel, origin: Origin, beside: Optional[SavedModel]) -> Sequence[Pair]:
    """The arrays for the whole model: those of the separate weights file, or its own."""
    if beside is not None:
        return pairs_of(model, beside, origin_beside(beside, origin))
    return pairs_of(model, saved, origin) if holds_weights(model, saved) else ()


def _held_twice(saved: SavedModel, arrays: Sequence[Pair], options: LoadOptions) -> Tuple[Mapping[Path, Path], List[str]]:
    """The paths of layers that are one → that of the first of them; and the names of layers of which each model gets a copy."""
    names = [dataset.name for pair in arrays for dataset in pair.datasets]
    if len(set(names)) == len(names):
        return {}, []
    from compat.loading.shared import copied, shared  # here, since few models hold a layer twice

    same = {} if options.apart or options.by_name else shared(saved, arrays)
    return same, copied(saved, arrays, same)


def _seen(model: Spec, arrays: Sequence[Pair]) -> List[Seen]:
    """Every layer with its arrays."""
    datasets = {pair.path: pair.datasets for pair in arrays}
    return [Seen(str(spec["class_name"]), spec["config"], datasets.get(path, ()) if arrays else None)
            for path, spec, _ in layers_and_cells(model)]


def _own_layers_in(model: Dict[str, Any], names: Mapping[str, str]) -> Dict[str, Any]:
    """Compat's own layers, if a file may need one: importing them takes longer than loading a small file."""
    used = {plain_name(str(spec["class_name"])) for _, spec, _ in layers_and_cells(model)}
    return own_layers(names) if names or used & {"Lambda", *OWN_LAYERS} else {}


def own_layers(names: Optional[Mapping[str, str]] = None) -> Dict[str, Any]:
    """compat's own layers by class name: building them runs nothing from a file.

    Args:
        names: further names of a file → names in ``compat.layers``, by :mod:`compat.loading.recognized`.
    """
    from compat import layers
    known = dict({name: name for name in OWN_LAYERS}, **dict(names or {}))
    return {name: getattr(layers, ours) for name, ours in known.items()}


@contextmanager
def _cyclic_gc_disabled() -> Iterator[None]:
    """Disable the cyclic GC while building: every new object survives, so scanning for cycles is wasted time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _config_of(saved: SavedModel) -> Spec:
    if saved.description or saved.program is not None:
        names = [plain_name(name) for name in saved.program.names] if saved.program is not None else []
        what = saved.description or "it is a {}, a class of the program that made it".format(names[-1])
        passed = "Pass custom_objects={{{!r}: its class}}. Or build".format(names[0]) if names else "Build"
        raise ArchitectureMissingError(
            "{0!r} cannot be opened by itself: {1}. {2} the model with its class, call it once, then "
            "compat.load_weights(model, {0!r})".format(saved.path, what, passed))
    if saved.model_config is None:
        raise ArchitectureMissingError(
            "{0} holds weights alone; give the architecture with it: load_model('model.json', weights={0!r}), or build the "
            "model and call load_weights(model, {0!r})".format(saved.path))
    return saved.model_config


def _most_parameters(arrays: Sequence[Pair], limits: Limits) -> int:
    """Upper bound on the number of parameters of a model, derived from the size of the file's arrays, if it has any."""
    held = sum(dataset.nbytes for pair in arrays for dataset in pair.datasets)
    # Some layouts hold less than the model: CuDNN's single bias, an omitted scale.
    return max(2 * held, limits.expansion_floor) // 4 if held else limits.total_bytes // 4


def _compile(built: BuiltModel, model: Spec, saved: SavedModel, origin: Origin, custom: CustomObjects,
             arrays: Sequence[Pair], warnings: List[str]) -> bool:
    if saved.training_config is None:
        return False
    from compat.weights.slots import slots  # here, for compiled files alone

    stage = loading()
    try:
        with typed(ConfigError, "the installed Keras cannot compile it as its file says"):
            training, arrays = upgrade_training(saved.training_config, origin), in_counted_order(built, arrays)
            kept = optimizer_datasets(saved, arrays)
            training = without_lost_clipping(training, origin, [each.name for each in kept])
            asked = training["optimizer_config"], kept, arrays, stage.trainable(built), origin
            state = slots(*asked)
            done = stage.compile_model(built, training, output_names(model), custom, era_of(origin), state)
    except CompatError as error:
        warnings.append("the model was loaded uncompiled: {}".format(error))
        return False
    if done.missing:
        warnings.append(done.lack)
    elif kept and not done.resumed and not (state and state.is_fresh):
        from compat.weights.slot_fit import why_not
        text = "the state of the optimizer does not fit the weights of the model; it starts anew ({})"
        warnings.append(text.format(why_not(*asked, state)))
    return done.compiled


def _mask_warnings(built: BuiltModel) -> List[str]:
    return ["Lambda {0!r} receives a mask and drops it. Keras 2 did not save the mask function of a Lambda; if this "
            "one had one, pass lambdas={{{0!r}: (function, mask)}} with a mask function of (inputs, mask)".format(name)
            for name in built.lambdas_without_mask]
