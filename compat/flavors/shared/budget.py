"""Limit on what a configuration may make a Keras 2 allocate before it is compared with the weights of its file.

A Keras 2 gives every weight its initial value while the model is built: a file of some kilobytes that says
``units=10**10`` would fill the memory (the shape bomb of CVE-2026-0897). Each layer asks for its weights through its own
``add_weight``; while a :class:`Budget` watches a layer, that call is counted first.
"""
import functools
from typing import Any, Iterator, List, Optional, Set

from compat.errors import WeightsError


class Budget:
    """Counts the parameters of all watched layers.

    Args:
        most: upper bound on the number of parameters.
        layer_class: the base class of layers of the installed Keras.
    """

    def __init__(self, most: int, layer_class: Any) -> None:
        self.most = most
        self.asked = 0
        self.layer_class = layer_class
        self._watched: List[Any] = []

    def watch(self, layer: Any) -> Any:
        """Count the weights that this layer and the layers in it create, until :meth:`release`; returns the layer.

        Non-layers, such as the call of an operation in a file of tf.keras, are ignored.
        """
        for part in _with_parts(layer, self.layer_class, set()):
            # Into the instance alone: no class of Keras or of the user is touched.
            vars(part)["add_weight"] = functools.partial(self._add_weight, part, part.add_weight)
            self._watched.append(part)
        return layer

    def release(self) -> None:
        """Stop counting: restore every layer."""
        for part in self._watched:
            vars(part).pop("add_weight", None)

    def _add_weight(self, layer: Any, add_weight: Any, *args: Any, **kwargs: Any) -> Any:
        shape = kwargs.get("shape", next((each for each in args if isinstance(each, (tuple, list))), ()))
        self.asked += values_in(shape)
        if self.asked > self.most:
            raise WeightsError("layer {!r} asks for a weight of shape {}: with it the model would have {} parameters, but "
                               "its file holds at most {}".format(layer.name, tuple(shape), self.asked, self.most))
        return add_weight(*args, **kwargs)


def values_in(shape: Optional[Any]) -> int:
    """The number of parameters in a weight of that shape.

    Example:
        >>> values_in((3, 4))
        12
    """
    product = 1
    for size in shape or ():
        product *= size if isinstance(size, int) else 1
    return product


def _with_parts(layer: Any, layer_class: Any, seen: Set[int]) -> Iterator[Any]:
    """A layer, and the layers and cells in it that are not built yet."""
    if not isinstance(layer, layer_class) or id(layer) in seen or getattr(layer, "built", False):
        return
    seen.add(id(layer))
    yield layer
    for value in list(vars(layer).values()):
        for each in value if isinstance(value, list) else [value]:
            yield from _with_parts(each, layer_class, seen)
