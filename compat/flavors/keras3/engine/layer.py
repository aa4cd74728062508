"""``Layer`` of Keras 1 and 2 on Keras 3: the base class that old custom layers derive from.

Concerns code written for Keras 1.0 to tf.keras 2.15. What Keras 3 does differently and this class bridges: constructor
arguments, the order of ``__init__``, ``add_weight``, ``add_update``, ``add_loss(inputs=)``, masks, the node API,
weights that a layer lists itself, and ``get_config``. Nothing of Keras 3 is patched: hooks are subclass methods, or
attributes of the layer's own instance.
"""
import functools
import inspect
import itertools
from typing import Any, Callable, Dict, List, Optional

import keras
from keras import tree
from keras.src import backend
from keras.src.utils.naming import to_snake_case

from compat.era import current
from compat.errors import MaskingError

from ..backend.config import get_uid
from ..context import building, current_layer, current_training, in_call
from ..updates import apply_all
from .arguments import LayerArguments, sort_arguments
from .calls import is_own_call, legacy_call, mask_position, with_mask
from .masks import apply_masks, has_mask, masks_of
from .nodes import NodeAccess, describe_node, describe_tensors, forget_filled_mask, uses_learning_phase
from .weights import WeightLists, checked_values, sort_weight_arguments


class Layer(NodeAccess, WeightLists, keras.layers.Layer):
    """Base class for layers written for Keras 1 and 2.

    Args:
        **kwargs: ``input_shape``, ``batch_input_shape``, ``input_dim``, ``batch_size``, ``weights``, ``trainable``,
            ``name``, ``dtype``.

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

    def __new__(cls, *args: Any, **kwargs: Any) -> "Layer":
        layer = super().__new__(cls, *args, **kwargs)
        # Attributes may be set before super().__init__(); on torch a module must have been initialised by then.
        keras.layers.Layer.__bases__[0].__init__(layer)
        facts = vars(layer)
        facts["_era"] = current()
        facts["_unlisted"] = []
        facts["_standing_updates"] = []
        facts["_pending_updates"] = []
        facts["_initial_weights"] = None
        facts["build"] = _legacy_build(layer, layer.build)
        if is_own_call(cls):
            facts["call"] = legacy_call(layer)
            facts["_mask_position"] = mask_position(cls)
        return layer  # type: ignore[no-any-return]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args:
            raise TypeError("{}: a layer's own arguments are keywords; {!r} were given by position".format(
                type(self).__name__, args))
        before = {name: vars(self)[name] for name in ("_supports_masking", "_input_spec") if name in vars(self)}
        submodules = dict(vars(self).get("_modules", ()))
        arguments = sort_arguments(kwargs)
        if arguments.native.get("name") is None:
            arguments.native["name"] = _numbered_name(type(self))
        keras.layers.Layer.__init__(self, **arguments.native)
        vars(self).get("_modules", {}).update(submodules)
        self._restore(before)
        self._keep_arguments(arguments)
        if self._defines_call:
            self._legacy_seed_generator = keras.random.SeedGenerator()

    def _restore(self, before: Dict[str, Any]) -> None:
        """Keep what was set before ``super().__init__()``, which Keras 3 has just set anew."""
        self._supports_masking = False
        if self._behaviour("supports_masking_set_before_init") == "kept":
            self._supports_masking = before.get("_supports_masking", False)
        if before.get("_input_spec") is not None:
            self._input_spec = before["_input_spec"]

    def _keep_arguments(self, arguments: LayerArguments) -> None:
        if arguments.batch_input_shape is not None:
            self.batch_input_shape = arguments.batch_input_shape
        self.__dict__["_input_layer_dtype"] = arguments.input_dtype
        if arguments.weights is not None:
            self.__dict__["_initial_weights"] = checked_values(self, arguments.weights)

    @property
    def _defines_call(self) -> bool:
        return "call" in vars(self)

    def _behaviour(self, name: str) -> Any:
        """What the era in which this layer was made says of a behaviour."""
        return vars(self)["_era"].behaviour(name)

    @property
    def activity_regularizer(self) -> Any:
        """Penalty on the outputs. Keras 3 must not see it during a call: it would divide by the size of the batch."""
        hidden = vars(self).get("_in_native_call", False)
        return None if hidden else vars(self).get("_activity_regularizer")

    @activity_regularizer.setter
    def activity_regularizer(self, regularizer: Any) -> None:
        self.__dict__["_activity_regularizer"] = regularizer

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, keras.Variable) and not value.trainable and not self._knows(value):
            self._hide(value)  # a K.variable: state, until the layer lists it among its weights
        super().__setattr__(name, value)

    def _lock_state(self) -> None:
        """Keras 2 let a layer make weights at any time."""

    # Calls

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inputs = args[0] if args else next(iter(kwargs.values()), None)
        previous_mask = masks_of(inputs)
        self._refuse_mask(previous_mask)
        nodes_before = len(self._inbound_nodes)
        outputs = self._native_call(args, kwargs)
        outputs = self._with_output_masks(inputs, outputs, previous_mask)
        if len(self._inbound_nodes) > nodes_before:
            forget_filled_mask(self._inbound_nodes[-1], args, kwargs)
            describe_tensors(outputs, uses_learning_phase(self, inputs))
            describe_node(self._inbound_nodes[-1])
        return outputs

    def _native_call(self, args: Any, kwargs: Dict[str, Any]) -> Any:
        if self.activity_regularizer is None or self._behaviour("activity_regularizer") == "mean":
            return super().__call__(*args, **kwargs)
        self.__dict__["_in_native_call"] = True
        try:
            outputs = super().__call__(*args, **kwargs)
        finally:
            self.__dict__["_in_native_call"] = False
        self.add_loss([self.activity_regularizer(out) for out in tree.flatten(outputs) if backend.is_tensor(out)])
        return outputs

    def _with_output_masks(self, inputs: Any, outputs: Any, previous_mask: Any) -> Any:
        return apply_masks(outputs, self.compute_mask(inputs, previous_mask), inputs)

    def _set_mask_metadata(self, inputs: Any, outputs: Any, previous_mask: Any) -> None:
        """Masks are set in ``__call__``, by the rules of Keras 2, and once."""

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask of the output: the given one if the layer supports masking.

        Args:
            inputs: a tensor or list of tensors.
            mask: the mask of the input, or a list of masks, or None.

        Raises:
            MaskingError: there is a mask and the layer does not support masking (eras up to 2.3).
        """
        if self.supports_masking:
            return mask
        self._refuse_mask(mask)
        return None

    @property
    def supports_masking(self) -> bool:
        """Whether a mask may reach this layer: it was set so, or the layer computes a mask itself."""
        return bool(self._supports_masking) or type(self).compute_mask is not Layer.compute_mask

    @supports_masking.setter
    def supports_masking(self, value: bool) -> None:
        self._supports_masking = value

    def _refuse_mask(self, mask: Any) -> None:
        if self.supports_masking or not has_mask(mask):
            return
        if self._behaviour("mask_reaches_unsupporting_layer") == "raise":
            raise MaskingError(
                "Layer {0!r} ({1}) does not support masking, but the tensor it was called on carries a mask. "
                "If {1} may pass the mask on unchanged, set supports_masking = True in it; if the mask ends there, "
                "drop it before, for example with Lambda(lambda x: x), or return None from its compute_mask".format(
                    self.name, type(self).__name__))

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Shape and dtype of the output: traced from ``call``; a shape that the layer declares itself wins."""
        if not self._defines_call:
            return super().compute_output_spec(*args, **kwargs)
        if self._mask_position is not None:
            kwargs = with_mask(self, args, kwargs)
        traced = keras.Operation.compute_output_spec(self, *args, **kwargs)
        inputs = args[0] if args else next(iter(kwargs.values()))
        declared = self._declared_shape(tree.map_structure(lambda tensor: tuple(tensor.shape), inputs))
        return traced if declared is None else _reshaped(traced, declared)

    def _declared_shape(self, input_shape: Any) -> Any:
        declare = self._shape_method()
        return None if declare is None else declare(input_shape)

    def _shape_method(self) -> Optional[Callable[[Any], Any]]:
        """``compute_output_shape`` or Keras 1's ``get_output_shape_for``, if the layer's class has its own."""
        for layer_class in type(self).__mro__:
            for name in ("compute_output_shape", "get_output_shape_for"):
                if layer_class is Layer:
                    return None
                if name in vars(layer_class):
                    return functools.partial(vars(layer_class)[name], self)
        return None

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Shape of the output, with its batch axis, for an input of this shape."""
        old_name = getattr(type(self), "get_output_shape_for", None)
        if old_name is not None:
            return old_name(self, input_shape)
        if not self._defines_call or not self.built:
            return input_shape
        specs = tree.map_shape_structure(lambda shape: backend.KerasTensor(shape, self.compute_dtype), input_shape)
        return tree.map_structure(lambda spec: tuple(spec.shape), keras.Operation.compute_output_spec(self, specs))

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
        return super().add_weight(**sort_weight_arguments(args, kwargs))

    def set_weights(self, weights: Any) -> None:
        """Set all weights from a list of arrays, or nested lists, in the order of ``weights``."""
        super().set_weights(checked_values(self, weights))

    # Updates and losses

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Attach updates to the training step: they run once per call in training, never in predict or evaluate.

        Args:
            updates: what ``K.update`` and its kin return, a ``(variable, new value)`` pair, a function without
                arguments that returns one, or a list of these. Added in ``build`` or ``__init__``, they hold for good.
            inputs: accepted for old code; an update of a layer always belongs to its call.
        """
        del inputs
        ours = in_call() and current_layer() is self
        (self._pending_updates if ours else self._standing_updates).extend(_listed(updates))

    def _apply_updates(self) -> None:
        pending = self._pending_updates[:]
        del self._pending_updates[:]
        if not (current_training() or self._behaviour("updates_outside_training")):
            return
        if self.trainable or self.stateful:
            found = [update() if callable(update) else update for update in self._standing_updates + pending]
            apply_all(itertools.chain.from_iterable(_listed(update) for update in found if update is not None))

    @property
    def updates(self) -> List[Any]:
        """Updates that run at each training step; none in a frozen layer."""
        return list(self._standing_updates) if self.trainable or self.stateful else []

    @updates.setter
    def updates(self, updates: Any) -> None:
        self._standing_updates[:] = _listed(updates)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Add scalar losses, usually from inside ``call``.

        Args:
            losses: a tensor or a list of tensors.
            inputs: accepted for old code.
        """
        del inputs
        for loss in _listed(losses):
            super().add_loss(loss)

    # Configuration

    def get_config(self) -> Dict[str, Any]:
        """The keys that Keras 2's base layer had: name, trainable, batch_input_shape, dtype.

        A layer that defines no ``get_config`` of its own also gets its constructor's arguments, when they are plain.
        """
        config: Dict[str, Any] = {"name": self.name, "trainable": self.trainable}
        if hasattr(self, "batch_input_shape"):
            config["batch_input_shape"] = self.batch_input_shape
        config["dtype"] = self._config_dtype()
        if type(self).get_config is Layer.get_config and getattr(self, "_auto_config", None) is not None:
            arguments = {k: v for k, v in self._auto_config.config.items() if k not in ("weights", "input_shape")}
            config = {**arguments, **config}
        return config

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


def _numbered_name(layer_class: type) -> str:
    """``dense_1``, ``dense_2`` …: Keras 2 counted from 1; Keras 3 calls the first one ``dense``."""
    prefix = to_snake_case(layer_class.__name__)
    return "{}_{}".format(prefix, get_uid(prefix))


def _listed(values: Any) -> List[Any]:
    """One value or a list of them, as a list; a (variable, new value) pair is one value."""
    if isinstance(values, tuple) and len(values) == 2 and isinstance(values[0], keras.Variable):
        return [values]
    return list(values) if isinstance(values, (list, tuple)) else [values]


def _reshaped(traced: Any, declared: Any) -> Any:
    """The traced outputs with the shapes that the layer declares."""
    flat = tree.flatten(traced)
    shapes = [declared] if _is_shape(declared) else list(declared)
    if len(shapes) != len(flat):
        return traced
    specs = [backend.KerasTensor(tuple(shape), dtype=spec.dtype) for shape, spec in zip(shapes, flat)]
    return tree.pack_sequence_as(traced, specs)


def _is_shape(value: Any) -> bool:
    return not value or value[0] is None or not hasattr(value[0], "__len__")


def _legacy_build(layer: Any, build: Callable[..., Any]) -> Callable[..., Any]:
    """The layer's ``build`` as Keras 3 wraps it, run as the current layer, then given its initial weights."""

    @functools.wraps(build)
    def legacy_build(*args: Any, **kwargs: Any) -> None:
        with building(layer):
            build(*args, **kwargs)
        values = vars(layer)["_initial_weights"]
        if values is not None:
            vars(layer)["_initial_weights"] = None
            layer.set_weights(values)

    return legacy_build
