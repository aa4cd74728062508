"""``keras.wrappers.scikit_learn`` of Keras 2.2.4: a model as an estimator that scikit-learn can clone, fit and search over.

scikit-learn is imported only when it asks for tags itself; otherwise it asks for ``get_params``, ``set_params``, ``fit``,
``predict`` and ``score``.
"""
import copy
import types
from typing import Any, Callable, Dict, List

import numpy as np

from compat.flavors.shared.generic import has_arg

from .. import losses
from ..engine.sequential import Sequential
from ..utils import to_categorical

__all__ = ["BaseWrapper", "KerasClassifier", "KerasRegressor"]

_METHODS = ("fit", "predict", "predict_classes", "evaluate")


class BaseWrapper:
    """Base class of both wrappers.

    Args:
        build_fn: function that gives a compiled model, an object with ``__call__``, or None for a subclass's own
            ``__call__``.
        **sk_params: arguments of ``build_fn`` and of ``fit``, ``predict`` and ``evaluate``.

    Raises:
        ValueError: a parameter that none of them takes.
    """

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def check_params(self, params: Dict[str, Any]) -> None:
        """Refuse names that neither the building function nor a method of the model takes."""
        takers = [getattr(Sequential, method) for method in _METHODS] + [self._builder()]
        for name in params:
            if name != "nb_epoch" and not any(has_arg(taker, name) for taker in takers):
                raise ValueError("{} is not a legal parameter".format(name))

    def _builder(self: Any) -> Callable[..., Any]:
        builder = self if self.build_fn is None else self.build_fn
        plain = isinstance(builder, (types.FunctionType, types.MethodType))
        return builder if plain else builder.__call__  # type: ignore[no-any-return]

    def get_params(self, **params: Any) -> Dict[str, Any]:
        """The parameters, and ``build_fn``; ``deep`` is accepted."""
        return dict(copy.deepcopy(self.sk_params), build_fn=self.build_fn)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn 1.6 and later ask; neither classifier nor regressor, as no wrapper of Keras 2 said which."""
        from sklearn.utils import Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=True))

    def set_params(self, **params: Any) -> "BaseWrapper":
        """Change parameters, and return the wrapper."""
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def filter_sk_params(self, fn: Callable[..., Any], override: Any = None) -> Dict[str, Any]:
        """The parameters that ``fn`` takes, those of ``override`` over them."""
        found = {name: value for name, value in self.sk_params.items() if has_arg(fn, name)}
        return {**found, **(override or {})}

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Build a new model, train it, and return its ``History``.

        Args:
            x: ``(samples, …)``.
            y: ``(samples,)`` or ``(samples, outputs)``; one-hot for categorical crossentropy if it is not yet.
            **kwargs: arguments of the model's ``fit``, over those given to the constructor.
        """
        self.model = self._builder()(**self.filter_sk_params(self._builder()))
        given = {name: value for name, value in self.sk_params.items() if name == "nb_epoch"}
        arguments = self.filter_sk_params(Sequential.fit, {**given, **kwargs})
        return self.model.fit(x, self._targets(y), **arguments)

    def _targets(self, y: Any) -> Any:
        loss = losses.name_of(losses.get(self.model.loss))
        return to_categorical(y) if loss == "categorical_crossentropy" and np.ndim(y) != 2 else y


class KerasClassifier(BaseWrapper):
    """A classifier; labels of any kind."""

    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> Any:
        """Train on labels ``(samples,)`` or one-hot ``(samples, classes)``.

        Raises:
            ValueError: ``y`` has another shape.
        """
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError("Invalid shape for y: {}".format(y.shape))
        self.n_classes_ = len(self.classes_)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """The label of each sample, ``(samples,)``."""
        found = self.model.predict_classes(x, **self.filter_sk_params(Sequential.predict_classes, kwargs))
        return self.classes_[found]

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """``(samples, classes)``; for a single output the two classes' probabilities."""
        found = self.model.predict(x, **self.filter_sk_params(Sequential.predict, kwargs))
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The accuracy.

        Raises:
            ValueError: the model was compiled without it.
        """
        y = np.searchsorted(self.classes_, y)
        values = _listed(self.model.evaluate(x, self._targets(y), **self.filter_sk_params(Sequential.evaluate, kwargs)))
        for name, value in zip(self.model.metrics_names, values):
            if name in ("acc", "accuracy"):
                return float(value)
        raise ValueError("The model is not configured to compute accuracy. You should pass `metrics=[\"accuracy\"]` to the "
                         "`model.compile()` method.")


class KerasRegressor(BaseWrapper):
    """A regressor."""

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """``(samples,)`` for a single output, else ``(samples, outputs)``."""
        found = self.model.predict(x, **self.filter_sk_params(Sequential.predict, kwargs))
        return np.squeeze(found, axis=-1) if found.shape[-1] == 1 else found

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """Minus the loss, so that more is better."""
        return -float(_listed(self.model.evaluate(x, y, **self.filter_sk_params(Sequential.evaluate, kwargs)))[0])


def _listed(value: Any) -> List[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
