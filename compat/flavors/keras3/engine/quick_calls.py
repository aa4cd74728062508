"""Calls of layers in the steps of a model on torch, which compiles none: without what Keras 3 does for any call.

Keras 3 converts arguments, binds them to the signature, opens name scopes and looks for masks and symbolic tensors. For a
small layer that takes longer than the layer computes. In a step most layers are called on tensors that need none of it.
"""
import importlib
from typing import Any, Dict, NamedTuple, Optional

import keras
from keras.src.backend.common import global_state  # not public: the call that Keras is in, with its training flag

from ..context import in_a_step
from .masks import get_mask, leaves

_torch = importlib.import_module("torch") if keras.backend.backend() == "torch" else None
_TENSORS = () if _torch is None else (_torch.Tensor, _torch.nn.Parameter)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


class Facts(NamedTuple):
    """What stays the same of a layer that is built.

    Attributes:
        policy: the dtypes that the others were found for.
        dtype: of torch, of the inputs that need no conversion.
        takes_training: whether ``call`` is given the training flag.
        has_quantization: whether it is of a class that Keras can quantize.
    """

    policy: Any
    dtype: Any
    takes_training: bool
    has_quantization: bool


class QuickCalls:
    """Mix-in of a layer: its calls in a step on torch."""

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """The inputs: in Keras 2 a layer without a ``call`` of its own passed them on."""
        return inputs

    def _called_quickly(self: Any, args: Any, kwargs: Dict[str, Any]) -> Any:
        """The outputs; ``NotImplemented`` where the call is one for Keras 3."""
        if _torch is None or not args or not in_a_step():
            return NotImplemented
        own = vars(self)
        facts = own["_facts_of_calls"] if "_facts_of_calls" in own else self._note_facts()
        if facts is None or facts.policy is not self.dtype_policy or not own.get("built"):
            return NotImplemented
        if own.get("_activity_regularizer") is not None or any(own.get(name) for name in _HOOKS):
            return NotImplemented
        call = global_state.get_global_attribute("current_call_ctx")
        training = getattr(call, "training", None)
        if training is None or global_state.get_global_attribute("autocast_scope") is not None:
            return NotImplemented
        if facts.has_quantization and self.quantization_mode is not None:
            return NotImplemented
        if kwargs and (len(kwargs) > 1 or kwargs.get("training") is not training):
            return NotImplemented
        for leaf in leaves(args):
            if type(leaf) not in _TENSORS or leaf.dtype is not facts.dtype or get_mask(leaf) is not None:
                return NotImplemented
        self._assert_input_compatibility(args[0])
        outputs = self.call(*args, training=training) if facts.takes_training else self.call(*args)
        return self._with_output_masks(args[0], outputs, None)

    def _note_facts(self: Any) -> Optional[Facts]:
        own = vars(self)
        if not (self.built and own.get("_called")):
            return None  # for this call
        own["_facts_of_calls"] = facts_of(self)
        return own["_facts_of_calls"]  # type: ignore[no-any-return]


def is_set_again(layer: Any, name: str, value: Any) -> bool:
    """Whether an attribute is set that each call sets to True, and it is True: Keras 3 would look through what the layer holds.

    Example:
        >>> layer = keras.layers.Flatten()
        >>> is_set_again(layer, "built", True)
        False
        >>> layer.build((None, 2))
        >>> is_set_again(layer, "built", True)
        True
    """
    return value is True and name in ("_called", "built") and vars(layer).get(name) is True


def facts_of(layer: Any) -> Optional[Facts]:
    """What stays the same of a layer; None of one whose every call is for Keras 3, such as a model, or one of mixed dtypes."""
    if isinstance(layer, keras.Model):
        return None
    if layer.compute_dtype != layer.variable_dtype or layer._remat_mode is not None or not layer._convert_input_args:
        return None
    if set(getattr(layer, "_call_context_args", ())) != {"training"} or _torch is None:
        return None
    dtype = getattr(_torch, str(layer.input_dtype), None)
    takes_training = bool(layer._call_has_context_arg.get("training"))
    return Facts(layer.dtype_policy, dtype, takes_training, hasattr(type(layer), "quantization_mode"))
