"""``keras.preprocessing.image`` of Keras 2.0 and 2.1, on Keras 2.2 and 2.3: the functions that those have no longer."""
from ...shared.preprocessing.image import apply_transform, flip_axis, list_pictures, transform_matrix_offset_center

__all__ = ["apply_transform", "flip_axis", "list_pictures", "transform_matrix_offset_center"]
