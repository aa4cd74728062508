"""``Model`` of Keras 1 and 2 on Keras 3, functional and subclassed.

``Model(inputs, outputs)`` (or Keras 1's ``input=``, ``output=``) gives a :class:`Functional`. Only the call of
``super().__init__(inputs=…, outputs=…)`` inside a subclass says that its instance is functional too, so the instance gets a
functional class there. Keras 3 exchanges the bases of the subclass instead, which changes its other instances as well.
"""
from typing import Any, Dict, List, Optional

import keras
from keras import tree
from keras.src import backend
from keras.src.models.functional import (
    Functional as NativeFunctional,  # not public: what keras.Model(inputs, outputs) makes
)
from keras.src.utils.python_utils import default  # not public: how Keras marks a build that a class does not define

from compat.callers import is_called_from
from compat.era import current, era_of_code
from compat.flavors.shared.functional_classes import functional_class, is_functional

from .. import keras1
from ..graph.program import AsStated
from ..graph.walk import nodes_before, variables_of
from ..names import functional_name, native_name
from ..seeds_of_calls import new_seed_generator
from ..written.forms import dialect_for
from .builds import call_on_placeholders
from .compiled import NoOptimizer
from .deferred_weights import DeferredWeights
from .layer import Layer
from .layer_names import numbered_name
from .masks import get_mask, set_mask
from .model_arguments import check_inputs, name_apart
from .model_masks import masks_through
from .network import operations_in_graph
from .operator_layers import with_operators
from .order_of_weights import ALL, listed, trained_in_keras_2
from .output_names import OutputNames
from .saving import LegacySaving
from .symbolic_objectives import SymbolicObjectives
from .text_inputs import InputsOfTexts, TakesTexts
from .training import LegacyTraining
from .written_form import WrittenForm


class Model(TakesTexts, DeferredWeights, LegacyTraining, LegacySaving, keras.Model, Layer):
    """A model: ``Model(inputs, outputs, name=None)``, or a base class for models with their own ``call``.

    Args:
        inputs: a symbolic tensor or a list of them (``input`` in Keras 1).
        outputs: a symbolic tensor or a list of them (``output`` in Keras 1).
        name: string.

    Example:
        >>> from compat.flavors.keras3.engine import Input
        >>> x = Input(shape=(3,))
        >>> Model(input=x, output=x).output_shape
        (None, 3)
    """

    optimizer: Any = NoOptimizer()

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and is_functional(args, kwargs):
            return Functional.__new__(Functional)
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if is_functional(args, kwargs):
            if not isinstance(self, NativeFunctional):
                self.__class__ = functional_class(type(self), Functional)  # type: ignore[arg-type]  # takes a class for its objects
            NativeFunctional.__init__(self, *_functional_arguments(self, args, kwargs))
            return
        rest = [each for each in args if not isinstance(each, str) and each is not self]  # which Keras 2 left aside here
        super().__init__(*rest, **kwargs)
        self._supports_masking = True
        if self._defines_call:
            self._legacy_seed_generator = new_seed_generator()

    @default  # type: ignore[untyped-decorator]
    def build(self, input_shape: Any = None) -> None:
        """Make the weights by the ``call`` of the model, where its own ``build`` leaves that to this one."""
        if type(self).build is not Model.build and input_shape is not None:
            call_on_placeholders(self, input_shape)
        super().build(input_shape)

    def _with_output_masks(self, inputs: Any, outputs: Any, previous_mask: Any) -> Any:
        """The layers inside have set the masks of real outputs; symbolic ones get a symbolic mask."""
        if not any(isinstance(tensor, backend.KerasTensor) for tensor in tree.flatten(outputs)):
            return outputs
        masks = self.compute_mask(inputs, previous_mask)
        for tensor, mask in zip(tree.flatten(outputs), masks if isinstance(masks, list) else [masks]):
            set_mask(tensor, mask)
        return outputs

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask of the outputs for these inputs and masks, symbolic for symbolic ones; a list for several
        outputs."""
        return masks_through(self, inputs, mask)

    @property
    def input_names(self) -> List[str]:
        """Names of the input layers."""
        return [tensor._keras_history[0].name for tensor in self.inputs]

    @property
    def weights(self) -> List[Any]:
        """All weights, for the program in the order of its era; ``get_weights`` goes layer by layer."""
        by_layer: List[Any] = super().weights
        if is_called_from("keras", "compat"):
            return by_layer
        if era_of_code(self).behaviour("weights_of_models") == "by_layer":
            return listed(self, ALL, by_layer)
        return trained_in_keras_2(self)

    @property
    def output_mask(self) -> Any:
        """Mask of the output, or None, or a list for several outputs."""
        masks = [get_mask(tensor) for tensor in self.outputs]
        return masks[0] if len(masks) == 1 else masks

    def get_layer(self, name: Optional[str] = None, index: Optional[int] = None) -> Any:
        """The layer of this name, or at this index; the index wins.

        Raises:
            ValueError: no such layer, or neither is given.
        """
        if index is not None:
            return super().get_layer(index=index)
        plain = functional_name(name)
        return super().get_layer(name=plain if any(each.name == plain for each in self.layers) else native_name(name))

    @property
    def uses_learning_phase(self) -> bool:
        """Whether an output differs in training."""
        return any(getattr(tensor, "_uses_learning_phase", False) for tensor in getattr(self, "outputs", None) or ())

    @property
    def stateful(self) -> bool:  # type: ignore[override]
        """Whether a layer keeps its states from batch to batch."""
        return any(getattr(layer, "stateful", False) for layer in self.layers)

    def reset_states(self) -> None:
        """Forget the states of all stateful layers."""
        for layer in self.layers:
            if hasattr(layer, "reset_states") and getattr(layer, "stateful", False):
                layer.reset_states()

    @property  # type: ignore[misc]
    def updates(self) -> List[Any]:
        """What layers update in each training step, on calls in this model; nothing in a frozen one that is not stateful."""
        depths = getattr(getattr(self, "_functional", None) or self, "_nodes_by_depth", {})
        own = {id(node) for nodes in depths.values() for node in nodes}
        found: List[Any] = []
        for layer in self.layers if self.trainable or self.stateful else ():
            elsewhere = [node for node in layer._inbound_nodes if id(node) not in own]
            others = layer._updates_of(elsewhere) if hasattr(layer, "_updates_of") else []
            found += [update for update in getattr(layer, "updates", []) if all(update is not other for other in others)]
        return found

    @classmethod
    def from_config(cls, config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        """A model from what ``get_config`` gave, here or on an old Keras."""
        if cls is Model:
            return Functional.from_config(config, custom_objects=custom_objects)
        return super().from_config(config, custom_objects=custom_objects)  # type: ignore[call-arg]


Network = Model  #: what ``keras.engine.network`` called it


class _NamedAsInItsEra(type(Model)):  # type: ignore[misc]
    """The class of :class:`Functional`, which programs know as ``Model``: ``layer.__class__.__name__ == "Model"``.

    Keras 1, 2 and tf.keras up to 2.3 had one class. Keras itself, and this package, save it under its own name.
    """

    @property
    def __name__(cls) -> str:
        name: str = type.__dict__["__name__"].__get__(cls)
        if name != "Functional" or is_called_from("keras", "compat"):
            return name
        return "Functional" if dialect_for().functional == "Functional" else "Model"


@keras.saving.register_keras_serializable(package="compat")
class Functional(WrittenForm, SymbolicObjectives, AsStated, OutputNames, InputsOfTexts, NativeFunctional, Model,
                 metaclass=_NamedAsInItsEra):
    """A model made of inputs and outputs; made by calling :class:`Model`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not is_functional(args, kwargs):  # reached from Function.__init__ by way of the MRO
            Model.__init__(self, *args, **kwargs)
            return
        trainable = kwargs.get("trainable")
        NativeFunctional.__init__(self, *_functional_arguments(self, args, kwargs))
        self._hold(variables_of(nodes_before(self.outputs, self.inputs)))
        if trainable is not None:
            self.trainable = trainable

    @property
    def layers(self) -> List[Any]:
        """The layers, a list that old code pops from: what remains is listed, the outputs stay as they are.

        Code of tf.keras finds operators of TensorFlow between them, as there.
        """
        facts = self.__dict__
        if current(self).of_tf_keras and not is_called_from("keras", "compat"):
            return with_operators(self)
        if facts.get("_listed_layers") is None:
            facts["_listed_layers"] = [each for each in operations_in_graph(self) if isinstance(each, keras.layers.Layer)]
        return facts["_listed_layers"]  # type: ignore[no-any-return]

    def get_layer(self, name: Optional[str] = None, index: Optional[int] = None) -> Any:
        """The layer of this name, or at this index; for code of tf.keras also an operator between layers.

        Raises:
            ValueError: no such layer, or neither is given.
        """
        listed = with_operators(self) if current(self).of_tf_keras else []
        found = listed[index:index + 1] if index is not None and index >= 0 else [each for each in listed if each.name == name]
        return found[0] if len(found) == 1 else super().get_layer(name, index)

    @property
    def outputs(self) -> List[Any]:
        """Output tensors; others may be assigned, as programs did to extract features."""
        return self._outputs  # type: ignore[no-any-return]

    @outputs.setter
    def outputs(self, outputs: Any) -> None:
        self._lead(self._inputs_struct, list(outputs))

    @property
    def inputs(self) -> Any:
        """Input tensors; None until :meth:`_set_inputs`, where None was assigned."""
        return None if vars(self).get("_without_inputs") else self._inputs

    @inputs.setter
    def inputs(self, inputs: Any) -> None:
        if inputs is not None:
            self._lead(list(inputs), self._outputs_struct)
        self.__dict__["_without_inputs"] = inputs is None

    def _set_inputs(self, inputs: Any, outputs: Any = None, training: Any = None) -> None:
        """Make a model without inputs one of these, a tensor or a list; its layers are called on them.

        Raises:
            ValueError: the model has inputs.
        """
        if self.inputs:
            raise ValueError("Model inputs are already set.")
        self.__dict__["_without_inputs"] = False
        tensors = tree.flatten(inputs)
        if outputs is None:
            outputs = self._call_alone(tree.pack_sequence_as(self._inputs_struct, tensors), training=training)
        self._lead(tensors, tree.flatten(outputs))

    def _lead(self, inputs: Any, outputs: Any) -> None:
        """Compute these outputs from these inputs from now on."""
        graph = vars(keras.Function(inputs, _alone(outputs)))
        for name in _GRAPH:
            self.__dict__[name] = graph[name]
        self.train_function = self.test_function = self.predict_function = None

    @property
    def input(self) -> Any:
        """Input tensor, or list of them."""
        return self.inputs[0] if len(self.inputs) == 1 else list(self.inputs)

    @property
    def output(self) -> Any:
        """Output tensor, or list of them."""
        return self.outputs[0] if len(self.outputs) == 1 else list(self.outputs)


#: What a ``keras.Function`` knows of its graph, of the way from inputs to outputs.
_GRAPH = ("_inputs_struct", "_inputs", "_outputs_struct", "_outputs",
          "_nodes", "_nodes_by_depth", "_operations", "_operations_by_depth")


def _functional_arguments(model: Any, args: Any, kwargs: Dict[str, Any]) -> List[Any]:
    """``[inputs, outputs, name]`` from positional, Keras 2 or Keras 1 arguments; tuples become lists."""
    given = dict(zip(("inputs", "outputs", "name"), args))
    given.update(keras1.model_arguments(args, kwargs))
    inputs = _listed(given["inputs"])
    check_inputs(inputs)
    name = functional_name(given.get("name")) or numbered_name(Model if type(model) is Functional else type(model))
    outputs = _alone(_listed(given["outputs"]))
    name_apart(tree.flatten(outputs), tree.flatten(inputs))
    return [inputs, outputs, name]


def _listed(tensors: Any) -> Any:
    return list(tensors) if isinstance(tensors, tuple) else tensors


def _alone(outputs: Any) -> Any:
    """One output in a list alone: ``Model(x, [y])(z)`` is a tensor in Keras 2, and a list in Keras 3."""
    return outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs
