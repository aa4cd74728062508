"""The old ``tf.keras.preprocessing`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.tf.keras.preprocessing import image as image
    def image_dataset_from_directory(directory: Any, labels: Any = 'inferred', label_mode: Any = 'int', class_names: Any = None, color_mode: Any = 'rgb', batch_size: Any = 32, image_size: Any = (256, 256), shuffle: Any = True, seed: Any = None, validation_split: Any = None, subset: Any = None, interpolation: Any = 'bilinear', follow_links: Any = False, crop_to_aspect_ratio: Any = False, **kwargs: Any) -> Any: ...
    from compat.tf.keras.preprocessing import sequence as sequence
    from compat.tf.keras.preprocessing import text as text
    def text_dataset_from_directory(directory: Any, labels: Any = 'inferred', label_mode: Any = 'int', class_names: Any = None, batch_size: Any = 32, max_length: Any = None, shuffle: Any = True, seed: Any = None, validation_split: Any = None, subset: Any = None, follow_links: Any = False) -> Any: ...
    def timeseries_dataset_from_array(data: Any, targets: Any, sequence_length: Any, sequence_stride: Any = 1, sampling_rate: Any = 1, batch_size: Any = 128, shuffle: Any = False, seed: Any = None, start_index: Any = None, end_index: Any = None) -> Any: ...
