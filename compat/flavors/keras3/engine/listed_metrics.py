"""``model.metrics`` as Keras 2 had it: what ``compile`` was given, since Keras 2.3 as objects and with what was added."""
from typing import Any, Dict, Iterator, List, Sequence

from keras import tree
from keras.src.trainers.compile_utils import CompileMetrics  # not public: what Keras 3 makes of compile(metrics=…)

from compat.callers import is_called_from
from compat.era import current, era_of_code

from .compiling import copied, logged_name
from .output_names import shown_names, told_apart


class ListedMetrics:
    """Mix-in of a model: the list of its metrics for the program, while Keras 3 keeps its own."""

    @property
    def metrics(self: Any) -> List[Any]:
        """What ``compile`` was given as ``metrics``; in the era of Keras 2.3 metric objects, with those that were added; in an
        era of tf.keras all that are counted, each by itself; those of ``compile``, and the loss, once they have seen data."""
        kept: List[Any] = super().metrics  # type: ignore[misc]
        if is_called_from("keras", "compat"):
            return kept
        listed = era_of_code(self).behaviour("model_metrics")
        facts = vars(self)
        if listed == "as_given":
            return facts.get("_user_metrics") or []
        if listed == "objects":
            compiled = facts.get("_legacy_compile", {})
            given = tree.flatten([compiled.get("metrics"), compiled.get("weighted_metrics")])
            own = [each for each in given if each is not None]
            layers = self._flatten_layers(include_self=False)
            return [*own, *self._metrics, *(metric for layer in layers for metric in layer._metrics)]
        losses = [facts.get("_loss_tracker"), *getattr(self._compile_loss, "metrics", ())]
        if not facts.get("_loss_seen"):  # in a step that computes its own loss the list names none
            kept = [each for each in kept if all(each is not one for one in losses)]
        kept = sorted(kept, key=lambda each: 0 if any(each is one for one in losses) else 1 if isinstance(
            each, CompileMetrics) else 2)
        with era_of_code(self):
            parts = [_as_logged(each) if isinstance(each, CompileMetrics) and each.built else [each] for each in kept]
        return [each for part in parts for each in part if not isinstance(each, CompileMetrics)]

    def _names_of_outputs(self: Any, losses: Any = None) -> Sequence[str]:
        """The names of the outputs; a model whose code decides has one for each of several losses, as in tf.keras."""
        try:
            return list(self.output_names)
        except (AttributeError, TypeError):
            if isinstance(losses, dict):
                vars(self)["output_names"] = list(losses)
            elif isinstance(losses, (list, tuple)) and len(losses) > 1:
                vars(self)["output_names"] = ["output_{}".format(number + 1) for number in range(len(losses))]
            return list(vars(self).get("output_names", ["output"]))

    def _shown_names(self: Any) -> Dict[str, str]:
        """What the program calls entries of the logs, those that it calls otherwise than Keras 3."""
        names = self._names_of_outputs()
        return shown_names(vars(self).get("_legacy_names") or [], names) if len(set(names)) < len(names) else {}

    def _list_metrics(self: Any, given: Any, metrics: Any, weighted_metrics: Any) -> None:
        """Keep what ``compile`` was given where Keras 2.3 kept it, beside what Keras 3 made of it."""
        if metrics is not None or weighted_metrics is not None:
            names = getattr(self, "output_names", None)
            names = names if names is None else told_apart(names)
            vars(self)["_compile_metrics"] = CompiledMetrics(given, metrics, weighted_metrics, names)
        else:  # Keras 3 goes on counting those of an earlier compile
            vars(self)["_compile_metrics"] = None


class Logged:
    """A metric of one of several outputs under the name that its values have in the logs; all else is the metric's own.

    Args:
        metric: of ``compile``.
        name: with that of the output.

    Example:
        >>> import keras
        >>> logged = Logged(keras.metrics.Mean(name="q"), "out_q")
        >>> logged.name, isinstance(logged, keras.metrics.Mean)
        ('out_q', True)
    """

    def __init__(self, metric: Any, name: str) -> None:
        vars(self).update(_metric=metric, name=name)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["_metric"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(vars(self)["_metric"], name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return vars(self)["_metric"](*args, **kwargs)

    def __eq__(self, other: Any) -> bool:
        return vars(self)["_metric"] is getattr(other, "_metric", other)

    def __hash__(self) -> int:
        return hash(vars(self)["_metric"])

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(vars(self)["_metric"])


def _as_logged(compiled: Any) -> List[Any]:
    """The metrics of ``compile``, output by output, each by its name in the logs."""
    found: List[Any] = []
    for of_output in zip(compiled._flat_metrics, compiled._flat_weighted_metrics):
        for part, weighted in zip(of_output, (False, True)):
            for metric in getattr(part, "metrics", ()):
                name = logged_name(metric.name, part.output_name or "", weighted, [each.name for each in found])
                found.append(metric if name == metric.name else Logged(metric, name))
    return found


class CompiledMetrics(CompileMetrics):  # type: ignore[misc]
    """The compiled metrics of Keras 3, over which one may iterate: Keras 2.3 kept the list that ``compile`` was given here.

    Example:
        >>> import keras
        >>> list(CompiledMetrics(["mse"], [keras.metrics.MeanSquaredError()], None))
        ['mse']
    """

    def __init__(self, given: Any, metrics: Any, weighted_metrics: Any, output_names: Any = None) -> None:
        super().__init__(metrics, weighted_metrics, output_names=output_names)
        self._given = given

    def build(self, y_true: Any, y_pred: Any) -> None:
        """Make the metrics of each output. Those of one list count for each output of a dictionary, as in tf.keras."""
        if isinstance(y_pred, dict):
            for kind in ("_user_metrics", "_user_weighted_metrics"):
                setattr(self, kind, _of_each(getattr(self, kind), y_pred))
        super().build(y_true, y_pred)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._given or ())


def _of_each(metrics: Any, outputs: Dict[str, Any]) -> Any:
    if not isinstance(metrics, list) or any(map(tree.is_nested, metrics)):
        return metrics
    return {name: metrics if number == 0 else list(map(copied, metrics)) for number, name in enumerate(outputs)}


def has_names_to_come(model: Any) -> bool:
    """Whether a model of tf.keras has seen no batch since it was compiled: until then it had no names of its metrics."""
    return current(model).of_tf_keras and model.train_function is None and model.test_function is None
