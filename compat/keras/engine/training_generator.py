"""The old ``keras.engine.training_generator`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.utils.data_utils import GeneratorEnqueuer as GeneratorEnqueuer
    from compat.keras import backend as K
    from compat.keras.utils.data_utils import OrderedEnqueuer as OrderedEnqueuer
    from compat.keras.utils.generic_utils import Progbar as Progbar
    from compat.keras.utils.data_utils import Sequence as Sequence
    from compat.keras import callbacks as cbks
    def evaluate_generator(model: Any, generator: Any, steps: Any = None, callbacks: Any = None, max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: Any = False, verbose: Any = 0) -> Any: ...
    def fit_generator(model: Any, generator: Any, steps_per_epoch: Any = None, epochs: Any = 1, verbose: Any = 1, callbacks: Any = None, validation_data: Any = None, validation_steps: Any = None, validation_freq: Any = 1, class_weight: Any = None, max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: Any = False, shuffle: Any = True, initial_epoch: Any = 0) -> Any: ...
    from compat.keras.engine.training_utils import is_sequence as is_sequence
    from compat.keras.engine.training_utils import iter_sequence_infinite as iter_sequence_infinite
    def predict_generator(model: Any, generator: Any, steps: Any = None, callbacks: Any = None, max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: Any = False, verbose: Any = 0) -> Any: ...
    from compat.keras.engine.training_utils import should_run_validation as should_run_validation
    from compat.keras.utils.generic_utils import to_list as to_list
    from compat.keras.utils.generic_utils import unpack_singleton as unpack_singleton
