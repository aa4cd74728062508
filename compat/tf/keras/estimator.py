"""The old ``tf.keras.estimator`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def model_to_estimator(keras_model: Any = None, keras_model_path: Any = None, custom_objects: Any = None, model_dir: Any = None, config: Any = None, checkpoint_format: Any = 'checkpoint', metric_names_map: Any = None, export_outputs: Any = None) -> Any: ...
