"""What a layer does with a mask that reaches it, as Keras 2.2.4: where masks start, go on, are used, and end."""
from typing import Sequence

from compat.api.masking import COMPUTES, PASSES, REFUSES
from compat.hub.records import Spec

STARTS, USES, ENDS, REFUSED, UNSURE = (
    "starts a mask", "uses the mask", "ends the mask", "takes no mask", "what it does with the mask is not known")
#: They hand the mask on where they hand on every step.
_RECURRENT = ("RNN", "LSTM", "GRU", "SimpleRNN", "ConvLSTM2D", "Bidirectional")
_MERGE = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")


def starts_mask(spec: Spec) -> bool:
    """Whether a layer makes a mask of its own.

    Example:
        >>> starts_mask({"class_name": "Embedding", "config": {"mask_zero": True}})
        True
    """
    config = spec["config"]
    return spec["class_name"] == "Masking" or bool(spec["class_name"] == "Embedding" and config.get("mask_zero")) \
        or bool(spec["class_name"] == "Lambda" and config.get("mask"))


def masks_of(spec: Spec, masked: Sequence[bool]) -> bool:
    """Whether a mask goes with the outputs of a layer, given whether one comes with each input."""
    if starts_mask(spec):
        return True
    if not any(masked):
        return False
    name = spec["class_name"]
    if name in _RECURRENT:
        inner = spec["config"].get("layer")
        config = inner["config"] if name == "Bidirectional" and isinstance(inner, dict) else spec["config"]
        return bool(isinstance(config, dict) and config.get("return_sequences"))
    return name in PASSES or name in _MERGE or name == "TimeDistributed"


def role_of(spec: Spec, masked: bool) -> str:
    """What is worth saying of a layer and masks, "" where it only hands one on, or none reaches it."""
    name = spec["class_name"]
    if starts_mask(spec):
        return STARTS
    if not masked or name in PASSES or name in _MERGE or name == "TimeDistributed":
        return ""
    if name == "GlobalAveragePooling1D" or name in _RECURRENT:
        return USES if masks_of(spec, [masked]) else USES + " and ends it"
    if name in REFUSES:
        return REFUSED
    return ENDS if name in COMPUTES else UNSURE
