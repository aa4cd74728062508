"""Which Keras the *code* was written for: the switch for behaviors that silently changed between versions.

The default era is Keras 2.2.4, on every flavor. A block chooses another with ``with Era("2.3.1"):``, a program with
:func:`set_era` or the environment variable ``COMPAT_ERA``. What each era means is a table, :mod:`compat.api.semantics`.
"""
import os
from contextvars import ContextVar
from typing import Any, Dict, Tuple

from packaging.version import InvalidVersion, Version

from compat.api.semantics import BEHAVIOURS, Behaviour, Value
from compat.errors import EraError

DEFAULT = "2.2.4"
#: The last tf.keras that was a Keras 2.
LAST_TF_KERAS = "2.15"
_OLDEST, _FIRST_TF_KERAS, _NEWEST = Version("1.0"), Version("2.4"), Version("4")
_ROWS: Dict[str, Behaviour] = {row.name: row for row in BEHAVIOURS}
_OF_LAYER = "_compat_era"


class Era:
    """The behavior of one Keras version; ``with Era("2.3.1"):`` runs a block of code under it.

    The block ends with the era that was in force before it, also after an exception. It is local to its thread and to
    its asyncio task: another thread has the era of the program, a new task begins with the era of the code that made it.
    An era that a generator enters stays in force for its caller until the generator leaves the block.

    Attributes:
        version: of Keras, ``"1.0"`` to ``"3"``; ``"2.4"`` to ``"2.15"`` mean the tf.keras of that TensorFlow.
        exact: also reproduce what that version got wrong, such as nan for a batch that is wholly masked.

    Raises:
        EraError: ``version`` is not a version, or not one from 1.0 to 3.

    Example:
        >>> with Era("2.3.1"):
        ...     current().behaviour("recurrent_activation")
        'sigmoid'
        >>> current().version
        '2.2.4'
        >>> Era("2.2.4").behaviour("gru_reset_after"), Era("2.15").behaviour("gru_reset_after")
        (False, True)
    """

    def __init__(self, version: str, exact: bool = False) -> None:
        self.version = version
        self.exact = exact
        self._parsed = _parse(version)
        self._found: Dict[str, Value] = {}
        self._of_tf_keras = self._parsed >= _FIRST_TF_KERAS

    def behaviour(self, name: str) -> Value:
        """The value of one row of the table for this era.

        Raises:
            KeyError: there is no behavior of that name.
        """
        if name not in self._found:  # asked for several times in each step of training
            row = _ROWS[name]
            value = row.changes[0][1]
            for first, changed in row.changes:
                if self._parsed >= Version(first):
                    value = changed
            self._found[name] = value if self.exact else row.promised.get(value, value)
        return self._found[name]

    def is_before(self, version: str) -> bool:
        """Whether it is that of an older Keras, or of an older TensorFlow's, than ``version``."""
        return self._parsed < Version(version)

    @property
    def of_tf_keras(self) -> bool:
        """Whether it is that of a tf.keras of TensorFlow 2 (``"2.4"`` to ``"2.15"``), or newer."""
        return self._of_tf_keras

    def __enter__(self) -> "Era":
        _entered.set(_entered.get() + (self,))
        return self

    def __exit__(self, *error: object) -> None:
        # The last entry of this era: a generator may leave its block before a block that was entered later ends.
        entered = list(_entered.get())
        for place in reversed(range(len(entered))):
            if entered[place] is self:
                del entered[place]
                break
        _entered.set(tuple(entered))

    def __repr__(self) -> str:
        return "Era({!r}{})".format(self.version, ", exact=True" if self.exact else "")


def set_era(version: str, exact: bool = False) -> None:
    """Set the era of the whole program, for all threads; a ``with Era(…):`` block keeps its own until it ends.

    Args:
        version, exact: as for :class:`Era`.

    Raises:
        EraError: not a version, or not one from 1.0 to 3.

    Example:
        >>> set_era("2.2.4")
        >>> current().version
        '2.2.4'
    """
    global _of_program
    _of_program = Era(version, exact)


def current(layer: Any = None) -> Era:
    """The era in force: that of the innermost block, else that of the program.

    Args:
        layer: a layer or model; one that came from a file has the era of the Keras that wrote it.
    """
    made: Any = getattr(layer, _OF_LAYER, None)
    if made is not None:
        return made  # type: ignore[no-any-return]
    entered = _entered.get()
    return entered[-1] if entered else _of_program


def era_of_code(model: Any) -> Era:
    """The era of the code that trains a model: a tf.keras's, if the program or the model is of one.

    Args:
        model: one made through tf.keras, or from a file of it, is compiled and trained as there.

    Example:
        >>> class Model:
        ...     _compat_era = Era("2.10")
        >>> era_of_code(Model()).version
        '2.10'
    """
    made = current(model)
    return made if made.of_tf_keras and not current().of_tf_keras else current()


def era_of_tf_keras() -> Era:
    """The era of what code makes through tf.keras: the one in force if it is of a tf.keras, else the last one, 2.15.

    Example:
        >>> era_of_tf_keras().version
        '2.15'
        >>> with Era("2.10"):
        ...     era_of_tf_keras().version
        '2.10'
    """
    return current() if current().of_tf_keras else Era(LAST_TF_KERAS)


def made_in(layer: Any, era: Era) -> Any:
    """The layer, which from now on behaves as in that era; returned for use in an expression."""
    vars(layer)[_OF_LAYER] = era  # past Keras, which looks at each attribute that is set
    return layer


def _parse(version: str) -> Version:
    text = str(version)
    try:
        # tf.keras writes its own version as "2.2.4-tf", which packaging does not accept.
        parsed = Version(text[: -len("-tf")] if text.endswith("-tf") else text)
    except InvalidVersion:
        raise EraError("{!r} is not a Keras version; give one such as '2.2.4' or '2.15'".format(text)) from None
    if not _OLDEST <= parsed < _NEWEST:
        raise EraError("Keras {} is not an era that compat knows; give one from 1.0 to 3".format(text))
    return parsed


_entered: "ContextVar[Tuple[Era, ...]]" = ContextVar("compat.era", default=())
_of_program = Era(os.environ.get("COMPAT_ERA") or DEFAULT)
