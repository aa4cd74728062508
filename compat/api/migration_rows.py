"""What a rule of ``compat migrate`` is."""
from typing import NamedTuple, Tuple

COMPAT, KERAS3 = "compat", "keras3"
BOTH = (COMPAT, KERAS3)
CHANGE, FINDING, WARNING = "change", "finding", "warning"
RELEASE_2 = "https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes"
MIGRATING = "https://keras.io/guides/migrating_to_keras_3/"


class MigrationRule(NamedTuple):
    """One rule.

    Attributes:
        code: e.g. ``"K001"``.
        to: the directions that it is used in.
        kind: ``"change"``, ``"finding"`` (marked: it has no equal meaning) or ``"warning"`` (marked: it changes silently).
        what: one sentence for people.
        reason: the version or release note that is the reason for it.
        before: a program.
        after: what it becomes, the last of ``to`` where they differ.
        row: of :mod:`compat.api.semantics`, for what changes silently.
    """

    code: str
    to: Tuple[str, ...]
    kind: str
    what: str
    reason: str
    before: str
    after: str
    row: str = ""
