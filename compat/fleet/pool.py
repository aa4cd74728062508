"""Worker processes that convert many files each, within limits.

A worker imports Keras once and converts file after file. If it exceeds a limit or dies, it is replaced and its partial
file is removed. A file whose worker died or took too much memory is tried once more in a new worker, since the fault may
have been the worker's.
"""
import queue
from collections import deque
from typing import Any, Deque, Dict, Iterable, Iterator, List, Optional, Sequence, Set

from compat import errors
from compat.errors import CompatError, OptionError, WorkerError
from compat.fleet.process import Message, Worker
from compat.fleet.records import BEGUN, CRASHED, MEMORY, TIMEOUT, Job, Outcome, WorkerLimits

_POLL_SECONDS = 0.1
#: Importing Keras from a slow disk takes a while; after this many failed starts in a row, give up.
_START_SECONDS, _STARTS = 600.0, 3
_DEFAULT_LIMITS = WorkerLimits()


class Pool:
    """Worker processes on this machine; a context manager that stops them.

    Args:
        command: starts a worker, see :func:`compat.fleet.worker.command`.
        workers: number of processes.
        limits: time and memory for one file.

    Example::

        with Pool(command(options), workers=4) as pool:
            outcomes = list(pool.run(jobs))
    """

    def __init__(self, command: Sequence[str], workers: int = 1, limits: WorkerLimits = _DEFAULT_LIMITS) -> None:
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
        """Stop all workers, also busy ones; a run in another thread ends without their outcomes."""
        self._pending.clear()
        self._again.clear()
        while self._crew:
            self._crew.pop().stop()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Convert every job; yields for each an outcome when it begins and another when it ends, as they come.

        Raises:
            WorkerError: workers die before they are ready.
            CompatError: a worker cannot start; the message says why.
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
        """A job for an idle worker; a job to retry needs a new worker, so an old one is dismissed to make room."""
        if self._pending:
            return self._pending.popleft()
        if not self._again:
            return None
        if worker.files == 0:
            return self._again.popleft()
        self._dismiss(worker)
        return None

    def _news(self) -> List[Message]:
        """New messages of the workers; waits briefly for the first."""
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
                yield Outcome.answered(job, message, seconds)

    def _ended(self, worker: Worker) -> Iterator[Outcome]:
        self._dismiss(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise WorkerError("{} workers could not start; of the last, {}".format(_STARTS, worker.end()))
        elif worker.job is not None:
            yield from self._try_again(worker, CRASHED, worker.end())

    def _checked(self, worker: Worker) -> Iterator[Outcome]:
        """Stop a worker that exceeds a limit."""
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
