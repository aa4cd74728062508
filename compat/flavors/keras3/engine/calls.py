"""Runs the ``call`` of a legacy layer on Keras 3.

Keras 3 reads the signature of ``layer.call`` once and passes the arguments that it names. A legacy ``call`` may name neither
``training`` nor ``mask`` and still depend on them (``K.in_train_phase``), so each layer that defines its own ``call``
gets it wrapped, on the instance: Keras 3 sees a ``training`` argument, and the wrapper says to :mod:`..context` whose
call it is.
"""
import functools
import importlib
import inspect
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Dict, List, Optional

import keras
from keras import tree

from compat.era import current

from ..context import calling, in_a_step, in_compiled_code, in_plain_call, stated_phase
from ..frozen import freeze_inside
from ..graph.program import settled
from ..seeds_of_calls import begin_noting_seeds
from .autographed import by_autograph
from .graph_calls import run
from .kept_tensors import forget_kept
from .late_losses import add_late_losses
from .masks import is_tensor, masks_of, none_if_all_none

_NATIVE_ROOTS = ("keras.", "compat.flavors.keras3.")


def is_own_call(layer_class: Any) -> bool:
    """Whether the ``call`` of this class is the user's, not Keras 3's or ours."""
    return not is_native(layer_class.call)


def is_native(method: Any) -> bool:
    """Whether a method is Keras 3's or ours."""
    return ((getattr(method, "__module__", None) or "") + ".").startswith(_NATIVE_ROOTS)


def shape_of_one(layer: Any, shapes: Any) -> Any:
    """The shapes of a layer's inputs as its methods got them: in Keras 1 to 2.3, of a list of one input its shape alone; in
    tf.keras as ``tf.TensorShape``."""
    if current(layer).of_tf_keras:
        return shapes_of_tensorflow(shapes)
    alone = isinstance(shapes, list) and len(shapes) == 1 and isinstance(shapes[0], (list, tuple))
    return shapes[0] if alone else shapes


def shapes_of_tensorflow(shapes: Any) -> Any:
    """Shapes, each a tuple with the methods of ``tf.TensorShape``."""
    from ..tf.stand_ins.shapes import TensorShape  # which imports this module

    if isinstance(shapes, dict):
        return {name: shapes_of_tensorflow(shape) for name, shape in shapes.items()}
    if type(shapes) not in (list, tuple):
        return shapes
    if all(size is None or isinstance(size, int) for size in shapes):
        return TensorShape(shapes)
    return type(shapes)(map(shapes_of_tensorflow, shapes))


def only_output(layer: Any, outputs: Any) -> Any:
    """The outputs as Keras 1 to 2.3 returned them: the one in a list of one by itself."""
    alone = isinstance(outputs, list) and len(outputs) == 1
    return outputs[0] if alone and not current(layer).of_tf_keras else outputs


def takes_one_shape(layer_class: Any) -> bool:
    """Whether a subclass has a ``call`` of its own and the ``build`` of Keras, which asks for shapes by other names."""
    return is_own_call(layer_class) and is_native(layer_class.build)


def legacy_call(layer: Any) -> Callable[..., Any]:
    """The wrapped ``call`` of ``layer``, with a signature that always has ``training``."""
    own = type(layer).call
    parameters = inspect.signature(own).parameters
    takes_training, takes_mask = "training" in parameters, "mask" in parameters
    takes_anything = current(layer).of_tf_keras and any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    signature = _signature(own, takes_training)
    left_out = {name for name in ("training", "mask")  # which tf.keras gave to a call that names them without a default
                if name in parameters and parameters[name].default is inspect.Parameter.empty}

    @functools.wraps(own)
    def call(*args: Any, **kwargs: Any) -> Any:
        training = kwargs.get("training") if takes_training else kwargs.pop("training", None)
        if takes_mask or takes_anything:
            kwargs = with_mask(layer, args, kwargs)
        if takes_anything:  # tf.keras handed a call with **kwargs what there is of the two
            named = {"mask": kwargs.pop("mask"), "training": training}
            kwargs.update({name: value for name, value in named.items() if value is not None or name in parameters})
        if left_out:
            kwargs.update(dict.fromkeys(left_out.difference(signature.bind_partial(*args, **kwargs).arguments)))
        if takes_training and training is None and stated_phase() is not None and current(layer).of_tf_keras:
            training = kwargs["training"] = bool(stated_phase())
        forget_kept(layer)
        with calling(layer, training):
            _note_shapes(args)
            begin_noting_seeds(layer)
            try:
                outputs = run(layer, lambda: own(layer, *args, **kwargs), _first(args, kwargs))
            except Exception as error:
                outputs = _instead(own, layer, args, kwargs, error)
            add_late_losses(layer)
            layer._apply_updates()
        freeze_inside(layer)
        return outputs

    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def own_call(layer: Any, *args: Any, **kwargs: Any) -> Any:
    """The ``call`` of the layer's class, given ``training`` and ``mask`` where it names them."""
    named = inspect.signature(type(layer).call).parameters
    return type(layer).call(layer, *args, **{name: value for name, value in kwargs.items()
                                             if name in named or name not in ("training", "mask")})


def unrecorded() -> ContextManager[Any]:
    """While the block runs, torch notes nothing for a gradient in plain code of tf.keras: there only a tape did."""
    if keras.backend.backend() != "torch" or in_a_step() or in_compiled_code() or not in_plain_call() \
            or not current().of_tf_keras:
        return nullcontext()
    return importlib.import_module("torch").no_grad()  # type: ignore[no-any-return]


def _instead(own: Callable[..., Any], layer: Any, args: Any, kwargs: Dict[str, Any], error: Exception) -> Any:
    """What a call gives that failed for a tensor without a value, as AutoGraph writes it, or by its declared shape."""
    written = by_autograph(own, error)
    if written is not None:
        return settled(written(layer, *args, **kwargs))
    return layer._shaped_as_declared(_first(args, kwargs), error)


def _first(args: Any, kwargs: Dict[str, Any]) -> Any:
    return args[0] if args else next(iter(kwargs.values()), None)


def with_mask(layer: Any, args: Any, kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """The keyword arguments with the masks of the first argument as ``mask``, unless one was given."""
    position = layer._mask_position
    if position is not None and len(args) > position:
        return kwargs
    mask = none_if_all_none(kwargs.get("mask"))
    if mask is None:
        mask = masks_of(_first(args, kwargs))
    kwargs = dict(kwargs)
    kwargs["mask"] = mask
    return kwargs


def mask_position(layer_class: Any) -> Any:
    """Index of ``mask`` among the positional arguments of ``call``, or None."""
    names = list(inspect.signature(layer_class.call).parameters)[1:]
    return names.index("mask") if "mask" in names else None


def by_name(layer: Any, args: Any, kwargs: Dict[str, Any]) -> Any:
    """The arguments of a call, by position up to the first that is no tensor, which Keras 3 takes by its name alone.

    In Keras 2 code called ``layer(x, training, mask)``, with True, None or a number among its arguments.
    """
    names = vars(layer).get("_names_of_call")
    if names is None or len(names) < len(args):
        return args, kwargs
    place = next((place for place, given in enumerate(args) if names[place] in ("training", "mask") or _is_plain(given)), None)
    return (args, kwargs) if place is None else (args[:place], {**dict(zip(names[place:], args[place:])), **kwargs})


def _is_plain(given: Any) -> bool:
    return isinstance(given, (bool, int, float, str))


def names_of_call(layer_class: Any) -> Optional[List[str]]:
    """The names of the arguments of ``call`` that may be given by position; None where it takes any number of them."""
    parameters = list(inspect.signature(layer_class.call).parameters.values())[1:]
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return None
    return [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]


def _note_shapes(args: Any) -> None:
    """Let ``x._keras_shape`` be read inside ``call``, where the backend's tensors take attributes."""
    for tensor in tree.flatten(args):
        if is_tensor(tensor) and not hasattr(tensor, "_keras_shape"):
            try:
                tensor._keras_shape = tuple(tensor.shape)
            except (AttributeError, ValueError):  # JAX arrays take no attributes; TensorFlow may not know the rank
                return


def _signature(own: Callable[..., Any], takes_training: bool) -> inspect.Signature:
    parameters = list(inspect.signature(own).parameters.values())[1:]
    if parameters and parameters[0].kind is inspect.Parameter.VAR_POSITIONAL:  # Keras finds shapes by the name of an argument
        parameters.insert(0, inspect.Parameter("inputs", inspect.Parameter.POSITIONAL_OR_KEYWORD))
    if not takes_training:
        extra = inspect.Parameter("training", inspect.Parameter.KEYWORD_ONLY, default=None)
        at_end = not parameters or parameters[-1].kind is not inspect.Parameter.VAR_KEYWORD
        parameters.insert(len(parameters) if at_end else len(parameters) - 1, extra)
    return inspect.Signature(_with_defaults(parameters))


def _with_defaults(parameters: List[inspect.Parameter]) -> List[inspect.Parameter]:
    """``training`` and ``mask`` with None as default, unless one that must be given follows."""
    found: List[inspect.Parameter] = []
    for parameter in reversed(parameters):
        required = parameter.default is inspect.Parameter.empty
        before_required = found and found[0].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD \
            and found[0].default is inspect.Parameter.empty
        if parameter.name in ("training", "mask") and required and not before_required:
            parameter = parameter.replace(default=None)
        found.insert(0, parameter)
    return found
