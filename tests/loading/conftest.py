"""How much memory the process takes while a file is opened: what backends allocate is not seen by tracemalloc."""
import sys
from contextlib import contextmanager

import pytest


class Memory:
    """The peak of resident memory, on Linux."""

    @contextmanager
    def within(self, megabytes):
        """Fails when the process grows by more inside; checks nothing where the system does not tell."""
        if sys.platform != "linux":
            yield
            return
        with open("/proc/self/clear_refs", "w") as control:
            control.write("5")  # the peak is counted from here
        before = self._megabytes("VmRSS")
        yield
        assert self._megabytes("VmHWM") - before <= megabytes

    @staticmethod
    def _megabytes(what):
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(what))


@pytest.fixture
def memory():
    return Memory()
