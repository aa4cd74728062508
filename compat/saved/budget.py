"""What the arrays of a file may take, added up as they are found."""

from __future__ import annotations

from compat.errors import UnsafeFileError
from compat.saved.limits import Limits
from compat.saved.records import Dataset


class Budget:
    """Adds up declared arrays and bytes, and refuses the array that exceeds a limit."""

    def __init__(self, limits: Limits, file_bytes: int) -> None:
        self.limits = limits
        self.arrays = 0
        self.bytes = 0
        self.expanded = max(limits.expansion_floor, limits.expansion * file_bytes)

    def spend(self, dataset: Dataset) -> None:
        """Account for one array.

        Raises:
            UnsafeFileError: the array, the sum, its ratio to the size of the file, or the number of arrays exceeds its limit.
        """
        self.arrays += 1
        self.bytes += dataset.nbytes
        limits = self.limits
        for what, spent, limit in (
            ("dataset_bytes", dataset.nbytes, limits.dataset_bytes),
            ("total_bytes", self.bytes, limits.total_bytes),
            ("expansion", self.bytes, self.expanded),
            ("weights", self.arrays, limits.weights),
        ):
            if spent > limit:
                raise UnsafeFileError(
                    "{} with shape {} exceeds Limits.{}: {:,}, more than {:,}.".format(
                        dataset.place, dataset.shape, what, spent, limit
                    )
                )
