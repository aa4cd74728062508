"""``tf.keras.models.experimental.SharpnessAwareMinimization``."""
import importlib
from typing import Any, Dict, List, Optional

import keras
from keras import ops, tree

from compat.errors import UnsupportedError
from compat.flavor import keras3_backend

from ..context import stepping
from ..engine.model import Model

__all__ = ["SharpnessAwareMinimization"]


@keras.saving.register_keras_serializable(package="tf.keras")
class SharpnessAwareMinimization(Model):
    """A model that is trained where its loss is flat: by the gradient at the worst weights nearby (arXiv 2010.01412).

    Args:
        model: what is trained; calling this calls it.
        rho: how far away the worst weights are looked for.
        num_batch_splits: how many parts of a batch are looked at one after the other, for which it must be divisible.
        name: string.

    Raises:
        UnsupportedError: when compiled on JAX, whose steps take the weights as arguments.
    """

    def __init__(self, model: Any, rho: float = 0.05, num_batch_splits: Optional[int] = None,
                 name: Optional[str] = None) -> None:
        super().__init__(name=name)
        self.model, self.rho, self.num_batch_splits = model, rho, num_batch_splits

    def call(self, inputs: Any) -> Any:
        """The outputs of the model."""
        return self.model(inputs)

    def compile(self, *args: Any, **kwargs: Any) -> None:
        """Configure the model for training."""
        if keras3_backend() == "jax":
            raise UnsupportedError("SharpnessAwareMinimization trains on TensorFlow and torch, not on JAX; compute both "
                                   "gradients in a train_step of your own, with jax.value_and_grad and model.stateless_call")
        super().compile(*args, **kwargs)

    def train_step(self, data: Any) -> Any:
        """One step: the gradients at the worst weights nearby change the weights."""
        x, y, weights = keras.utils.unpack_x_y_sample_weight(data)
        if weights is not None:
            raise UnsupportedError("SharpnessAwareMinimization takes no sample weights, as in tf.keras")
        variables = self.model.trainable_variables
        sums: List[Any] = []
        outputs: List[Any] = []
        for inputs, targets in zip(*[_split(each, self.num_batch_splits) for each in (x, y)]):
            gradients, found = self._gradients(inputs, targets, variables)
            outputs.append(found)
            length = ops.sqrt(sum(ops.sum(ops.square(each)) for each in gradients))
            moves = [each * (self.rho / (length + 1e-12)) for each in gradients]
            _move(variables, moves)
            gradients, _ = self._gradients(inputs, targets, variables)
            _move(variables, [-each for each in moves])
            sums = gradients if not sums else [one + other for one, other in zip(sums, gradients)]
        self.optimizer.apply_gradients(list(zip(sums, variables)))
        predicted = tree.map_structure(lambda *parts: ops.concatenate(parts, axis=0), *outputs)
        self.compiled_metrics.update_state(y, predicted)
        return self.get_metrics_result()

    def _gradients(self, x: Any, y: Any, variables: List[Any]) -> Any:
        """The gradients of the loss of a part, and its outputs."""
        if keras3_backend() == "tensorflow":
            with importlib.import_module("tensorflow").GradientTape() as tape:
                outputs = self(x, training=True)
                loss = self.compiled_loss(y, outputs)
            return tape.gradient(loss, [each.value for each in variables]), outputs
        with stepping():
            outputs = self(x, training=True)
        loss = self.compiled_loss(y, outputs)
        gradients = importlib.import_module("torch").autograd.grad(loss, [each.value for each in variables])
        return gradients, tree.map_structure(lambda each: each.detach(), outputs)

    def get_config(self) -> Dict[str, Any]:
        """The model and the arguments."""
        return {"name": self.name, "model": keras.saving.serialize_keras_object(self.model), "rho": self.rho,
                "num_batch_splits": self.num_batch_splits}

    @classmethod
    def from_config(cls, config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        """A model from :meth:`get_config`."""
        model = keras.saving.deserialize_keras_object(config["model"], custom_objects=custom_objects)
        return cls(**dict(config, model=model))


def _split(data: Any, parts: Optional[int]) -> List[Any]:
    if not parts:
        return [data]
    found = tree.map_structure(lambda each: ops.split(each, parts, axis=0), data)
    return [tree.map_structure_up_to(data, lambda each, place=place: each[place], found) for place in range(parts)]


def _move(variables: List[Any], moves: List[Any]) -> None:
    for variable, move in zip(variables, moves):
        variable.assign_add(ops.cast(move, variable.dtype))
