"""Training of models on multi-backend Keras: losses and metric names as the era says.

Keras 2.3 divides a masked loss by all steps and renames metrics.
"""
from typing import Any, List

from keras import backend as K

from ..shared.metric_names import legacy_spelling
from ..shared.objective import objective
from ..shared.training import LegacyInputs


class LegacyTraining(LegacyInputs):
    """Mix-in before ``keras.models.Model`` or ``Sequential``."""

    def compile(self: Any, optimizer: Any, loss: Any = None, metrics: Any = None, loss_weights: Any = None,
                sample_weight_mode: Any = None, weighted_metrics: Any = None, target_tensors: Any = None,
                **kwargs: Any) -> None:
        """As ``keras.models.Model.compile``; metrics are called what Keras 2.2.4 called them."""
        super().compile(  # type: ignore[misc]
            optimizer, loss=loss, metrics=legacy_spelling(metrics), loss_weights=loss_weights,
            sample_weight_mode=sample_weight_mode, weighted_metrics=legacy_spelling(weighted_metrics),
            target_tensors=target_tensors, **kwargs)
        if getattr(self, "_is_compiled", False) and not hasattr(super(), "_prepare_total_loss"):
            self._replace_losses()

    def _replace_losses(self: Any) -> None:
        """Keras 2.2 has summed its own losses by now; put ours in their place, for training and for the history."""
        weights = _spread(self.loss_weights, self.output_names, 1.0)
        masks = _listed(self.compute_mask(self.inputs, mask=None), len(self.outputs))
        losses = [self._loss_of(i, masks[i]) for i in range(len(self.outputs))]
        total = sum(weight * loss for weight, loss in zip(weights, losses) if loss is not None)
        for loss in self.losses:
            total += loss
        self.total_loss = total
        if len(self.outputs) > 1:  # then the losses of the outputs come first among what is reported
            shown = [loss for loss in losses if loss is not None]
            self.metrics_tensors[:len(shown)] = shown

    def _loss_of(self: Any, i: int, mask: Any) -> Any:
        """The loss of output ``i``, or None if it has none. Keras 2.3 holds objects, 2.2 functions."""
        loss = self.loss_functions[i]
        if loss is None:
            return None
        target, output, weights = self.targets[i], self.outputs[i], self.sample_weights[i]
        with K.name_scope(self.output_names[i] + "_legacy_loss"):
            if getattr(loss, "reduction", "sum_over_batch_size") != "sum_over_batch_size":
                return loss(target, output, sample_weight=weights)
            return objective(K, getattr(loss, "call", loss)(target, output), weights, mask)

    def _prepare_total_loss(self: Any, masks: Any = None) -> Any:
        """Keras 2.3 asks for the sum of all losses, and for what is reported of each."""
        total = 0.0
        for i, mask in enumerate(_listed(masks, len(self.outputs))):
            loss = self._loss_of(i, mask)
            if loss is None:
                continue
            if len(self.outputs) > 1:
                with K.control_dependencies(self._output_loss_metrics[i].update_state(loss)):
                    self._output_loss_metrics[i].result()
            total += self.loss_weights_list[i] * loss
        for loss in self.losses:
            total += loss
        if isinstance(total, float):
            raise ValueError("The model cannot be compiled because it has no loss to optimize.")
        return total


def _listed(value: Any, length: int) -> List[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if value is not None else [None] * length


def _spread(given: Any, names: List[str], default: float) -> List[Any]:
    """One value per output from None, a list, or a dict by the name of the output."""
    if isinstance(given, dict):
        return [given.get(name, default) for name in names]
    return list(given) if given else [default] * len(names)
