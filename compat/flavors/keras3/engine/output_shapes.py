"""Shapes of a legacy layer's outputs: declared by the layer under its old or new name, else traced from ``call``."""
import functools
from typing import Any, Callable, Dict, List, Optional, Tuple

import keras
from keras import tree
from keras.src import backend

from compat.era import current

from ..context import infers_shapes
from ..uncompiled import asks_for_values, common_spec, spec_by_values
from .calls import own_call, shape_of_one, with_mask
from .graph_calls import described_where_asked


class OutputShapes:
    """Mix-in of a layer: ``compute_output_shape``, Keras 1's ``get_output_shape_for``, and what Keras 3 asks for."""

    def compute_output_spec(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Shape and dtype of the output: traced from ``call``; a shape that the layer declares itself wins.

        That shape alone decides where JAX cannot trace ``call``: a size in it depends on values, or open axes must agree.
        """
        if not self._defines_call:
            return super().compute_output_spec(*args, **_without_partial_mask(kwargs))  # type: ignore[misc]
        if self._mask_position is not None:
            kwargs = with_mask(self, args, kwargs)
        inputs = args[0] if args else next(iter(kwargs.values()))
        try:
            traced = inferred(self, *args, **kwargs)
        except Exception as error:
            if self._shape_method() is None or not is_a_guess(error, args, kwargs):
                raise
            traced = None
        try:
            declared = self._declared_shape(tree.map_structure(lambda tensor: tuple(tensor.shape), inputs))
        except Exception:
            if traced is None or not current(self).of_tf_keras:  # which asked for no shape where it could trace the call
                raise
            declared = None
        if traced is None:
            found = [backend.KerasTensor(tuple(shape), self.compute_dtype) for shape in _shapes(declared)]
            return _as_declared(declared, found)
        return traced if declared is None else _reshaped(traced, declared)

    def _described_call(self, *args: Any, **kwargs: Any) -> Any:
        """What ``call`` describes of symbolic tensors."""
        return own_call(self, *args, **kwargs)

    def _declared_shape(self, input_shape: Any) -> Any:
        declare = self._shape_method()
        return None if declare is None else declare(shape_of_one(self, input_shape))

    def _shaped_as_declared(self, inputs: Any, error: Exception) -> Any:
        """What stands for the outputs of ``call`` while JAX infers shapes and a size in it depends on values: zeros.

        Raises:
            Exception: the given error, where that is not so or the layer declares no whole shape.
        """
        if self._shape_method() is None or not infers_shapes() or not asks_for_values(error):
            raise error
        declared = self._declared_shape(tree.map_structure(lambda tensor: tuple(tensor.shape), inputs))
        if None in tree.flatten(declared):
            raise error
        found = [keras.ops.zeros(shape) for shape in _shapes(declared)]
        return _as_declared(declared, found)

    def _shape_method(self) -> Optional[Callable[[Any], Any]]:
        """``compute_output_shape`` or Keras 1's ``get_output_shape_for``, if the layer's class has its own."""
        for layer_class in type(self).__mro__:
            for name in ("compute_output_shape", "get_output_shape_for"):
                if layer_class is OutputShapes:
                    return None
                if name in vars(layer_class):
                    return functools.partial(vars(layer_class)[name], self)
        return None

    def compute_output_shape(self: Any, input_shape: Any) -> Any:
        """Shape of the output, with its batch axis, for an input of this shape."""
        old_name = getattr(type(self), "get_output_shape_for", None)
        if old_name is not None:
            return old_name(self, input_shape)
        if not self._defines_call or not self.built or self._shape_method() is not None:  # the last: asked by a subclass
            return input_shape
        specs = tree.map_shape_structure(lambda shape: backend.KerasTensor(shape, self.compute_dtype), input_shape)
        return tree.map_structure(lambda spec: tuple(spec.shape), inferred(self, specs))


#: Two sizes in place of each open axis, with many divisors for code that splits an axis; smaller ones for code with a limit.
_SIZES = ((120, 240), (12, 24), (2, 4))


def inferred(layer: Any, *args: Any, **kwargs: Any) -> Any:
    """The outputs that ``call`` of a layer gives for symbolic inputs, without values.

    JAX lets code compute with the size of an open axis, but not compare it, or make a tensor of it. Where ``call`` does, it is
    traced with two numbers in place of each open axis, as Keras does on torch: where its outputs then differ, an axis is open.
    Code in which sizes depend on values runs on a few batches, and what derives by its inputs on the symbolic inputs.
    """
    inputs = args[0] if args else next(iter(kwargs.values()))
    return described_where_asked(layer, lambda: _inferred(layer, *args, **kwargs),
                                 lambda: layer._described_call(*args, **kwargs), inputs)


def _inferred(layer: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return keras.Operation.compute_output_spec(layer, *args, **kwargs)
    except Exception as error:
        if not is_a_guess(error, args, kwargs):
            raise
        for sizes in _SIZES if _has_open_axes(args, kwargs) else ():
            found = _inferred_at(sizes, layer, args, kwargs)
            if found is not None:
                return found
        found = _inferred_at_given(layer, args, kwargs)
        found = spec_by_values(layer.call, args, kwargs) if found is None else found
        if found is None:
            raise
        return found


def is_a_guess(error: BaseException, *arguments: Any) -> bool:
    """Whether the error of an inference may come of sizes that stood for open axes, or of values that are not there yet."""
    return keras.backend.backend() != "tensorflow" and _has_open_axes(*arguments) or asks_for_values(error)


def _has_open_axes(*arguments: Any) -> bool:
    """Whether there are inputs with open axes, for which JAX and torch take sizes of their own where they infer shapes."""
    return any(None in leaf.shape for leaf in tree.flatten(arguments) if isinstance(leaf, keras.KerasTensor))


def _inferred_at(sizes: Tuple[int, int], layer: Any, args: Any, kwargs: Any) -> Any:
    """The outputs with each of two sizes in place of each open axis; None where ``call`` takes one of them no better."""
    try:
        first, second = (_with_size(size, layer, args, kwargs) for size in sizes)
    except Exception:
        return None
    return tree.map_structure(common_spec, first, second)


def _inferred_at_given(layer: Any, args: Any, kwargs: Any) -> Any:
    """The outputs where the open first axes have a size that another axis has; None where ``call`` takes none of these.

    A graph is one batch: nodes ``(nodes, features)`` and their neighbors ``(nodes, nodes)``, of which only the last axis is
    known when the model is made.
    """
    leaves = [leaf for leaf in tree.flatten((args, kwargs)) if isinstance(leaf, keras.KerasTensor)]
    for size in sorted({size for leaf in leaves for size in leaf.shape if size}):
        try:
            found = _with_size(size, layer, args, kwargs)
        except Exception:
            continue
        return tree.map_structure(functools.partial(_with_open_batch, size), found)
    return None


def _with_open_batch(size: int, spec: Any) -> Any:
    is_batch = bool(spec.shape) and spec.shape[0] == size
    return keras.KerasTensor((None, *spec.shape[1:]), spec.dtype, sparse=spec.sparse) if is_batch else spec


def _with_size(size: int, layer: Any, args: Any, kwargs: Any) -> Any:

    def closed(leaf: Any) -> Any:
        if not isinstance(leaf, keras.KerasTensor):
            return leaf
        return keras.KerasTensor(tuple(size if each is None else each for each in leaf.shape), leaf.dtype, sparse=leaf.sparse)

    args, kwargs = tree.map_structure(closed, (args, kwargs))
    return keras.Operation.compute_output_spec(layer, *args, **kwargs)


def _without_partial_mask(kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """Without a mask of only some of the inputs, on which no shape depends: Keras 3.3 refuses a None among tensors."""
    mask = kwargs.get("mask")
    if isinstance(mask, (list, tuple)) and any(part is None for part in mask):
        return {name: value for name, value in kwargs.items() if name != "mask"}
    return kwargs


def _reshaped(traced: Any, declared: Any) -> Any:
    """The traced outputs with the shapes that the layer declares."""
    flat = tree.flatten(traced)
    shapes = _shapes(declared)
    if len(shapes) != len(flat):
        return traced
    specs = [backend.KerasTensor(tuple(shape), dtype=spec.dtype) for shape, spec in zip(shapes, flat)]
    return tree.pack_sequence_as(traced, specs)


def _shapes(declared: Any) -> List[Any]:
    """The shapes, those in a dictionary in the order of its keys, as its tensors are flattened."""
    if isinstance(declared, dict):
        return [shape for key in sorted(declared) for shape in _shapes(declared[key])]
    return [declared] if _is_shape(declared) else list(declared)


def _as_declared(declared: Any, found: List[Any]) -> Any:
    """Tensors in the form in which a layer declares their shapes."""
    if isinstance(declared, dict):
        return dict(zip(sorted(declared), found))
    return found[0] if _is_shape(declared) else found


def _is_shape(value: Any) -> bool:
    if isinstance(value, dict):
        return False
    return not value or value[0] is None or not hasattr(value[0], "__len__")
