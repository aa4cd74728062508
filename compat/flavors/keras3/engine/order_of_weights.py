"""The order in which tf.keras 2 lists weights, by which programs pass arrays from one model to another.

A layer lists what is trained first, its own and that of all layers in it, then the rest. A model lists one attribute after the
other, and what it adds itself last. A list, tuple or dictionary of layers is one attribute, with what is trained first; a
dictionary goes by its sorted keys. Weights of metrics that are attributes of a model count. Keras 3 lists one layer after the
other, which is also what files and steps go by here: only a program is given the order of tf.keras.

Keras 1 to 2.3 gave the arrays of a model layer by layer, too, but those of each layer, which may be a model, with what is
trained first.
"""
import sys
from typing import Any, Container, Dict, Iterable, Iterator, List, Tuple

import keras
import numpy as np
from keras.src.models.functional import Functional as NativeFunctional  # not public: what keras.Model(inputs, outputs) makes

from compat.era import current

from ..graph.walk import each_once
from ..variables import array_of, is_variable

ALL, TRAINED, FIXED = "weights", "trainable_weights", "non_trainable_weights"


def asks_as_in_tf_keras(layer: Any) -> bool:
    """Whether the code that calls the method which asks this is a program's, and the layer is of an era of tf.keras."""
    asking = str(sys._getframe(2).f_globals.get("__name__")).split(".")[0]
    return asking not in ("keras", "compat") and current(layer).of_tf_keras


def note_held(layer: Any, name: str, value: Any) -> bool:
    """Note that an attribute of a layer is set to a layer; by the program also to a metric or a container.

    One that is set again comes last.

    Returns:
        Whether it is noted.
    """
    held = vars(layer).setdefault("_names_held", {})
    held.pop(name, None)
    kept = isinstance(value, (list, tuple, dict, keras.metrics.Metric)) and _sets_program()
    if kept or isinstance(value, keras.layers.Layer):
        held[name] = None
    return name in held


def held_values(layer: Any, names: Iterable[str]) -> List[Any]:
    """The values of attributes of a layer, those that torch keeps apart among them; without those that are gone."""
    facts: Tuple[Dict[str, Any], ...] = (vars(layer), vars(layer).get("_modules", {}))
    found = [next((each[name] for each in facts if name in each), None) for name in names]
    return [value for value in found if value is not None]


def layers_in(held: Iterable[Any]) -> Iterator[Any]:
    """The layers among values, and in containers among them."""
    for one in held:
        if isinstance(one, (list, tuple, dict)):
            yield from layers_in(_values(one))
        elif isinstance(one, keras.layers.Layer):
            yield one


def _sets_program() -> bool:
    frame = sys._getframe(3)  # of the function that calls before_setting()
    while frame.f_code.co_name == "__setattr__" and frame.f_back is not None:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")).split(".")[0] not in ("keras", "compat", "tensorflow", "torch")


def listed(layer: Any, which: str, found: Iterable[Any]) -> List[Any]:
    """Weights in the order of tf.keras, with those of the metrics that a model holds.

    Args:
        layer: whose weights they are.
        which: ``ALL``, ``TRAINED`` or ``FIXED``.
        found: what compat lists in its own order.
    """
    known = list(found)
    ids = {id(weight) for weight in known}
    order = each_once(_of(layer, which))
    metrics = {id(weight) for weight in _of_metrics(layer)} if which != TRAINED else set()
    chosen = [weight for weight in order if id(weight) in ids or id(weight) in metrics]
    placed = {id(weight) for weight in chosen}
    return chosen + [weight for weight in known if id(weight) not in placed]


def in_keras_2(layer: Any) -> List[Any]:
    """The weights of a layer in the order in which Keras 1 to 2.3 gave their arrays."""
    if isinstance(layer, keras.Model):
        by_layer = [weight for inner in layer.layers for weight in _trained_first(inner)]
        return each_once([*by_layer, *layer.weights])
    return _trained_first(layer)


def trained_in_keras_2(model: Any) -> List[Any]:
    """The weights of a model in the order of ``model.weights`` of Keras 1 to 2.3: what is trained, then the rest."""
    trained = model.trainable_weights if model.trainable else _natural(model)
    places = {id(weight) for weight in trained}
    return sorted(in_keras_2(model), key=lambda weight: id(weight) not in places)


def _trained_first(layer: Any) -> List[Any]:
    trained = {id(weight) for weight in _natural(layer)}
    weights = in_keras_2(layer) if isinstance(layer, keras.Model) else list(layer.weights)
    return sorted(weights, key=lambda weight: id(weight) not in trained)


def _natural(layer: Any) -> Iterator[Any]:
    """What a layer trains, and those in it, where none of the layers around them is frozen."""
    inner = list(getattr(layer, "_layers", ()))
    if inner or layer.trainable:
        yield from _own(layer, TRAINED)
    for one in inner:
        yield from _natural(one)


class ValuesOfWeights:
    """Mix-in of a layer: the values of its weights, for a program in the order of its Keras."""

    def _weights_of_values(self: Any, asked: bool) -> List[Any]:
        if not asked:
            return list(self.weights)
        return listed(self, ALL, self.weights) if current(self).of_tf_keras else in_keras_2(self)

    def _values_of_weights(self, asked: bool) -> List[Any]:
        return [array_of(weight) for weight in self._weights_of_values(asked)]

    def count_params(self: Any) -> int:
        """The number of values of the weights.

        Raises:
            ValueError: the layer is not built.
        """
        found = int(super().count_params())  # type: ignore[misc]
        if not asks_as_in_tf_keras(self):
            return found
        known = {id(weight) for weight in self.weights}
        return found + sum(int(np.prod(each.shape)) for each in self._weights_of_values(True) if id(each) not in known)

    def _sorted_values(self: Any, values: List[Any]) -> List[Any]:
        """Arrays in the order of the program's Keras as Keras 3 takes them; those of metrics are set."""
        order, known = self._weights_of_values(True), list(self.weights)
        if len(order) != len(values):
            return values  # Keras 3 says how many it needs
        by_weight = {id(weight): value for weight, value in zip(order, values)}
        found = [by_weight.pop(id(weight)) for weight in known]
        for weight in order:
            if id(weight) in by_weight:
                weight.assign(by_weight[id(weight)])
        return found


def _of(held: Any, which: str) -> Iterator[Any]:
    if isinstance(held, keras.metrics.Metric):
        return iter(() if which == TRAINED else held.variables)
    if isinstance(held, (list, tuple, dict)):
        return _of_container(held, which)
    if not isinstance(held, keras.layers.Layer):
        return iter(())
    return _of_model(held, which) if isinstance(held, keras.Model) else _of_layer(held, which)


def _of_layer(layer: Any, which: str) -> Iterator[Any]:
    inner = list(layers_in(_held_by(layer)))
    if which == ALL:
        yield from _of_layer(layer, TRAINED)
        yield from _of_layer(layer, FIXED)
    elif which == TRAINED and layer.trainable:
        yield from _own(layer, TRAINED)
        yield from _each(inner, TRAINED)
    elif which == FIXED:
        if not layer.trainable:
            yield from _own(layer, TRAINED)
        yield from _own(layer, FIXED)
        yield from _each(inner, FIXED if layer.trainable else ALL)


def _of_model(model: Any, which: str) -> Iterator[Any]:
    held = _held_by(model)
    if which == ALL:
        yield from _each(held, ALL)
        yield from _own(model, TRAINED)
        yield from _own(model, FIXED)
    elif which == TRAINED and model.trainable:
        yield from _each(held, TRAINED)
        yield from _own(model, TRAINED)
    elif which == FIXED:
        if not model.trainable:
            yield from _each(held, TRAINED)
            yield from _own(model, TRAINED)
        yield from _each(held, FIXED)
        yield from _own(model, FIXED)


def _of_container(container: Any, which: str) -> Iterator[Any]:
    if which == ALL:
        yield from _of_container(container, TRAINED)
        yield from _of_container(container, FIXED)
        return
    values = _values(container)
    yield from _each(values, which)
    yield from (value for value in values if is_variable(value) and value.trainable is (which == TRAINED))


def _each(held: Iterable[Any], which: str) -> Iterator[Any]:
    for one in held:
        yield from _of(one, which)


def _values(container: Any) -> List[Any]:
    if not isinstance(container, dict):
        return list(container)
    try:
        return [container[key] for key in sorted(container)]
    except TypeError:  # keys that do not compare
        return list(container.values())


def _own(layer: Any, which: str) -> List[Any]:
    """The weights of a layer itself, without those of layers in it."""
    if hasattr(layer, "_own_weights"):
        return list(layer._own_weights(which == TRAINED))
    return list(layer._trainable_variables if which == TRAINED else layer._non_trainable_variables)


def _held_by(layer: Any) -> List[Any]:
    """What a layer holds, in the order in which its attributes were set; first the layers of a model of inputs and outputs."""
    tracked = list(getattr(layer, "_layers", ()))
    ids = {id(one) for one in tracked}
    values = [value for value in held_values(layer, vars(layer).get("_names_held", ())) if _holds(value, ids)]
    is_graph = isinstance(layer, (keras.Sequential, NativeFunctional))
    return [*tracked, *values] if is_graph or not values else [*values, *tracked]


def _holds(value: Any, ids: Container[int]) -> bool:
    if isinstance(value, (list, tuple, dict)):
        return any(is_variable(one) or _holds(one, ids) for one in _values(value))
    return id(value) in ids or isinstance(value, keras.metrics.Metric)


def _of_metrics(layer: Any) -> Iterator[Any]:
    """The variables of the metrics that a model holds, and the models in it."""
    for one in _held_by(layer):
        if isinstance(one, keras.layers.Layer):
            yield from _of_metrics(one)
        elif isinstance(layer, keras.Model):
            yield from _metrics_in(one)


def _metrics_in(held: Any) -> Iterator[Any]:
    if isinstance(held, keras.metrics.Metric):
        yield from held.variables
    elif isinstance(held, (list, tuple, dict)):
        for one in _values(held):
            yield from _metrics_in(one)
