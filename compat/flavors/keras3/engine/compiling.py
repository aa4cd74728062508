"""What ``compile`` was given, spread over the outputs of a model, as losses and metrics that Keras 3 runs natively."""
import inspect
from typing import Any, Dict, List, Sequence

import keras
import numpy as np

from compat.callers import warn_caller
from compat.era import current
from compat.flavors import Names
from compat.flavors.shared.generic import to_snake_case

from .. import losses, metrics, optimizers
from ..graph.walk import is_placeholder
from ..objects import registered_object
from ..optimizer_base import Optimizer
from ..shared_optimizers import optimizer_for
from ..step_counts import advance_of_model
from ..tf_names import mixed_precision, new_optimizers


def optimizer_of_the_era(given: Any) -> Any:
    """The optimizer of a name or configuration, with the defaults of the era; an optimizer is returned unchanged."""
    return (new_optimizers if current().of_tf_keras else optimizers).get(given)


def own_optimizer(model: Any, given: Any) -> Any:
    """The optimizer that a model is compiled with, see :func:`..shared_optimizers.optimizer_for`."""
    found = optimizer_of_the_era(given)
    if isinstance(found, Optimizer):
        found = optimizer_for(model, found)
        found.advance = advance_of_model(found, model)
    return mixed_precision.scaled(found) if current().of_tf_keras else found


def steps_of_one_execution(arguments: Dict[str, Any]) -> Dict[str, Any]:
    """Arguments of ``compile`` that the backend takes: on torch each step is an execution of its own, none compiled."""
    if keras.backend.backend() != "torch":
        return arguments
    if arguments.get("jit_compile") is True:  # of XLA, which changes no number; the compiler of torch fails on these steps
        arguments = dict(arguments, jit_compile=False)
    if (arguments.get("steps_per_execution") or 1) == 1:
        return arguments
    warn_caller("compile(steps_per_execution={}) has no effect on torch: callbacks are told of each batch".format(
        arguments["steps_per_execution"]))
    return dict(arguments, steps_per_execution=1)


def spread(given: Any, output_names: Sequence[str]) -> List[Any]:
    """One entry per output: from a list, from a dict by output name, or the same one for all.

    Raises:
        ValueError: a list of another length, or a dict with a name that is not an output.
    """
    if isinstance(given, dict):
        unknown = sorted(set(given) - set(output_names))
        if unknown:
            raise ValueError("Unknown entries {}; the outputs of the model are {}".format(unknown, list(output_names)))
        return [given.get(name) for name in output_names]
    if isinstance(given, (list, tuple)):
        if len(given) != len(output_names):
            raise ValueError("The model has {} outputs {}, but {} losses were given".format(
                len(output_names), list(output_names), len(given)))
        return list(given)
    return [given for _ in output_names]


def legacy_targets(given: Any, output_names: Sequence[str]) -> Dict[str, Any]:
    """Target tensors by output; a placeholder is fed, as an output without target tensor is.

    Raises:
        ValueError: a list of another length than the outputs, or a name that is not an output.
        TypeError: neither a list, a dictionary nor a tensor.
    """
    if given is None or isinstance(given, (list, tuple)) and not given:
        return {}
    if isinstance(given, (list, tuple)):
        if len(given) != len(output_names):
            raise ValueError("When passing a list as `target_tensors`, it should have one entry per model output. The model "
                             "has {} outputs, but you passed target_tensors={}".format(len(output_names), given))
        found = dict(zip(output_names, given))
    elif isinstance(given, dict):
        _check_names("target_tensors", given, output_names)
        found = given
    elif not hasattr(given, "shape"):
        raise TypeError("Expected `target_tensors` to be a list or dict or a single tensor, but got: {}".format(given))
    elif len(output_names) > 1:
        raise ValueError("The model has {} outputs, but you passed a single tensor as `target_tensors`. Expected a list or "
                         "a dict of tensors.".format(len(output_names)))
    else:
        found = {output_names[0]: given}
    return {name: each for name, each in found.items() if each is not None and not _is_fed(each)}


def _is_fed(tensor: Any) -> bool:
    return isinstance(tensor, keras.KerasTensor) and is_placeholder(tensor)


def _check_names(what: str, given: Dict[str, Any], output_names: Sequence[str]) -> None:
    for name in given:
        if name not in output_names:
            raise ValueError('Unknown entry in {} dictionary: "{}". Only expected the following keys: {}'.format(
                what, name, list(output_names)))


def check_sample_weight_mode(mode: Any, output_names: Sequence[str]) -> None:
    """Refuse modes that are not one for each output.

    Raises:
        ValueError: they are not.
    """
    if isinstance(mode, dict):
        _check_names("sample_weight_mode", mode, output_names)
        missing = [name for name in output_names if name not in mode]
        if missing:
            raise ValueError('Output "{}" missing from sample_weight_modes dictionary'.format(missing[0]))
    elif isinstance(mode, list) and len(mode) != len(output_names):
        raise ValueError("When passing a list as sample_weight_mode, it should have one entry per model output. The model "
                         "has {} outputs, but you passed sample_weight_mode={}".format(len(output_names), mode))


def legacy_losses(loss: Any, output_names: Sequence[str]) -> Any:
    """Losses for ``keras.Model.compile``: one, or a list with one for each output; None for none."""
    found = [_legacy_loss(one) for one in spread(loss, output_names)]
    if all(one is None for one in found):
        return None
    return found[0] if len(found) == 1 else found


def log_only_loss(compiled: Any, found: Any, output_names: Sequence[str]) -> None:
    """Log the loss of the only one of several outputs that has a loss; Keras 3 logs the losses of outputs from two on."""
    named = [name for name, loss in zip(output_names, found) if loss is not None] if isinstance(found, list) else []
    if len(named) == 1:
        compiled._tracker.add_to_store("metrics", keras.metrics.Mean(name=named[0] + "_loss"))


def _of_its_name(kind: str, given: Any, known: Dict[str, Any]) -> Any:
    """The object of a class that a text names, as Keras 2.3 and tf.keras took ``metrics=["AUC"]``, or a function of tf.keras.

    Args:
        kind: ``"losses"`` or ``"metrics"``.
        given: what ``compile`` was given; anything but a text is returned unchanged.
        known: functions that have a name already.
    """
    if not isinstance(given, str) or given in known or registered_object(given) or given in metrics.BY_SHAPE:
        return given
    if current().behaviour("signatures") == "2.2.4":
        return given
    found = getattr(Names(("tf.keras." if current().of_tf_keras else "keras.") + kind), given, given)
    if not isinstance(found, type):
        return found
    # tf.keras makes it in the graph of each model, where names are counted anew.
    stated = inspect.signature(found).parameters.get("name")
    return found(name=stated.default if stated and isinstance(stated.default, str) else to_snake_case(given))


def _legacy_loss(loss: Any) -> Any:
    loss = _of_its_name("losses", loss, losses.BY_NAME)
    if loss is None or isinstance(loss, keras.losses.Loss):
        return loss
    return losses.LegacyLoss(loss)


def legacy_metrics(given: Any, loss: Any, output_names: Sequence[str], weighted: bool = False) -> Any:
    """Metrics for ``keras.Model.compile``: a list, or a list of lists with one for each output; None for none."""
    if not given:
        return None
    per_output = _metrics_per_output(given, output_names)
    graph = current().behaviour("plain_code") == "describes"  # Keras 2 computed no metric of an output without a loss
    named_losses = [_loss_name(one) for one in spread(loss, output_names)]
    found = [[_legacy_metric(m, name, weighted) for m in of_output if name is not None or not graph]
             for of_output, name in zip(per_output, named_losses)]
    if not any(found):
        return None
    return found[0] if len(found) == 1 else found


def _metrics_per_output(given: Any, output_names: Sequence[str]) -> List[List[Any]]:
    if isinstance(given, dict):
        return [listed(one) for one in spread(given, output_names)]
    given = listed(given)
    if any(isinstance(one, (list, tuple)) for one in given):
        return [listed(one) for one in spread(given, output_names)]
    given = [one for one in given if one is not None]
    return [given, *(list(map(copied, given)) for _ in output_names[1:])]


def copied(metric: Any) -> Any:
    """A metric of the same configuration, since each of several outputs counts in its own; a name or function as it is."""
    if not isinstance(metric, keras.metrics.Metric):
        return metric
    config = metric.get_config()
    if isinstance(metric, keras.metrics.MeanMetricWrapper) and "fn" in config:
        return type(metric)(**dict(config, fn=metric._fn))  # its function may be one that no configuration holds
    return type(metric).from_config(config)


def _legacy_metric(metric: Any, loss: Any, weighted: bool) -> Any:
    given, metric = metric, _of_its_name("metrics", metric, metrics.BY_NAME)
    if isinstance(metric, keras.metrics.Metric):
        return metric
    prefix = "weighted_" if weighted and not current().of_tf_keras else ""
    if isinstance(metric, keras.layers.Layer) and metric.stateful:
        return metrics.StatefulMetric(metric, prefix + metric.name)
    return metrics.LegacyMetric(metric, loss=loss, name=prefix + metrics.history_key(given))


def _loss_name(loss: Any) -> Any:
    if isinstance(loss, losses.LegacyLoss):
        loss = loss.fn
    return losses.name_of(losses.get(_of_its_name("losses", loss, losses.BY_NAME)))


def metric_names(compiled_losses: Any, found: Any, weighted: Any, output_names: Sequence[str]) -> List[str]:
    """The names of what ``evaluate`` returns, in the order of Keras 2: loss, loss of each output, metrics by output."""
    names = ["loss"]
    several = len(output_names) > 1
    if several and compiled_losses is not None:
        names += [name + "_loss" for name, loss in zip(output_names, compiled_losses) if loss is not None]
    for index, output in enumerate(output_names):
        for given in (found, weighted):
            mine = (given[index] if several else given) if given else []
            names += [logged_name(m.name, output if several else "", given is weighted, names) for m in mine]
    return names


def logged_name(name: str, output: str, weighted: bool, names: Sequence[str]) -> str:
    """The name of a metric in the logs, with that of its output; in tf.keras a weighted one may be called like one before."""
    found = output + "_" + name if output else name
    twice = weighted and found in names and current().of_tf_keras
    return found[:len(found) - len(name)] + "weighted_" + name if twice else found


def listed(value: Any) -> List[Any]:
    """One value or several, as a list; empty for None."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def legacy_loss_weights(given: Any, output_names: Sequence[str]) -> Any:
    """Weights of the losses as Keras 3 takes them: a list for several outputs."""
    if given is None:
        return None
    if not isinstance(given, (list, dict)):
        raise TypeError("Could not interpret loss_weights argument: {} - expected a list of dicts.".format(given))
    return [1.0 if one is None else float(one) for one in spread(given, output_names)]


def of_all_outputs(model: Any, values: Any) -> Any:
    """Targets or sample weights with None at the outputs that have no loss; Keras 3 takes them in the order given."""
    compiled = vars(model).get("_legacy_compile", {}).get("loss")
    if values is None or isinstance(values, dict) or not isinstance(compiled, list):
        return values
    given = keras.tree.flatten(values)
    if len(given) == len(compiled) or len(given) != sum(loss is not None for loss in compiled):
        return values
    left = iter(given)
    return [None if loss is None else next(left) for loss in compiled]


def rows(logs: Dict[str, Any], names: Sequence[str], of_a_batch: bool = False) -> Any:
    """The values of ``names``, then whatever else was logged; a NumPy scalar when there is only one.

    Args:
        logs: name → value.
        names: of the model's metrics, in their order.
        of_a_batch: the values are those of one step of Keras 2, which gave 32-bit floats: they are shown with as many digits.
    """
    ordered = [name for name in names if name in logs] + [name for name in logs if name not in names]
    if of_a_batch and keras.config.floatx() == "float32":
        steps = [np.float32(logs[name]) for name in ordered]
        return steps[0] if len(steps) == 1 else [float(str(value)) for value in steps]
    values = [float(logs[name]) for name in ordered]
    return np.float64(values[0]) if len(values) == 1 else values
