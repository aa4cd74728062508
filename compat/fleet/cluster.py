"""The same run on an existing Dask cluster: ``--scheduler tcp://…``. Needs the extra ``cluster``.

Below each Dask worker runs a worker process of ours, one per thread that it has, so that the limits hold there too and a
file that crashes does not take the Dask worker with it. Paths must be ones that all machines reach. A Dask worker that is
lost loses no file: Dask hands its files to another.
"""
import threading
import uuid
from typing import Any, Iterable, Iterator, List

import compat.fleet.storage as storage
from compat.errors import CompatError, UnsupportedError
from compat.fleet.pool import Pool
from compat.fleet.records import BEGUN, CRASHED, Job, Limits, Options, Outcome
from compat.fleet.worker import command

_DEFAULT_LIMITS = Limits()


class Cluster:
    """A connection to a Dask cluster; a context manager that ends what runs there for us.

    Args:
        scheduler: address of the Dask scheduler.
        options: how to convert.
        limits: what one file may cost.

    Raises:
        UnsupportedError: on entering; dask.distributed is not installed.
        OSError: on entering; nobody answers at that address.
    """

    def __init__(self, scheduler: str, options: Options, limits: Limits = _DEFAULT_LIMITS) -> None:
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
        """Convert every job; for each an outcome that it has begun, then the final one, as they come.

        Raises:
            CompatError: a worker says why it cannot begin.
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
            else:  # Dask gave it up, because its workers died
                storage.discard(futures[future].target)
                yield Outcome.of(futures[future], CRASHED, type(error).__name__, str(error))


class Pools:
    """The worker processes below one Dask worker: a pool of one for each thread that converts.

    Args:
        name: under which the Dask worker knows them.
        options: how to convert.
        limits: what one file may cost.
    """

    def __init__(self, name: str, options: Options, limits: Limits) -> None:
        self.name, self._options, self._limits = name, options, limits
        self._idle: List[Pool] = []
        self._all: List[Pool] = []

    def open(self) -> None:
        """Be ready on this Dask worker; a lock cannot travel there."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """End all worker processes."""
        with self._lock:
            for pool in self._all:
                pool.close()

    def convert(self, job: Job) -> Outcome:
        """Convert one file in a worker process that is idle, or a new one."""
        storage.discard(job.target)  # a Dask worker that was lost may have left a part
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
    """What a Dask worker does with one file."""
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
