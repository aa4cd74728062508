"""What training on every Keras 2 has in common: ``x`` may be a nested list, as Keras 1 took it."""
from typing import Any, List, Optional

from compat.flavors.keras2.arrays import unnested


class LegacyInputs:
    """Mix-in before ``keras.models.Model`` or ``Sequential``."""

    def fit(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.models.Model.fit``; ``x`` may be a nested list for the one input."""
        return super().fit(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def evaluate(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.models.Model.evaluate``; ``x`` may be a nested list for the one input."""
        return super().evaluate(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def predict(self: Any, x: Any, batch_size: Optional[int] = None, verbose: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.models.Model.predict``, silent unless asked; ``x`` may be a nested list for the one input."""
        return super().predict(self._data(x), batch_size, verbose, *args, **kwargs)  # type: ignore[misc]

    def train_on_batch(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.models.Model.train_on_batch``; ``x`` may be a nested list for the one input."""
        return super().train_on_batch(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def test_on_batch(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        """As ``keras.models.Model.test_on_batch``; ``x`` may be a nested list for the one input."""
        return super().test_on_batch(self._data(x), *args, **kwargs)  # type: ignore[misc]

    def predict_on_batch(self: Any, x: Any) -> Any:
        """As ``keras.models.Model.predict_on_batch``; ``x`` may be a nested list for the one input."""
        return super().predict_on_batch(self._data(x))  # type: ignore[misc]

    def _data(self: Any, x: Any) -> Any:
        return unnested(x, _rank_of_only(getattr(self, "inputs", None)))


def _rank_of_only(inputs: Optional[List[Any]]) -> Optional[int]:
    return len(inputs[0].shape) if inputs and len(inputs) == 1 else None
