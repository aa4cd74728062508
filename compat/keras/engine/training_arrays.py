"""The old ``keras.engine.training_arrays`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as K
    from compat.keras.utils.generic_utils import Progbar as Progbar
    from compat.keras.engine.training_utils import batch_shuffle as batch_shuffle
    from compat.keras import callbacks as cbks
    from compat.keras.engine.training_utils import check_num_samples as check_num_samples
    def fit_loop(model: Any, fit_function: Any, fit_inputs: Any, out_labels: Any = None, batch_size: Any = None, epochs: Any = 100, verbose: Any = 1, callbacks: Any = None, val_function: Any = None, val_inputs: Any = None, shuffle: Any = True, initial_epoch: Any = 0, steps_per_epoch: Any = None, validation_steps: Any = None, validation_freq: Any = 1) -> Any: ...
    from compat.keras.engine.training_utils import make_batches as make_batches
    def predict_loop(model: Any, f: Any, ins: Any, batch_size: Any = 32, verbose: Any = 0, steps: Any = None, callbacks: Any = None) -> Any: ...
    from compat.keras.engine.training_utils import should_run_validation as should_run_validation
    from compat.keras.utils.generic_utils import slice_arrays as slice_arrays
    def test_loop(model: Any, f: Any, ins: Any, batch_size: Any = None, verbose: Any = 0, steps: Any = None, callbacks: Any = None) -> Any: ...
    from compat.keras.utils.generic_utils import to_list as to_list
    from compat.keras.utils.generic_utils import unpack_singleton as unpack_singleton
