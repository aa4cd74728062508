"""Helpers of the backend module of Keras 2 that code of that time imports, in spite of an underscore or of no use."""
import builtins
import importlib
import os
from typing import Any, Callable, Optional, TextIO, Tuple

import numpy as np

from compat.flavors import Names, tensorflow_1
from compat.flavors.shared.dim_ordering import normalize_data_format

_K = Names("keras.backend")
# Old modules copied these once, when they were imported; so does whoever imports them here.
_FLOATX, _EPSILON, _IMAGE_DATA_FORMAT = _K.floatx(), _K.epsilon(), _K.image_data_format()
_BACKEND = _K.backend()
_config_path: str
_keras_base_dir: str
_keras_dir: str
control_flow_ops: Any
ctc: Any
functional_ops: Any
tensor_array_ops: Any
py_all, py_any, py_slice, py_sum = builtins.all, builtins.any, builtins.slice, builtins.sum
#: Modules inside TensorFlow that the backend of Keras 2 imported → those of ``tf`` that have their functions.
_INSIDE = {"ctc": "compat.tf.nn", "control_flow_ops": "compat.tf", "functional_ops": "compat.tf",
           "tensor_array_ops": "compat.tf"}

__all__ = ["_BACKEND", "_EPSILON", "_FLOATX", "_IMAGE_DATA_FORMAT", "_config_path", "_is_tf_1", "_keras_base_dir",
           "_keras_dir", "_preprocess_conv2d_input", "_preprocess_conv3d_input", "_preprocess_padding", "_to_tensor",
           "control_dependencies", "control_flow_ops", "ctc", "eager", "f", "functional_ops", "normalize_data_format", "np",
           "py_all", "py_any", "py_slice", "py_sum", "symbolic", "tensor_array_ops", "v1_variable_initialization"]


def __getattr__(name: str) -> Any:
    """Modules inside TensorFlow; ``_keras_dir``, the folder of Keras's files, the one above it and the file of settings, as
    ``KERAS_HOME`` says now."""
    if name in _INSIDE:
        return importlib.import_module(_INSIDE[name])
    folder = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    places = {"_keras_dir": folder, "_keras_base_dir": os.path.dirname(folder),
              "_config_path": os.path.join(folder, "keras.json")}
    if name not in places:
        raise AttributeError(name)
    return places[name]


def _settings() -> TextIO:
    """The settings, closed."""
    path = __getattr__("_config_path")
    with open(path if os.path.exists(path) else os.devnull, encoding="utf8") as file:
        return file


#: What ``with open(…) as f`` left in the backend module of Keras 2.2.4.
f = _settings()


def _to_tensor(x: Any, dtype: str) -> Any:
    """``x`` as a tensor of this dtype."""
    return _K.cast(x, dtype) if _K.is_tensor(x) else _K.constant(x, dtype=dtype)


def _channels_last(x: Any, data_format: Optional[str]) -> Any:
    data_format = data_format or _K.image_data_format()
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError("Unknown data_format: {}".format(data_format))
    if data_format == "channels_last":
        return x
    return _K.permute_dimensions(x, [0] + list(range(2, _K.ndim(x))) + [1])


def _preprocess_conv2d_input(x: Any, data_format: Optional[str], force_transpose: bool = False) -> Tuple[Any, str]:
    """Images with the channels last, and what TensorFlow calls that: ``"NHWC"``."""
    return _channels_last(x, data_format), "NHWC"


def _preprocess_conv3d_input(x: Any, data_format: Optional[str]) -> Tuple[Any, str]:
    """Volumes with the channels last, and what TensorFlow calls that: ``"NDHWC"``."""
    return _channels_last(x, data_format), "NDHWC"


def _preprocess_padding(padding: str) -> str:
    """``"SAME"`` or ``"VALID"``.

    Raises:
        ValueError: another padding.
    """
    if padding not in ("same", "valid"):
        raise ValueError("Invalid padding: {}".format(padding))
    return padding.upper()


def _is_tf_1() -> bool:
    """Whether TensorFlow 1 is below, which Keras 2.3 asked."""
    return False


def control_dependencies(control_inputs: Any) -> Any:
    """``tf.control_dependencies``: a context manager."""
    return tensorflow_1("control_dependencies")(control_inputs)


def eager(func: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself: outside of models everything is computed at once."""
    return func


def symbolic(func: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself: there is no graph to enter."""
    return func


def v1_variable_initialization() -> None:
    """Give all variables that have none yet their first values, which every session of ``K.get_session()`` does."""
    _K.get_session()
