"""Tools of the attacks: a writer of Keras's layout, a witness of opened files, an auditor of what Python does."""
import ctypes
import json
import os
import struct
import sys
from contextlib import contextmanager

import h5py
import numpy as np
import pytest

DENSE = {
    "class_name": "Sequential",
    "config": [{"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "batch_input_shape": [None, 3]}}],
}
IN_OPEN, IN_NONBLOCK = 0x20, 0x800
# What running code from a file cannot do without, as CPython names it.
EXECUTION = ("exec", "compile", "marshal.loads", "pickle.find_class", "os.system", "subprocess.Popen", "ctypes.dlopen")


@pytest.fixture
def hostile(tmp_path):
    """A context manager that opens a file with an honest frame, for the test to spoil; yields (file, layer's group)."""

    @contextmanager
    def spoil(name="hostile.h5", weights=(b"kernel",), config=DENSE):
        with h5py.File(str(tmp_path / name), "w") as file:
            if config is not None:
                file.attrs["model_config"] = json.dumps(config)
            group = file.create_group("model_weights")
            group.attrs["layer_names"] = np.array([b"dense_1"])
            layer = group.create_group("dense_1")
            layer.attrs["weight_names"] = np.array(weights)
            yield file, layer

    spoil.path = tmp_path / "hostile.h5"
    return spoil


@pytest.fixture
def secret(tmp_path):
    """A file outside the model that no attack may make us open, with a count of how often it was opened."""
    path = tmp_path / "secret.h5"
    with h5py.File(str(path), "w") as file:
        file["kernel"] = np.full((3, 2), 1234.5)
        file.create_group("dense_1")["kernel"] = np.full((3, 2), 1234.5)
    return Witness(path)


class Witness:
    """Knows whether a file was opened, by any library: Linux's inotify sees what HDF5 does too."""

    def __init__(self, path):
        self.path = path
        self._libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
        if self._libc is not None:
            self._queue = self._libc.inotify_init1(IN_NONBLOCK)
            assert self._libc.inotify_add_watch(self._queue, os.fsencode(str(path)), IN_OPEN) >= 0

    def was_opened(self):
        """True when anything opened the file since; always False where the system cannot tell."""
        if self._libc is None:
            return False
        try:
            return len(os.read(self._queue, 4096)) >= struct.calcsize("iIII")
        except BlockingIOError:
            return False


class Audit:
    """Collects CPython's audit events while switched on; a hook cannot be removed, so that all tests share one."""

    def __init__(self):
        self.on = False
        self.events = []
        if hasattr(sys, "addaudithook"):  # Python 3.8
            sys.addaudithook(self._hear)

    def _hear(self, event, arguments):
        if self.on and event in EXECUTION + ("open", "import"):
            self.events.append((event, arguments[0] if arguments else None))

    @contextmanager
    def listening(self):
        """Collect what happens inside."""
        self.events, self.on = [], True
        try:
            yield self
        finally:
            self.on = False

    def of(self, *kinds):
        """What was heard of these kinds."""
        return [what for kind, what in self.events if kind in kinds]


AUDIT = Audit()


@pytest.fixture
def audit():
    """The one auditor."""
    return AUDIT
