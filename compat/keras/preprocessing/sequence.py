"""The old ``keras.preprocessing.sequence`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.utils.data_utils import Sequence as Sequence
    class TimeseriesGenerator(Any):
        def __init__(self, data: Any, targets: Any, length: Any, sampling_rate: Any = 1, stride: Any = 1, start_index: Any = 0, end_index: Any = None, shuffle: Any = False, reverse: Any = False, batch_size: Any = 128) -> None: ...
    def _remove_long_seq(maxlen: Any, seq: Any, label: Any) -> Any: ...
    def make_sampling_table(size: Any, sampling_factor: Any = 1e-05) -> Any: ...
    def pad_sequences(sequences: Any, maxlen: Any = None, dtype: Any = 'int32', padding: Any = 'pre', truncating: Any = 'pre', value: Any = 0.0) -> Any: ...
    def skipgrams(sequence: Any, vocabulary_size: Any, window_size: Any = 4, negative_samples: Any = 1.0, shuffle: Any = True, categorical: Any = False, sampling_table: Any = None, seed: Any = None) -> Any: ...
