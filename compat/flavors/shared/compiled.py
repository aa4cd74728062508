"""What became of the compiled state of a file, on every flavor."""
from typing import NamedTuple, Sequence


class Compiled(NamedTuple):
    """What ``compile_model`` returns.

    Attributes:
        compiled: False when a loss or the optimizer could not be found.
        missing: what could not be found: ``"loss 'my_loss'"``.
        resumed: the optimizer continues where it stopped.
    """

    compiled: bool
    missing: Sequence[str] = ()
    resumed: bool = False
