"""Queues that prepare batches in threads or processes (``keras.utils.data_utils`` of Keras 2).

Old code uses them in its own training loops; ``fit_generator`` leaves the work to the installed Keras.
"""
import multiprocessing
import queue
import random
import threading
import time
import warnings
from contextlib import closing
from itertools import count
from multiprocessing.pool import ThreadPool
from typing import Any, Callable, Dict, Iterator, Optional

import numpy as np

from compat.callers import warn_caller
from compat.era import current

#: Identifier of an enqueuer → its data; each worker process has a copy of its own.
_SHARED: Dict[int, Any] = {}
_identifiers = count()
#: Seconds that a batch may take in a worker, as in Keras 2.3.
_PATIENCE = 30.0


def init_pool(seqs: Dict[int, Any]) -> None:
    """Give a worker the sequences, by identifier."""
    global _SHARED
    _SHARED = seqs


def init_pool_generator(gens: Dict[int, Any], random_seed: Optional[int] = None) -> None:
    """Give a worker the generators, by identifier, and NumPy a seed that no other worker has."""
    init_pool(gens)
    if random_seed is not None:
        np.random.seed(random_seed + (multiprocessing.current_process().ident or 0))


def get_index(uid: int, i: int) -> Any:
    """Batch ``i`` of the sequence with this identifier."""
    return _SHARED[uid][i]


def next_sample(uid: int) -> Any:
    """The next batch of the generator with this identifier."""
    return next(_SHARED[uid])


class SequenceEnqueuer:
    """Base class: workers that fill a queue.

    Args:
        sequence: what the batches come from.
        use_multiprocessing: processes as workers, instead of threads.
    """

    queue: Any
    stop_signal: Optional[threading.Event]

    def __init__(self, sequence: Any, use_multiprocessing: bool = False) -> None:
        self.sequence = sequence
        self.use_multiprocessing = use_multiprocessing
        self.uid = next(_identifiers)
        self.workers = 0
        self.executor_fn: Any = None
        self.queue = None
        self.run_thread: Any = None
        self.stop_signal = None

    def is_running(self) -> bool:
        """Whether the workers are running."""
        return self.stop_signal is not None and not self.stop_signal.is_set()

    def start(self, workers: int = 1, max_queue_size: int = 10) -> None:
        """Start this many workers, which pause when ``max_queue_size`` batches wait."""
        self.executor_fn = self._get_executor_init(workers) if self.use_multiprocessing else lambda _: ThreadPool(workers)
        self.workers = workers
        self.queue = queue.Queue(max_queue_size)
        self.stop_signal = threading.Event()
        self.run_thread = threading.Thread(target=self._run, daemon=True)
        self.run_thread.start()

    def stop(self, timeout: Optional[float] = None) -> None:
        """Stop the workers, and wait up to ``timeout`` seconds for them."""
        self._stopped.set()
        with self.queue.mutex:
            self.queue.queue.clear()
            self.queue.unfinished_tasks = 0
            self.queue.not_full.notify()
        self.run_thread.join(timeout)
        _SHARED[self.uid] = None

    def get(self) -> Iterator[Any]:
        """The batches, without end; None is left out."""
        raise NotImplementedError

    @property
    def _stopped(self) -> threading.Event:
        if self.stop_signal is None:
            raise RuntimeError("the workers were not started; call start() first")
        return self.stop_signal

    def _run(self) -> None:
        raise NotImplementedError

    def _get_executor_init(self, workers: int) -> Callable[[Dict[int, Any]], Any]:
        raise NotImplementedError

    def _send_sequence(self) -> None:
        _SHARED[self.uid] = self.sequence


class OrderedEnqueuer(SequenceEnqueuer):
    """Batches of a ``Sequence`` in its order, epoch after epoch.

    Args:
        sequence: has ``__len__``, ``__getitem__`` and ``on_epoch_end``.
        use_multiprocessing: processes as workers, instead of threads.
        shuffle: take the batches of each epoch in a random order.

    Example:
        >>> class Numbers(list):
        ...     def on_epoch_end(self):
        ...         self.reverse()
        >>> enqueuer = OrderedEnqueuer(Numbers([1, 2, 3]))
        >>> enqueuer.start()
        >>> batches = enqueuer.get()
        >>> [next(batches) for _ in range(3)]
        [1, 2, 3]
        >>> enqueuer.stop()
    """

    def __init__(self, sequence: Any, use_multiprocessing: bool = False, shuffle: bool = False) -> None:
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._follows = current().behaviour("length_of_sequence") == "each_epoch"
        self._epoch_taken, self._epochs_ended = 0, 0

    def get(self) -> Iterator[Any]:
        """The batches, without end; an error in a worker is raised here."""
        try:
            while self.is_running():
                future = self.queue.get(block=True)
                batch = self._batch_of(future)
                self._epoch_taken = future.epoch
                self.queue.task_done()
                if batch is not None:
                    yield batch
        except Exception:
            self.stop()
            raise

    def _batch_of(self, future: Any) -> Any:
        """What a worker makes; made here where it takes too long, since a process that died never answers."""
        try:
            return future.get(timeout=_PATIENCE)
        except multiprocessing.TimeoutError:
            warn_caller("The input {} could not be retrieved. It could be because a worker has died.".format(future.index))
            return self.sequence[future.index]

    def join_end_of_epoch(self) -> None:
        """Wait until all batches of the epoch were taken and ``on_epoch_end`` of the sequence has run (Keras 2.3).

        The epoch is that of the last batch taken: the next one may have begun before anybody waits.
        """
        while self._epochs_ended <= self._epoch_taken and self.is_running() and self.run_thread.is_alive():
            time.sleep(0.01)

    def _get_executor_init(self, workers: int) -> Callable[[Dict[int, Any]], Any]:
        return lambda seqs: multiprocessing.Pool(workers, initializer=init_pool, initargs=(seqs,))

    def _run(self) -> None:
        order = list(range(len(self.sequence)))
        while True:
            self._send_sequence()
            if self.shuffle:
                random.shuffle(order)
            with closing(self.executor_fn(_SHARED)) as executor:
                for index in order:
                    if self._stopped.is_set():
                        return
                    future: Any = executor.apply_async(get_index, (self.uid, index))
                    future.index, future.epoch = index, self._epochs_ended
                    self.queue.put(future, block=True)
                self._wait_for_the_last()
            if self._stopped.is_set():
                return
            self.sequence.on_epoch_end()
            if self._follows:
                order = list(range(len(self.sequence)))
            self._epochs_ended += 1

    def _wait_for_the_last(self) -> None:
        while self.queue.unfinished_tasks and not self._stopped.is_set():
            time.sleep(0.1)


class GeneratorEnqueuer(SequenceEnqueuer):
    """Batches of a generator, until it ends.

    Args:
        sequence: the generator.
        use_multiprocessing: processes as workers, each with a copy of the generator; else threads.
        wait_time: not used.
        random_seed: for NumPy in the workers, which each add their process number.

    Raises:
        RuntimeError: several threads at once asked a generator that does not allow it.
    """

    def __init__(self, sequence: Any, use_multiprocessing: bool = False, wait_time: Optional[float] = None,
                 random_seed: Optional[int] = None) -> None:
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed
        if wait_time is not None:
            warnings.warn("`wait_time` is not used anymore.", DeprecationWarning, stacklevel=2)

    def get(self) -> Iterator[Any]:
        """The batches; an error in a worker is raised here."""
        try:
            yield from self._until_the_end()
        except Exception as error:
            self.stop()
            if "generator already executing" in str(error):
                raise RuntimeError("Your generator is NOT thread-safe. Keras requires a thread-safe generator when "
                                   "`use_multiprocessing=False, workers > 1`.") from error
            raise

    def _until_the_end(self) -> Iterator[Any]:
        while self.is_running():
            try:
                batch = self.queue.get(block=True).get()
            except StopIteration:
                break
            self.queue.task_done()
            if batch is not None:
                yield batch
        waiting = [self.queue.get(block=True) for _ in range(self.queue.qsize())]  # begun before the end was found
        for future in waiting:
            future.wait()
        yield from (each for each in (future.get() for future in waiting if future.successful()) if each is not None)

    def _get_executor_init(self, workers: int) -> Callable[[Dict[int, Any]], Any]:
        return lambda gens: multiprocessing.Pool(
            workers, initializer=init_pool_generator, initargs=(gens, self.random_seed))

    def _run(self) -> None:
        self._send_sequence()
        with closing(self.executor_fn(_SHARED)) as executor:
            while not self._stopped.is_set():
                self.queue.put(executor.apply_async(next_sample, (self.uid,)), block=True)
