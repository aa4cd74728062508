"""Worker processes that outlive their files but not their limits.

A worker imports Keras once and converts file after file. One that exceeds a limit is killed and replaced, and so is one
that dies; what it wrote in part is removed. A file whose worker died or took too much memory is tried once more, in a new
worker, since the fault may have been the worker's.
"""
import queue
from collections import deque
from typing import Any, Deque, Dict, Iterable, Iterator, List, Optional, Sequence, Set

from compat import errors
from compat.errors import CompatError, OptionError, WorkerError
from compat.fleet.process import Message, Worker
from compat.fleet.records import BEGUN, CRASHED, MEMORY, TIMEOUT, Job, Limits, Outcome

_POLL_SECONDS = 0.1
#: Importing Keras from a slow disk takes a while; workers that fail this often in a row will not start at all.
_START_SECONDS, _STARTS = 600.0, 3
_DEFAULT_LIMITS = Limits()


class Pool:
    """Worker processes on this machine; a context manager that ends them.

    Args:
        command: that starts a worker, as :func:`compat.fleet.worker.command` gives it.
        workers: how many.
        limits: what one file may cost.

    Example:
        >>> with Pool(command(options), workers=4) as pool:                               # doctest: +SKIP
        ...     outcomes = list(pool.run(jobs))
    """

    def __init__(self, command: Sequence[str], workers: int = 1, limits: Limits = _DEFAULT_LIMITS) -> None:
        self._command, self._workers, self._limits = list(command), workers, limits
        self._messages: "queue.Queue[Message]" = queue.Queue()
        self._crew: List[Worker] = []
        self._pending: Deque[Job] = deque()
        self._again: Deque[Job] = deque()
        self._lost: Set[Job] = set()
        self._failed_starts = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those on a file; a run in another thread ends without its outcomes."""
        self._pending.clear()
        self._again.clear()
        while self._crew:
            self._crew.pop().stop()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Convert every job; for each an outcome that it has begun, then the final one, as they come.

        Raises:
            WorkerError: workers die before they can begin.
            CompatError: a worker says why it cannot begin.
        """
        self._pending, self._again, self._lost = deque(jobs), deque(), set()
        while self._pending or self._again or self._busy():
            self._staff()
            for worker in [worker for worker in self._crew if worker.ready and worker.job is None]:
                job = self._next(worker)
                if job is not None:
                    yield Outcome.of(job, BEGUN)
                    worker.give(job)
            for message in self._news():
                yield from self._heard(*message)
            for worker in list(self._crew):
                yield from self._checked(worker)

    def _busy(self) -> int:
        return sum(worker.job is not None for worker in self._crew)

    def _staff(self) -> None:
        wanted = min(self._workers, len(self._pending) + len(self._again) + self._busy())
        while len(self._crew) < wanted:
            self._crew.append(Worker(self._command, self._messages))

    def _next(self, worker: Worker) -> Optional[Job]:
        """A job for an idle worker; one that was lost goes to a new worker, for which an old one makes room."""
        if self._pending:
            return self._pending.popleft()
        if not self._again:
            return None
        if worker.files == 0:
            return self._again.popleft()
        self._dismiss(worker)
        return None

    def _news(self) -> List[Message]:
        """What workers said since; waits a moment for the first."""
        try:
            news = [self._messages.get(timeout=_POLL_SECONDS)]
        except queue.Empty:
            return []
        while not self._messages.empty():
            news.append(self._messages.get_nowait())
        return news

    def _heard(self, worker: Worker, message: Optional[Dict[str, Any]]) -> Iterator[Outcome]:
        if worker not in self._crew:
            return
        if message is None:
            yield from self._ended(worker)
        elif "error" in message:
            raise getattr(errors, message["error"], CompatError)(message["message"])
        elif "ready" in message:
            worker.ready, self._failed_starts = True, 0
            self._check_it_fits(worker)
        else:
            seconds, job = worker.seconds, worker.taken()
            worker.files += 1
            if job is not None:
                yield Outcome.of(job, message["status"], message.get("cause", ""), message["message"],
                                 tuple(message.get("warnings", ())), seconds)

    def _ended(self, worker: Worker) -> Iterator[Outcome]:
        self._dismiss(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise WorkerError("{} workers could not start; of the last, {}".format(_STARTS, worker.end()))
        elif worker.job is not None:
            yield from self._try_again(worker, CRASHED, worker.end())

    def _checked(self, worker: Worker) -> Iterator[Outcome]:
        """End a worker that is over a limit."""
        if not worker.ready:
            if worker.seconds > _START_SECONDS:
                yield from self._ended(worker)
        elif worker.job is None:
            return
        elif worker.seconds > self._limits.seconds:
            self._dismiss(worker)
            yield Outcome.of(worker.job, TIMEOUT, TIMEOUT, "took longer than {:g} s".format(self._limits.seconds),
                             seconds=worker.seconds)
        elif self._limits.megabytes is not None and worker.megabytes > self._limits.megabytes:
            self._dismiss(worker)
            yield from self._try_again(
                worker, MEMORY, "took more than {:g} MB of memory".format(self._limits.megabytes))

    def _try_again(self, worker: Worker, status: str, message: str) -> Iterator[Outcome]:
        job = worker.job
        if job is None:
            return
        if job in self._lost:
            yield Outcome.of(job, status, status, message + " (twice)", seconds=worker.seconds)
        else:
            self._lost.add(job)
            self._again.append(job)

    def _dismiss(self, worker: Worker) -> None:
        self._crew.remove(worker)
        worker.stop()

    def _check_it_fits(self, worker: Worker) -> None:
        if self._limits.megabytes is not None and worker.megabytes > self._limits.megabytes:
            raise OptionError("--memory {:g} is too little: a worker takes {:.0f} MB before its first file".format(
                self._limits.megabytes, worker.megabytes))
