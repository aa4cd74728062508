"""A loss that depends on no weight: TensorFlow 1 said so by a ValueError, torch by an error of its own."""
from contextlib import contextmanager
from typing import Iterator

from compat.errors import CompatError


class NoGradientError(CompatError, ValueError):
    """No weight has a gradient, as behind an operation such as ``K.argmax``, so that there is nothing to train."""


@contextmanager
def gradients_exist() -> Iterator[None]:
    """Context manager of a training step.

    Raises:
        NoGradientError: torch found that the loss depends on no weight. JAX gives zeros there.
    """
    try:
        yield
    except RuntimeError as error:
        if "does not require grad" not in str(error):
            raise
        raise NoGradientError("An operation has `None` for gradient: the loss depends on no weight. K.argmax, K.round and "
                              "K.eval have no gradient; leave them out of the way from the weights to the loss") from error
