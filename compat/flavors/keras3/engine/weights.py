"""Weights of a legacy layer: the argument orders of ``add_weight``, and lists of weights that code assigns or appends
to.

Keras 2 took ``add_weight(name, shape, dtype, initializer, …)``; Keras 1 ``add_weight(shape, initializer, name, …)``,
and Keras 2 still accepted that. Keras 1 layers also made their weights themselves, ``self.W = K.variable(…)``, and
listed them: ``self.trainable_weights = [self.W]``.
"""
import inspect
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

import keras

from compat.era import Era, current

from .. import constraints
from ..backend.symbolic import call_when_run
from ..context import describing
from ..graph.reading import read
from ..graph.variable import GraphVariable
from ..graph.walk import each_once
from ..initial_values import draws, initial_value
from ..pythons_random import pythons_random_kept
from ..regularizers import of_layer
from ..variables import is_variable
from .frozen import of_layers_that_train
from .held_layers import HeldLayers
from .order_of_weights import ALL, FIXED, TRAINED, ValuesOfWeights, asks_as_in_tf_keras, listed
from .weight_names import stated_name, with_old_names

_ORDER_2 = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
_ORDER_1 = ("shape", "initializer", "name", "trainable", "regularizer", "constraint")


def sort_weight_arguments(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """Name the arguments of ``add_weight`` by the order of Keras 2, or of Keras 1 when the first one is a shape.

    Example:
        >>> sorted(sort_weight_arguments(((3, 2), "uniform"), {"name": "W"}).items())
        [('initializer', 'uniform'), ('name', 'W'), ('shape', (3, 2))]
        >>> sort_weight_arguments(("W", [3, 2]), {})["shape"]
        (3, 2)
    """
    named = dict(kwargs)
    order = _ORDER_1 if args and not (args[0] is None or isinstance(args[0], str)) else _ORDER_2
    for name, value in zip(order, args):
        if name in named:
            raise TypeError("add_weight() got multiple values for argument {!r}".format(name))
        named[name] = value
    if named.get("shape") is not None:
        named["shape"] = _whole_numbers(named["shape"])
    if callable(named.get("initializer")) and not isinstance(named["initializer"], type):
        named["initializer"] = _accepting_dtype(named["initializer"])
    return named


def _whole_numbers(shape: Any) -> Tuple[int, ...]:
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    return tuple(int(size) for size in sizes)


def _accepting_dtype(initializer: Callable[..., Any]) -> Callable[..., Any]:
    """Keras 3 calls an initializer with ``dtype=``; a function of Keras 1 takes ``(shape, name=None)`` only."""
    if isinstance(initializer, keras.initializers.Initializer):
        return initializer  # type: ignore[no-any-return]
    parameters = inspect.signature(initializer).parameters
    if "dtype" in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return initializer
    return lambda shape, dtype=None: keras.ops.cast(initializer(shape), dtype)


def make_weight(layer: Any, shape: Any = None, initializer: Any = None, dtype: Any = None, trainable: Optional[bool] = None,
                regularizer: Any = None, constraint: Any = None, name: Optional[str] = None, autocast: bool = True,
                aggregation: Any = None, synchronization: Any = None, experimental_autocast: bool = True,
                use_resource: Any = None, collections: Any = None, caching_device: Any = None) -> Any:
    """A weight of a layer, as Keras 3 makes it, but a :class:`GraphVariable`, whose operators describe in plain code.

    Args:
        aggregation, synchronization: of ``tf.VariableAggregation`` and ``tf.VariableSynchronization``; what is only read
            together (``ON_READ``) is not trained unless ``trainable`` says so.
        use_resource, collections, caching_device: accepted; there is one kind of variable, in no graph.
    """
    trainable = not str(synchronization).upper().endswith("ON_READ") if trainable is None else trainable
    aggregation = str(getattr(aggregation, "name", None) or aggregation or "none").lower()
    shared = {} if aggregation == "none" else {"aggregation": aggregation}  # the word that Keras 3.3 does not know
    autocast = autocast and experimental_autocast
    dtype = keras.backend.standardize_dtype(dtype or _dtype_of_weights(layer))
    trainable = trainable and not dtype.startswith(("int", "uint", "bool"))  # torch has no gradient for them
    initializer = initializer if initializer is not None else "glorot_uniform" if "float" in dtype else "zeros"
    with pythons_random_kept():
        initializer = keras.initializers.get(initializer)
    initializer = as_of_era(initializer, current(layer))
    stated = stated_name(layer, name, current(layer).of_tf_keras)
    with keras.name_scope(layer.name, caller=layer):
        weight = GraphVariable(initializer=initializer, shape=() if shape is None else shape,
                               dtype=dtype, trainable=trainable, autocast=autocast, name=name, **shared)
    weight.stated_name = stated
    weight.regularizer = keras.regularizers.get(of_layer(regularizer))
    weight.constraint = constraints.get(constraint)
    layer._track_variable(weight)
    return weight


def as_of_era(initializer: Any, era: Era) -> Any:
    """An initializer of Keras so that it draws what it drew in the era; one of the user's own as it is."""
    if not type(initializer).__module__.startswith("keras.") or not draws(initializer, era):
        return initializer

    def values(shape: Any, dtype: Any = None) -> Any:
        with era:
            return initial_value(initializer, initializer, shape, dtype)

    return values


def _dtype_of_weights(layer: Any) -> Any:
    stated = vars(layer).get("_stated_dtype")
    of_layer = stated is not None and "float" not in stated and current(layer).behaviour("dtype_of_weights") == "of_layer"
    return stated if of_layer else layer.variable_dtype


class WeightLists(HeldLayers, ValuesOfWeights):
    """Mix-in of a layer: its weights as lists that old code reads, assigns and appends to.

    A variable that was only set as an attribute (``self.count = K.variable(0)``) is state, not a weight: Keras 3 has to
    know of it, so that a compiled step can change it, but ``weights`` leaves it out until it is listed.
    """

    def _hide(self: Any, variable: Any) -> None:
        variable.trainable = False
        self._unlisted.append(variable)

    def _hold(self: Any, variables: Iterable[Any]) -> None:
        """Make variables that the layer's computations read state of it, so that a compiled step carries their values
        along: neither weights, nor trained."""
        held = {id(each) for each in self.variables}  # to list them walks through all layers
        for variable in variables:
            if id(variable) not in held:
                held.add(id(variable))
                self._unlisted.append(variable)
                self._tracker.add_to_store("non_trainable_variables", variable)

    def _knows(self: Any, variable: Any) -> bool:
        return any(variable is one for one in self._trainable_variables + self._non_trainable_variables)

    def _list(self: Any, variables: Iterable[Any], trainable: bool) -> None:
        """Make exactly these variables the layer's own (non-)trainable weights, in this order; a tensor among them is none."""
        listed = list(variables)
        chosen = list(filter(is_variable, listed))
        vars(self)["_listed_" + ("trainable" if trainable else "fixed")] = listed if len(chosen) < len(listed) else None
        store = self._trainable_variables if trainable else self._non_trainable_variables
        kept = [v for v in store if _in(v, self._unlisted) and not _in(v, chosen)]
        own = [v for v in chosen if not self._belongs_to_sublayer(v)]
        vars(self)["_order_of_" + ("trainable" if trainable else "fixed")] = chosen if len(own) < len(chosen) else None
        for variable in [v for v in store if not _in(v, kept)] + own:
            if self._knows(variable):
                self._untrack_variable(variable)
        for variable in own:
            variable.trainable = trainable
            self._unlisted[:] = [v for v in self._unlisted if v is not variable]
            self._track_variable(variable)

    def _belongs_to_sublayer(self: Any, variable: Any) -> bool:
        return any(_in(variable, layer.weights) for layer in self._layers)

    @property
    def weights(self: Any) -> List[Any]:
        """Trainable weights, then the others, then those of sublayers; those that the class lists itself, where it does."""
        if lists_weights(type(self)):
            return each_once([*self.trainable_weights, *self.non_trainable_weights])
        found: List[Any] = self._all_weights()
        return listed(self, ALL, found) if asks_as_in_tf_keras(self) else found

    def _all_weights(self) -> List[Any]:
        listed = self._in_stated_order(with_old_names(self, super().weights))  # type: ignore[misc]
        unlisted = vars(self).get("_unlisted", ())
        return [v for v in listed if not _in(v, unlisted)] if unlisted else listed

    def _in_stated_order(self, weights: List[Any]) -> List[Any]:
        """First what the layer listed together with weights of sublayers, in that order; Keras 3 has it by sublayers."""
        stated = [*(vars(self).get("_order_of_trainable") or ()), *(vars(self).get("_order_of_fixed") or ())]
        places = {id(variable): place for place, variable in enumerate(stated)}
        return sorted(weights, key=lambda variable: places.get(id(variable), len(places))) if places else weights

    def _own_weights(self: Any, trainable: bool) -> List[Any]:
        """The weights of the layer itself, without those of sublayers; freezing the layer does not change which they are."""
        store = self._trainable_variables if trainable else self._non_trainable_variables
        return [v for v in store if not _in(v, self._unlisted) and not self._belongs_to_sublayer(v)]

    @property
    def trainable_weights(self: Any) -> List[Any]:
        """The weights that training changes; may be assigned, as Keras 1 layers do."""
        found = of_layers_that_train(self, self._all_weights()) if self.trainable else []
        return listed(self, TRAINED, found) if asks_as_in_tf_keras(self) else found

    @trainable_weights.setter
    def trainable_weights(self, variables: Iterable[Any]) -> None:
        self._list(variables, True)

    @property
    def non_trainable_weights(self: Any) -> List[Any]:
        """The weights that training leaves alone; may be assigned."""
        weights = self._all_weights()
        trained = {id(v) for v in (of_layers_that_train(self, weights) if self.trainable else ())}
        found = [v for v in weights if id(v) not in trained]
        return listed(self, FIXED, found) if asks_as_in_tf_keras(self) else found

    @non_trainable_weights.setter
    def non_trainable_weights(self, variables: Iterable[Any]) -> None:
        self._list(variables, False)

    @property
    def variables(self: Any) -> List[Any]:
        """For a program of tf.keras its weights: Keras 3 counts the states of random numbers, too."""
        found: List[Any] = super().variables  # type: ignore[misc]
        return listed(self, ALL, self.weights) if asks_as_in_tf_keras(self) else found

    @property
    def trainable_variables(self: Any) -> List[Any]:
        """The weights that training changes."""
        found: List[Any] = super().trainable_variables  # type: ignore[misc]
        return listed(self, TRAINED, self.trainable_weights) if asks_as_in_tf_keras(self) else found

    @property
    def non_trainable_variables(self: Any) -> List[Any]:
        """For a program of tf.keras the weights that training leaves alone."""
        found: List[Any] = super().non_trainable_variables  # type: ignore[misc]
        return listed(self, FIXED, self.non_trainable_weights) if asks_as_in_tf_keras(self) else found

    def _get_regularization_losses(self: Any) -> List[Any]:
        """Those of all weights: Keras 2 counts those of frozen layers, which Keras 3 leaves out."""
        regularized = [variable for variable in self.weights if getattr(variable, "regularizer", None) is not None]
        if describing():
            return [call_when_run(variable.regularizer, read(variable)) for variable in regularized]
        return [variable.regularizer(keras.ops.convert_to_tensor(variable)) for variable in regularized]

    @property
    def _trainable_weights(self) -> "WeightList":
        return WeightList(self, True)

    @_trainable_weights.setter
    def _trainable_weights(self, variables: Iterable[Any]) -> None:
        self._list(variables, True)

    @property
    def _non_trainable_weights(self) -> "WeightList":
        return WeightList(self, False)

    @_non_trainable_weights.setter
    def _non_trainable_weights(self, variables: Iterable[Any]) -> None:
        self._list(variables, False)


class WeightList(List[Any]):
    """``layer._trainable_weights``: appending to it makes a variable a weight of the layer."""

    def __init__(self, layer: Any, trainable: bool) -> None:
        listed = vars(layer).get("_listed_" + ("trainable" if trainable else "fixed"))
        super().__init__(layer._own_weights(trainable) if listed is None else listed)
        self._layer = layer
        self._trainable = trainable

    def append(self, variable: Any) -> None:
        self.extend([variable])

    def extend(self, variables: Iterable[Any]) -> None:
        self._layer._list(list(self) + list(variables), self._trainable)
        super().extend(variables)

    def __setitem__(self, place: Any, variable: Any) -> None:
        super().__setitem__(place, variable)
        self._layer._list(list(self), self._trainable)

    def __iadd__(self, variables: Iterable[Any]) -> "WeightList":  # type: ignore[override,misc]
        self.extend(list(variables))
        return self


def lists_weights(cls: type) -> bool:
    """Whether a class of the program says which weights its layers have, as wrappers of several layers did."""
    return not (_is_of_compat(cls.trainable_weights) and _is_of_compat(cls.non_trainable_weights))  # type: ignore[attr-defined]


def _is_of_compat(listed: Any) -> bool:
    return isinstance(listed, property) and listed.fget.__module__.startswith("compat.flavors.")


def _in(variable: Any, variables: Iterable[Any]) -> bool:
    return any(variable is one for one in variables)


def checked_values(layer: Any, values: Optional[Iterable[Any]]) -> List[Any]:
    """Arrays for ``set_weights``: nested lists are taken too, as Keras 2 did."""
    return [keras.ops.convert_to_numpy(keras.ops.convert_to_tensor(value)) for value in values or ()]
