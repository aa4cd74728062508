"""The same run on an existing Dask cluster: ``--scheduler tcp://…``. Needs the extra ``cluster``.

Each Dask worker starts one of our worker processes per thread, so that the limits hold there too and a file that crashes
does not take the Dask worker with it. All machines must reach the paths. No file is lost with a Dask worker: Dask gives its
files to another.
"""
import threading
import uuid
from typing import Any, Iterable, Iterator, List

import compat.fleet.storage as storage
from compat.errors import CompatError, UnsupportedError
from compat.fleet.pool import Pool
from compat.fleet.records import BEGUN, CRASHED, Job, Options, Outcome, WorkerLimits
from compat.fleet.worker import command

_DEFAULT_LIMITS = WorkerLimits()


class Cluster:
    """A connection to a Dask cluster; a context manager that stops our workers there.

    Args:
        scheduler: address of the Dask scheduler.
        options: how to convert.
        limits: time and memory for one file.

    Raises:
        UnsupportedError: on entering; dask.distributed is not installed.
        OSError: on entering; no scheduler answers at that address.
    """

    def __init__(self, scheduler: str, options: Options, limits: WorkerLimits = _DEFAULT_LIMITS) -> None:
        self._scheduler = scheduler
        self._pools = Pools("compat-" + uuid.uuid4().hex, options, limits)
        self._client: Any = None
        self._futures: List[Any] = []

    def __enter__(self) -> "Cluster":
        distributed = _distributed()
        self._client = distributed.Client(self._scheduler)
        self._client.register_plugin(_plugin(distributed, self._pools))
        return self

    def __exit__(self, *error: object) -> None:
        self._client.cancel(self._futures)
        self._client.unregister_worker_plugin(self._pools.name)
        self._client.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Convert every job; yields for each an outcome when it begins and another when it ends, as they come.

        Raises:
            CompatError: a worker cannot start; the message says why.
        """
        waiting = list(jobs)
        for job in waiting:
            yield Outcome.of(job, BEGUN)
        name = self._pools.name
        futures = {self._client.submit(convert_one, tuple(job), name, pure=False): job for job in waiting}
        self._futures = list(futures)
        for future in _distributed().as_completed(self._futures):
            error = future.exception()
            if isinstance(error, CompatError):
                raise error
            if error is None:
                yield Outcome(*future.result())
            else:  # Dask gave it up because its workers died
                storage.discard(futures[future].target)
                yield Outcome.of(futures[future], CRASHED, type(error).__name__, str(error))


class Pools:
    """The worker processes of one Dask worker: a pool of one for each thread that converts.

    Args:
        name: the plug-in's name on the Dask worker.
        options: how to convert.
        limits: time and memory for one file.
    """

    def __init__(self, name: str, options: Options, limits: WorkerLimits) -> None:
        self.name, self._options, self._limits = name, options, limits
        self._idle: List[Pool] = []
        self._all: List[Pool] = []

    def open(self) -> None:
        """Prepare on this Dask worker; a lock cannot be pickled."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """Stop all worker processes."""
        with self._lock:
            for pool in self._all:
                pool.close()

    def convert(self, job: Job) -> Outcome:
        """Convert one file in an idle worker process, or a new one."""
        storage.discard(job.target)  # a lost Dask worker may have left a partial file
        pool = self._take()
        try:
            (outcome,) = [outcome for outcome in pool.run([job]) if outcome.status != BEGUN]
        finally:
            with self._lock:
                self._idle.append(pool)
        return outcome

    def _take(self) -> Pool:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            self._all.append(Pool(command(self._options), 1, self._limits))
            return self._all[-1]


def convert_one(job: Any, name: str) -> Any:
    """Convert one file; runs on a Dask worker."""
    pools = _distributed().get_worker().plugins[name].pools
    return tuple(pools.convert(Job(*job)))


def _plugin(distributed: Any, pools: Pools) -> Any:
    class FleetPlugin(distributed.WorkerPlugin):  # type: ignore[misc]
        """Opens the pools when a Dask worker joins, and closes them when it or the run ends."""

        name = pools.name

        def __init__(self) -> None:
            self.pools = pools

        def setup(self, worker: Any) -> None:
            self.pools.open()

        def teardown(self, worker: Any) -> None:
            self.pools.close()

    return FleetPlugin()


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise UnsupportedError(
            "--scheduler needs dask.distributed: pip install 'keras-legacy-compat[cluster]'") from None
    return distributed
