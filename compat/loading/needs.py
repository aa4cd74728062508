"""What a file needs from the user besides itself: classes for layers that no Keras has, functions for Lambda layers.

Everything missing is found before anything is built, and reported at once: each unknown class with its arguments and
weights, each Lambda with what its bytecode says. Bytecode is read as data (:mod:`compat.lambdas`), never run.
"""
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.api.classes import plain_name
from compat.api.tf_operations import ONLY_TENSORFLOW_2
from compat.errors import LambdaError, UnknownLayerError, WeightsError
from compat.hub.custom_objects import CustomObjects
from compat.hub.records import Origin, Path, Spec, class_in_file
from compat.hub.walk import Place, layers_and_cells, leaves
from compat.loading.options import LoadOptions
from compat.saved import SavedModel
from compat.weights import Pair, expected

#: How much of what is unknown an error shows: layers of one class, classes, and characters of a line.
_SHOWN_LAYERS, _SHOWN_CLASSES, _LONGEST_LINE = 2, 2, 500


def holds_weights(model: Spec, saved: SavedModel) -> bool:
    """Whether a record holds the weights of a model; an architecture alone holds none, and its model begins with initial ones.

    Raises:
        WeightsError: it is a whole model, whose weights are gone.
    """
    if saved.kind != "model":
        return False
    if not saved.has_weights and any(expected(place.spec) for place in leaves(model)):
        raise WeightsError("{0!r} holds an architecture and no weights; copy or save the whole model again, or give the "
                           "weights with it: load_model({0!r}, weights=…)".format(saved.path))
    return saved.has_weights


def custom_objects_for(model: Spec, options: LoadOptions, defaults: Mapping[str, Any],
                       origin: Optional[Origin] = None,
                       registered: Optional[Callable[[str], Any]] = None) -> CustomObjects:
    """The user's custom objects, and a function for every Lambda of the model.

    Args:
        model: in the hub dialect.
        options: their ``custom_objects`` win over ``defaults``, their ``lambdas`` over the file.
        defaults: classes that need not be passed: compat's own layers.
        origin: which Keras wrote the model; in Lambda layers of tf.keras, ``tf`` is TensorFlow 2.
        registered: what the program registered under a name.

    Raises:
        LambdaError: functions that cannot be recovered from the file and were not passed, all of them listed.
    """
    objects = dict(defaults, **dict(options.custom_objects or {}))
    found = dict(options.lambdas or {})
    problems: List[str] = []
    for _, spec, _ in layers_and_cells(model):
        name = str(spec["config"].get("name"))
        if spec["class_name"] != class_in_file(spec) and class_in_file(spec) in (options.custom_objects or ()):
            objects.setdefault(spec["class_name"], objects[class_in_file(spec)])  # an archive states both
        if spec["class_name"] == "Lambda":
            in_file = _InFile(spec["config"], name, objects, origin is not None and origin.is_tf_keras)
            found[name] = _completed(found.get(name), in_file, problems)
    if problems:
        raise LambdaError(_lambda_message(problems))
    return CustomObjects(objects, found) if registered is None else CustomObjects(objects, found, registered)


def check_known(model: Spec, custom: CustomObjects, knows: Callable[[str], bool], arrays: Sequence[Pair],
                unsure: Mapping[str, Sequence[str]]) -> None:
    """Refuse a model with layers of unknown classes, before anything is built.

    Args:
        model: in the hub dialect.
        custom: the user's custom objects.
        knows: whether the installed flavor has a class of this name.
        arrays: pairs of path and datasets, for the message.
        unsure: classes of the file that are not the flavor's of that name → layers of compat that they may be.

    Raises:
        UnknownLayerError: lists each such layer with its arguments, its weights, and what to pass.
    """
    unknown = [place for place in layers_and_cells(model) if not custom.has(place.spec["class_name"])
               and (place.spec["class_name"] in unsure or not knows(place.spec["class_name"]))
               and place.spec["class_name"] != "Lambda"]
    if unknown:
        datasets = {pair.path: pair.datasets for pair in arrays}
        raise UnknownLayerError(_unknown_message(unknown, datasets, unsure))


class _InFile(NamedTuple):
    """A Lambda of the file: its configuration and name, the custom objects, and whether ``tf`` is TensorFlow 2."""

    config: Dict[str, Any]
    name: str
    objects: Mapping[str, Any]
    tensorflow_2: bool


def _completed(value: Any, layer: _InFile, problems: List[str]) -> Any:
    """What the user passed for a Lambda, its missing parts taken from the file; problems with those are added."""
    is_pair = isinstance(value, (tuple, list)) and len(value) == 2
    if value is not None and not is_pair:
        return value
    function, mask = value if is_pair else (None, None)
    return (_part(layer, "function", problems) if function is None else function,
            _part(layer, "mask", problems) if mask is None else mask)


def _part(layer: _InFile, part: str, problems: List[str]) -> Any:
    value, kind = layer.config.get(part), layer.config.get(part + "_type")
    if value is None:
        return None
    if kind == "function" or isinstance(value, str) and kind != "lambda":
        return _named(str(value), part, layer, problems)
    if kind == "expression":
        return _expression(value, layer.name, problems)
    from compat.lambdas.versions import for_tensorflow_2  # here, since few files hold a Lambda

    found, problem = _rebuilt(value, part, layer)
    if problem is not None or found is None:
        problems.append("{}: {}".format(part, problem) if part != "function" else str(problem))
        return None
    return for_tensorflow_2(found, ONLY_TENSORFLOW_2) if layer.tensorflow_2 else found


def _rebuilt(value: Any, part: str, layer: _InFile) -> Tuple[Any, Optional[str]]:
    """The expression that bytecode computes, and what is wrong, if anything is."""
    from compat.lambdas.own_functions import is_own, own_function
    from compat.lambdas.recover import recover

    recovered = recover(value, layer.name, layer.objects)
    module, arguments = layer.config.get("module"), layer.config.get("arguments") or {}
    if recovered.problem is None:
        return recovered.expression, _lost_defaults(recovered.require(), arguments, layer.name)
    if part != "function" or not is_own(module):
        return None, recovered.problem
    lost = ("Lambda {0!r}: its function is one of {1}, and the file does not say which, or it is not served; pass "
            "lambdas={{{0!r}: fn}}".format(layer.name, module))
    found = own_function(value, module, arguments)
    return found, lost if found is None else None


def _lost_defaults(found: Any, arguments: Mapping[str, Any], name: str) -> Optional[str]:
    """Which keyword-only arguments have no value: no Keras stores their defaults, and then its function cannot be called."""
    lost = [each.name for each in found.parameters if each.kind == "key" and each.default is None
            and each.name not in arguments and each.name not in ("mask", "training")]
    if not lost:
        return None
    return ("Lambda {0!r}: its function takes {1} by keyword only, and Keras did not store defaults of such arguments; pass "
            "lambdas={{{0!r}: fn}}. It is: {2}".format(name, ", ".join(map(repr, lost)), found.source()))


def _expression(stored: Any, name: str, problems: List[str]) -> Any:
    """The expression that this package stored for a function."""
    from compat.lambdas import Expression  # here, since few files hold a Lambda

    try:
        return Expression.from_config(stored, name).check(name)
    except LambdaError as error:
        problems.append(str(error))
        return None


def _named(function: str, part: str, layer: _InFile, problems: List[str]) -> Any:
    for name in (function, str(layer.config.get(part + "_kept"))):
        if name in layer.objects:
            return layer.objects[name]
    problems.append("Lambda {0!r}: its {1} is a function called {2!r}, which is not in the file; pass "
                    "lambdas={{{0!r}: {2}}} or custom_objects={{{2!r}: {2}}}".format(layer.name, part, function))
    return None


def _lambda_message(problems: Sequence[str]) -> str:
    if len(problems) == 1:
        return problems[0]
    return "{} functions of Lambda layers have to be passed:\n{}".format(
        len(problems), "\n".join("  " + problem for problem in problems))


def _unknown_message(unknown: Sequence[Place], datasets: Mapping[Path, Sequence[Any]],
                     unsure: Mapping[str, Sequence[str]]) -> str:
    """About ten lines, however many layers there are: a few of each class, the others by number."""
    from compat.loading.skeleton import StoredLayer, layer_description  # here, since few files need it

    classes: Dict[str, List[Place]] = {}
    for place in unknown:
        classes.setdefault(plain_name(place.spec["class_name"]), []).append(place)
    lines = ["the file has {} layer{} of classes that no Keras has:".format(len(unknown), "s" * (len(unknown) > 1))]
    shown = _SHOWN_LAYERS if len(classes) == 1 else 1
    for name, places in sorted(classes.items())[:_SHOWN_CLASSES]:
        for path, spec, _ in places[:shown]:
            stored = StoredLayer(spec["config"], datasets.get(path, ()))
            lines.extend("  " + _short(line) for line in layer_description("/".join(path), spec["class_name"], stored))
        if len(places) > shown:
            lines.append("  and {} more of class {}".format(len(places) - shown, name))
    if len(classes) > _SHOWN_CLASSES:
        lines.append("  and layers of {} more classes".format(len(classes) - _SHOWN_CLASSES))
    lines.extend("a {} may be {}".format(name, " or ".join("compat.layers." + ours for ours in unsure[name]))
                 for name in sorted(classes) if unsure.get(name))
    passed = ", ".join("{0!r}: {0}".format(name) for name in sorted(classes))
    lines.append("pass custom_objects={{{}}}; a class written for Keras 1 or 2 works as it is once it derives from "
                 "compat.keras.layers.Layer. 'compat inspect' lists every layer, and prints a skeleton of each class to fill "
                 "in where its code is lost".format(passed))
    return "\n".join(lines)


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " ..."
