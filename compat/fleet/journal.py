"""The journal of a run: one JSON object a line, on disk before anything depends on it, so that a stopped run can go on.

A file gets one line when a worker begins it, and another with its outcome.
"""
import json
import os
from typing import BinaryIO, Collection, Dict, Iterable, Iterator, List, NamedTuple, Optional, Tuple

from compat.errors import OptionError
from compat.fleet.records import BEGUN, CONVERTED, EXISTS, Job, Outcome

try:
    import fcntl
except ImportError:  # Windows, where nothing keeps two runs from sharing a journal
    fcntl = None  # type: ignore[assignment]


class Work(NamedTuple):
    """What a run has to do, and what it does not.

    Attributes:
        jobs: to be converted.
        done: outcomes of files that were converted before and are unchanged.
        refused: outcomes of files whose target another program wrote.
        interrupted: targets of files that a worker had when an earlier run was killed.
    """

    jobs: List[Job]
    done: List[Outcome]
    refused: List[Outcome]
    interrupted: List[str]


class Journal:
    """An append-only file of outcomes, and a context manager that holds it open and locked.

    Args:
        path: of the JSON-lines file; made when it does not exist.

    Raises:
        OptionError: on entering; the file is not a journal, or another run writes it.

    Example:
        >>> import tempfile
        >>> job = Job("a.h5", "a.keras", "1")
        >>> with Journal(os.path.join(tempfile.mkdtemp(), "journal.jsonl")) as journal:
        ...     journal.add(Outcome.of(job, CONVERTED))
        ...     journal.work([job], present={"a.keras"}).jobs
        []
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._outcomes: Dict[Tuple[str, str], Outcome] = {}
        self._targets: Dict[str, str] = {}
        self._file: Optional[BinaryIO] = None

    def __enter__(self) -> "Journal":
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        self._file = open(self.path, "a+b")
        try:
            _lock(self._file, self.path)
            for outcome in _read(self._file, self.path):
                self._keep(outcome)
        except OptionError:
            self._file.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Append one outcome, on disk before this returns."""
        if self._file is None:
            raise ValueError("the journal {!r} is not open".format(self.path))
        self._file.write(json.dumps(outcome._asdict()).encode("ascii") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._keep(outcome)

    def record(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Append each outcome; yield the final ones as they come."""
        for outcome in outcomes:
            self.add(outcome)
            if outcome.status != BEGUN:
                yield outcome

    def work(self, jobs: Iterable[Job], present: Collection[str], force: bool = False) -> Work:
        """What is left to do. A file that failed is tried again; one that was converted is not, unless it changed.

        Args:
            jobs: all of them.
            present: the targets that exist.
            force: everything is left to do, and targets of others are overwritten.
        """
        work = Work([], [], [], [])
        for job in jobs:
            before = self._outcomes.get((job.source, job.target))
            if before is not None and before.status == BEGUN:
                work.interrupted.append(job.target)
            if force or job.target not in present:
                work.jobs.append(job)
            elif before is not None and before.status == CONVERTED and before.fingerprint == job.fingerprint:
                work.done.append(before)
            elif self._targets.get(job.target, EXISTS) == EXISTS:
                work.refused.append(Outcome.of(
                    job, EXISTS, EXISTS, "there is a target already, not of this journal; --force overwrites it"))
            else:
                work.jobs.append(job)
        return work

    def _keep(self, outcome: Outcome) -> None:
        self._outcomes[outcome.source, outcome.target] = outcome
        self._targets[outcome.target] = outcome.status


def _lock(file: BinaryIO, path: str) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OptionError("another run is writing the journal {!r}; wait for it, or pass --journal".format(path)) from None


def _read(file: BinaryIO, path: str) -> Iterator[Outcome]:
    """The outcomes on disk; a last line that a killed run left unfinished is cut off."""
    file.seek(0)
    whole = 0
    for number, line in enumerate(file, 1):
        torn = not line.endswith(b"\n") and line.startswith(b"{")
        if torn:
            file.truncate(whole)
            return
        try:
            yield Outcome.from_dict(json.loads(line.decode("ascii")))
        except (ValueError, KeyError, TypeError):
            raise OptionError("line {} of {!r} is not part of a journal; pass another --journal".format(
                number, path)) from None
        whole += len(line)
