"""How much memory and time a model file may take.

Every limit is checked against what the file *declares* (shapes, storage sizes, counts), so a hostile file is refused
before it takes any memory. The defaults are well above the largest published Keras models.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import maxsize
from typing import Optional

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one file; pass your own ``Limits`` to raise one.

    Attributes:
        dataset_bytes: size of one array in memory.
        total_bytes: size of all arrays of the file in memory; an array counts once for each reference to it.
        expansion: largest ratio of the arrays' size to the file's. Keras writes arrays uncompressed, so an honest file
            has a ratio of about 1; only a compressed or never-written dataset has a large one.
        expansion_floor: total size in bytes below which the ratio is not checked.
        attribute_bytes: size of one attribute, as declared.
        json_bytes: size of one JSON document (an attribute or an architecture file).
        json_values: number of values in one JSON document.
        json_depth: nesting depth of one JSON document.
        layers: number of layers, in the configuration and among the weights.
        weights: number of arrays in the file.

    Example:
        >>> Limits(total_bytes=64 * MEBIBYTE).total_bytes
        67108864
    """

    dataset_bytes: int = 8 * GIBIBYTE
    total_bytes: int = 16 * GIBIBYTE
    expansion: int = 16
    expansion_floor: int = 64 * MEBIBYTE
    attribute_bytes: int = 64 * MEBIBYTE
    json_bytes: int = 16 * MEBIBYTE
    json_values: int = 2_000_000
    json_depth: int = 100
    layers: int = 20_000
    weights: int = 200_000

    @classmethod
    def when(cls, safe_mode: Optional[bool]) -> Limits:
        """Those of a file that is opened with ``safe_mode``: sizes are unlimited only when that was said.

        Example:
            >>> Limits.when(None) == Limits(), Limits.when(False).total_bytes > Limits().total_bytes
            (True, True)
        """
        return cls() if safe_mode is None or safe_mode else cls(dataset_bytes=maxsize, total_bytes=maxsize, expansion=maxsize)


DEFAULT_LIMITS = Limits()
