"""The same work on many files, in several processes; one that is killed takes no other file with it."""
import concurrent.futures
from typing import Any, Callable, List, Sequence, TypeVar

_AT_ONCE = 8
Item = TypeVar("Item")
Found = TypeVar("Found")


def in_processes(items: Sequence[Any], work: Callable[[Any], Found], lost: Callable[[Any], Found], jobs: int,
                 done: Callable[[str], None]) -> List[Found]:
    """The results of ``work``, in the order of the items.

    Args:
        items: what it is called with; each has a ``path``.
        work: a function that another process can be given.
        lost: the result of an item whose process was killed twice.
        jobs: number of processes.
        done: called with a path after each item.
    """
    if jobs < 2 or len(items) <= 2 * _AT_ONCE:
        return [_alone_here(each, work, done) for each in items]
    shares = [items[place:place + _AT_ONCE] for place in range(0, len(items), _AT_ONCE)]
    found: List[Found] = []
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(shares))) as pool:
        asked = [pool.submit(_share, share, work) for share in shares]
        for share, future in zip(shares, asked):
            try:
                found.extend(future.result())
            except concurrent.futures.process.BrokenProcessPool:
                found.extend(_alone(each, work, lost) for each in share)
            for each in share:
                done(each.path)
    return found


def _alone_here(item: Any, work: Callable[[Any], Found], done: Callable[[str], None]) -> Found:
    found = work(item)
    done(item.path)
    return found


def _share(share: Sequence[Any], work: Callable[[Any], Found]) -> List[Found]:
    return [work(each) for each in share]


def _alone(item: Any, work: Callable[[Any], Found], lost: Callable[[Any], Found]) -> Found:
    """One item in a process of its own, after a process that had others as well was killed."""
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(work, item).result()
        except concurrent.futures.process.BrokenProcessPool:
            return lost(item)
