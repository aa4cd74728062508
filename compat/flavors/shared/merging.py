"""``Merge`` and ``merge`` of Keras 1, which Keras 2.0 and 2.1 still had: a layer for several inputs, by its mode."""
from typing import Any, Callable, Dict, List, Optional, Union

from compat.api.classes import MERGE_MODES, merge_layer
from compat.callers import warn_caller
from compat.errors import NotServedError
from compat.flavors import Names

Mode = Union[str, Callable[..., Any]]


def merge(inputs: List[Any], mode: Mode = "sum", concat_axis: int = -1, dot_axes: Any = -1, output_shape: Any = None,
          output_mask: Any = None, arguments: Optional[Dict[str, Any]] = None, name: Optional[str] = None) -> Any:
    """Several tensors as one.

    Args:
        inputs: list of symbolic tensors, two or more.
        mode: ``"sum"``, ``"mul"``, ``"ave"``, ``"max"``, ``"concat"``, ``"dot"`` or ``"cos"``; or a function of the list, which
            takes ``mask`` if it has an argument of that name.
        concat_axis: of ``"concat"``.
        dot_axes: of ``"dot"`` and ``"cos"``: an axis, or one for each of the two inputs.
        output_shape: of a function's result, without the batch axis; or a function of the input shapes.
        output_mask: of a function's result; a mask, or a function of the inputs and their masks.
        arguments: further arguments of the function.
        name: of the layer.

    Returns:
        A symbolic tensor; ``"cos"`` has an axis of size 1 after the batch axis.

    Raises:
        ValueError: the mode is none of these.

    Source: Keras 1.2.2; Keras 2.2 removed it in favor of ``add``, ``concatenate`` and their kin, which this calls.
    """
    _warn()
    merged = _layer(mode, concat_axis, dot_axes, output_shape, output_mask, arguments, name)(inputs)
    return Names("keras.layers").RepeatVector(1)(merged) if mode == "cos" else merged


def Merge(layers: Optional[List[Any]] = None, mode: Mode = "sum", concat_axis: int = -1, dot_axes: Any = -1,
          output_shape: Any = None, output_mask: Any = None, arguments: Optional[Dict[str, Any]] = None,
          node_indices: Any = None, tensor_indices: Any = None, name: Optional[str] = None) -> Any:
    """A layer that makes one tensor of several, by its mode: an ``Add``, a ``Concatenate`` …; see :func:`merge`.

    Args:
        layers: not served.
        mode, concat_axis, dot_axes, output_shape, output_mask, arguments, name: as for :func:`merge`.
        node_indices, tensor_indices: which outputs of ``layers``.

    Raises:
        ValueError: the mode is none of these.
        NotServedError: ``layers``; or ``"cos"``, which is two layers.
    """
    if layers is not None:
        raise NotServedError(
            "Merge(layers) of Keras 1 makes a Sequential of several inputs, which no later Keras has. In place of "
            "model.add(Merge([left, right], mode='concat')) write the functional model:\n"
            "    x = keras.layers.merge([left.output, right.output], mode='concat')\n"
            "    x = Dense(…)(x)\n"
            "    model = Model([left.input, right.input], x)")
    if mode == "cos":
        raise NotServedError("Merge(mode='cos') is two layers now; call keras.layers.merge(tensors, mode='cos') in its place")
    _warn()
    return _layer(mode, concat_axis, dot_axes, output_shape, output_mask, arguments, name)


def _warn() -> None:
    warn_caller("merge and Merge are of Keras 1; call keras.layers.add, multiply, average, maximum, concatenate or dot",
                DeprecationWarning)


def _layer(mode: Mode, concat_axis: int, dot_axes: Any, output_shape: Any, output_mask: Any,
           arguments: Optional[Dict[str, Any]], name: Optional[str]) -> Any:
    classes = Names("keras.layers")
    named = {"name": name} if name else {}
    if callable(mode):
        return classes.Lambda(mode, output_shape=output_shape, mask=output_mask, arguments=arguments, **named)
    if mode not in MERGE_MODES:
        raise ValueError("merge has no mode {!r}; choose one of {}, or pass a function of the list of tensors".format(
            mode, ", ".join(MERGE_MODES)))
    class_name, chosen = merge_layer(mode, concat_axis, dot_axes)
    return getattr(classes, class_name)(**chosen, **named)
