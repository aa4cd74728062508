"""Which data Keras 3 takes for a model whose inputs have another number of axes."""
from typing import Any, Sequence


def takes_rank(own: Sequence[Any], given: Sequence[Any]) -> bool:
    """Whether a model for inputs of one shape takes those of another: of as many axes, or of one of size 1 more or less.

    Example:
        >>> takes_rank((None, 3), (None, 3, 1)), takes_rank((None, 3), (None, 4, 3))
        (True, False)
    """
    if len(own) == len(given):
        return True
    return abs(len(own) - len(given)) == 1 and max(own, given, key=len)[-1] == 1
