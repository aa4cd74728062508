"""Where plain Keras 3 has what the old Kerases had under some name, by the tables."""
import functools
from collections import Counter
from typing import Iterator, Optional, Tuple

from compat.api.classes import LAYERS
from compat.api.keras3 import MOVED, OLD_LOSSES
from compat.api.keras3_names import NAMES
from compat.api.names import lookup, names_in
from compat.api.rows import Module, Name, path_and_versions

#: Parts of paths that the public names of Keras 3 do not have.
_GONE_PARTS = ("legacy", "experimental", "v1", "v2", "engine", "python", "saved_model")
#: A module whose functions have names that others have, too, and compute something else: arrays of arrays.
_GONE_MODULE = "keras.backend.numpy_backend"


@functools.lru_cache(maxsize=4096)
def keras3_path(name: str) -> Optional[str]:
    """The name in Keras 3 of a name of the tables that means the same; None where there is none.

    Example:
        >>> keras3_path("keras.layers.core.Dense"), keras3_path("keras.layers.Merge")
        ('keras.layers.Dense', None)
        >>> keras3_path("tf.keras.optimizers.legacy.Adam")
        'keras.optimizers.Adam'
    """
    if name in NAMES or name.startswith(("keras.src.", "keras.__")):
        return name
    if name.startswith("tf.keras.__"):  # its version, its file
        return name[len("tf."):]
    if is_module(name):
        return keras3_module(name)
    for module, last in _candidates(name):
        whole = "{}.{}".format(module, last)
        if whole in MOVED:
            return MOVED[whole]
        if last in NAMES.get(module, ()):
            return whole
    return None


def _candidates(name: str) -> Iterator[Tuple[str, str]]:
    """Where to look, the nearest first: the path itself, the row's other paths, and paths without what is gone."""
    plain = name[3:] if name.startswith("tf.") else name
    module, _, last = plain.rpartition(".")
    yield module, last
    for where in (name.rpartition(".")[0], module):
        row = lookup(where, last)
        if isinstance(row, Name):
            paths = sorted((path_and_versions(path)[0] for path in row.paths), key=lambda path: path.count("."))
            for path in paths:
                for each in dict.fromkeys((row.name, row.attribute)):
                    yield (path[3:] if path.startswith("tf.") else path), each
    short = ".".join(part for part in module.split(".") if part not in _GONE_PARTS)
    for each in (last, LAYERS.get(last, ""), OLD_LOSSES.get(last, "")):
        yield short, each
        yield ".".join(short.split(".")[:2]), each


@functools.lru_cache(maxsize=None)
def is_module(name: str) -> bool:
    """Whether a name of the tables is a module of an old Keras."""
    if names_in(name):
        return True
    module, _, last = name.rpartition(".")
    return isinstance(lookup(module, last), Module)


@functools.lru_cache(maxsize=None)
def keras3_module(name: str) -> Optional[str]:
    """The module of Keras 3 that has the most of an old module's names."""
    plain = name[3:] if name.startswith("tf.") else name
    if plain == _GONE_MODULE:
        return None
    if plain in NAMES or plain.startswith("keras.src."):
        return plain
    if plain.startswith(("keras.utils", "keras.layers", "keras.applications")) and plain.count(".") == 2:
        near = ".".join(plain.split(".")[:2])
        if any(path and path.rpartition(".")[0] == near for path in map(keras3_path, _names(name))):
            return near
    found = Counter(path.rpartition(".")[0] for path in map(keras3_path, _names(name)) if path)
    return found.most_common(1)[0][0] if found else None


def _names(module: str) -> Iterator[str]:
    for name, row in names_in(module).items():
        if isinstance(row, Name):
            yield "{}.{}".format(module, name)
