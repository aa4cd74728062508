"""Which Keras the *code* was written for: the switch for behaviours that silently changed between versions.

The default era is Keras 2.2.4, on every flavour. Choose another with ``compat.era("2.3.1")`` or the environment
variable ``COMPAT_ERA``. What each era means is a table, :mod:`compat.api.semantics`.
"""
import os
from typing import Dict, Optional

from packaging.version import InvalidVersion, Version

from compat.api.semantics import BEHAVIOURS, Behaviour, Value
from compat.errors import EraError

DEFAULT = "2.2.4"
_OLDEST, _NEWEST = Version("1.0"), Version("4")
_ROWS: Dict[str, Behaviour] = {row.name: row for row in BEHAVIOURS}


class Era:
    """The behaviour of one Keras version; also a context manager that ends it.

    Attributes:
        version: e.g. ``"2.2.4"``; ``"2.4"`` to ``"2.15"`` mean the tf.keras of that TensorFlow.
        exact: give even the version's own traps, such as nan for a batch that is wholly masked.

    Example:
        >>> Era("2.2.4").behaviour("gru_reset_after"), Era("2.15").behaviour("gru_reset_after")
        (False, True)
    """

    def __init__(self, version: str, exact: bool = False) -> None:
        self.version = version
        self.exact = exact
        self._parsed = _parse(version)
        self._before: Optional["Era"] = None

    def behaviour(self, name: str) -> Value:
        """The value of one row of the table for this era.

        Raises:
            KeyError: there is no behaviour of that name.
        """
        row = _ROWS[name]
        value = row.changes[0][1]
        for first, changed in row.changes:
            if self._parsed >= Version(first):
                value = changed
        return value if self.exact else row.promised.get(value, value)

    def __enter__(self) -> "Era":
        return self

    def __exit__(self, *error: object) -> None:
        global _current
        _current = self._before or _from_environment()

    def __repr__(self) -> str:
        return "Era({!r}{})".format(self.version, ", exact=True" if self.exact else "")


def era(version: Optional[str] = None, exact: bool = False) -> Era:
    """Set the era for the code that follows, and return it; without arguments only return the present one.

    Args:
        version: the Keras version that the code was written for, ``"1.0"`` to ``"3"``.
        exact: also reproduce what that version got wrong, where it can be.

    Raises:
        EraError: not a version, or not one between 1.0 and 4.

    Example:
        >>> with era("2.3.1") as chosen:
        ...     chosen.behaviour("recurrent_activation")
        'sigmoid'
        >>> era().version
        '2.2.4'
    """
    global _current
    if version is not None:
        chosen = Era(version, exact)
        chosen._before = _current
        _current = chosen
    return _current


def current() -> Era:
    """The era in force."""
    return _current


def _parse(version: str) -> Version:
    text = str(version)
    try:
        # tf.keras writes its own version as "2.2.4-tf", which is no version to packaging.
        parsed = Version(text[: -len("-tf")] if text.endswith("-tf") else text)
    except InvalidVersion:
        raise EraError("{!r} is not a Keras version; give one such as '2.2.4' or '2.15'".format(text)) from None
    if not _OLDEST <= parsed < _NEWEST:
        raise EraError("Keras {} is not an era that compat knows; give one from 1.0 to 3".format(text))
    return parsed


def _from_environment() -> Era:
    return Era(os.environ.get("COMPAT_ERA") or DEFAULT)


_current = _from_environment()
