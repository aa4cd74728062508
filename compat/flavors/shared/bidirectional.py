"""The backward layer of a Bidirectional, where the installed Keras builds it differently from the Keras of the file."""
from compat.era import Era
from compat.hub.records import Spec

_WEIGHT_REGULARIZERS = ("kernel_regularizer", "recurrent_regularizer", "bias_regularizer")


def with_own_backward_layer(spec: Spec) -> Spec:
    """A Bidirectional that states its backward layer, with the arguments of the forward layer.

    Example:
        >>> lstm = {"class_name": "LSTM", "config": {"units": 2, "go_backwards": True}}
        >>> spec = {"class_name": "Bidirectional", "config": {"layer": lstm}}
        >>> with_own_backward_layer(spec)["config"]["backward_layer"]["config"]["go_backwards"]
        False
    """
    config = spec["config"]
    if config.get("backward_layer"):
        return spec
    held = config["layer"]
    other = dict(held, config=dict(held["config"], go_backwards=not held["config"].get("go_backwards")))
    return dict(spec, config=dict(config, backward_layer=other))


def with_counted_regularizers(spec: Spec, era: Era) -> Spec:
    """A Bidirectional whose backward layer has no regularizers where the Keras of the file lost them.

    Any other layer is returned unchanged.
    """
    if spec["class_name"] != "Bidirectional" or era.behaviour("bidirectional_weight_regularizers") == "both":
        return spec
    if not any(spec["config"]["layer"]["config"].get(key) for key in _WEIGHT_REGULARIZERS):
        return spec
    spec = with_own_backward_layer(spec)
    other = spec["config"]["backward_layer"]
    kept = {key: None if key in _WEIGHT_REGULARIZERS else value for key, value in other["config"].items()}
    return dict(spec, config=dict(spec["config"], backward_layer=dict(other, config=kept)))
