"""Configurations of models: the layers, and for a functional model their calls, as Keras 2 listed them."""
import importlib
import inspect
from typing import Any, Dict, List, Optional, Set

import keras
import numpy as np
from keras import tree
from keras.src.ops.function import make_node_key  # not public: how a model lists the calls that it consists of

from compat.errors import UnsupportedError
from compat.flavors.protocol import old_files
from compat.flavors.shared.stored_functions import kept
from compat.hub.records import Config, Spec
from compat.writing import Dialect
from compat.writing.hdf5 import as_json
from compat.writing.layers import arguments_of

from ..objects import of_open_scopes
from ..operations.layer import TFOpLambda
from .configs import SPECS, class_name_of, spec_of
from .forms import dialect_for, in_dialect, is_for_a_file
from .operations import Call, call_of, calls_in, identity, layer_name
from .operations import spec as operation_spec

Reference = List[Any]
#: Keyword arguments of recurrent layers whose tensors Keras 2 listed after the input.
_AFTER_THE_INPUT = ("initial_state", "constants")


def model_config(model: Any) -> Config:
    """What ``get_config`` of Keras 2 gave for a Sequential or functional model.

    A file also says that a model was frozen: Keras 1 to 2.3 lost that, and skip what they do not know.

    Raises:
        NotImplementedError: the model has a ``call`` of its own.
        UnsupportedError: the old Keras has no words for a layer or a call.
    """
    dialect = dialect_for(model)
    with in_dialect(dialect):
        kept: Config = {"trainable": False} if is_for_a_file() and not (model.trainable or dialect.of_tf_keras) else {}
        if isinstance(model, keras.Sequential):
            return {**_sequential(model, dialect), **kept}
        if not hasattr(model, "_nodes"):
            raise NotImplementedError("model {!r} is a subclass of Model with a call of its own: its architecture is code; "
                                      "save its weights with save_weights()".format(model.name))
        return {**_Functional(model).config(), **kept}


def model_spec(model: Any) -> Spec:
    """``{"class_name": …, "config": …}`` of a model."""
    return {"class_name": class_name_of(model), "config": model_config(model)}


SPECS[keras.Model] = model_spec


def _sequential(model: Any, dialect: Dialect) -> Config:
    layers = [spec_of(layer) for layer in model.layers]
    config: Config = {"name": model.name, "layers": layers}
    entry = model._layers[0] if model._layers else None
    if dialect.of_tf_keras and isinstance(entry, keras.layers.InputLayer):
        return dict(config, layers=[spec_of(entry), *layers])
    inputs = model.inputs[0] if model.built and model.inputs else None
    if not layers or inputs is None or isinstance(model.layers[0], keras.Model) or "batch_input_shape" in layers[0]["config"]:
        return config
    if arguments_of(layers[0]["class_name"], dialect) is None:  # a constructor of the user's may not take the shape
        return dict(config, build_input_shape=tuple(inputs.shape))
    first = dict(layers[0], config=dict(layers[0]["config"], batch_input_shape=tuple(inputs.shape), dtype=_input_dtype(
        layers[0], inputs)))
    return dict(config, layers=[first] + layers[1:])


def _input_dtype(first: Spec, inputs: Any) -> str:
    return keras.config.floatx() if first["class_name"] == "Embedding" else str(inputs.dtype)


class _Functional:
    """One functional model on the way to its configuration."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._calls: Dict[int, Call] = {}
        self._inner: Dict[int, List[Call]] = {}
        self._inner_names: Dict[Any, str] = {}
        self._names: Dict[str, Any] = {each.name: each for each in model.operations}
        self._written: Dict[int, str] = {}
        needed = self._needed()
        self._operations = [each for each in model.operations if id(each) in needed]
        if dialect_for(model).functional == "Functional":  # of tf.keras 2.4 or newer, which saved functions of TensorFlow
            self._find_functions()

    def config(self) -> Config:
        """The model's configuration."""
        return {
            "name": self.model.name,
            "layers": [layer for operation in self._operations for layer in [*self._before(operation), self._layer(operation)]],
            "input_layers": [self._reference(tensor) for tensor in self.model.inputs],
            "output_layers": [self._reference(tensor) for tensor in self.model.outputs],
        }

    def _needed(self) -> Set[int]:
        """The operations that give the outputs, without those that compute masks which Keras 2 passes on by itself."""
        found = {tensor._keras_history.operation for tensor in self.model.inputs}
        waiting = [tensor._keras_history.operation for tensor in self.model.outputs]
        while waiting:
            operation = waiting.pop()
            if operation in found:
                continue
            found.add(operation)
            nodes = [operation._inbound_nodes[index] for index in self._calls_of(operation)]
            waiting.extend(tensor._keras_history.operation for node in nodes for tensor in node.arguments.keras_tensors
                           if not any(tensor is mask for mask in _passed_on(node)))
        return {id(operation) for operation in found}

    def _find_functions(self) -> None:
        for operation in self._operations:
            calls = self._calls_of(operation)
            if isinstance(operation, TFOpLambda) or not isinstance(operation, keras.layers.Layer):
                found = call_of(operation, operation._inbound_nodes[calls[0]]) if len(calls) == 1 else None
                if found is not None:
                    self._calls[id(operation)] = found
                    self._name_inner(operation, list(calls_in(found))[:-1])
                    self._written[id(operation)] = name = layer_name(found.symbol, self._names)
                    self._names[name] = operation

    def _name_inner(self, operation: Any, calls: List[Call]) -> None:
        """Name the calls among the arguments of a call: equal ones, such as the shape of one tensor, are one layer."""
        for call in calls:
            if identity(call) not in self._inner_names:
                self._inner_names[identity(call)] = name = layer_name(call.symbol, self._names)
                self._names[name] = operation
                self._inner.setdefault(id(operation), []).append(call)

    def _before(self, operation: Any) -> List[Spec]:
        return [operation_spec(call, self._inner_names[identity(call)], self._reference)
                for call in self._inner.get(id(operation), ())]

    def _layer(self, operation: Any) -> Spec:
        if id(operation) in self._calls:
            return operation_spec(self._calls[id(operation)], self._written[id(operation)], self._reference)
        if not isinstance(operation, keras.layers.Layer):
            raise UnsupportedError(
                "model {!r} computes {!r} outside of any layer, which no Keras 2 could save; put it into a Lambda, or save the "
                "model as '.keras'".format(self.model.name, operation.name))
        calls = [operation._inbound_nodes[index] for index in self._calls_of(operation)]
        found = spec_of(operation)
        return dict(found, name=operation.name,
                    inbound_nodes=[self._call(operation, node) for node in calls if node.arguments.keras_tensors])

    def _calls_of(self, operation: Any) -> List[int]:
        """The indices of those calls of a layer that belong to the model."""
        return [index for index in range(len(operation._inbound_nodes)) if make_node_key(operation, index) in self.model._nodes]

    def _call(self, operation: Any, node: Any) -> List[Reference]:
        args, kwargs = list(node.arguments.args), dict(node.arguments.kwargs)
        if _passed_on(node):
            kwargs.pop("mask")
        given = [kwargs.pop(key) for key in _AFTER_THE_INPUT if kwargs.get(key) is not None]
        if dialect_for(self.model).of_tf_keras:  # which listed the first argument by position alone
            named = list(inspect.signature(operation.call).parameters)
            kwargs.update(zip(named[1:], args[1:]))
            del args[1:]
        rest = {key: self._argument(operation, key, value) for key, value in kwargs.items() if value is not None}
        tensors = tree.flatten([args, given])
        if not all(_is_tensor(each) for each in tensors):
            raise UnsupportedError("layer {!r} is called with {!r} beside tensors, which no Keras 2 could save; save the model "
                                   "as '.keras'".format(operation.name, [each for each in tensors if not _is_tensor(each)]))
        return [self._reference(tensor) + [rest] for tensor in tensors]

    def _argument(self, operation: Any, key: str, value: Any) -> Any:
        """An argument of a call that has a name; tf.keras could save tensors there."""
        if not any(_is_tensor(each) for each in tree.flatten(value)):
            return value
        if dialect_for(self.model).of_tf_keras:
            return tree.map_structure(lambda each: self._reference(each) if _is_tensor(each) else each, value)
        raise UnsupportedError("layer {!r} is called with tensors for {}, which Keras {} could not save; save the model as "
                               "'.keras'".format(operation.name, key, dialect_for(self.model).version))

    def _reference(self, tensor: Any) -> Reference:
        if isinstance(tensor, Call):
            return [self._inner_names[identity(tensor)], 0, 0]
        operation, node_index, tensor_index = tensor._keras_history
        # Keras 2 counted the calls of a model from 1: its own input was the first.
        first = 1 if isinstance(operation, keras.Model) else 0
        name = self._written.get(id(operation), operation.name)
        return [name, self._calls_of(operation).index(node_index) + first, tensor_index]


def _passed_on(node: Any) -> List[Any]:
    """The mask that a layer of Keras 3 was given because its input has one, which is no argument in a file of Keras 2.

    Raises:
        UnsupportedError: it merges masks, which Keras 3 does otherwise.
    """
    mask, first = node.arguments.kwargs.get("mask"), (node.arguments.args or (None,))[0]
    if isinstance(mask, (list, tuple)) and any(_is_tensor(each) for each in mask):
        raise UnsupportedError("layer {!r} merges masks, which Keras 2 did otherwise; save the model as '.keras'".format(
            node.operation.name))
    return [mask] if _is_tensor(mask) and _are_same(mask, getattr(first, "_keras_mask", None)) else []


def _are_same(one: Any, other: Any) -> bool:
    """Whether two tensors are computed from the same ones by the same operations; a file of Keras 3 states masks so."""
    if one is other or not (_is_tensor(one) and _is_tensor(other)):
        return one is other or bool(not _is_tensor(one) and not _is_tensor(other) and np.array_equal(one, other))
    (mine, node, index), (theirs, other_node, other_index) = one._keras_history, other._keras_history
    if type(mine) is not type(theirs) or isinstance(mine, keras.layers.Layer) or index != other_index:
        return False
    stated = [{key: value for key, value in each.get_config().items() if key != "name"} for each in (mine, theirs)]
    taken = [tree.flatten([each.arguments.args, each.arguments.kwargs]) for each in (
        mine._inbound_nodes[node], theirs._inbound_nodes[other_node])]
    return stated[0] == stated[1] and len(taken[0]) == len(taken[1]) and all(map(_are_same, *taken))


def _is_tensor(value: Any) -> bool:
    return isinstance(value, keras.KerasTensor)


def stated(model: Any) -> Dict[str, Any]:
    """What ``to_json`` and files hold for a model: its specification, and which Keras writes so."""
    dialect = dialect_for(model)
    is_release = dialect.of_tf_keras and dialect.version.count(".") == 1
    version = dialect.version + ".0" if is_release else dialect.version
    return dict(model_spec(model), keras_version=version, backend="tensorflow")


def custom_scope(custom_objects: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    """The user's objects: those that are given, over those of ``custom_object_scope``; not those of this package.

    Functions that this process wrote into files are among them, by words that only these files hold.
    """
    known = {**keras.saving.get_custom_objects(), **of_open_scopes()}
    own = ("compat>", "keras_legacy_compat>", "tf.keras>", "tf.keras.legacy>")
    return {**kept(), **{name: found for name, found in known.items() if not name.startswith(own)}, **(custom_objects or {})}


def states_layers(config: Any) -> bool:
    """Whether this is a model's configuration in the form of Keras 1 or 2: layers, none with a Python module."""
    layers = config.get("layers") if isinstance(config, dict) else config
    return isinstance(layers, list) and all(isinstance(layer, dict) and "module" not in layer for layer in layers)


def opened(cls: Any, config: Any, custom_objects: Optional[Dict[str, Any]]) -> Any:
    """A model of a class from its configuration in the form of Keras 1 or 2.

    Raises:
        CompatError: it cannot be built; see ``compat.load_model``.
    """
    models = importlib.import_module("compat.flavors.keras3.models")
    functional = isinstance(config, dict) and "output_layers" in config
    text = as_json({"class_name": "Model" if functional else "Sequential", "config": config,
                    "keras_version": dialect_for().version, "backend": "tensorflow"})
    found = old_files().open_model(text, custom_scope(custom_objects), False, models)
    if isinstance(found, cls):
        return found
    return cls(found.inputs, found.outputs, name=found.name) if functional else cls(found.layers, name=found.name)
