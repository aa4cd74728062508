"""Hub configuration → layers called node by node: the graph builder that every flavour shares.

The configuration is in the hub dialect (:mod:`compat.config`), whichever Keras wrote the file. Nothing in it is
imported by name: a :class:`Maker`, one per flavour, turns each layer's specification into an object, and only this
module decides in which order they are called on what. No Keras is imported here.
"""
from collections import deque
from typing import Any, Callable, Deque, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from compat.errors import ConfigError

Spec = Dict[str, Any]
Path = Tuple[str, ...]
MODELS = ("Functional", "Sequential")
_CONSTANT = "_CONSTANT_VALUE"
#: What tf.keras 2.4 to 2.15 wrote for ``model.add_loss(tensor)`` and ``model.add_metric(tensor)``: no layers of the model.
OBJECTIVES = ("AddLoss", "AddMetric")


class BuildContext(NamedTuple):
    """What is known of the place a layer is made for.

    Attributes:
        path: names of the enclosing models and of the layer, e.g. ``("encoder", "conv_1")``.
        masked: a mask may reach it.
        model: builds the model that a wrapper holds in its configuration.
        several: it may be called on several tensors, a recurrent layer on its input and its initial states.
    """

    path: Path
    masked: bool
    model: Callable[[Spec, Path], Any]
    several: bool = False


class Maker:
    """What a flavour contributes to :func:`build`: how to make and call things."""

    def layer(self, spec: Spec, context: BuildContext) -> Any:
        """The layer of one specification, not yet built."""
        raise NotImplementedError

    def input(self, config: Spec) -> Any:
        """The symbolic tensor of an InputLayer with this configuration."""
        raise NotImplementedError

    def call(self, layer: Any, spec: Spec, args: Any, kwargs: Dict[str, Any]) -> Any:
        """What the layer puts out for symbolic ``args`` (a tensor or a structure of tensors)."""
        raise NotImplementedError

    def functional(self, config: Spec, inputs: Any, outputs: Any) -> Any:
        """The model from ``inputs`` to ``outputs``."""
        raise NotImplementedError

    def sequential(self, config: Spec, input_config: Optional[Spec], layers: Sequence[Any]) -> Any:
        """The model that calls ``layers`` in turn; ``input_config`` is its InputLayer's, or None where unknown."""
        raise NotImplementedError

    def objective(self, model: Any, spec: Spec, tensor: Any) -> None:
        """Add a loss or a metric, one of :data:`OBJECTIVES`, to a functional model."""
        if spec["class_name"] == "AddLoss":
            model.add_loss(tensor)
        else:
            model.add_metric(tensor, name=spec["config"].get("metric_name"), aggregation=spec["config"].get("aggregation"))

    def is_masked(self, tensors: Sequence[Any]) -> bool:
        """Whether any of the symbolic tensors carries a mask."""
        raise NotImplementedError


class Built(NamedTuple):
    """A model and the layers in it.

    Attributes:
        model: of the installed Keras.
        layers: (path, layer) of every layer that is not itself a model, in configuration order.
    """

    model: Any
    layers: Tuple[Tuple[Path, Any], ...]


def build(spec: Spec, maker: Maker) -> Built:
    """Make the model that a hub configuration describes.

    Args:
        spec: ``{"class_name": "Sequential" | "Functional", "config": …}``.
        maker: the flavour's part.

    Raises:
        ConfigError: the configuration contradicts itself: a layer that is called on what does not exist, a cycle.
    """
    builder = _Builder(maker, has_mask_source(spec))
    model = builder.model(spec, ())
    # The order of the configuration is that in which every Keras lists weights and optimizer slots.
    return Built(model, tuple((path, builder.layers[path]) for path in leaf_paths(spec) if path in builder.layers))


def is_model(spec: Spec) -> bool:
    """Whether a specification is of a model with layers of its own."""
    config = spec.get("config")
    return spec.get("class_name") in MODELS and isinstance(config, dict) and "layers" in config


def walk(spec: Spec, path: Path = ()) -> Iterator[Tuple[Path, Spec]]:
    """Every layer specification below a model, models included, outermost first.

    Example:
        >>> dense = {"class_name": "Dense", "config": {"name": "d"}}
        >>> [path for path, _ in walk({"class_name": "Sequential", "config": {"layers": [dense]}})]
        [('d',)]
    """
    for layer in spec["config"]["layers"]:
        below = path + (name_of(layer),)
        yield below, layer
        if is_model(layer):
            for found in walk(layer, below):
                yield found


def leaf_paths(spec: Spec, path: Path = ()) -> Iterator[Path]:
    """Paths of the layers that are no models themselves, those of models inside wrappers included, in order."""
    for layer in spec["config"]["layers"]:
        below = path + (name_of(layer),)
        models = [layer] if is_model(layer) else [held for held in inner(layer) if is_model(held)]
        if not models:
            yield below
        for model in models:
            for found in leaf_paths(model, below):
                yield found


def inner(spec: Spec) -> List[Spec]:
    """The specifications of the layers and cells that a wrapper or an RNN holds in its configuration."""
    config = spec.get("config", {})
    if not isinstance(config, dict):
        return []
    held = [config.get(key) for key in ("layer", "backward_layer", "cell")] + list(config.get("cells") or ())
    return [each for each in held if isinstance(each, dict) and "class_name" in each]


def name_of(spec: Spec) -> str:
    """A layer's name."""
    return str(spec["config"]["name"])


def has_mask_source(spec: Spec) -> bool:
    """Whether anything in the model can start a mask: Masking, an Embedding with mask_zero, a Lambda with a mask."""
    return any(_starts_mask(part) for part in _all_of(spec))


class _Builder:
    """One run of :func:`build`."""

    def __init__(self, maker: Maker, file_has_masks: bool) -> None:
        self.maker = maker
        self.file_has_masks = file_has_masks
        self.layers: Dict[Path, Any] = {}

    def model(self, spec: Spec, path: Path) -> Any:
        if spec["class_name"] == "Sequential":
            return self.sequential(spec, path)
        return _Network(self, spec, path).build()

    def make(self, spec: Spec, path: Path, masked: bool, several: bool = False) -> Any:
        """The layer, or the whole model, of a specification that stands at ``path``."""
        if is_model(spec):
            return self.model(spec, path)
        layer = self.maker.layer(spec, BuildContext(path, masked, self.model, several))
        if not any(is_model(held) for held in inner(spec)):  # else the layers of that model are listed instead
            self.layers[path] = layer
        return layer

    def sequential(self, spec: Spec, path: Path) -> Any:
        config = spec["config"]
        specs = list(config["layers"])
        input_config = specs.pop(0)["config"] if specs and specs[0]["class_name"] == "InputLayer" else None
        masked = bool(path) and self.file_has_masks
        layers = []
        for each in specs:
            layers.append(self.make(each, path + (name_of(each),), masked))
            masked = masked or any(_starts_mask(part) for part in _all_of(each))
        return self.maker.sequential(config, input_config, layers)


def _all_of(spec: Spec) -> List[Spec]:
    """A specification with everything inside it."""
    below = [layer for _, layer in walk(spec)] if is_model(spec) else []
    return [part for layer in [spec] + below for part in [layer] + inner(layer)]


def _starts_mask(spec: Spec) -> bool:
    config = spec.get("config")
    stated = isinstance(config, dict) and (config.get("mask_zero") or config.get("mask"))
    return bool(spec["class_name"] == "Masking" or stated)


def _of_several(spec: Spec, args: Any, kwargs: Dict[str, Any]) -> bool:
    """Whether a layer is called on several tensors, as far as one of its calls shows."""
    return len(spec.get("inbound_nodes") or ()) > 1 or len(_flat([args, list(kwargs.values())])) > 1


class _Call(NamedTuple):
    """One node: which layer is called for the how-manieth time, on what."""

    layer: str
    number: int
    args: Any
    kwargs: Dict[str, Any]
    needs: Tuple[Tuple[str, int], ...]


class _Network:
    """The layers and nodes of one functional model."""

    def __init__(self, builder: _Builder, spec: Spec, path: Path) -> None:
        self.builder = builder
        self.config = spec["config"]
        self.path = path
        self.specs: Dict[str, Spec] = {name_of(each): each for each in self.config["layers"]}
        self.made: Dict[str, Any] = {}
        self.outputs: Dict[Tuple[str, int], List[Any]] = {}
        self.objectives: List[Tuple[Spec, Any]] = []

    def build(self) -> Any:
        for name, spec in self.specs.items():
            if spec["class_name"] == "InputLayer":
                self.outputs[(name, 0)] = [self.builder.maker.input(spec["config"])]
        for call in self._in_order():
            self._run(call)
        inputs, outputs = (self._named(self.config[key]) for key in ("input_layers", "output_layers"))
        model = self.builder.maker.functional(self.config, inputs, outputs)
        for spec, tensor in self.objectives:
            self.builder.maker.objective(model, spec, tensor)
        return model

    def _run(self, call: _Call) -> None:
        args = _map_references(call.args, self.tensor)
        kwargs = {key: _map_references(value, self.tensor) for key, value in call.kwargs.items()}
        spec = self.specs[call.layer]
        if spec["class_name"] in OBJECTIVES:
            self.outputs[(call.layer, call.number)] = _flat(args)
            self.objectives.append((spec, args))
            return
        if call.layer not in self.made:
            masked, several = self._may_be_masked(spec, args), _of_several(spec, args, kwargs)
            self.made[call.layer] = self.builder.make(spec, self.path + (call.layer,), masked, several)
        result = self.builder.maker.call(self.made[call.layer], spec, args, kwargs)
        self.outputs[(call.layer, call.number)] = _flat(result)

    def _may_be_masked(self, spec: Spec, args: Any) -> bool:
        # Inside another model, and at later calls of a shared layer, masks arrive that this call does not show.
        elsewhere = bool(self.path) or len(spec.get("inbound_nodes") or ()) > 1
        return self.builder.maker.is_masked(_flat(args)) or (elsewhere and self.builder.file_has_masks)

    def tensor(self, reference: Sequence[Any]) -> Any:
        """What ``[layer, node, tensor]`` refers to."""
        name, node, position = reference[:3]
        if name == _CONSTANT:
            return position
        found = self.outputs.get((name, node), [])
        if not 0 <= position < len(found):
            raise ConfigError("model {!r} uses output {} of call {} of layer {!r}, which does not exist".format(
                self.config.get("name"), position, node, name))
        return found[position]

    def _named(self, structure: Any) -> Any:
        """Inputs or outputs as the model takes them: a single one bare, as every Keras 2 did."""
        found = _map_references(structure, self.tensor)
        return found[0] if isinstance(found, list) and len(found) == 1 else found

    def _in_order(self) -> Iterator[_Call]:
        """The calls, each after those it needs; otherwise in the order of the file."""
        calls = [call for name, spec in self.specs.items() for call in self._calls(name, spec)]
        known = {(call.layer, call.number) for call in calls} | set(self.outputs)
        waiting: Dict[Tuple[str, int], List[_Call]] = {}
        missing: Dict[Tuple[str, int], int] = {}
        ready: Deque[_Call] = deque()
        for call in calls:
            absent = [need for need in call.needs if need not in known]
            if absent:
                raise ConfigError("model {!r}: layer {!r} is called on call {} of {!r}, which is missing".format(
                    self.config.get("name"), call.layer, absent[0][1], absent[0][0]))
            needs = [need for need in call.needs if need not in self.outputs]
            missing[(call.layer, call.number)] = len(needs)
            for need in needs:
                waiting.setdefault(need, []).append(call)
            if not needs:
                ready.append(call)
        done = 0
        while ready:
            call = ready.popleft()
            done += 1
            yield call
            for after in waiting.get((call.layer, call.number), ()):
                missing[(after.layer, after.number)] -= 1
                if not missing[(after.layer, after.number)]:
                    ready.append(after)
        if done < len(calls):
            stuck = sorted(name for (name, _), count in missing.items() if count)
            raise ConfigError("model {!r} has layers that wait for each other: {}".format(
                self.config.get("name"), ", ".join(stuck[:5])))

    def _calls(self, name: str, spec: Spec) -> Iterator[_Call]:
        for index, node in enumerate(spec.get("inbound_nodes") or ()):
            args, kwargs = _split(node)
            needs = [(ref[0], ref[1]) for ref in _references([args, kwargs])]
            if index:
                needs.append((name, index - 1))  # the calls of a shared layer keep their order
            yield _Call(name, index, args, kwargs, tuple(dict.fromkeys(needs)))


def _is_reference(value: Any) -> bool:
    return (isinstance(value, (list, tuple)) and len(value) in (3, 4) and isinstance(value[0], str)
            and isinstance(value[1], int) and (isinstance(value[2], int) or value[0] == _CONSTANT)
            and (len(value) == 3 or isinstance(value[3], dict)))


def _references(structure: Any) -> Iterator[Tuple[str, int, int]]:
    """Every reference to a tensor in a structure, also those among the keyword arguments of a reference."""
    waiting = [structure]
    while waiting:
        value = waiting.pop()
        if _is_reference(value):
            if value[0] != _CONSTANT:
                yield value[0], value[1], value[2]
            waiting.extend(value[3:])
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())


def _map_references(structure: Any, change: Callable[[Sequence[Any]], Any]) -> Any:
    if _is_reference(structure):
        return change(structure)
    if isinstance(structure, (list, tuple)):
        return [_map_references(each, change) for each in structure]
    if isinstance(structure, dict):
        return {key: _map_references(each, change) for key, each in structure.items()}
    return structure


def _split(node: Any) -> Tuple[Any, Dict[str, Any]]:
    """A node as (positional argument, keyword arguments); a list of one tensor is that tensor."""
    if _is_reference(node):
        return list(node[:3]), dict(node[3]) if len(node) == 4 else {}
    if isinstance(node, dict):
        return node, {}
    kwargs: Dict[str, Any] = {}
    for each in node:
        if _is_reference(each) and len(each) == 4:
            kwargs.update(each[3])
    args = [list(each[:3]) if _is_reference(each) else each for each in node]
    return (args[0] if len(args) == 1 else args), kwargs


def _flat(value: Any) -> List[Any]:
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in _flat(each)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _flat(value[key])]
    return [value]
