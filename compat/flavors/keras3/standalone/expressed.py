"""A layer of this package as operations of Keras and layers of Keras."""
import inspect
from contextlib import contextmanager
from typing import Any, Iterator, Optional

import keras
from keras import tree

from compat.errors import CompatError

from ..engine.masks import get_mask, set_mask
from .calls import Masks, called
from .counterpart import as_counterpart, has_counterpart
from .foreign import foreign_in
from .graph import leave_sizes_open, operations_between, signature
from .held_weights import as_tensors
from .records import Inexpressible, Weights
from .reworded import is_rewordable, reworded


def expressed(layer: Any, where: str, args: Any, kwargs: Any, masks: Masks, weights: Weights) -> Any:
    """The outputs of a layer, computed by Keras's own parts.

    Args:
        layer: of this package.
        where: its path, for messages.
        args, kwargs: of its call.
        masks: those of the arguments; those of the outputs are added.
        weights: told of weights that are replaced.

    Raises:
        Inexpressible: says why it cannot be expressed.
    """
    if is_rewordable(layer):
        return called(reworded(layer, weights), args, kwargs, masks)
    name = "{!r} ({})".format(where, type(layer).__name__)
    if not type(layer).__module__.startswith("compat."):
        raise Inexpressible("{}: {} is not a part of Keras".format(name, ", ".join(foreign_in(layer))))
    if getattr(layer, "activity_regularizer", None) is not None:
        raise Inexpressible("{}: its activity_regularizer counts differently in Keras 3".format(name))
    if has_counterpart(layer):
        return as_counterpart(layer, args, kwargs, masks, weights, name)
    with _explained(name), as_tensors(layer, args, weights, name):
        outputs = _traced(layer, args, kwargs, masks)
        if signature(outputs, args) != signature(_traced(layer, args, kwargs, masks, training=True), args):
            raise Inexpressible("{}: it computes something else while it is trained, or each time".format(name))
        leave_sizes_open(operations_between(outputs, args))
        _check(layer, outputs, args, name)
        if layer.supports_masking:
            masks.state(outputs, layer.compute_mask(args[0], masks.of(args[0])) if args else None)
    return outputs


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Context manager: whatever a layer raises on symbolic tensors is the reason that it cannot be expressed."""
    try:
        yield
    except Inexpressible:
        raise
    except CompatError as error:
        raise Inexpressible("{}: {}".format(name, _first_line(error))) from error
    except Exception as error:
        raise Inexpressible("{}: it computes with values, not only with tensors ({})".format(
            name, _first_line(error))) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _traced(layer: Any, args: Any, kwargs: Any, masks: Masks, training: Optional[bool] = None) -> Any:
    """What ``call`` returns for symbolic tensors; layers that it calls learn later whether they are trained.

    Keras's layers of attention take masks off the tensors that they are given: these are put back.
    """
    call = inspect.signature(layer.call)
    given = dict(kwargs)
    if "mask" in call.parameters and given.get("mask") is None and args:
        given["mask"] = masks.of(args[0])
    named = call.bind_partial(*args, **kwargs).arguments
    for name in call.parameters:  # ``value_mask`` beside ``value``, which Keras gives a call that names it
        if name.endswith("_mask") and named.get(name) is None and isinstance(named.get(name[:-5]), keras.KerasTensor):
            given[name] = masks.of(named[name[:-5]])
    if "training" in call.parameters:
        given["training"] = training
    carried = [(tensor, get_mask(tensor)) for tensor in tree.flatten((args, kwargs)) if isinstance(tensor, keras.KerasTensor)]
    try:
        return layer.call(*args, **given)
    finally:
        for tensor, mask in carried:
            set_mask(tensor, mask)


def _check(layer: Any, outputs: Any, inputs: Any, name: str) -> None:
    """Refuse a result that is not computed from the inputs by other layers and operations.

    Raises:
        Inexpressible: says what it is.
    """
    if any(not isinstance(each, keras.KerasTensor) for each in tree.flatten(outputs)):
        raise Inexpressible("{}: its value does not depend on its input alone".format(name))
    if any(vars(part).get("_losses") for part in layer._flatten_layers()):
        raise Inexpressible("{}: it adds to the loss".format(name))
    held = [id(each) for each in layer._flatten_layers(include_self=False)]
    made = (each for each in operations_between(outputs, inputs) if not type(each).__module__.startswith("keras."))
    if any(id(each) not in held for each in made):
        raise Inexpressible("{}: it asks for sizes that are known only when it is called".format(name))
