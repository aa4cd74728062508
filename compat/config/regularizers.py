"""Regularizers that a layer inside another states, but whose Keras left them out of the regularization loss."""

from __future__ import annotations

import copy
from typing import Any, Dict

from compat.config.models import states_model
from compat.config.origins import dictionaries
from compat.config.records import Context
from compat.hub.records import Spec

#: Arguments that add the outputs of a layer to the regularization loss.
_OF_OUTPUTS: Dict[str, Any] = {"activity_regularizer": None}
_OF_ACTIVITY_REGULARIZATION: Dict[str, Any] = {"l1": 0.0, "l2": 0.0}


def drop_regularizers_of_steps(layer: Spec, context: Context) -> Spec:
    """Step: multi-backend Keras (2.0 to 2.3.1) forgot the activity regularizers in a model that is applied to each step."""
    held = layer["config"].get("layer")
    if layer["class_name"] != "TimeDistributed" or context.origin.is_tf_keras:
        return layer
    if not isinstance(held, dict) or not isinstance(held.get("class_name"), str) or not states_model(held):
        return layer
    without_any = _without_regularizers(held)
    if without_any == held:
        return layer
    context.upgraded(layer, "activity regularizers of the model inside are left out, as in Keras {}".format(
        context.origin.keras_version))
    return dict(layer, config=dict(layer["config"], layer=without_any))


def _without_regularizers(model: Spec) -> Spec:
    """A copy of a model's configuration in which no layer has an activity regularizer."""
    found = copy.deepcopy(model)
    for part in dictionaries(found):
        cleared = _OF_ACTIVITY_REGULARIZATION if part.get("class_name") == "ActivityRegularization" else _OF_OUTPUTS
        config = part.get("config")
        if isinstance(config, dict):
            config.update({key: value for key, value in cleared.items() if key in config})
    return found
