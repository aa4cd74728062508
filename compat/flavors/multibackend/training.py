"""Training of models on multi-backend Keras: losses and metric names as the era says.

Keras 2.3 divides a masked loss by all steps and renames metrics.
"""
from typing import Any, List

from keras import backend as K

from compat.flavors.keras2.metric_names import legacy_spelling
from compat.flavors.keras2.training import LegacyInputs
from compat.flavors.shared.objective import objective


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
        wrapped = getattr(self, "model", None)  # up to 2.1 a Sequential holds the model that is trained
        compiled = wrapped if hasattr(wrapped, "total_loss") else self
        if hasattr(compiled, "total_loss") and not hasattr(super(), "_prepare_total_loss"):
            _replace_losses(compiled)

    def _prepare_total_loss(self: Any, masks: Any = None) -> Any:
        """Keras 2.3 asks for the sum of all losses, and for what is reported of each."""
        total = 0.0
        for i, mask in enumerate(_listed(masks, len(self.outputs))):
            loss = _loss_of(self, i, mask)
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


def _replace_losses(model: Any) -> None:
    """Keras 2.1 and 2.2 have summed their own losses by now; put ours in their place, for training and for the history."""
    weights = _spread(model.loss_weights, model.output_names, 1.0)
    masks = _listed(model.compute_mask(model.inputs, mask=None), len(model.outputs))
    losses = [_loss_of(model, i, masks[i]) for i in range(len(model.outputs))]
    total = sum(weight * loss for weight, loss in zip(weights, losses) if loss is not None)
    for loss in model.losses:
        total += loss
    model.total_loss = total
    if len(model.outputs) > 1:  # then the losses of the outputs come first among what is reported
        shown = [loss for loss in losses if loss is not None]
        model.metrics_tensors[:len(shown)] = shown


def _loss_of(model: Any, i: int, mask: Any) -> Any:
    """The loss of output ``i``, or None if it has none. Keras 2.3 holds objects, older ones functions."""
    loss = model.loss_functions[i]
    if loss is None:
        return None
    target, output, weights = model.targets[i], model.outputs[i], model.sample_weights[i]
    with K.name_scope(model.output_names[i] + "_legacy_loss"):
        if getattr(loss, "reduction", "sum_over_batch_size") != "sum_over_batch_size":
            return loss(target, output, sample_weight=weights)
        return objective(K, getattr(loss, "call", loss)(target, output), weights, mask)


def _listed(value: Any, length: int) -> List[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if value is not None else [None] * length


def _spread(given: Any, names: List[str], default: float) -> List[Any]:
    """One value per output from None, a list, or a dict by the name of the output."""
    if isinstance(given, dict):
        return [given.get(name, default) for name in names]
    return list(given) if given else [default] * len(names)
