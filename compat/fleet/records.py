"""The records that a worker receives and returns."""
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

#: Status of a file. BEGUN: a worker has it, or had it when the run was killed; EXISTS: skipped, because its target
#: exists and no earlier run wrote it.
BEGUN, CONVERTED, FAILED, TIMEOUT, MEMORY, CRASHED, EXISTS = (
    "begun", "converted", "failed", "timeout", "memory", "crashed", "exists")


class WorkerLimits(NamedTuple):
    """Time and memory for one file.

    Attributes:
        seconds: wall-clock time before its worker is killed.
        megabytes: resident memory before its worker is killed; None for no limit.
    """

    seconds: float = 600.0
    megabytes: Optional[float] = None


class File(NamedTuple):
    """A file: absolute path or URL, and its size and time as text."""

    path: str
    fingerprint: str


class Source(NamedTuple):
    """What one argument of the command line refers to.

    Attributes:
        root: the folder itself, the folder of a file, or the part of a pattern before its wildcards.
        files: all files in it, or those that match.
        folder: whether it is a folder, of which only model files are converted.
    """

    root: str
    files: List[File]
    folder: bool


class Options(NamedTuple):
    """How a worker converts, as values that JSON has.

    Attributes:
        out: the folder it may write to, a path or an fsspec URL.
        custom, lambdas, masks: as :mod:`compat.loading.references` reads them.
        compile, safe_mode, standalone, to, keras_version: as for :func:`compat.convert`.
    """

    out: str
    custom: Tuple[str, ...] = ()
    lambdas: Tuple[str, ...] = ()
    masks: Tuple[str, ...] = ()
    compile: bool = True
    safe_mode: bool = True
    standalone: str = "auto"
    to: Optional[str] = None
    keras_version: Optional[str] = None


class Job(NamedTuple):
    """One file to convert.

    Attributes:
        source: absolute path or fsspec URL of the old file.
        target: path or URL of the converted file.
        fingerprint: size and time of the source, so that a changed file is converted again.
        architecture: path or URL of a ``.json`` or ``.yaml`` with a matching name, for a source of weights alone; or empty.
    """

    source: str
    target: str
    fingerprint: str
    architecture: str = ""


class Outcome(NamedTuple):
    """The result for one file.

    Attributes:
        source, target, fingerprint: as in the job.
        status: one of :data:`CONVERTED`, :data:`FAILED` ….
        cause: the class of the error, e.g. ``"UnknownLayerError"``, or the status; empty when converted.
        message: of the error, or the verification that was reached.
        warnings: what the user should look at, although the file was converted.
        seconds: how long it took.
        size: of the source, in bytes; 0 where it is not known.
        origin: which Keras wrote it, e.g. ``"Keras 2.2.4 on tensorflow"``; "" where that is not known.
    """

    source: str
    target: str
    fingerprint: str
    status: str
    cause: str = ""
    message: str = ""
    warnings: Tuple[str, ...] = ()
    seconds: float = 0.0
    size: int = 0
    origin: str = ""

    @classmethod
    def answered(cls, job: Job, answer: Dict[str, Any], seconds: float) -> "Outcome":
        """The outcome that a worker's answer says."""
        warnings = tuple(answer.get("warnings", ()))
        found = cls.of(job, answer["status"], answer.get("cause", ""), answer["message"], warnings, seconds)
        return found._replace(size=int(answer.get("size", 0)), origin=str(answer.get("origin", "")))

    @classmethod
    def of(cls, job: Job, status: str, cause: str = "", message: str = "", warnings: Tuple[str, ...] = (),
           seconds: float = 0.0) -> "Outcome":
        """The outcome of a job."""
        return cls(job.source, job.target, job.fingerprint, status, cause, message, warnings, round(seconds, 3))

    @classmethod
    def from_dict(cls, row: Dict[str, Any]) -> "Outcome":
        """The outcome in one line of a journal.

        Raises:
            KeyError: a field is missing, of those that journals had from the beginning.
        """
        found = cls(*(row[field] if field in row or field not in ("size", "origin") else cls._field_defaults[field]
                      for field in cls._fields))
        return found._replace(warnings=tuple(found.warnings))


def findings_of(outcomes: List[Outcome]) -> List[Outcome]:
    """The outcomes that need a look: not converted, or with warnings."""
    return [outcome for outcome in outcomes if outcome.status != CONVERTED or outcome.warnings]
