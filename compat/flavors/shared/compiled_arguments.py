"""What ``compile`` makes of losses, weights and metrics for each output (``keras.engine.training_utils`` of Keras 2.3)."""
from collections import OrderedDict
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from compat.flavors import Names
from compat.flavors.shared.weighted_losses import squeeze_or_expand_dimensions

K, losses, metrics = Names("keras.backend"), Names("keras.losses"), Names("keras.metrics")
_ACCURACY, _CROSSENTROPY = ("accuracy", "acc"), ("crossentropy", "ce")


def get_loss_function(loss: Any) -> Any:
    """A loss that was given by name, as a function or as an object, as an object with a reduction; None stays.

    Raises:
        ValueError: an unknown name.
    """
    if loss is None or isinstance(loss, losses.Loss):
        return loss
    function = losses.get(loss)
    return function if isinstance(function, losses.Loss) else losses.LossFunctionWrapper(function, name=function.__name__)


def prepare_loss_functions(loss: Any, output_names: Sequence[str]) -> List[Any]:
    """The loss of each output, as :func:`get_loss_function` gives it.

    Args:
        loss: for all outputs, or a list or dictionary with one for each.
        output_names: of the model.

    Raises:
        ValueError: a list of another length, or an unknown output.
    """
    if isinstance(loss, dict):
        _check_names("loss", loss, output_names)
        return [get_loss_function(loss.get(name)) for name in output_names]
    if isinstance(loss, (list, tuple)):
        if len(loss) != len(output_names):
            raise ValueError("When passing a list as loss, it should have one entry per model outputs. The model has {} "
                             "outputs, but you passed loss={}".format(len(output_names), loss))
        return [get_loss_function(each) for each in loss]
    return [get_loss_function(loss) for _ in output_names]


def _check_names(what: str, given: Dict[str, Any], output_names: Sequence[str]) -> None:
    unknown = [name for name in given if name not in output_names]
    if unknown:
        raise ValueError("Unknown entries in {} dictionary: {}. Only expected following keys: {}".format(
            what, unknown, list(output_names)))


def prepare_loss_weights(output_names: Sequence[str], loss_weights: Any = None) -> List[Any]:
    """The factor of each output's loss; 1 where none is given.

    Raises:
        ValueError: a list of another length, or an unknown output.
        TypeError: neither list nor dictionary.

    Example:
        >>> prepare_loss_weights(["a", "b"], {"a": 3})
        [3, 1.0]
    """
    if loss_weights is None:
        return [1.0] * len(output_names)
    if isinstance(loss_weights, dict):
        _check_names("loss_weights", loss_weights, output_names)
        return [loss_weights.get(name, 1.0) for name in output_names]
    if not isinstance(loss_weights, list):
        raise TypeError("Could not interpret loss_weights argument: {} - expected a list of dicts.".format(loss_weights))
    if len(loss_weights) != len(output_names):
        raise ValueError("When passing a list as loss_weights, it should have one entry per model output. The model has {} "
                         "outputs, but you passed loss_weights={}".format(len(output_names), loss_weights))
    return loss_weights


def get_output_sample_weight_and_mode(skip_target_weighing_indices: Sequence[int], sample_weight_mode: Any,
                                      output_name: str, output_index: int) -> Tuple[Any, Optional[str]]:
    """A placeholder for the sample weights of an output, and their mode: ``"temporal"`` or None; two Nones if it is skipped."""
    if output_index in skip_target_weighing_indices:
        return None, None
    temporal = sample_weight_mode == "temporal"
    shape = (None, None) if temporal else (None,)
    return K.placeholder(shape=shape, name=output_name + "_sample_weights"), "temporal" if temporal else None


def prepare_sample_weights(output_names: Sequence[str], sample_weight_mode: Any,
                           skip_target_weighing_indices: Sequence[int]) -> Tuple[List[Any], List[Optional[str]]]:
    """The placeholders and modes of :func:`get_output_sample_weight_and_mode` for all outputs.

    Args:
        output_names: of the model.
        sample_weight_mode: for all outputs, or a list or dictionary with one for each.
        skip_target_weighing_indices: outputs without weights.

    Raises:
        ValueError: a list of another length, an unknown output, or one that is missing.
    """
    modes = _modes(output_names, sample_weight_mode, skip_target_weighing_indices)
    pairs = [get_output_sample_weight_and_mode(skip_target_weighing_indices, mode, name, place)
             for place, (name, mode) in enumerate(zip(output_names, modes))]
    return [weights for weights, _ in pairs], [mode for _, mode in pairs]


def _modes(output_names: Sequence[str], given: Any, skipped: Sequence[int]) -> List[Any]:
    if isinstance(given, dict):
        unknown = set(given) - set(output_names)
        if unknown:
            raise ValueError('Unknown entry in sample_weight_mode dictionary: "{}". Only expected the following keys: '
                             '{}'.format(unknown, list(output_names)))
        if any(name not in given for place, name in enumerate(output_names) if place not in skipped):
            raise ValueError("Output missing from sample_weight_modes dictionary")
        return [given.get(name) for name in output_names]
    if isinstance(given, list):
        if len(given) != len(output_names):
            raise ValueError("When passing a list as sample_weight_mode, it should have one entry per model output. The model "
                             "has {} outputs, but you passed {} sample_weight_modes".format(len(output_names), len(given)))
        return given
    return [given] * len(output_names)


def get_metric_function(metric: Any, output_shape: Any = None, loss_fn: Any = None) -> Any:
    """A metric that was given by name; ``"acc"`` and ``"ce"`` by the shape of the output and its loss.

    Args:
        metric: name, function or object; the last two are returned as they are.
        output_shape: of the output.
        loss_fn: its loss, an object.
    """
    if metric not in _ACCURACY + _CROSSENTROPY:
        return metrics.get(metric)
    kind = "accuracy" if metric in _ACCURACY else "crossentropy"
    return getattr(metrics, _target(output_shape, _function_of(loss_fn)) + "_" + kind)


def _function_of(loss: Any) -> str:
    return str(getattr(getattr(loss, "fn", None), "__name__", ""))


def _target(shape: Any, loss: str) -> str:
    """What labels an output has, by its last axis and by the name of the function of its loss."""
    if shape[-1] == 1 or loss == "binary_crossentropy":
        return "binary"
    return "sparse_categorical" if loss == "sparse_categorical_crossentropy" else "categorical"


def get_metric_name(metric: Any, weighted: bool = False) -> str:
    """The name under which a metric is logged.

    Args:
        metric: name, function or object.
        weighted: of no effect on the name, as in Keras 2.3.

    Raises:
        ValueError: None.
    """
    if isinstance(metric, str):
        return metric
    if metric is None:
        raise ValueError("Could not interpret metric function identifier: None")
    found = metrics.get(metric)
    return str(getattr(found, "name", None) or found.__name__)


def collect_per_output_metric_info(metrics: Any, output_names: Sequence[str], output_shapes: Sequence[Any],
                                   loss_fns: Sequence[Any], is_weighted: bool = False) -> List[Dict[str, Any]]:
    """The metrics of each output: name → object.

    Args:
        metrics: a list for all outputs, a list of lists, or a dictionary by output. Of an object that several outputs are
            given, each gets a copy.
        output_names, output_shapes: of the model.
        loss_fns: objects, as :func:`prepare_loss_functions` gives them.
        is_weighted: whether sample weights count.

    Raises:
        ValueError: a list of lists of another length, or an unknown output.
        TypeError: neither list nor dictionary.
    """
    return [OrderedDict(_metric_object(each, shape, loss, is_weighted) for each in own)
            for own, shape, loss in zip(_metrics_by_output(metrics, output_names), output_shapes, loss_fns)]


def _metrics_by_output(given: Any, output_names: Sequence[str]) -> List[List[Any]]:
    if not given:
        return [[] for _ in output_names]
    if isinstance(given, dict):
        _check_names("metrics", given, output_names)
        return [_listed(given.get(name, [])) for name in output_names]
    if not isinstance(given, list):
        raise TypeError("Type of `metrics` argument not understood. Expected a list or dictionary, found: {}".format(given))
    if any(isinstance(each, list) for each in given):
        if len(given) != len(output_names):
            raise ValueError("When passing a list of lists as `metrics`, it should have one entry per model output. The model "
                             "has {} outputs, but you passed metrics={}".format(len(output_names), given))
        return [_listed(each) for each in given]
    if len(output_names) == 1:
        return [given]
    return [[each.from_config(each.get_config()) if _is_metric(each) else each for each in given] for _ in output_names]


def _listed(given: Any) -> List[Any]:
    return given if isinstance(given, list) else [given]


def _is_metric(given: Any) -> bool:
    return isinstance(given, metrics.Metric)


def _metric_object(given: Any, shape: Any, loss: Any, is_weighted: bool) -> Tuple[str, Any]:
    name, found = get_metric_name(given, is_weighted), get_metric_function(given, shape, loss)
    return name, found if _is_metric(found) else metrics.MeanMetricWrapper(found, name=name)


def call_metric_function(metric_fn: Callable[..., Any], y_true: Any, y_pred: Any = None, weights: Any = None,
                         mask: Any = None) -> None:
    """Call a metric on a batch, with sample weights of zero where the mask is false.

    Args:
        metric_fn: a metric object.
        y_true: targets; of a metric without predictions, its values.
        y_pred: predictions, or None.
        weights, mask: of samples or of samples and steps, or None.
    """
    if mask is not None:
        mask = K.cast(mask, K.floatx())
        weights = mask if weights is None else mask * squeeze_or_expand_dimensions(mask, None, weights)[-1]
    given = (y_true,) if y_pred is None else (y_true, y_pred)
    metric_fn(*given, sample_weight=weights)


def get_input_shape_and_dtype(layer: Any) -> Tuple[Any, Optional[str]]:
    """The shape of a batch, and the dtype, of a layer or of the first layer of a model; two Nones where none was stated."""
    while isinstance(layer, Names("keras.models").Model) and layer.layers:
        layer = layer.layers[0]
    shape = getattr(layer, "_batch_input_shape", None) or getattr(layer, "batch_input_shape", None)
    return (None, None) if shape is None else (tuple(shape), getattr(layer, "dtype", None))


def get_static_batch_size(layer: Any) -> Optional[int]:
    """The size of a batch that :func:`get_input_shape_and_dtype` states, or None."""
    shape, _ = get_input_shape_and_dtype(layer)
    return shape[0] if shape else None
