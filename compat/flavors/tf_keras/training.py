"""Training of models on tf.keras and tf_keras with the losses, names, defaults and inputs of the era."""
from typing import Any, Dict, List, Optional

from compat.errors import UnsupportedError

from ..shared.arrays import unnested
from ..shared.metric_names import legacy_spelling
from . import optimizers
from .installed import keras, tensorflow
from .losses import MaskedLosses, era_loss


class LegacyTraining:
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

    def compile_from_config(self: Any, config: Dict[str, Any]) -> None:
        """Compile as a ``.keras`` file says."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        if hasattr(self.optimizer, "build") and self.built:
            self.optimizer.build(self.trainable_variables)

    def fit(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.Model.fit``; ``x`` may be a nested list for the one input."""
        return super().fit(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def evaluate(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.Model.evaluate``; ``x`` may be a nested list for the one input."""
        return super().evaluate(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def predict(self: Any, x: Any, batch_size: Optional[int] = None, verbose: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.Model.predict``, silent unless asked; ``x`` may be a nested list for the one input."""
        return super().predict(self._data(x), batch_size, verbose, *args, **kwargs)  # type: ignore[misc]

    def train_on_batch(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.Model.train_on_batch``; ``x`` may be a nested list for the one input."""
        return super().train_on_batch(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def test_on_batch(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.Model.test_on_batch``; ``x`` may be a nested list for the one input."""
        return super().test_on_batch(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def predict_on_batch(self: Any, x: Any) -> Any:
        """As ``keras.Model.predict_on_batch``; ``x`` may be a nested list for the one input."""
        return super().predict_on_batch(self._data(x))  # type: ignore[misc]

    def _data(self: Any, x: Any) -> Any:
        return unnested(x, _rank_of_only(getattr(self, "inputs", None)))


def _rank_of_only(inputs: Optional[List[Any]]) -> Optional[int]:
    return len(inputs[0].shape) if inputs and len(inputs) == 1 else None
