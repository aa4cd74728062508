"""Arrays whose samples ``fit`` shuffles as Keras 1 and 2 did: with NumPy, each epoch from the order of the one before.

Keras 3 shuffles with the generator of its backend. A program that fixes NumPy's seed gets the batches that it had only in the
old order. A Keras 3 that takes no adapters of data, before 3.8, shuffles for itself.
"""
from typing import Any, Dict, Iterator

import numpy as np
from keras import tree
from keras.src.trainers.data_adapters import array_slicing  # not public: how Keras takes samples out of arrays
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

from compat.era import current
from compat.flavors.shared.input_data import batch_shuffle

from .any_size import adapters_are_taken
from .repeated import arrays_of_training, in_batches
from .sequences import ForTraining


class ShuffledArrays(ForTraining, ArrayDataAdapter):
    """The batches of arrays in an order that each epoch of a training shuffles.

    Args:
        data: ``(x, y, weights)``, arrays or structures of them; the last, or the last two, may be None.
        batch_size: samples of a batch; the last one of an epoch may hold fewer.
        by_batch: whether whole batches change places.
        class_weight: factor by class, or None.

    Attributes:
        training: whether ``fit`` has begun: before that, Keras asks for a batch to see its shapes.

    Example:
        >>> import numpy as np
        >>> arrays = ShuffledArrays((np.arange(6.0), None, None), batch_size=2)
        >>> arrays.num_batches
        3
    """

    def __init__(self, data: Any, batch_size: int, by_batch: bool = False, class_weight: Any = None) -> None:
        super().__init__(*data, batch_size=batch_size, shuffle=False, class_weight=class_weight)
        self._by_batch = by_batch
        self._order = np.arange(self._num_samples)

    def on_epoch_begin(self) -> None:
        """Keras begins to ask for batches: those of the next epoch if it trains."""
        if self.training:
            order = self._order.copy()  # TensorFlow may still read the last one
            if self._by_batch:
                order = batch_shuffle(order, self._batch_size)
            else:
                np.random.shuffle(order)
            self._order = order

    def _rows(self) -> Iterator[Any]:
        order = self._order
        for begin in range(0, len(order), self._batch_size):
            yield order[begin:begin + self._batch_size]

    def _get_iterator(self, slice_and_convert_fn: Any, inputs: Any) -> Iterator[Any]:
        for rows in self._rows():
            yield tree.map_structure(lambda each, rows=rows: slice_and_convert_fn(each, indices=rows), inputs)

    def get_torch_dataloader(self) -> Any:
        """The batches as torch loads them."""
        import torch

        native = super().get_torch_dataloader()
        return torch.utils.data.DataLoader(native.dataset, batch_sampler=_Batches(self), collate_fn=native.collate_fn)

    def get_tf_dataset(self) -> Any:
        """The batches as TensorFlow reads them."""
        import tensorflow as tf

        samples, size = self._num_samples, self._batch_size
        inputs = tree.lists_to_tuples(array_slicing.convert_to_sliceable(self._inputs, target_backend="tensorflow"))
        orders = tf.data.Dataset.range(1).map(
            lambda _: tf.ensure_shape(tf.numpy_function(lambda: self._order, [], tf.int64), (samples,)))
        whole = samples // size * size

        def batched(order: Any) -> Any:
            rows = tf.data.Dataset.from_tensor_slices(tf.reshape(order[:whole], (-1, size)))
            return rows.concatenate(tf.data.Dataset.from_tensors(order[whole:])) if whole < samples else rows

        rows = orders.flat_map(batched)
        batches = tf.data.Dataset.zip((rows, tf.data.Dataset.from_tensors(inputs).repeat())).map(
            lambda taken, data: tf.nest.map_structure(lambda each: tf.gather(each, taken), data),
            num_parallel_calls=tf.data.AUTOTUNE)
        options = tf.data.Options()
        options.experimental_optimization.apply_default_optimizations = False
        options.experimental_distribute.auto_shard_policy = tf.data.experimental.AutoShardPolicy.DATA
        return batches.with_options(options).prefetch(tf.data.AUTOTUNE)


class _Batches:
    """The rows of each batch, for torch."""

    def __init__(self, arrays: ShuffledArrays) -> None:
        self._arrays = arrays

    def __len__(self) -> int:
        return int(self._arrays.num_batches)

    def __iter__(self) -> Iterator[Any]:
        return self._arrays._rows()


def shuffled(given: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of ``fit`` of Keras 3, with arrays that are to be shuffled as :class:`ShuffledArrays`."""
    by_batch, given = given["shuffle"] == "batch", dict(given, shuffle=bool(given["shuffle"]))
    if not given["shuffle"] or given["steps_per_epoch"] or current().behaviour("order_of_samples") != "by_numpy" \
            or not adapters_are_taken():
        return given
    data = given["x"], given["y"], given["sample_weight"]
    if not all(isinstance(each, np.ndarray) for each in tree.flatten(tuple(part for part in data if part is not None))):
        return given
    batch_size = given["batch_size"] or 32
    data, validation = arrays_of_training(*data, given["validation_data"], given["validation_split"])
    arrays = ShuffledArrays(data, batch_size, by_batch, given["class_weight"])
    return dict(in_batches(given, arrays, validation, batch_size), class_weight=None)
