"""Build, assign and compile on a Keras 2: what :mod:`compat.loading.load` asks of those flavors, given their own modules.

No Keras is imported here; :class:`Stage` is handed the installed one. The models it makes are those of
``compat.keras`` on that flavor, so that masks and losses are the old ones.
"""
from typing import Any, Callable, FrozenSet, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from compat.api.classes import LAYERS_OF_FILES
from compat.era import Era
from compat.errors import NotServedError, UnsupportedError
from compat.flavors.keras2 import calls, weights
from compat.flavors.keras2.compiling import Compiler
from compat.flavors.keras2.maker import Maker
from compat.flavors.protocol import BuiltModel, CallValues, Compiled, LayerCall, Standalone
from compat.flavors.shared.budget import Budget
from compat.flavors.shared.calls import gathered
from compat.flavors.shared.live import outline
from compat.flavors.shared.optimizers import restore
from compat.flavors.shared.regularizers import scaled_regularizers
from compat.hub import graph
from compat.hub.custom_objects import CustomObjects
from compat.hub.graph import BuildContext
from compat.hub.records import Path, Spec

#: Layers of files whose vocabulary may be the path of another file; only Keras 3 checks it.
_LOOKUPS: FrozenSet[str] = frozenset(("IntegerLookup", "StringLookup", "TextVectorization"))



class Stage:
    """The loading stages on one Keras 2.

    Args:
        keras: the installed Keras.
        layers: this flavor's own ``layers``, which come first.
        models: its ``models``, with ``Model``, ``Sequential`` and ``load_model``.
        optimizers: its ``optimizers``, or the installed ones.
    """

    def __init__(self, keras: Any, layers: Any, models: Any, optimizers: Any) -> None:
        self.keras = keras
        self.own_layers = layers
        self.models = models
        self.optimizers = optimizers
        self._scaled: Optional[Any] = None
        self._divides: Optional[bool] = None

    def registered(self, name: str) -> Any:
        """What the program registered under a name, or put into a scope of custom objects."""
        utils = self.keras.utils
        find = getattr(utils, "get_registered_object", None) or utils.get_custom_objects().get
        return find(name)

    def from_config(self, cls: Any, config: Mapping[str, Any], custom: CustomObjects) -> Any:
        """The model that a program's own class makes of a configuration, the user's objects in scope."""
        with self.keras.utils.CustomObjectScope(dict(custom.objects)):
            return cls.from_config(dict(config))

    def layer_class(self, name: str) -> Optional[Any]:
        """The class for a hub class name that a file may name: this flavor's own, else the installed one, else None."""
        if name not in LAYERS_OF_FILES or name in _LOOKUPS:
            return None
        for module in (self.own_layers, self.keras.layers):
            try:
                found = getattr(module, name, None)
            except NotServedError:
                found = None
            if isinstance(found, type) and issubclass(found, self.keras.layers.Layer):
                return found
        return None

    def class_for(self, name: str, context: BuildContext, era: Era) -> Optional[Any]:
        """The class for a hub class name in a place of the model, as the file's era has it."""
        return self.layer_class(name)

    def operation(self, spec: Spec) -> Optional[Any]:
        """What calls a function of TensorFlow that the file holds as a layer; None for a layer proper."""
        return None

    def knows(self, class_name: str) -> bool:
        """Whether a hub class name can be made without the user's help."""
        return class_name in ("InputLayer",) + graph.OBJECTIVES or self.layer_class(class_name) is not None

    def has_initializer(self, name: str, **arguments: Any) -> bool:
        """Whether this Keras has an initializer class of that name, which takes these arguments."""
        found = getattr(self.keras.initializers, name, None)
        if not isinstance(found, type):
            return False
        try:
            found(**arguments)
        except ValueError:
            return False
        return True

    def over_the_batch(self, regularizer: Any, wanted: Any) -> Any:
        """An activity regularizer that gives the sum over the batch, or its mean, whatever this Keras does.

        Args:
            regularizer: the file's.
            wanted: ``"sum"``, or ``"mean"``.
        """
        found = self.keras.regularizers.get(regularizer)
        if (wanted == "sum") is not self.divides_by_batch():
            return found
        summed, divided = self.scaled_regularizers
        return summed(found) if wanted == "sum" else divided(found)

    @property
    def scaled_regularizers(self) -> Any:
        """The classes of regularizers that multiply by the size of the batch, and divide by it."""
        if self._scaled is None:
            self._scaled = scaled_regularizers(self.keras, self.keras.backend)
        return self._scaled

    def divides_by_batch(self) -> bool:
        """Whether this Keras divides activity losses by the batch size, as tf.keras does; asked once, of a layer."""
        if self._divides is None:
            layer = self.keras.layers.Dense(1, use_bias=False, kernel_initializer="ones",
                                            activity_regularizer=self.keras.regularizers.l1(1.0))
            layer(self.keras.backend.constant(np.ones((2, 1), "float32")))
            self._divides = float(self.keras.backend.eval(layer.losses[0])) < 1.5
        return self._divides

    def build(self, spec: Spec, custom: CustomObjects, era: Era, most: int, models: Any = None,
              same: Optional[Mapping[Path, Path]] = None) -> BuiltModel:
        """The model of a hub configuration, its weights as its initializers made them.

        Args:
            most: upper bound on the number of parameters.
            models: what has the classes ``Model`` and ``Sequential``; None for those of this flavor.
            same: paths of layers that are one → the path of the first of them.

        Raises:
            WeightsError: the configuration asks for more.
        """
        budget = Budget(most, self.keras.layers.Layer)
        maker = Maker(self, custom, era, budget, models or self.models)
        try:
            with era, self.keras.utils.CustomObjectScope(dict(custom.objects)):
                return BuiltModel(*graph.build(spec, maker, same), maker.lambdas_without_mask)
        finally:
            budget.release()

    def live(self, model: Any) -> Tuple[Spec, BuiltModel]:
        """What :meth:`assign` needs of a model that is already there: its layers in the hub dialect, and itself."""
        spec, built = outline(model)
        return spec, BuiltModel(*built)

    def assign(self, built: BuiltModel, pairs: Sequence[Any], whole: bool = True) -> Tuple[int, int]:
        """Give every weight its array; see :func:`.weights.assign`."""
        return weights.assign(self.keras, built.layers, pairs, whole)

    def trainable(self, built: BuiltModel) -> List[Tuple[Path, List[bool]]]:
        """For each layer its path, and for each of its weights whether it is trained."""
        return weights.trainable(built.layers)

    def compile_model(self, built: BuiltModel, training: Mapping[str, Any], outputs: Sequence[str], custom: CustomObjects,
                      era: Era, state: Any) -> Compiled:
        """Compile a model as its file says, and let its optimizer continue."""
        with era:
            return Compiler(self.keras, self.optimizers, custom).compile(built, training, state)

    def resume(self, built: BuiltModel, state: Any) -> bool:
        """Let the optimizer of a compiled model continue from the state in a file; whether it fitted."""
        weights = [weight for _, layer in built.layers for weight in layer.trainable_weights]
        return state is not None and restore(self.keras.backend, built.model, weights, state)

    def give_input(self, model: Any, input_config: Spec, layers: Sequence[Any]) -> bool:
        """Tell the first layer of a Sequential its input, where this Keras keeps it there; whether it was told."""
        return False

    def standalone(self, model: Any) -> Standalone:
        """The model itself: what is written for Keras 2 is what that Keras writes."""
        return Standalone(model)

    def save(self, model: Any, path: str) -> None:
        """Write a model as ``.h5``."""
        model.save(path)

    def save_for(self, model: Any, path: str, era: Era) -> Tuple[str, ...]:
        """Refuse another layout than that of this Keras."""
        raise UnsupportedError("this Keras writes its own HDF5 files; files for other Kerases are written on Keras 3")

    def export(self, model: Any, path: str, format: str) -> None:
        """Refuse to export: no Keras 2 does."""
        raise UnsupportedError("models are exported to {} on Keras 3".format(format))

    def runner(self, path: str, format: str) -> Optional[Callable[[Sequence[np.ndarray]], List[np.ndarray]]]:
        """None: nothing is exported here."""
        return None

    def example_inputs(self, model: Any) -> List[np.ndarray]:
        """No inputs: nothing is exported here."""
        return []

    def open_own(self, path: str, objects: Mapping[str, Any], compile: bool, shown: str) -> Any:
        """Refuse an archive of Keras 3."""
        raise UnsupportedError("{!r} was written by Keras 3, which no Keras 2 opens; install keras>=3 to open it".format(shown))

    def open_own_hdf5(self, path: str, config: Mapping[str, Any], objects: Mapping[str, Any],
                      training: Optional[Mapping[str, Any]], state: Sequence[np.ndarray],
                      relays: bool = False) -> Tuple[Any, Tuple[str, ...]]:
        """Refuse an HDF5 file of Keras 3."""
        return self.open_own(path, objects, False, path), ()

    def open_own_config(self, config: Mapping[str, Any], objects: Mapping[str, Any], shared: Sequence[str] = ()) -> Any:
        return self.open_own("the configuration", objects, False, "the configuration")

    def compile_own(self, model: Any, compiled: Mapping[str, Any], objects: Mapping[str, Any], state: Sequence[Any]) -> bool:
        raise UnsupportedError("a Keras 2 compiles no model as Keras 3 states it")

    def reopen(self, path: str, objects: Mapping[str, Any]) -> Any:
        """Open a file that this Keras wrote, with the layers of this flavor and the user's objects."""
        own = {found.__name__: found for found in self.scaled_regularizers}
        return self.models.load_model(path, custom_objects=dict(own, **objects), compile=False)

    def predict(self, model: Any, inputs: Sequence[Any]) -> List[np.ndarray]:
        """The model's outputs for one batch of inputs, as a list."""
        found = model.predict(inputs[0] if len(inputs) == 1 else list(inputs), batch_size=len(inputs[0]))
        return [np.asarray(each) for each in (found if isinstance(found, (list, tuple)) else [found])]

    def calls(self, model: Any) -> List[LayerCall]:
        """Every call of a layer in a model, each after those that it takes; inputs are left out."""
        return calls.calls(model)

    def computed(self, model: Any, made: Sequence[LayerCall], inputs: Sequence[Any]) -> List[CallValues]:
        """What calls of a model put out for one batch of inputs, in inference."""
        return gathered(made, lambda tensors: calls.values(self.keras, model, tensors, inputs))

    def taken(self, model: Any, call: LayerCall, inputs: Sequence[Any]) -> List[np.ndarray]:
        """What a call of a model is given for one batch of inputs, in inference."""
        return calls.values(self.keras, model, call.inputs, inputs)

    def values_of(self, layer: Any) -> List[np.ndarray]:
        """The values of a layer's weights, in the order of the hub."""
        return list(layer.get_weights())

    def weights_of(self, model: Any) -> List[np.ndarray]:
        """The values of all weights, in the model's order."""
        return [np.asarray(value) for value in self.keras.backend.batch_get_value(model.weights)]
