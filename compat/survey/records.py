"""What a survey finds, as plain records."""
from typing import Any, Dict, NamedTuple, Tuple

from compat.rewrite.migrate.context import Note
from compat.rewrite.migrate.uses import Uses

#: State of a model file: it opens as it is; it needs something from the user, or a look; it cannot be read.
OPENS, NEEDS, UNREADABLE = "opens", "needs a look", "cannot be read"


class CodeFile(NamedTuple):
    """A file of code, a notebook or a document.

    Attributes:
        path: of the file.
        lines: that it has.
        notes: direction of ``compat migrate`` → what its rules say of the file.
        uses: the names that it uses.
        failed: why it could not be read, "" where it could.
        line: where that is, 0 where it is the whole file.
    """

    path: str
    lines: int = 0
    notes: Dict[str, Tuple[Note, ...]] = {}
    uses: Uses = Uses({})
    failed: str = ""
    line: int = 0


class ModelFile(NamedTuple):
    """A model: a file, or a folder or file with those beside it that belong to it.

    Attributes:
        path: of the file or folder.
        size: of all its files, in bytes.
        state: :data:`OPENS`, :data:`NEEDS` or :data:`UNREADABLE`.
        kind: ``"model"``, ``"weights"`` or ``"architecture"``; "" where it cannot be read.
        keras: the version that wrote it, e.g. ``"2.2.4"``.
        stated: the file states the version; otherwise it is inferred.
        backend: that wrote it.
        layers: number of layers.
        parameters: number of parameters.
        findings: what it needs, or why it cannot be read.
    """

    path: str
    size: int
    state: str
    kind: str = ""
    keras: str = ""
    stated: bool = False
    backend: str = ""
    layers: int = 0
    parameters: int = 0
    findings: Tuple[str, ...] = ()


class Pin(NamedTuple):
    """A requirement of Keras or TensorFlow: ``keras==2.2.4`` at line 3 of requirements.txt."""

    path: str
    line: int
    package: str
    specifier: str


class Evidence(NamedTuple):
    """One sign of the Keras that the code was written for.

    Attributes:
        what: for people.
        first: the first version that it fits, "" for any.
        last: the last one.
        places: how many there are.
        where: the first of them.
        exact: it states the version.
        taken_until: the last one that still took it, where that is a later one; else "".
    """

    what: str
    first: str
    last: str
    places: int
    where: str
    exact: bool = False
    taken_until: str = ""


class Written(NamedTuple):
    """Which Keras the code was written for.

    Attributes:
        package: ``"keras"``, ``"tf.keras"``, ``"keras 3"``, or "" where nothing says.
        text: for people, e.g. ``"Keras 1.0 to 1.2.2"``.
        era: to pass as ``--era``, or "".
        evidence: all signs.
        agrees: no two signs contradict each other.
    """

    package: str
    text: str
    era: str
    evidence: Tuple[Evidence, ...]
    agrees: bool = True


class NameUse(NamedTuple):
    """A name of Keras or TensorFlow: how often it is used, in how many files, and what compat does with it."""

    name: str
    uses: int
    files: int
    served: str


class Finding(NamedTuple):
    """What a person has to look at in the code; ``to`` is the direction of ``compat migrate``."""

    path: str
    line: int
    code: str
    kind: str
    to: str
    text: str


class RuleUse(NamedTuple):
    """How often a rule of ``compat migrate`` applies, and in how many files."""

    code: str
    times: int
    files: int


class Survey(NamedTuple):
    """All that was found below a path."""

    path: str
    written: Written
    code: Tuple[CodeFile, ...]
    rules: Tuple[RuleUse, ...]
    names: Tuple[NameUse, ...]
    findings: Tuple[Finding, ...]
    models: Tuple[ModelFile, ...]

    @property
    def failed(self) -> Tuple[CodeFile, ...]:
        """The files of code that could not be read."""
        return tuple(each for each in self.code if each.failed)

    @property
    def needs_a_person(self) -> bool:
        """Whether anything has to be looked at."""
        return bool(self.findings or self.failed or any(each.state != OPENS for each in self.models)
                    or not self.written.agrees)

    def to_dict(self) -> Dict[str, Any]:
        """The record as dictionaries and lists, ready for ``json.dumps``."""
        written = dict(self.written._asdict(), evidence=[each._asdict() for each in self.written.evidence])
        return {"path": self.path, "written_for": written, "files": len(self.code),
                "lines": sum(each.lines for each in self.code),
                "not_read": [{"path": each.path, "line": each.line or None, "reason": each.failed} for each in self.failed],
                **{name: [each._asdict() for each in getattr(self, name)] for name in ("rules", "names", "findings", "models")}}
