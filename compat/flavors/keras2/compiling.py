"""Losses, metrics and optimizer of a file on a Keras 2, so that training continues where it stopped."""
from typing import Any, List, Mapping

from compat.flavors.protocol import Compiled
from compat.flavors.shared.optimizers import optimizer, restore
from compat.hub.custom_objects import CustomObjects, plain_name
from compat.hub.records import Spec

#: Metrics that Keras knows by a name, and shows by another one alone.
_PUBLIC: Mapping[str, str] = {"cosine_similarity": "CosineSimilarity"}
#: What Keras finds a function for by the shapes of labels and outputs.
_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")


class Compiler:
    """Compiles a model as its file says, and collects what is missing.

    Args:
        keras: the installed Keras.
        optimizers: the flavor's, or the installed ones.
        custom: the user's objects.
    """

    def __init__(self, keras: Any, optimizers: Any, custom: CustomObjects) -> None:
        self.keras = keras
        self.optimizers = optimizers
        self.custom = custom
        self.missing: List[str] = []

    def compile(self, built: Any, training: Mapping[str, Any], state: Any) -> Compiled:
        """Compile ``built`` by the compiled state, and give its optimizer ``state``, or None where the file has none."""
        loss = self._named(training["loss"], "loss", self.keras.losses)
        metrics = _per_output(self._named(training["metrics"] or [], "metric", self.keras.metrics), built.model)
        chosen = optimizer(self.optimizers, training["optimizer_config"], self.custom)
        if chosen is None:
            self.missing.append("optimizer {!r}".format(training["optimizer_config"]["class_name"]))
        if any(not each.startswith("metric") for each in self.missing):
            return Compiled(False, self.missing)
        built.model.compile(optimizer=chosen, loss=loss, metrics=metrics, loss_weights=training["loss_weights"])
        weights = [weight for _, layer in built.layers for weight in layer.trainable_weights]
        return Compiled(True, self.missing, state is not None and restore(self.keras.backend, built.model, weights, state))

    def _named(self, stated: Any, kind: str, module: Any) -> Any:
        """Losses or metrics in any structure, each by a name this Keras knows or as the object the user gave."""
        if isinstance(stated, dict) and "class_name" in stated:
            return self._object(stated, kind, module)
        if isinstance(stated, dict):
            return {key: self._named(value, kind, module) for key, value in stated.items()}
        if isinstance(stated, list):
            found = [self._named(value, kind, module) for value in stated]
            return [each for each in found if each is not None] if kind == "metric" else found
        if stated is None or self.custom.has(stated):
            return None if stated is None else self.custom.find(stated)
        public = getattr(module, _PUBLIC.get(stated, stated) if kind == "metric" else stated, None)
        if callable(public) or stated in _BY_SHAPE:
            return stated
        self.missing.append("{} {!r}".format(kind, stated))
        return None

    def _object(self, stated: Spec, kind: str, module: Any) -> Any:
        name = plain_name(str(stated["class_name"]))
        found = self.custom.find(name) or getattr(module, name, None)
        if isinstance(found, type):
            config = {key: value for key, value in (stated.get("config") or {}).items() if key not in ("fn", "dtype")}
            cls: Any = found
            return cls.from_config(config)
        self.missing.append("{} {!r}".format(kind, name))
        return None


def _per_output(metrics: Any, model: Any) -> Any:
    """Metrics that are listed output by output, as tf.keras lists them, in the form that every Keras 2 takes."""
    if not isinstance(metrics, list) or not any(isinstance(each, list) for each in metrics):
        return metrics
    return metrics[0] if len(model.outputs) == 1 else dict(zip(model.output_names, metrics))
