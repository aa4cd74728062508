"""What old code does with h5py 2, which h5py 3 does not have; it came out in 2020, after Keras 2.4.

Loops over a file of weights say ``[name.decode("utf8") for name in group.attrs["weight_names"]]``; h5py 3 gives texts there.
None of this imports h5py: an object of h5py exists only where the program did.
"""
import os
import sys
from types import ModuleType
from typing import Any


def decode_method(value: Any, *args: Any, **kwargs: Any) -> Any:
    """``value.decode(...)``: a text as it is, since it was bytes until h5py 3.

    Example:
        >>> decode_method(b"dense_1", "utf8"), decode_method("dense_1", "utf8")
        ('dense_1', 'dense_1')
    """
    return value if isinstance(value, str) and not hasattr(value, "decode") else value.decode(*args, **kwargs)


def file_method(receiver: Any, *args: Any, **kwargs: Any) -> Any:
    """``h5py.File(name)``: without a mode h5py 2 opened a file to write in it, read one that may only be read, or made one."""
    asks_h5py = isinstance(receiver, ModuleType) and receiver.__name__ == "h5py"
    if asks_h5py and len(args) == 1 and "mode" not in kwargs and _may_be_written(args[0]):
        kwargs["mode"] = "a"
    return receiver.File(*args, **kwargs)


def value_attribute(holder: Any) -> Any:
    """``holder.value``: all of a dataset, too."""
    return holder.value if hasattr(holder, "value") or not _is_of_h5py(holder, "Dataset") else holder[()]


def fid_attribute(holder: Any) -> Any:
    """``file.fid``: the low-level object of a file, which is its ``id``."""
    return holder.fid if hasattr(holder, "fid") or not _is_of_h5py(holder, "File") else holder.id


def _may_be_written(file: Any) -> bool:
    is_path = isinstance(file, (str, bytes, os.PathLike))
    return not is_path or os.access(file, os.W_OK) or not os.path.exists(file)


def _is_of_h5py(value: Any, name: str) -> bool:
    h5py = sys.modules.get("h5py")
    return h5py is not None and isinstance(value, getattr(h5py, name))
