"""Hub configuration → layers called node by node: the graph builder that every flavor shares.

The configuration is in the hub dialect (:mod:`compat.config`), whichever Keras wrote the file. Nothing in it is
imported by name: a :class:`Maker`, one per flavor, turns each layer's specification into an object, and only this
module decides in which order they are called on what. No Keras is imported here.
"""
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.errors import ConfigError
from compat.hub.calls import Call, in_order
from compat.hub.records import Path, Spec, name_of
from compat.hub.references import CONSTANT, map_references
from compat.hub.walk import is_model, leaves, walk_from, wraps_model

#: What tf.keras 2.4 to 2.15 wrote for ``model.add_loss(tensor)`` and ``model.add_metric(tensor)``: no layers of the model.
OBJECTIVES = ("AddLoss", "AddMetric")


class BuildContext(NamedTuple):
    """What is known of the place a layer is made for.

    Attributes:
        path: names of the enclosing models and of the layer, e.g. ``("encoder", "conv_1")``.
        masked: a mask may reach it, with its inputs or as an argument.
        model: builds the model that a wrapper holds in its configuration.
        several: it may be called on several tensors, a recurrent layer on its input and its initial states.
    """

    path: Path
    masked: bool
    model: Callable[[Spec, Path], Any]
    several: bool = False


class Maker:
    """What a flavor contributes to :func:`build`: how to make and call things."""

    def layer(self, spec: Spec, context: BuildContext) -> Any:
        """The layer of one specification, not yet built."""
        raise NotImplementedError

    def input(self, config: Spec) -> Any:
        """The symbolic tensor of an InputLayer with this configuration."""
        raise NotImplementedError

    def call(self, layer: Any, spec: Spec, args: Any, kwargs: Dict[str, Any]) -> Any:
        """What the layer puts out for symbolic ``args`` (a tensor or a structure of tensors)."""
        raise NotImplementedError

    def functional(self, spec: Spec, inputs: Any, outputs: Any) -> Any:
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


def build(spec: Spec, maker: Maker, same: Optional[Mapping[Path, Path]] = None) -> Built:
    """Make the model that a hub configuration describes.

    Args:
        spec: ``{"class_name": "Sequential" | "Functional", "config": …}``.
        maker: the flavor's part.
        same: paths of layers that are one → the path of the first of them, under which it is listed.

    Raises:
        ConfigError: the configuration contradicts itself: a layer that is called on what does not exist, a cycle.
    """
    same = same or {}
    builder = _Builder(maker, has_mask_source(spec), same)
    model = builder.model(spec, ())
    # The order of the configuration is that in which every Keras lists weights and optimizer slots.
    return Built(model, tuple((leaf.path, builder.layers[leaf.path]) for leaf in leaves(spec)
                              if leaf.path in builder.layers and same.get(leaf.path, leaf.path) == leaf.path))


def has_mask_source(spec: Spec) -> bool:
    """Whether anything in the model can start a mask: Masking, an Embedding with mask_zero, a Lambda with a mask."""
    return any(_starts_mask(place.spec) for place in walk_from(spec))


class _Builder:
    """One run of :func:`build`."""

    def __init__(self, maker: Maker, file_has_masks: bool, same: Mapping[Path, Path]) -> None:
        self.maker = maker
        self.file_has_masks = file_has_masks
        self.same = same
        self.layers: Dict[Path, Any] = {}

    def model(self, spec: Spec, path: Path) -> Any:
        if spec["class_name"] == "Sequential":
            return self.sequential(spec, path)
        return _Network(self, spec, path).build()

    def make(self, spec: Spec, path: Path, masked: bool, several: bool = False) -> Any:
        """The layer, or the whole model, of a specification that stands at ``path``."""
        if is_model(spec):
            return self.model(spec, path)
        first = self.same.get(path)
        if first is not None:  # its other calls are not known here
            masked, several = self.file_has_masks, True
        layer = self.layers.get(first) if first is not None else None
        if layer is None:
            layer = self.maker.layer(spec, BuildContext(path, masked, self.model, several))
        if not wraps_model(spec):  # else the layers of that model are listed instead
            self.layers[path] = self.layers[first or path] = layer
        return layer

    def sequential(self, spec: Spec, path: Path) -> Any:
        config = spec["config"]
        specs = list(config["layers"])
        input_config = specs.pop(0)["config"] if specs and specs[0]["class_name"] == "InputLayer" else None
        masked = bool(path) and self.file_has_masks
        layers = []
        for each in specs:
            layers.append(self.make(each, path + (name_of(each),), masked))
            masked = masked or has_mask_source(each)
        return self.maker.sequential(config, input_config, layers)


def _starts_mask(spec: Spec) -> bool:
    config = spec.get("config")
    stated = isinstance(config, dict) and (config.get("mask_zero") or config.get("mask"))
    return bool(spec["class_name"] == "Masking" or stated)


def _of_several(spec: Spec, args: Any, kwargs: Dict[str, Any]) -> bool:
    """Whether a layer is called on several tensors, as far as one of its calls shows."""
    return len(spec.get("inbound_nodes") or ()) > 1 or len(_flat([args, list(kwargs.values())])) > 1


class _Network:
    """The layers and nodes of one functional model."""

    def __init__(self, builder: _Builder, spec: Spec, path: Path) -> None:
        self.builder = builder
        self.spec, self.config = spec, spec["config"]
        self.path = path
        self.specs: Dict[str, Spec] = {name_of(each): each for each in self.config["layers"]}
        self.made: Dict[str, Any] = {}
        self.outputs: Dict[Tuple[str, int], List[Any]] = {}
        self.objectives: List[Tuple[Spec, Any]] = []

    def build(self) -> Any:
        for name, spec in self.specs.items():
            if spec["class_name"] == "InputLayer":
                self.outputs[(name, 0)] = [self.builder.maker.input(spec["config"])]
        for call in in_order(str(self.config.get("name")), self.specs):
            self._run(call)
        inputs, outputs = (self._named(self.config[key]) for key in ("input_layers", "output_layers"))
        model = self.builder.maker.functional(self.spec, inputs, outputs)
        for spec, tensor in self.objectives:
            self.builder.maker.objective(model, spec, tensor)
        return model

    def _run(self, call: Call) -> None:
        args = map_references(call.args, self.tensor)
        kwargs = {key: map_references(value, self.tensor) for key, value in call.kwargs.items()}
        spec = self.specs[call.layer]
        if spec["class_name"] in OBJECTIVES:
            self.outputs[(call.layer, call.call_index)] = _flat(args)
            self.objectives.append((spec, args))
            return
        if call.layer not in self.made:
            masked, several = self._may_be_masked(spec, [args, kwargs]), _of_several(spec, args, kwargs)
            self.made[call.layer] = self.builder.make(spec, self.path + (call.layer,), masked, several)
        result = self.builder.maker.call(self.made[call.layer], spec, args, kwargs)
        self.outputs[(call.layer, call.call_index)] = _flat(result)

    def _may_be_masked(self, spec: Spec, given: Any) -> bool:
        # Inside another model, and at later calls of a shared layer, masks arrive that this call does not show.
        elsewhere = bool(self.path) or len(spec.get("inbound_nodes") or ()) > 1
        is_argument = "attention_mask" in given[1]
        return is_argument or self.builder.maker.is_masked(_flat(given)) or (elsewhere and self.builder.file_has_masks)

    def tensor(self, reference: Sequence[Any]) -> Any:
        """What ``[layer, node, tensor]`` refers to."""
        name, node, position = reference[:3]
        if name == CONSTANT:
            return position
        found = self.outputs.get((name, node), [])
        if not 0 <= position < len(found):
            raise ConfigError("model {!r} uses output {} of call {} of layer {!r}, which does not exist".format(
                self.config.get("name"), position, node, name))
        return found[position]

    def _named(self, structure: Any) -> Any:
        """Inputs or outputs as the model takes them: a single one bare, as every Keras 2 did."""
        found = map_references(structure, self.tensor)
        return found[0] if isinstance(found, list) and len(found) == 1 else found



def _flat(value: Any) -> List[Any]:
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in _flat(each)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _flat(value[key])]
    return [value]
