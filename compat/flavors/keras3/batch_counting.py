"""Optimizers that accumulate gradients as Keras 3.1 to 3.4 did: each batch counts as a step, whether it updates weights or not.

Since 3.5 updates count. The corrections of Adam and its kin depend on the count, and so does when averages begin.
"""
from typing import Any

import keras

from compat.api.optimizers import ACCUMULATING


class _CountsBatches:
    """Counts batches, as the variable that is saved does."""

    _iterations: Any

    @property
    def iterations(self) -> Any:
        return self._iterations


def _class(name: str) -> Any:
    made = type("BatchCounting" + name, (_CountsBatches, getattr(keras.optimizers, name)), {"__module__": __name__})
    return keras.saving.register_keras_serializable("compat")(made)


CLASSES = {name: _class(name) for name in ACCUMULATING}
