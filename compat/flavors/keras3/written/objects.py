"""A live model as the objects that a checkpoint of tf.keras holds: layers by number, weights by attribute."""
from typing import Any, Dict, FrozenSet, List, Optional, Tuple

import keras
import numpy as np
from keras.src.models.functional import Functional  # not public: tells a model of layers from a subclass

from compat.errors import UnsupportedError
from compat.flavors.protocol import old_files
from compat.writing.checkpoint import Tracked

from ..engine.layer import Layer
from ..tf_names.new_optimizers import file_name
from ..variables import array_of
from .forms import dialect_for
from .optimizers import state_of
from .weights import in_file_order, named_weights


def tracked_model(model: Any) -> Tracked:
    """The objects of a model: its layers and weights, and the state of an optimizer of tf.keras 2.11 to 2.15.

    Raises:
        UnsupportedError: a weight that no attribute of its layer leads to, so that no tf.keras would find it.
    """
    root, _ = tracked_weights(model)
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built and file_name(optimizer) is not None:
        root.children["optimizer"] = _optimizer(model, optimizer)
    return root


def tracked_weights(model: Any) -> Tuple[Tracked, List[Tuple[Any, Tracked]]]:
    """The objects of a model or layer without its optimizer, and its weights with the objects of these; errors as above."""
    objects = _Objects(model)
    root = objects.of(model) or Tracked()
    lost = [weight.path for weight in model.weights if id(weight) not in objects.placed]
    if lost:
        raise UnsupportedError("no attribute leads to {} of model {!r}, by which a checkpoint would keep them; save the "
                               "weights as .h5, or keep each in an attribute, a list or a dictionary".format(
                                   ", ".join(lost[:5]), model.name))
    return root, [(weight, objects.placed[id(weight)]) for weight in model.weights]


class _Objects:
    """Makes the objects of one model, each once.

    Attributes:
        placed: the weights that have a place, by identity.
    """

    def __init__(self, model: Any) -> None:
        self.placed: Dict[int, Tracked] = {}
        self._names: Dict[int, str] = {}
        self._made: Dict[int, Optional[Tracked]] = {}
        for layer in [model] + [each for each in model._flatten_layers() if each.weights]:
            pairs = zip(in_file_order(layer), named_weights(layer))
            self._names.update((id(weight), name[:-len(":0")]) for weight, (name, _) in pairs)

    def of(self, value: Any) -> Optional[Tracked]:
        """The object of a layer, a weight, a list or a dictionary; None for anything else, and where nothing is in it."""
        if isinstance(value, keras.Variable):
            return self._variable(value)
        if not isinstance(value, (keras.layers.Layer, list, tuple, dict)):
            return None
        if id(value) not in self._made:
            self._made[id(value)] = None  # what holds itself is not entered again
            self._made[id(value)] = self._holder(value)
        return self._made[id(value)]

    def _variable(self, variable: Any) -> Tracked:
        if id(variable) not in self.placed:
            name = self._names.get(id(variable), variable.path)
            self.placed[id(variable)] = Tracked(name=name, value=array_of(variable))
        return self.placed[id(variable)]

    def _holder(self, value: Any) -> Optional[Tracked]:
        if isinstance(value, dict):
            parts = {str(key): each for key, each in value.items()}
        elif isinstance(value, (list, tuple)):
            parts = {str(index): each for index, each in enumerate(value)}
        elif isinstance(value, (keras.Sequential, Functional)):
            return self._numbered(value.layers)
        else:
            return self._layer(value)
        return self._with(parts)

    def _with(self, parts: Dict[str, Any]) -> Optional[Tracked]:
        found = {key: self.of(each) for key, each in parts.items()}
        children = {key: child for key, child in found.items() if child is not None}
        return Tracked(children) if children else None

    def _numbered(self, layers: List[Any]) -> Tracked:
        """The layers of a functional or Sequential model; those with weights under two numbers, as tf.keras keeps them."""
        root, weighted = Tracked(), 0
        for number, layer in enumerate(layers):
            child = self.of(layer) or Tracked()
            if layer.weights:
                root.children["layer_with_weights-{}".format(weighted)] = child
                weighted += 1
            root.children["layer-{}".format(number)] = child
        return root

    def _layer(self, layer: Any) -> Optional[Tracked]:
        held = getattr(layer, "layer", None)
        if isinstance(held, keras.Model) and isinstance(layer, keras.layers.TimeDistributed):
            return self._with({"layer": held})
        paths = old_files().weight_attributes(layer)
        if paths is None or len(paths) != len(layer.weights):
            return self._with({key: each for key, each in _attributes(layer).items() if key not in _own_attributes()})
        root = Tracked()
        for path, weight in zip(paths, layer.weights):
            node = root
            for part in path[:-1]:
                node = node.children.setdefault(part, Tracked())
            node.children[path[-1]] = self._variable(weight)
        return root


def _attributes(layer: Any) -> Dict[str, Any]:
    """What a layer keeps, by attribute; on torch, layers in it are modules of a module."""
    return dict(vars(layer), **vars(layer).get("_modules", {}))


def _own_attributes() -> FrozenSet[str]:
    """What every layer has for itself, whatever its class."""
    every = (vars(made) for made in (keras.layers.Layer(), Layer(), keras.Model()))
    return frozenset(key for attributes in every for key in attributes if key.startswith("_"))


def _optimizer(model: Any, optimizer: Any) -> Tracked:
    """The state of an optimizer as tf.keras 2.11 to 2.15 keeps it: a list, the number of steps first."""
    arrays = state_of(model, dialect_for(model))
    listed = [Tracked(name=name.rsplit(":", 1)[0], value=np.asarray(value)) for name, value in arrays]
    root = Tracked({"_variables": Tracked({str(index): each for index, each in enumerate(listed)})})
    if listed:
        root.children["_iterations"] = listed[0]
    rate = np.asarray(array_of(optimizer.learning_rate), "float32")
    root.children["_learning_rate"] = Tracked(name="learning_rate", value=rate)
    return root
