"""A class to fill in for a custom layer whose code is lost, from what files keep of it: arguments and weights.

The text is Python that runs as it is (3.7 and later): the constructor takes the arguments of the configuration,
``build`` makes the weights in the file's order, and only ``call`` has to be written. Nothing of the file is put into it
except as a literal or as a name that was checked.
"""
import json
import keyword
import re
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.hub.records import BASE_ARGUMENTS

#: What Layer itself has in one Keras or another, and an argument must not overwrite.
_OF_LAYER = frozenset((
    "activity_regularizer", "add_loss", "add_metric", "add_update", "add_weight", "autocast", "build", "built", "call",
    "compute_dtype", "compute_mask", "compute_output_shape", "count_params", "dtype", "dtype_policy", "dynamic",
    "from_config", "get_config", "get_weights", "inbound_nodes", "input", "input_mask", "input_shape", "input_spec",
    "losses", "metrics", "name", "non_trainable_variables", "non_trainable_weights", "outbound_nodes", "output",
    "output_mask", "output_shape", "path", "set_weights", "stateful", "states", "supports_masking", "trainable",
    "trainable_variables", "trainable_weights", "updates", "uses_learning_phase", "variables", "weights",
))
_PLAIN = (bool, int, float, str, type(None))
_LONGEST = 200
#: The most common source of a size that is not an argument.
_GUESS = "input_shape[-1]"
_CALL = [
    "    def call(self, inputs, mask=None):",
    "        raise NotImplementedError(\"say here what the layer computes, with functions of K\")",
    "",
    "    def compute_output_shape(self, input_shape):",
    "        return input_shape  # say which, where the output has another",
    "",
]


class StoredLayer(NamedTuple):
    """What a file holds of one layer.

    Attributes:
        config: its arguments.
        weights: its arrays, with ``name`` and ``shape``.
    """

    config: Mapping[str, Any]
    weights: Sequence[Any]


def layer_description(path: str, class_name: str, stored: StoredLayer) -> List[str]:
    """Lines that say what a file holds of one layer.

    Example:
        >>> layer_description("s", "Scale", StoredLayer({"factor": 2}, ()))
        ['s is a Scale', '  config: {"factor": 2}', '  weights: none']
    """
    weights = ["{} {}".format(each.name, tuple(each.shape)) for each in stored.weights]
    return ["{} is a {}".format(path, class_name),
            "  config: {}".format(json.dumps(stored.config, sort_keys=True, default=str)),
            "  weights: {}".format(", ".join(weights) or "none")]


def skeletons(classes: Mapping[str, Sequence[StoredLayer]]) -> str:
    """The source of a module with one class for each name; see :func:`skeleton`."""
    head = "from compat.keras import backend as K\nfrom compat.keras.layers import Layer\n"
    return head + "".join("\n\n" + skeleton(name, layers) for name, layers in sorted(classes.items()))


def skeleton(class_name: str, layers: Sequence[StoredLayer]) -> str:
    """The source of one class.

    Args:
        class_name: in the file, without a package.
        layers: every layer of this class in the file; an argument that differs between them gets no default, a size that
            does is an argument, or, with a remark, an axis of the input.

    Example:
        >>> print(skeleton("Scale", [StoredLayer({"name": "s", "factor": 2}, ())]).splitlines()[0])
        class Scale(Layer):
    """
    arguments = _arguments(layers)
    lines = ["class {}(Layer):".format(_identifier(class_name, "Unnamed"))]
    lines += _constructor(arguments) + _build(layers, arguments) + _CALL + _config(arguments)
    return "\n".join(lines).rstrip() + "\n"


class _Argument(NamedTuple):
    """One argument: its key in the configuration, its name and attribute in the class, its default or None."""

    key: str
    name: str
    attribute: str
    default: Optional[str]


def _arguments(layers: Sequence[StoredLayer]) -> List[_Argument]:
    keys = list(dict.fromkeys(key for layer in layers for key in layer.config if key not in BASE_ARGUMENTS))
    found: List[_Argument] = []
    taken, attributes = {"self", "kwargs", "config"}, set(_OF_LAYER)
    for key in keys:
        name = _unused(_identifier(key, "argument"), taken)
        values = [_literal(layer.config[key]) if key in layer.config else "None" for layer in layers]
        found.append(_Argument(key, name, _unused(name, attributes), values[0] if len(set(values)) == 1 else None))
    return sorted(found, key=lambda argument: argument.default is not None)  # those without a default come first


def _constructor(arguments: Sequence[_Argument]) -> List[str]:
    odd = [argument for argument in arguments if argument.key != argument.name]
    taken = ["{}={}".format(each.name, each.default) if each.default else each.name
             for each in arguments if each not in odd]
    lines = ["    def __init__({}):".format(", ".join(["self"] + taken + ["**kwargs"]))]
    lines += ["        {} = kwargs.pop({!r}, {})".format(each.name, each.key, each.default or "None") for each in odd]
    lines += ["        super().__init__(**kwargs)"]
    return lines + ["        self.{} = {}".format(each.attribute, each.name) for each in arguments] + [""]


def _build(layers: Sequence[StoredLayer], arguments: Sequence[_Argument]) -> List[str]:
    lines = ["    def build(self, input_shape):"]
    taken = set(_OF_LAYER) | {argument.attribute for argument in arguments}
    most = max(layers, key=lambda layer: len(layer.weights))
    for position, weight in enumerate(most.weights):
        name = _last_part(weight.name, str(most.config.get("name", "")))
        having = [layer for layer in layers if len(layer.weights) > position]
        shape, notes = _shape(having, position, arguments)
        notes += [] if len(having) == len(layers) else ["not in every layer"]
        lines.append("        self.{} = self.add_weight(name={!r}, shape={}, initializer=\"zeros\"){}".format(
            _unused(_identifier(name, "weight"), taken), name, shape, "  # " + "; ".join(notes) if notes else ""))
    return lines + ["        super().build(input_shape)", ""]


def _shape(layers: Sequence[StoredLayer], position: int, arguments: Sequence[_Argument]) -> Tuple[str, List[str]]:
    """The shape of one weight as Python, and remarks on what is uncertain."""
    shapes = [tuple(int(size) for size in layer.weights[position].shape) for layer in layers]
    if len({len(shape) for shape in shapes}) > 1:
        return _tuple(shapes[0]), ["has another rank in other layers"]
    sizes = [_size(each, layers, arguments) for each in zip(*shapes)]
    guessed = any(size == _GUESS for size in sizes)
    return _tuple(sizes), ["sizes were {}".format(shapes[:5])] if guessed else []


def _tuple(sizes: Sequence[object]) -> str:
    return "({}{})".format(", ".join(str(size) for size in sizes), "," if len(sizes) == 1 else "")


def _size(sizes: Sequence[int], layers: Sequence[StoredLayer], arguments: Sequence[_Argument]) -> str:
    """One axis: the size if it is the same in every layer, else the argument that equals it in every layer, else a guess."""
    if len(set(sizes)) == 1:
        return str(sizes[0])
    same = [argument for argument in arguments if [layer.config.get(argument.key) for layer in layers] == list(sizes)]
    return "self." + same[0].attribute if same else _GUESS


def _config(arguments: Sequence[_Argument]) -> List[str]:
    lines = ["    def get_config(self):", "        config = super().get_config()"]
    lines += ["        config[{!r}] = self.{}".format(each.key, each.attribute) for each in arguments]
    return lines + ["        return config"]


def _last_part(name: str, layer: str) -> str:
    """A weight's name without its scope, its layer's name and ``:0``."""
    last = name.rsplit("/", 1)[-1].split(":")[0]
    return last[len(layer) + 1:] if layer and last.startswith(layer + "_") else last


def _identifier(text: str, otherwise: str) -> str:
    """The text as a Python identifier."""
    name = re.sub(r"\W", "_", text, flags=re.ASCII).strip("_") or otherwise
    if name[0].isdigit():
        return "_" + name
    return name + "_" if keyword.iskeyword(name) else name


def _unused(name: str, taken: "set[str]") -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _literal(value: Any) -> Optional[str]:
    """A value of a configuration as Python, or None where it is not a short plain value."""
    text = repr(value) if _is_plain(value) else ""
    return text if 0 < len(text) <= _LONGEST and not re.search(r"\b(nan|inf)\b", text) else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(each) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return all(_is_plain(each) for each in value)
    return isinstance(value, _PLAIN)
