"""Build: the graph of a hub configuration in Keras 3, without giving any weight a value."""
from collections import defaultdict
from contextlib import contextmanager
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

import keras
from keras import tree
from keras.src.backend.common import global_state  # where Keras counts the names it has given

from compat.era import Era
from compat.flavors.protocol import BuiltModel
from compat.flavors.shared.live import outline
from compat.hub import graph
from compat.hub.custom_objects import CustomObjects
from compat.hub.graph import BuildContext, Built
from compat.hub.records import Path, Spec, class_in_file, name_of
from compat.hub.walk import walk

from .. import models as own_models
from ..engine.masks import get_mask
from ..frozen import freeze_inside
from ..names import native_name
from ..operations.layer import OperationCall, settle
from .classes import OF_TEXTS, knows
from .layers import Layers
from .objects import scope
from .of_weights import take_values
from .regularizers import has_frozen_penalties
from .variables import postponed

__all__ = ["build", "knows", "live"]
_RECURRENT = ("RNN", "LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional")


def build(spec: Spec, custom: CustomObjects, era: Era, most: int, models: Any = None,
          same: Optional[Mapping[Path, Path]] = None) -> "UnfilledModel":
    """The model of a hub configuration.

    Args:
        spec: the model in the hub dialect.
        custom: the user's objects and Lambda functions.
        era: the Keras that wrote the file.
        most: upper bound on the number of parameters.
        models: module ``models`` of this package, whose models, layers and optimizers old code expects; None for Keras
            itself.
        same: paths of layers that are one → the path of the first of them.

    Returns:
        The model and its layers by path; weights hold no values until ``assign``.

    Raises:
        ConfigError, UnknownLayerError, LambdaError: it cannot be expressed.
    """
    maker = _Maker(custom, era, models is not None, _uses_own_models(spec, models))
    _reserve(name_of(place.spec) for place in walk(spec) if not place.held)
    with scope(custom.objects):
        built = graph.build(spec, maker, same)
    for _, layer in built.layers:
        if not isinstance(layer, OperationCall):
            freeze_inside(layer)
    if models is None:
        take_values(built.model.weights)
    return UnfilledModel(built, maker.postponed, maker.layers.lambdas_without_mask, most, models is not None)


def _uses_own_models(spec: Spec, models: Any) -> bool:
    """Whether the models are compat's: for old code, and where Keras 3's own would leave out a loss or take no texts."""
    return models is not None or has_frozen_penalties(spec) or any(
        place.spec["class_name"] in OF_TEXTS for place in walk(spec))


def live(model: Any) -> Tuple[Spec, "UnfilledModel"]:
    """What ``assign`` needs of an existing model: its layers in the hub dialect, and the model."""
    spec, built = outline(model)
    return spec, UnfilledModel(built, [], (), 0)


def _reserve(names: Iterable[str]) -> None:
    """Keep Keras 3 from naming the operations that compute masks as layers of the file are named, such as "any"."""
    used = global_state.get_global_attribute("object_name_uids", defaultdict(int), set_to_default=True)
    for name in names:
        base, _, number = name.rpartition("_")
        if base and number.isdigit() and len(number) < 9:
            used[base] = max(used[base], int(number) + 1)
        used[name] = max(used[name], 1)


class UnfilledModel(BuiltModel):
    """A built model whose weights may have no values yet.

    Attributes:
        postponed: variables that have no value yet.
        most: upper bound on the number of parameters that the file does not hold.
        is_for_old_code: its layers are compat's own.
    """

    def __init__(self, built: Built, postponed: List[Any], lambdas_without_mask: Sequence[str], most: int,
                 is_for_old_code: bool = False) -> None:
        layers = [pair for pair in built.layers if not isinstance(pair[1], OperationCall)]
        super().__init__(built.model, layers, lambdas_without_mask)
        self.postponed, self.most, self.is_for_old_code = postponed, most, is_for_old_code


class _Maker(graph.Maker):
    def __init__(self, custom: CustomObjects, era: Era, is_for_old_code: bool, uses_own_models: bool) -> None:
        self.layers = Layers(custom, era, is_for_old_code)
        self.models: Any = own_models if uses_own_models else keras
        self.custom = custom
        self.postponed: List[Any] = []
        self._at_rank: Dict[Any, Any] = {}

    def layer(self, spec: Spec, context: BuildContext) -> Any:
        return self.layers.make(spec, context)

    def input(self, config: Spec) -> Any:
        return self._input_layer(config).output

    def call(self, layer: Any, spec: Spec, args: Any, kwargs: Dict[str, Any]) -> Any:
        if isinstance(layer, OperationCall):
            return layer(args, kwargs)
        args = settle(args)
        kwargs = {key: settle(value) for key, value in kwargs.items() if value is not None}
        if isinstance(kwargs.get("training"), bool):
            _keep_training(layer)
        if spec["class_name"] in _RECURRENT and isinstance(args, list):
            args, kwargs["initial_state"] = args[0], args[1:]
        if "initial_state" in kwargs and get_mask(args) is not None:
            kwargs["mask"] = get_mask(args)  # Keras 3 hands a mask on only where there is one argument
        with self._no_values(layer):
            return self._for_rank(layer, args)(args, **kwargs)

    def _for_rank(self, layer: Any, tensor: Any) -> Any:
        """A model of the same layers for inputs of another rank than its own, which Keras 3 refuses when it runs.

        Keras 2 ran the layers whatever the rank, as those of a model of Dense layers that takes vectors and sequences.
        """
        if not isinstance(layer, keras.Sequential) or not isinstance(tensor, keras.KerasTensor) or not layer.built:
            return layer
        from ..ranks import takes_rank  # here: few files hold a Sequential within a model

        if takes_rank(layer.inputs[0].shape, tensor.shape):
            return layer
        key = (id(layer), len(tensor.shape))
        if key not in self._at_rank:
            entry = keras.layers.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
            self._at_rank[key] = type(layer)([entry, *layer.layers])
        return self._at_rank[key]

    def functional(self, spec: Spec, inputs: Any, outputs: Any) -> Any:
        config, own = spec["config"], self.custom.model_class(class_in_file(spec), keras.Model)
        if own is not None:
            return _frozen(own(inputs, settle(outputs), name=native_name(config["name"])), config)
        # Only compat's own takes losses and metrics that are tensors of its graph.
        models = own_models if any(layer["class_name"] in graph.OBJECTIVES for layer in config["layers"]) else self.models
        with postponed(self.postponed):  # or torch would draw random values
            model = models.Model(inputs, settle(outputs), name=native_name(config["name"]))
        return _frozen(model, config)

    def sequential(self, config: Spec, input_config: Optional[Spec], layers: Sequence[Any]) -> Any:
        first = [] if input_config is None else [self._input_layer(input_config)]
        if input_config is not None and layers and self.layers.is_for_old_code:
            _state_input(layers[0], input_config)
        with self._no_values(*layers):
            model = self.models.Sequential(first + list(layers), name=native_name(config["name"]))
        return _frozen(model, config)

    def _input_layer(self, config: Spec) -> Any:
        cls = own_models.InputLayer if self.layers.is_for_old_code else keras.layers.InputLayer
        return cls(batch_shape=tuple(config["batch_input_shape"]), dtype=config.get("dtype"),
                   name=native_name(config.get("name")))

    def objective(self, model: Any, spec: Spec, tensor: Any) -> None:
        with postponed(self.postponed):
            super().objective(model, spec, settle(tensor))

    def is_masked(self, tensors: Sequence[Any]) -> bool:
        return any(get_mask(tensor) is not None for tensor in tree.flatten(tensors)
                   if isinstance(tensor, keras.KerasTensor))

    @contextmanager
    def _no_values(self, *layers: Any) -> Iterator[None]:
        """Context manager: create weights without values, if every layer allows it."""
        if not all(_is_ours(layer) for layer in layers):
            yield
            return
        with postponed(self.postponed):
            yield


def _is_ours(layer: Any) -> bool:
    """Whether a layer and its sublayers can be built without values. Layers of the user may need them; a stateful RNN does."""
    return all(type(each).__module__.startswith(("keras.", "compat.")) and not getattr(each, "stateful", False)
               for each in layer._flatten_layers())


def _keep_training(layer: Any) -> None:
    """Keep the ``training`` of a call in the file, which Keras 3 would replace by that of the whole model."""
    if hasattr(layer, "_call_context_args"):
        layer._call_context_args = set(layer._call_context_args) - {"training"}
    else:  # Keras before 3.11
        layer._call_has_training_arg = False


def _state_input(first: Any, config: Spec) -> None:
    """Have the first layer of a Sequential say its input, as it did in Keras 2."""
    if getattr(first, "_is_legacy", False) and not isinstance(first, keras.Model):
        first.batch_input_shape = tuple(config["batch_input_shape"])
        vars(first)["_input_layer_dtype"] = config.get("dtype")


def _frozen(model: Any, config: Spec) -> Any:
    if config.get("trainable") is False:
        model.trainable = False
    return model
