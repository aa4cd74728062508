"""The old ``keras.utils.io_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class H5Dict(Any):
        def __init__(self, path: Any, mode: Any = 'a') -> None: ...
    class HDF5Matrix(Any):
        def __init__(self, datapath: Any, dataset: Any, start: Any = 0, end: Any = None, normalizer: Any = None) -> None: ...
    def ask_to_proceed_with_overwrite(filepath: Any) -> Any: ...
    class h5dict(Any):
        def __init__(self, path: Any, mode: Any = 'a') -> None: ...
    def load_from_binary_h5py(load_function: Any, stream: Any) -> Any: ...
    def save_to_binary_h5py(save_function: Any, stream: Any) -> Any: ...
