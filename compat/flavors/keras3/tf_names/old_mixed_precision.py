"""``tf.keras.mixed_precision.experimental`` of TensorFlow 2.1 to 2.4: the policies of today under their first names."""
from typing import Any

import keras

from compat.errors import UnsupportedError

from . import mixed_precision

__all__ = ["LossScaleOptimizer", "Policy", "get_layer_policy", "global_policy", "set_policy"]


@keras.saving.register_keras_serializable(package="compat")
class Policy(keras.dtype_policies.DTypePolicy):  # type: ignore[misc]
    """A policy that names the dtypes of computations and variables.

    Args:
        name: ``"float32"``, ``"mixed_float16"`` …
        loss_scale: accepted; ``compile`` scales losses under ``mixed_float16``.
    """

    def __init__(self, name: str, loss_scale: Any = "auto") -> None:
        super().__init__(name)

    @property
    def loss_scale(self) -> Any:
        """``"dynamic"`` under ``mixed_float16``, else None."""
        return "dynamic" if self.name == "mixed_float16" else None


class LossScaleOptimizer(mixed_precision.LossScaleOptimizer):
    """An optimizer with scaled losses.

    Args:
        optimizer: the one inside.
        loss_scale: ``"dynamic"``.

    Raises:
        UnsupportedError: a scale that stays.
    """

    def __init__(self, optimizer: Any, loss_scale: Any = "dynamic") -> None:
        if loss_scale != "dynamic":
            raise UnsupportedError("LossScaleOptimizer is not served with loss_scale={0!r}; give loss_scale_factor={0!r} to "
                                   "the optimizer inside, and compile the model with that".format(loss_scale))
        super().__init__(optimizer)


def get_layer_policy(layer: Any) -> Any:
    """The policy of a layer."""
    return layer.dtype_policy


def global_policy() -> Any:
    """The policy of layers that state none."""
    return keras.config.dtype_policy()


def set_policy(policy: Any) -> None:
    """Make a policy, or its name, that of layers that state none; None for ``floatx``."""
    keras.config.set_dtype_policy(keras.config.floatx() if policy is None else getattr(policy, "name", policy))
