"""``tf.distribute``: one device, the default strategy of TensorFlow, under all names."""
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Tuple

from keras import ops


class ReduceOp:
    """How the values of the replicas become one."""

    SUM, MEAN = "SUM", "MEAN"


class ReplicaContext:
    """The one replica."""

    num_replicas_in_sync = 1
    replica_id_in_sync_group = 0

    def all_reduce(self, reduce_op: Any, value: Any, options: Any = None) -> Any:
        """The value: there is one."""
        return value

    def merge_call(self, merge_fn: Callable[..., Any], args: Any = (), kwargs: Any = None) -> Any:
        """What the function returns for the strategy and the arguments."""
        return merge_fn(get_strategy(), *args, **(kwargs or {}))


class Strategy:
    """One device, on which everything is made and runs. To use several, see ``keras.distribution``.

    Example:
        >>> with Strategy().scope():
        ...     Strategy().num_replicas_in_sync
        1
    """

    num_replicas_in_sync = 1

    def __init__(self, *args: Any, **options: Any) -> None:
        pass

    @property
    def extended(self) -> "Strategy":
        """Itself."""
        return self

    @contextmanager
    def scope(self) -> Iterator["Strategy"]:
        """Accepted; variables are made on the one device."""
        yield self

    def run(self, fn: Callable[..., Any], args: Any = (), kwargs: Any = None, options: Any = None) -> Any:
        """What the function returns."""
        return fn(*args, **(kwargs or {}))

    experimental_run_v2 = run

    def reduce(self, reduce_op: Any, value: Any, axis: Any) -> Any:
        """The value, summed or averaged along ``axis`` if that is given."""
        if axis is None:
            return value
        return ops.sum(value, axis=axis) if str(reduce_op).upper().endswith("SUM") else ops.mean(value, axis=axis)

    def experimental_distribute_dataset(self, dataset: Any, options: Any = None) -> Any:
        """The data themselves."""
        return dataset

    def distribute_datasets_from_function(self, dataset_fn: Callable[[Any], Any], options: Any = None) -> Any:
        """What the function gives."""
        return dataset_fn(None)

    experimental_distribute_datasets_from_function = distribute_datasets_from_function

    def experimental_local_results(self, value: Any) -> Tuple[Any, ...]:
        """The one value in a tuple."""
        return (value,)


MirroredStrategy = OneDeviceStrategy = MultiWorkerMirroredStrategy = CentralStorageStrategy = Strategy


class TPUClusterResolver:
    """There are no TPUs to find, which is the ValueError that programs expect then."""

    def __init__(self, *args: Any, **options: Any) -> None:
        raise ValueError("there is no TPU of TensorFlow here: TensorFlow is not the backend")


_default = Strategy()


def get_strategy() -> Strategy:
    """The default strategy."""
    return _default


def has_strategy() -> bool:
    """False: only the default one is in force."""
    return False


def get_replica_context() -> ReplicaContext:
    """The one replica."""
    return ReplicaContext()


def in_cross_replica_context() -> bool:
    """False: code runs in the one replica."""
    return False
