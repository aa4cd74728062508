"""The loss of a file whose Keras divided by all steps where Keras 3 divides by the valid ones."""
from typing import Any, Dict, Optional

import keras

from compat.era import Era

from ..losses import LegacyLoss


@keras.saving.register_keras_serializable(package="compat")
class FileLoss(LegacyLoss):
    """A loss reduced over masks and weights as one version of Keras did, whatever the era of the running code.

    Args:
        fn: name or function of ``(y_true, y_pred)``.
        era: version of Keras, such as ``"2.3.1"``.
        name: string.
    """

    def __init__(self, fn: Any, era: str, name: Optional[str] = None, **kwargs: Any) -> None:
        super().__init__(fn, name, **kwargs)
        self.era = era
        self._era = Era(era)

    def get_config(self) -> Dict[str, Any]:
        return dict(super().get_config(), era=self.era)
