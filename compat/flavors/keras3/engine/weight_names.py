"""``weight.name`` as Keras 2 and tf.keras had it, ``dense_1/kernel:0``, which code searches for weights: ``"bn" in w.name``.

Keras 3 calls the weight ``kernel``. The scopes of the layers that are being called stand before it; a model of inputs and
outputs builds its layers outside of all scopes.
"""
from typing import Any, List, Optional

import keras
from keras.src.backend import Variable  # what a layer makes is of this class, which is not public in Keras 3.3
from keras.src.backend.common import global_state  # no public way to the scopes that are open
from keras.src.models.functional import Functional as NativeFunctional

from ..graph.variable import OldNames

#: The classes of the variables that Keras 3 makes for its own layers → those with the old names.
_RENAMED = {cls: type(cls.__name__, (OldNames, cls), {"__module__": cls.__module__}) for cls in (keras.Variable, Variable)}
#: Class → what Keras 3 calls a weight → what Keras 2 called it.
RENAMED = {"DepthwiseConv2D": {"kernel": "depthwise_kernel"}, "DepthwiseConv1D": {"kernel": "depthwise_kernel"}}


def stated_name(layer: Any, name: Optional[str], of_tf_keras: bool) -> str:
    """The name that a weight would have had which a layer makes now.

    Args:
        layer: whose weight it is.
        name: the weight's own, as Keras 3 has it.
        of_tf_keras: whether the name is that of tf.keras, where the cell of a recurrent layer has a scope of its own.
    """
    open_scopes = global_state.get_global_attribute("name_scope_stack") or []
    parts: List[str] = []
    above: Any = None
    for scope in open_scopes:
        if isinstance(scope.caller, (keras.Sequential, NativeFunctional)):
            parts = []
        elif scope.caller is not above and not _hides(above, of_tf_keras):
            parts.append(str(scope.name))
        above = scope.caller
    own = name or "Variable"
    return "/".join([*parts, RENAMED.get(type(layer).__name__, {}).get(own, own)]) + ":0"


def _hides(layer: Any, of_tf_keras: bool) -> bool:
    """Whether what a layer holds has no scope of its own."""
    if isinstance(layer, keras.layers.RNN):
        return not of_tf_keras or type(layer).__name__.startswith("ConvLSTM")
    return isinstance(layer, keras.layers.TimeDistributed)


def own_name(weight: Any) -> str:
    """The name of a weight alone, as Keras 3 has it.

    Example:
        >>> own_name(keras.Variable([1.0], name="kernel"))
        'kernel'
    """
    return str(weight._name if isinstance(weight, OldNames) else weight.name)  # type: ignore[attr-defined]


def with_old_names(layer: Any, weights: List[Any]) -> List[Any]:
    """The weights of a layer or model, of which those that a layer of Keras 3 itself made get the names of tf.keras.

    ``multi_head_attention/query/kernel:0``: what Keras 3 calls its place, without the model of inputs and outputs around it.
    """
    for weight in weights:
        if type(weight) in _RENAMED:
            place = weight.path
            if isinstance(layer, (keras.Sequential, NativeFunctional)) and place.startswith(layer.name + "/"):
                place = place[len(layer.name) + 1:]
            weight.__class__ = _RENAMED[type(weight)]
            weight.stated_name = place + ":0"
    return weights
