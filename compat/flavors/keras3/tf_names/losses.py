"""``tf.keras.losses.Reduction``."""
from typing import Tuple

__all__ = ["Reduction"]


class Reduction:
    """How a loss is reduced over the batch, as texts.

    Attributes:
        AUTO: the mean.
        NONE: one number for each sample.
        SUM: the sum.
        SUM_OVER_BATCH_SIZE: the mean.

    Example:
        >>> Reduction.SUM
        'sum'
    """

    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"

    @classmethod
    def all(cls) -> Tuple[str, ...]:
        """All of them."""
        return (cls.AUTO, cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE)

    @classmethod
    def validate(cls, key: str) -> None:
        """Refuse another text.

        Raises:
            ValueError: ``key`` is none of them.
        """
        if key not in cls.all():
            raise ValueError("Invalid Reduction Key: {}. Expected keys are {}".format(key, cls.all()))
