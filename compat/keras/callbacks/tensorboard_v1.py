"""The old ``keras.callbacks.tensorboard_v1`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.callbacks.callbacks import Callback as Callback
    from compat.keras import backend as K
    class TensorBoard(Any):
        def __init__(self, log_dir: Any = './logs', histogram_freq: Any = 0, batch_size: Any = 32, write_graph: Any = True, write_grads: Any = False, write_images: Any = False, embeddings_freq: Any = 0, embeddings_layer_names: Any = None, embeddings_metadata: Any = None, embeddings_data: Any = None, update_freq: Any = 'epoch') -> None: ...
    from compat.keras.engine.training_utils import standardize_input_data as standardize_input_data
