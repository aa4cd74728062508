"""Small functions of ``keras.utils.generic_utils`` and ``layer_utils`` of Keras 2."""
import hashlib
import inspect
import re
from typing import Any, List, Mapping, Optional, Sequence

import numpy as np


def has_arg(fn: Any, name: str, accept_all: bool = False) -> bool:
    """Whether ``fn`` takes an argument of that name, or, with ``accept_all``, any name.

    Example:
        >>> has_arg(lambda x, mask=None: x, "mask")
        True
    """
    parameters = inspect.signature(fn).parameters
    if accept_all and any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return True
    named = parameters.get(name)
    return named is not None and named.kind in (named.POSITIONAL_OR_KEYWORD, named.KEYWORD_ONLY)


def to_list(x: Any, allow_tuple: bool = False) -> List[Any]:
    """A list unchanged; anything else as a list of one."""
    if isinstance(x, list) or (allow_tuple and isinstance(x, tuple)):
        return list(x)
    return [x]


def unpack_singleton(x: Any) -> Any:
    """The only element of a list of one, else the list."""
    return x[0] if len(x) == 1 else x


def is_all_none(iterable_or_element: Any) -> bool:
    """Whether every element is None."""
    listed = iterable_or_element if isinstance(iterable_or_element, (list, tuple)) else [iterable_or_element]
    return all(element is None for element in listed)


def object_list_uid(object_list: Any) -> str:
    """The identities of objects as text."""
    return ", ".join(str(abs(id(one))) for one in to_list(object_list))


def slice_arrays(arrays: Any, start: Any = None, stop: Optional[int] = None) -> Any:
    """Rows ``start`` to ``stop``, or the rows listed in ``start``, of one array or of each of a list."""
    if arrays is None:
        return [None]
    rows = start if hasattr(start, "__len__") else slice(start, stop)
    if isinstance(arrays, list):
        return [None if array is None else array[rows] for array in arrays]
    return arrays[rows]


def count_params(weights: Any) -> int:
    """Number of parameters in the weights."""
    return int(sum(np.prod(tuple(weight.shape)) for weight in {id(w): w for w in weights}.values()))


def print_summary(model: Any, line_length: Optional[int] = None, positions: Any = None, print_fn: Any = None) -> None:
    """The same as ``model.summary``."""
    model.summary(line_length=line_length, positions=positions, print_fn=print_fn)


def to_snake_case(name: str, splits_at_digits: bool = True) -> str:
    """The name of a class as layers are named after it.

    Args:
        name: of the class.
        splits_at_digits: whether a capital before a digit begins a word, as it did before TensorFlow 2.9.

    Example:
        >>> to_snake_case("MaxPooling2D"), to_snake_case("_Merge")
        ('max_pooling2d', 'private__merge')
        >>> to_snake_case("ConvLSTM2D"), to_snake_case("ConvLSTM2D", splits_at_digits=False)
        ('conv_lst_m2d', 'conv_lstm2d')
    """
    spaced = re.sub("(.)([A-Z][a-z0-9]+)" if splits_at_digits else "(.)([A-Z][a-z]+)", r"\1_\2", name)
    snake = re.sub("([a-z])([A-Z])", r"\1_\2", spaced).lower()
    return "private" + snake if snake.startswith("_") else snake


def getargspec(fn: Any) -> inspect.FullArgSpec:
    """``inspect.getfullargspec``."""
    return inspect.getfullargspec(fn)


def check_for_unexpected_keys(name: str, input_dict: Mapping[str, Any], expected_values: Sequence[str]) -> None:
    """Refuse a dictionary with other keys.

    Raises:
        ValueError: it has one.
    """
    unknown = set(input_dict).difference(expected_values)
    if unknown:
        raise ValueError("Unknown entries in {} dictionary: {}. Only expected following keys: {}".format(
            name, list(unknown), expected_values))


def validate_file(fpath: str, file_hash: str, algorithm: str = "auto", chunk_size: int = 65535) -> bool:
    """Whether a file has this checksum.

    Args:
        fpath: path.
        file_hash: MD5 or SHA-256 in hexadecimal.
        algorithm: ``"md5"``, ``"sha256"``, or ``"auto"`` to tell by the length.
        chunk_size: how many bytes to read at once.
    """
    sha256 = algorithm == "sha256" or (algorithm == "auto" and len(file_hash) == 64)
    return hash_file(fpath, "sha256" if sha256 else "md5", chunk_size) == str(file_hash)


def hash_file(fpath: str, algorithm: str = "sha256", chunk_size: int = 65535) -> str:
    """The checksum of a file in hexadecimal: SHA-256, also for ``"auto"``, else MD5."""
    found = hashlib.sha256() if algorithm in ("sha256", "auto") else hashlib.md5()
    with open(fpath, "rb") as file:
        for chunk in iter(lambda: file.read(chunk_size), b""):
            found.update(chunk)
    return found.hexdigest()
