"""``KFold`` and its kin of ``sklearn.cross_validation``: made for so many samples, or for labels, and gone through themselves.

Those of ``sklearn.model_selection``, which took their place in scikit-learn 0.18, are given data later. All make the same folds
but for the stratified ones, whose rules changed.
"""
import importlib
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

import numpy as np

from compat.errors import UnsupportedError

Pair = Tuple[Any, Any]  #: indices for training, and for testing


class Folds:
    """Pairs of indices, as often as they are asked for.

    Args:
        count: how many there are.
        pairs: gives them.
    """

    def __init__(self, count: int, pairs: Callable[[], Iterator[Pair]]) -> None:
        self._count, self._pairs = count, pairs

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Pair]:
        return self._pairs()


def _by_newer(name: str, samples: int, labels: Any = None, **arguments: Any) -> Folds:
    """What the class of this name in ``sklearn.model_selection`` makes."""
    splitter = getattr(importlib.import_module("sklearn.model_selection"), name)(**arguments)
    groups = None if labels is None else np.asarray(labels)
    x = np.zeros(samples)
    return Folds(splitter.get_n_splits(x, groups=groups), lambda: splitter.split(x, groups=groups))


def _settled(folds: Sequence[Any]) -> Folds:
    """Folds of the numbers, from 0 on, that stand for samples."""
    tests = [np.sort(fold) for fold in folds]
    every = np.arange(sum(map(len, tests)))
    return Folds(len(tests), lambda: ((np.setdiff1d(every, test), test) for test in tests))


def _random(seed: Any) -> Any:
    """What draws: for None NumPy's own, which the program may have seeded."""
    if seed is None:
        return np.random
    return seed if hasattr(seed, "shuffle") else np.random.RandomState(seed)


def _check(n_folds: int, most: int, what: str) -> None:
    if n_folds != int(n_folds) or not 2 <= n_folds <= most:
        raise ValueError("n_folds={} should be a whole number from 2 to the number of {}, {}".format(n_folds, what, most))


def _split(n: int, n_folds: int, shuffle: bool, random: Any) -> List[Any]:
    places = np.arange(n)
    if shuffle:
        random.shuffle(places)
    return np.array_split(places, n_folds)


def KFold(n: int, n_folds: int = 3, shuffle: bool = False, random_state: Any = None) -> Folds:
    """So many folds of ``n`` samples.

    Raises:
        ValueError: fewer than two folds, or more than samples.

    Example:
        >>> [test.tolist() for train, test in KFold(5, n_folds=2)]
        [[0, 1, 2], [3, 4]]
    """
    _check(n_folds, n, "samples")
    return _settled(_split(n, n_folds, shuffle, _random(random_state) if shuffle else None))


def StratifiedKFold(y: Any, n_folds: int = 3, shuffle: bool = False, random_state: Any = None) -> Folds:
    """So many folds, each with its share of the samples of every class, those of a class in their order.

    Args:
        y: the class of each sample.
        n_folds: how many.
        shuffle: whether the samples of each class change places.
        random_state: seed.

    Raises:
        ValueError: fewer than two folds, or more than samples of the largest class.

    Example:
        >>> [test.tolist() for train, test in StratifiedKFold([0, 0, 1, 1, 1, 0], 2)]
        [[0, 1, 2, 3], [4, 5]]
    """
    _, classes, counts = np.unique(np.asarray(y), return_inverse=True, return_counts=True)
    _check(n_folds, int(counts.max()), "samples of the largest class")
    random = _random(random_state) if shuffle else None
    folds: List[List[Any]] = [[] for _ in range(n_folds)]
    for number, count in enumerate(counts):
        samples = np.flatnonzero(classes == number)
        for fold, places in zip(folds, _split(max(count, n_folds), n_folds, shuffle, random)):
            fold.append(samples[places[places < count]])
    return _settled([np.concatenate(fold) for fold in folds])


def ShuffleSplit(n: int, n_iter: int = 10, test_size: Any = 0.1, train_size: Any = None, random_state: Any = None) -> Folds:
    """``n_iter`` times, some of ``n`` samples drawn for training and testing."""
    return _by_newer("ShuffleSplit", n, n_splits=n_iter, test_size=test_size, train_size=train_size, random_state=random_state)


def LeaveOneOut(n: int) -> Folds:
    """Each of ``n`` samples alone for testing."""
    return _by_newer("LeaveOneOut", n)


def LeavePOut(n: int, p: int) -> Folds:
    """Every ``p`` of ``n`` samples for testing."""
    return _by_newer("LeavePOut", n, p=p)


def LabelKFold(labels: Any, n_folds: int = 3) -> Folds:
    """So many folds, the samples of a label together."""
    return _by_newer("GroupKFold", len(labels), labels, n_splits=n_folds)


def LeaveOneLabelOut(labels: Any) -> Folds:
    """The samples of each label for testing."""
    return _by_newer("LeaveOneGroupOut", len(labels), labels)


def LeavePLabelOut(labels: Any, p: int) -> Folds:
    """The samples of every ``p`` labels for testing."""
    return _by_newer("LeavePGroupsOut", len(labels), labels, n_groups=p)


def LabelShuffleSplit(labels: Any, n_iter: int = 5, test_size: Any = 0.2, train_size: Any = None,
                      random_state: Optional[Any] = None) -> Folds:
    """``n_iter`` times, some labels drawn for training and testing."""
    return _by_newer("GroupShuffleSplit", len(labels), labels, n_splits=n_iter, test_size=test_size, train_size=train_size,
                     random_state=random_state)


def PredefinedSplit(test_fold: Any) -> Folds:
    """Folds as stated: the number of the fold that each sample is tested in, -1 for none."""
    return _by_newer("PredefinedSplit", len(test_fold), test_fold=test_fold)


def StratifiedShuffleSplit(*args: Any, **kwargs: Any) -> Folds:
    """Not made.

    Raises:
        UnsupportedError: always: what today's scikit-learn draws are other samples.
    """
    raise UnsupportedError("sklearn.cross_validation.StratifiedShuffleSplit draws other samples than that of "
                           "sklearn.model_selection, which takes n_splits= in place of n_iter=, and the labels in split(x, y): "
                           "call that one")
