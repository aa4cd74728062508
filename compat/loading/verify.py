"""What was verified of a loaded or converted model, as a level.

``counted`` < ``shaped`` < ``read back`` < ``outputs match``. Each level includes those before it.

* counted: the model has as many weights as the file, none left over on either side.
* shaped: each weight has the shape of its array.
* read back: the file that was written, opened anew, has bit by bit the weights of the model that was saved.
* outputs match: its outputs for the reference inputs are those of the old Keras, within a stated tolerance.
"""
from typing import List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.errors import VerificationError

LEVELS = ("nothing", "counted", "shaped", "read back", "outputs match")
RTOL, ATOL = 1e-5, 1e-5


class Verification(NamedTuple):
    """How far a model was verified.

    Attributes:
        level: one of :data:`LEVELS`.
        weights: number of arrays that were assigned.
        parameters: number of parameters in them.
        largest_difference: of all outputs, where they were compared.
        rtol: relative tolerance of that comparison.
        atol: absolute tolerance of that comparison.

    Example:
        >>> Verification("shaped", 2, 10).reaches("counted")
        True
    """

    level: str
    weights: int = 0
    parameters: int = 0
    largest_difference: Optional[float] = None
    rtol: Optional[float] = None
    atol: Optional[float] = None

    def reaches(self, level: str) -> bool:
        """Whether at least ``level`` was verified."""
        return LEVELS.index(self.level) >= LEVELS.index(level)

    def __str__(self) -> str:
        text = "{} ({} arrays, {:,} parameters)".format(self.level, self.weights, self.parameters)
        if self.largest_difference is not None:
            text += ", largest difference of outputs {:.3g} (rtol {:g}, atol {:g})".format(
                self.largest_difference, self.rtol or 0.0, self.atol or 0.0)
        return text


def assigned(expected: Sequence[Sequence[Tuple[int, ...]]], arrays: int, parameters: int) -> Verification:
    """After assignment: every weight of the model got an array of its shape.

    Args:
        expected: shapes of the model's weights, layer by layer.
        arrays: number of arrays assigned.
        parameters: number of parameters in them.
    """
    shapes = [shape for layer in expected for shape in layer]
    if shapes and not arrays:
        return Verification("nothing")
    counted = len(shapes) == arrays
    shaped = counted and sum(int(np.prod(shape, dtype=np.int64)) for shape in shapes) == parameters
    return Verification("shaped" if shaped else "counted" if counted else "nothing", arrays, parameters)


def read_back(before: Verification, saved: Sequence[np.ndarray], reopened: Sequence[np.ndarray]) -> Verification:
    """After writing: the weights of the reopened file against those of the model.

    Raises:
        VerificationError: a weight differs.
    """
    if len(saved) != len(reopened):
        raise VerificationError("the written file has {} weights instead of {}".format(len(reopened), len(saved)))
    for position, (mine, theirs) in enumerate(zip(saved, reopened)):
        if mine.shape != theirs.shape or mine.tobytes() != theirs.tobytes():
            raise VerificationError("weight {} of {} changed when the file was written: {} became {}".format(
                position + 1, len(saved), _summary(mine), _summary(theirs)))
    return before._replace(level="read back")


def outputs_match(before: Verification, expected: Sequence[np.ndarray], found: Sequence[np.ndarray], rtol: float = RTOL,
                  atol: float = ATOL) -> Verification:
    """Compare outputs with those of the old Keras.

    Args:
        before: what was verified so far.
        expected: the old outputs.
        found: the new ones.
        rtol: allowed difference relative to the expected value.
        atol: allowed absolute difference, added to that.

    Raises:
        VerificationError: number or shape of outputs, or a value, differs by more than allowed.

    Example:
        >>> outputs_match(Verification("shaped"), [np.zeros(2)], [np.full(2, 1e-6)]).level
        'outputs match'
    """
    if len(expected) != len(found):
        raise VerificationError("the model has {} outputs, the reference {}".format(len(found), len(expected)))
    gaps = [_gap(number, np.asarray(want), np.asarray(have), rtol, atol)
            for number, (want, have) in enumerate(zip(expected, found))]
    return before._replace(level="outputs match", largest_difference=max(gaps) if gaps else 0.0, rtol=rtol, atol=atol)


def _gap(number: int, want: np.ndarray, have: np.ndarray, rtol: float, atol: float) -> float:
    if want.shape != have.shape:
        raise VerificationError("output {} has shape {}, the reference {}".format(number, have.shape, want.shape))
    difference = np.abs(have.astype("float64") - want.astype("float64"))
    largest = float(np.nanmax(difference)) if difference.size and not np.isnan(difference).all() else 0.0
    if not np.allclose(have, want, rtol=rtol, atol=atol, equal_nan=True):
        wrong = int(np.sum(~np.isclose(have, want, rtol=rtol, atol=atol, equal_nan=True)))
        raise VerificationError("output {} differs from the reference in {} of {} values, by up to {:.3g} (rtol {:g}, "
                                "atol {:g})".format(number, wrong, want.size, largest, rtol, atol))
    return largest


def numbered(arrays: Mapping[str, np.ndarray], letter: str) -> List[np.ndarray]:
    """The arrays ``x0, x1 …`` (or ``y0 …``) of an ``.npz``, in order.

    Example:
        >>> [array.tolist() for array in numbered({"x1": np.ones(1), "x0": np.zeros(1)}, "x")]
        [[0.0], [1.0]]
    """
    found: List[np.ndarray] = []
    while "{}{}".format(letter, len(found)) in arrays:
        found.append(np.asarray(arrays["{}{}".format(letter, len(found))]))
    return found


def _summary(array: np.ndarray) -> str:
    values = array.reshape(-1)[:3].tolist()
    return "{} {} {}…".format(array.dtype, array.shape, values)
