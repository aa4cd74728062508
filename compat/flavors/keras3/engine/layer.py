"""``Layer`` of Keras 1 and 2 on Keras 3: the base class that old custom layers derive from.

Bridged for code of Keras 1.0 to tf.keras 2.15: constructor arguments, the order of ``__init__``, ``add_weight``,
``add_update``, ``add_loss(inputs=)``, masks, nodes, weights that a layer lists, ``get_config``. Nothing of Keras 3 is patched.
"""
import functools
import inspect
from typing import Any, Dict

import keras
from keras import ops, tree
from keras.src.layers.layer import BackendLayer  # not public: the base class that the backend gives a layer

from compat.callers import is_called_from
from compat.era import Era, current, made_in
from compat.writing import layer_config

from ..backend.tensors import is_float
from ..context import connecting, describing, noting_phase
from ..graph.reading import read
from ..graph.variable import GraphVariable
from ..normalization_states import finalize_states
from ..overrides import of_layer
from ..recording import current_build, holds_tensor, made_once, note_attribute, runs_again
from ..seeds_of_calls import new_seed_generator
from ..variables import is_variable
from ..written.forms import dialect_for, is_native
from .arguments import LayerArguments, StatedConstructors, sort_arguments
from .builds import legacy_build
from .calls import by_name, is_own_call, legacy_call, mask_position, names_of_call, only_output, unrecorded
from .drawn_seeds import draw_seeds
from .frozen import OwnFlag
from .graph_calls import for_these
from .held_layers import after_setting, before_setting
from .in_place import note_in_place
from .kept_tensors import note_kept
from .layer_names import numbered_name
from .mask_support import MaskSupport
from .masks import masks_of
from .nodes import NodeAccess, describe_node, describe_tensors, forget_filled_mask, forget_filled_training, uses_learning_phase
from .objectives import Objectives, adds_metrics
from .output_shapes import OutputShapes
from .quick_calls import QuickCalls, is_set_again
from .weights import WeightLists, checked_values, make_weight, sort_weight_arguments


class Layer(OwnFlag, StatedConstructors, QuickCalls, NodeAccess, WeightLists, Objectives, MaskSupport, OutputShapes,
            keras.layers.Layer):
    """Base class for layers written for Keras 1 and 2.

    Args:
        **kwargs: ``input_shape``, ``batch_input_shape``, ``input_dim``, ``batch_size``, ``weights``, ``trainable``,
            ``name``, ``dtype``; ``era``, the version of Keras as which it behaves: layers of a file keep that of the file.

    Raises:
        TypeError: another keyword argument.
        MaskingError: when called, if a mask arrives that the layer does not support (eras up to 2.3).

    Example:
        >>> class Double(Layer):
        ...     def call(self, x, mask=None):
        ...         return x * 2
        >>> Double(input_shape=(3,)).batch_input_shape
        (None, 3)
    """

    stateful = False
    _calls_to_describe = 1  # how often Keras 2 ran ``call`` for one call of the layer on symbolic tensors
    _stored_as: Dict[str, str] = {}  # where Keras 3 keeps what it has properties for
    _is_legacy = True  # read by loading/, which need not import this module

    def __new__(cls, *args: Any, **kwargs: Any) -> "Layer":
        layer = super().__new__(cls, *args, **kwargs)
        # Attributes may be set before super().__init__(); on torch a module must have been initialized by then.
        BackendLayer.__init__(layer)
        layer._begin()
        return layer  # type: ignore[no-any-return]

    def _begin(self) -> None:
        """Note what a legacy layer keeps beside the state of Keras 3's."""
        facts, cls = self.__dict__, type(self)
        made_in(self, current())
        facts["_unlisted"] = []
        facts["_initial_weights"] = None
        self._begin_objectives()
        facts["build"] = legacy_build(self, self.build)
        if is_own_call(cls):
            facts["call"] = legacy_call(self)
            facts["_mask_position"], facts["_names_of_call"] = mask_position(cls), names_of_call(cls)
            facts["compute_output_spec"] = functools.partial(OutputShapes.compute_output_spec, self)  # not a base class's own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args:
            raise TypeError("{}: pass the layer's own arguments by keyword; {!r} were given by position".format(
                type(self).__name__, args))
        before = {name: vars(self)[name] for name in ("_supports_masking", "_input_spec") if name in vars(self)}
        submodules = dict(vars(self).get("_modules", ()))
        arguments = sort_arguments(kwargs)
        if arguments.era is not None:
            made_in(self, Era(arguments.era)).__dict__["_stated_era"] = arguments.era
        if arguments.native.get("name") is None:
            arguments.native["name"] = numbered_name(type(self))
        keras.layers.Layer.__init__(self, **arguments.native)
        vars(self).get("_modules", {}).update(submodules)
        self._restore(before)
        self._keep_arguments(arguments)
        if self._defines_call:
            self._legacy_seed_generator = new_seed_generator()

    def _restore(self, before: Dict[str, Any]) -> None:
        """Keep what was set before ``super().__init__()``, which Keras 3 has just set anew."""
        keeps = current(self).behaviour("supports_masking_set_before_init") == "kept"
        self._supports_masking = before.get("_supports_masking", False) if keeps else False
        if before.get("_input_spec") is not None:
            self._input_spec = before["_input_spec"]

    def _keep_arguments(self, arguments: LayerArguments) -> None:
        if arguments.batch_input_shape is not None:
            self.batch_input_shape = arguments.batch_input_shape
        self.__dict__["_input_layer_dtype"] = self.__dict__["_stated_dtype"] = arguments.input_dtype
        if arguments.weights is not None:
            self.__dict__["_initial_weights"] = checked_values(self, arguments.weights)

    @property
    def dynamic(self) -> bool:
        """Whether the layer runs outside of graphs alone: none does, as the same call serves in and outside of them."""
        return False

    @property
    def _defines_call(self) -> bool:
        return "_mask_position" in vars(self)

    @property
    def activity_regularizer(self) -> Any:
        """Regularizer of the outputs. Keras 3 must not see it during a call: the era decides the divisor."""
        hidden = vars(self).get("_in_native_call", False)
        return None if hidden else vars(self).get("_activity_regularizer")

    @activity_regularizer.setter
    def activity_regularizer(self, regularizer: Any) -> None:
        self.__dict__["_activity_regularizer"] = regularizer

    def __setattr__(self, name: str, value: Any) -> None:
        name = self._stored_as.get(name, name)
        if is_set_again(self, name, value):
            return
        if runs_again() and vars(self).get("built", False):
            if holds_tensor(value):
                self.__dict__[name] = value
            elif isinstance(value, list) and self.__dict__.get(name) == []:  # emptied for this run, and then filled again
                list.__setitem__(self.__dict__[name], slice(None), value)
            return
        note_attribute(self, name, value)
        before = before_setting(self, name, value)
        note_in_place(self, name, value)
        note_kept(self, name, value)
        if is_variable(value) and not self._knows(value) and not getattr(value, "belongs_by_attribute", False):
            if value.trainable:
                self.__dict__[name] = value  # another layer's weight, and no second time this one's
                return
            listed = current(self).behaviour("attribute_variables") == "weights"
            if listed and isinstance(value, GraphVariable) and is_float(value):
                value.trainable = True
            else:
                self._hide(value)  # a K.variable: state, until the layer lists it among its weights
        super().__setattr__(name, value)
        after_setting(self, name, before)

    def _lock_state(self) -> None:
        """Keras 2 let a layer make weights at any time."""

    # Calls

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        quickly = self._called_quickly(args, kwargs)
        if quickly is not NotImplemented:
            return quickly
        args, kwargs = by_name(self, args, kwargs)
        if describing() and any(map(is_variable, tree.flatten((args, kwargs)))):
            args, kwargs = tree.map_structure(lambda leaf: read(leaf) if is_variable(leaf) else leaf, (args, kwargs))
        inputs = args[0] if args else next(iter(kwargs.values()), None)
        other = for_these(self, inputs)
        if other is not self:
            return other(*args, **kwargs)
        previous_mask = masks_of(inputs)
        self._refuse_mask(previous_mask)
        nodes_before = len(self._inbound_nodes)
        with noting_phase() as asked, of_layer(self), unrecorded():
            outputs = self._native_call(args, kwargs)
        outputs = self._with_output_masks(inputs, only_output(self, outputs), previous_mask)
        if len(self._inbound_nodes) > nodes_before:
            forget_filled_mask(self._inbound_nodes[-1], args, kwargs)
            forget_filled_training(self._inbound_nodes[-1], kwargs)
            describe_tensors(self, outputs, uses_learning_phase(self, inputs, asked[0], kwargs.get("training")))
            describe_node(self._inbound_nodes[-1])
            self._describe_losses_of_graph(args, kwargs)
            if connecting():
                draw_seeds(self, inputs)
        elif adds_metrics():
            self._count_after_a_plain_call()
        return outputs

    def _native_call(self, args: Any, kwargs: Dict[str, Any]) -> Any:
        if self.activity_regularizer is None:
            return super().__call__(*args, **kwargs)
        self.__dict__["_in_native_call"] = True
        try:
            outputs = super().__call__(*args, **kwargs)
        finally:
            self.__dict__["_in_native_call"] = False
        for output in filter(ops.is_tensor, tree.flatten(outputs)):
            keras.layers.Layer.add_loss(self, self._activity_loss(output))
        return outputs

    def assert_input_compatibility(self, inputs: Any) -> None:
        """Check inputs against ``input_spec``.

        Raises:
            ValueError: number, rank, dtype or axes do not fit.
        """
        self._assert_input_compatibility(inputs)

    # Weights

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """Make a weight; by the argument order of Keras 2 or of Keras 1, or by keyword.

        Args:
            name: string.
            shape: sizes, whole numbers.
            dtype: default ``K.floatx()``.
            initializer: name, object or function of a shape.
            regularizer: name, object or function.
            trainable: whether training changes it.
            constraint: name, object or function.

        Returns:
            A ``keras.Variable``.
        """
        arguments = sort_weight_arguments(args, kwargs)
        key = (type(self).__name__, arguments.get("name"), arguments.get("shape"))
        return made_once(key, lambda: make_weight(self, **arguments))

    def add_variable(self, *args: Any, **kwargs: Any) -> Any:
        """:meth:`add_weight` under the name that the guides of TensorFlow 2.0 used."""
        return self.add_weight(*args, **kwargs)

    def get_weights(self) -> Any:
        """The values of all weights, as arrays; in ``build``, those of the time when it ran first, as then."""
        values = functools.partial(self._values_of_weights, not is_called_from("keras", "compat"))
        return values() if current_build() is None else made_once(("values", self.name), values)

    def set_weights(self, weights: Any) -> None:
        """Set all weights from a list of arrays, or nested lists, in the order of ``weights``."""
        values = checked_values(self, weights)
        super().set_weights(values if is_called_from("keras", "compat") else self._sorted_values(values))
        finalize_states(self)

    # Configuration

    def get_config(self) -> Dict[str, Any]:
        """The keys that Keras 2's base layer had: name, trainable; batch_input_shape and dtype where the shape is known.

        A layer that defines no ``get_config`` of its own also gets its constructor's arguments, when they are plain.
        """
        config: Dict[str, Any] = {"name": self.name, "trainable": self.trainable}
        if hasattr(self, "batch_input_shape"):
            config["batch_input_shape"] = self.batch_input_shape
        config["dtype"] = self._config_dtype()
        if "_stated_era" in vars(self) and is_native():
            config["era"] = vars(self)["_stated_era"]
        if type(self).get_config is Layer.get_config and getattr(self, "_auto_config", None) is not None:
            arguments = {k: v for k, v in self._auto_config.config.items() if k not in ("weights", "input_shape", "dynamic")}
            config = {**arguments, **config}
        return config if is_native() else layer_config("", config, dialect_for(self), keras.config.floatx())

    def _config_dtype(self) -> Any:
        described = vars(self).get("_input_layer_dtype")
        if described is not None and "float" not in described:
            return described
        policy = self.dtype_policy
        plain = policy.name == policy.compute_dtype == policy.variable_dtype
        return policy.name if plain else keras.dtype_policies.serialize(policy)

    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> "Layer":
        """A layer from what ``get_config`` gave; a constructor without ``**kwargs`` gets only what it names."""
        parameters = inspect.signature(cls.__init__).parameters
        if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            return cls(**config)
        return cls(**{name: value for name, value in config.items() if name in parameters})


def adopted(layer: Any, cls: Any) -> Any:
    """A layer that Keras 3 has just made for itself, as one of a legacy class of the same weights and arguments."""
    layer.__class__ = cls
    layer._begin()
    return layer
