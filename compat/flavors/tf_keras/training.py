"""Training of models on tf.keras and tf_keras with the losses, metric names and optimizers of the era."""
from typing import Any, Dict

from compat.errors import UnsupportedError
from compat.flavors.keras2.metric_names import legacy_spelling
from compat.flavors.keras2.training import LegacyInputs

from . import optimizers
from .installed import keras, tensorflow
from .losses import MaskedLosses, era_loss


class LegacyTraining(LegacyInputs):
    """Mix-in before ``keras.Model`` or ``keras.Sequential``."""

    def compile(self: Any, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = None, loss_weights: Any = None,
                sample_weight_mode: Any = None, weighted_metrics: Any = None, target_tensors: Any = None,
                **kwargs: Any) -> None:
        """Configure training, with the arguments of Keras 2.2; metrics are called what it called them.

        Raises:
            UnsupportedError: ``target_tensors`` were given.
        """
        if target_tensors is not None:
            raise UnsupportedError("target_tensors need the graph of TensorFlow 1; pass the targets to fit() instead")
        super().compile(  # type: ignore[misc]
            optimizer=optimizers.get(optimizer), loss=tensorflow.nest.map_structure(era_loss, loss),
            metrics=legacy_spelling(metrics), loss_weights=loss_weights,
            weighted_metrics=legacy_spelling(weighted_metrics), **kwargs)
        self._remember(loss)

    def _remember(self: Any, loss: Any) -> None:
        """Files and clones get the loss as the user wrote it."""
        self.compiled_loss._user_losses = loss
        self.loss = loss
        self.compiled_loss = MaskedLosses(self.compiled_loss, tensorflow)
        compile_config = getattr(self, "_compile_config", None)
        if compile_config is not None:
            compile_config.config["loss"] = loss

    def train_on_batch(self: Any, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
                       reset_metrics: bool = True, **kwargs: Any) -> Any:
        """The loss and metrics of this batch, as Keras 2.2 returned them; tf.keras 2.4 adds what ``evaluate`` left."""
        if reset_metrics:
            self.reset_metrics()
        return super().train_on_batch(x, y, sample_weight, class_weight, reset_metrics, **kwargs)

    def test_on_batch(self: Any, x: Any, y: Any = None, sample_weight: Any = None, reset_metrics: bool = True,
                      **kwargs: Any) -> Any:
        """The loss and metrics of this batch; see :meth:`train_on_batch`."""
        if reset_metrics:
            self.reset_metrics()
        return super().test_on_batch(x, y, sample_weight, reset_metrics, **kwargs)

    def compile_from_config(self: Any, config: Dict[str, Any]) -> None:
        """Compile as a ``.keras`` file says."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        if hasattr(self.optimizer, "build") and self.built:
            self.optimizer.build(self.trainable_variables)
