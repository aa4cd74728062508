"""Files of Keras 3: it opens its own files best, so they are handed to the one that is installed.

One of an early Keras 3 that the installed one would refuse, or train otherwise, is upgraded before
(:mod:`compat.config.keras3`). Lambdas become compat's, whose functions are read as expressions: Keras refuses their code.
"""
import os
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from compat.config.keras3 import is_relaid, upgrade_keras3
from compat.config.keras3_calls import layers_with_lost_calls
from compat.config.keras3_slots import orders_slots_otherwise, slot_order
from compat.config.origins import dictionaries
from compat.errors import ConfigError, LambdaError, UnsupportedError, typed
from compat.flavor import active
from compat.flavors import loading
from compat.flavors.protocol import KerasModel, PathLike
from compat.hub.custom_objects import lambda_parts
from compat.hub.records import Origin, Spec, name_of
from compat.loading.keras3_copies import layers_of_several_models, marked, opened_as_copies
from compat.loading.naming import copies, heard
from compat.loading.needs import custom_objects_for
from compat.loading.options import LoadOptions
from compat.saved.archive import Archive
from compat.saved.keras_archive import config_of, open_archive, version_of
from compat.saved.records import SavedModel
from compat.saved.source import is_zip

_NO_OPTIMIZER = ("the model was loaded uncompiled: the file does not say which optimizer it had, as it was written after an "
                 "HDF5 file of the same model; call model.compile()")
_RELAID = "the weights in int8 are in the layout of later versions"


class OfKeras3(NamedTuple):
    """A model of Keras 3, what was changed in its file before Keras opened it, and what may matter to the user."""

    model: KerasModel
    notes: Tuple[str, ...]
    warnings: Tuple[str, ...] = ()


class _Ready(NamedTuple):
    """What the installed Keras is given: a file, the user's objects, what was changed, and whether it is to compile."""

    path: str
    objects: Dict[str, Any]
    notes: Tuple[str, ...]
    compiles: bool


def keras3_version(path: PathLike) -> Optional[str]:
    """The version of the Keras 3 that wrote a ``.keras`` archive, as it states it; None for any other file.

    Raises:
        NotAModelFileError, UnsafeFileError: an archive that is damaged, or that no honest program writes.

    Example:
        >>> keras3_version("old.h5") is None
        True
    """
    given = os.fspath(path)
    if "\n" in given or "\0" in given or not is_zip(given):
        return None
    version = version_of(given)
    return version if version is not None and version.split(".")[0] == "3" else None


def handed_over(path: PathLike, version: str, options: LoadOptions) -> OfKeras3:
    """The model of an archive of Keras 3, as the installed Keras 3 opens it.

    Raises:
        UnsupportedError: the installed Keras is a Keras 2.
        LambdaError: functions that cannot be recovered from the file and were not passed.
        ConfigError: Keras 3 refuses the file; the message has its reason.
    """
    given = os.fspath(path)
    _check(given, version)
    copied: List[str] = []
    with _for_installed(given, version, options) as ready:
        try:
            with heard() as texts:
                model = loading().open_own(ready.path, ready.objects, ready.compiles, given)
        except ConfigError:
            config = config_of(Archive(ready.path, options.limits), options.limits)
            copied = layers_of_several_models(config)
            if not copied:
                raise
            with heard() as texts:
                model = opened_as_copies(ready.path, given, config, ready.objects, options._replace(compile=ready.compiles))
            copied = [name for name in copied if name not in marked(config)]
    lost = [_NO_OPTIMIZER] if options.compile and not ready.compiles else []
    return OfKeras3(model, ready.notes, (*copies(copied), *lost, *texts))


def read_handed_over(saved: SavedModel, version: str, options: LoadOptions) -> OfKeras3:
    """The model of an HDF5 file or of JSON of Keras 3, which was read; the errors are those of :func:`handed_over`."""
    return (hdf5_handed_over if saved.kind == "model" else architecture_handed_over)(saved, version, options)


def hdf5_handed_over(saved: SavedModel, version: str, options: LoadOptions) -> OfKeras3:
    """The model of an HDF5 file of Keras 3; the errors are those of :func:`handed_over`."""
    _check(saved.path, version)
    installed, objects, stated = active().version, dict(options.custom_objects or {}), saved.model_config or {}
    with typed(ConfigError, "{!r} does not have the form of any Keras 3".format(saved.path)):
        _check_calls(saved.path, stated, version)
        upgraded = upgrade_keras3(stated, version, installed, active().backend)
        notes = list(upgraded.notes)
        config = _with_lambdas(upgraded.config, options, objects, Origin(version, "tensorflow"), notes)
        training = saved.training_config if options.compile else None
        optimizer = training["optimizer_config"] if training is not None else {}
        if training is not None:
            changed = upgrade_keras3(optimizer, version, installed, active().backend)
            training, notes = dict(training, optimizer_config=changed.config), notes + list(changed.notes)
        state = [each.read() for each in saved.optimizer_weights] if training is not None else []
        order = slot_order(optimizer, len(state), version, installed)
        relays = is_relaid(stated, version)
    notes += [_RELAID] if relays else []
    with heard() as texts:
        model, warnings = loading().open_own_hdf5(
            saved.path, config, objects, training, [state[each] for each in order] if order else state, relays)
    return OfKeras3(model, tuple(notes), saved.warnings + warnings + tuple(texts))


def architecture_handed_over(saved: SavedModel, version: str, options: LoadOptions) -> OfKeras3:
    """The model of JSON that Keras 3 wrote; the errors are those of :func:`handed_over`."""
    shown = saved.path or "the text"
    _check(shown, version)
    objects, stated = dict(options.custom_objects or {}), dict(saved.model_config or {})
    if not options.compile or "optimizer" not in (stated.get("compile_config") or ()):
        stated.pop("compile_config", None)  # JSON that follows model.save("m.h5") lacks the optimizer: Keras takes RMSprop
    with typed(ConfigError, "{!r} does not have the form of any Keras 3".format(shown)):
        _check_calls(shown, stated, version)
        upgraded = upgrade_keras3(stated, version, active().version, active().backend)
        notes = list(upgraded.notes)
        config = _with_lambdas(upgraded.config, options, objects, Origin(version, "tensorflow"), notes)
    with heard() as texts:
        model = loading().open_own_config(config, objects)
    return OfKeras3(model, tuple(notes), saved.warnings + tuple(texts))


def _check_calls(path: str, config: Dict[str, Any], version: str) -> None:
    lost = layers_with_lost_calls(config, version)
    if lost:
        raise ConfigError(
            "{!r} does not say what the model computes: Keras 3.2 wrote only that {} gave a tensor, and not in which of "
            "several calls; make the model in code, and fill it with compat.load_weights".format(
                path, ", ".join(map(repr, lost))))


def _check(path: str, version: str) -> None:
    if active().name != "keras3":
        raise UnsupportedError("{!r} was written by Keras {}, which no Keras 2 opens; install keras>=3 to open it".format(
            path, version))


@contextmanager
def _for_installed(path: str, version: str, options: LoadOptions) -> Iterator[_Ready]:
    """The file itself, or a copy of it that the installed Keras takes."""
    archive, installed = Archive(path, options.limits), active().version
    objects = dict(options.custom_objects or {})
    with typed(ConfigError, "{!r} does not have the form of any Keras 3".format(path)):
        config = config_of(archive, options.limits)
        _check_calls(path, config, version)
        upgraded = upgrade_keras3(config, version, installed, active().backend)
        notes = list(upgraded.notes)
        changed = _with_lambdas(upgraded.config, options, objects, Origin(version, "tensorflow"), notes)
        slots, relays = _slots(path, config, version, installed, options), is_relaid(config, version)
    notes += ["the variables of the optimizer are in the order of later versions"] if slots else []
    notes += [_RELAID] if relays else []
    compiles = options.compile and not _lacks_optimizer(config)
    if not notes:
        yield _Ready(path, objects, (), compiles)
        return
    from compat.writing.keras_archive import rewritten  # here, since few archives need it

    with rewritten(archive, changed, slots, relays) as place:
        yield _Ready(place, objects, tuple(notes), compiles)


def _lacks_optimizer(config: Dict[str, Any]) -> bool:
    """Whether an archive says how its model was compiled, but not by which optimizer.

    ``model.save("m.h5")`` takes it out of what Keras 3 writes later; then Keras would take RMSprop.
    """
    compiled = config.get("compile_config")
    return isinstance(compiled, dict) and bool(compiled) and "optimizer" not in compiled


def _slots(path: str, config: Dict[str, Any], version: str, installed: str, options: LoadOptions) -> Optional[List[int]]:
    compiled = config.get("compile_config")
    optimizer = compiled.get("optimizer") if isinstance(compiled, dict) else None
    if not options.compile or not isinstance(optimizer, dict) or not orders_slots_otherwise(
            optimizer, version, installed):
        return None
    with open_archive(path, options.limits) as saved:
        kept = saved.objects.at("optimizer", "vars") if saved.objects is not None else None
        return slot_order(optimizer, len(kept.children), version, installed) if kept is not None else None


def _with_lambdas(config: Dict[str, Any], options: LoadOptions, objects: Dict[str, Any], origin: Origin,
                  notes: List[str]) -> Dict[str, Any]:
    """The configuration with compat's layer in place of each Lambda that is code, or that the user gave a function for.

    Args:
        objects: the user's; functions that were given are added under the names by which the layers find them.
        notes: gets a sentence for each.
    """
    _check_functions(config, objects)
    given = options.lambdas or {}
    found = [_as_stored(spec) for spec in dictionaries(config) if _needs_function(spec, given)]
    if not found:
        return config
    functions = custom_objects_for({"class_name": "Sequential", "config": {"layers": found}}, options, {}, origin).lambdas
    notes.extend("{}: its function is called without running the code in the file".format(name_of(spec)) for spec in found)
    return dict(_replaced(config, lambda spec: _needs_function(spec, given),
                          lambda spec: _own_lambda(spec, functions[name_of(spec)], objects)))


def _check_functions(config: Dict[str, Any], objects: Mapping[str, Any]) -> None:
    """Refuse code as an activation, an initializer …: Keras does not read it back, and shows it in base64."""
    from compat.lambdas.recover import recover  # here, since few files hold a function

    for spec in dictionaries(config):
        own = spec.get("config")
        if spec.get("class_name") in (None, "Lambda", "__lambda__") or spec["class_name"] in objects or not isinstance(
                own, dict):
            continue
        for key, value in own.items():
            code = value.get("config") if _is_code(value) else value
            if _is_code(value) or _is_bare_code(value):
                found = recover(code["value"] if _is_bare_code(code) else value, name_of(spec), objects)
                raise LambdaError(
                    "layer {!r} ({}) has a function as its {}, which Keras stored as code and does not read back{}; make the "
                    "model in code, and fill it with compat.load_weights".format(
                        name_of(spec), spec["class_name"], key,
                        ": " + found.require().source() if found.problem is None else ""))


def _is_bare_code(value: Any) -> bool:
    """Whether a value is code as HDF5 files and activations hold it: code, defaults, and closure."""
    parts = value.get("value") if isinstance(value, dict) and set(value) == {"value"} else None
    return isinstance(parts, list) and len(parts) == 3 and isinstance(parts[0], str)


def _needs_function(spec: Spec, given: Mapping[str, Any]) -> bool:
    return spec.get("class_name") == "Lambda" and isinstance(spec.get("config"), dict) and (
        name_of(spec) in given or _is_code(spec["config"].get("function")))


def _is_code(function: Any) -> bool:
    return isinstance(function, dict) and function.get("class_name") == "__lambda__"


def _as_stored(spec: Spec) -> Spec:
    """A Lambda with those of its functions that are code; the others are not used."""
    return dict(spec, config={key: value for key, value in spec["config"].items()
                              if key not in ("function", "mask") or _is_code(value)})


def _replaced(value: Any, which: Callable[[Spec], bool], change: Callable[[Spec], Spec]) -> Any:
    """A value with the specifications in it that are asked for changed."""
    if isinstance(value, list):
        return [_replaced(each, which, change) for each in value]
    if not isinstance(value, dict):
        return value
    if which(value):
        return change(value)
    return {key: _replaced(each, which, change) for key, each in value.items()}


def _own_lambda(spec: Spec, value: Any, objects: Dict[str, Any]) -> Spec:
    """The specification of compat's Lambda for one of Keras 3."""
    name = name_of(spec)
    if hasattr(value, "get_config"):
        raise LambdaError("Lambda {0!r} is in a file of Keras 3; pass lambdas={{{0!r}: a function}}, not a layer".format(name))
    parts = lambda_parts(value, False)
    kept = ("name", "trainable", "dtype", "arguments", "output_shape")
    config = {key: spec["config"][key] for key in kept if key in spec["config"]}
    if not isinstance(config.get("output_shape"), list):
        config.pop("output_shape", None)
    for key, function in (("function", parts.function), ("mask", parts.mask)):
        config.update(_stored(key, function, name, objects))
    return dict(spec, module="compat", class_name="Lambda", registered_name="compat>Lambda", config=config)


def _stored(key: str, function: Any, name: str, objects: Dict[str, Any]) -> Dict[str, Any]:
    """How a configuration of compat's Lambda names a function: an expression as it is, another one by a name."""
    from compat.lambdas import Expression  # here, since few files hold a Lambda

    if function is None:
        return {}
    expression = Expression.parse(function, name).check(name) if isinstance(function, str) else function
    if isinstance(expression, Expression):
        return {key: expression.to_config(), key + "_type": "expression"}
    word = "{} of the Lambda {}".format(key, name)
    objects[word] = function
    return {key: word}
