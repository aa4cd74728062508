"""Convert one file: load, verify, save beside the target, open that again, compare; only then does the target appear.

Concerns whatever :mod:`compat.loading.load` opens. Keras 3 writes ``.keras``, Keras 2 ``.h5``.
"""
import os
import tempfile
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional

import numpy as np

from compat.errors import ArchitectureMissingError, ModelFileNotFoundError
from compat.flavor import active
from compat.flavors import resolve
from compat.loading.load import Loaded, load, predict, reopen, save, weights_of
from compat.loading.verify import ATOL, RTOL, Verification, numbered, outputs_match, read_back

STAGES = ("read", "upgrade", "build", "assign", "verify", "save", "read back", "compare")


class Reference(NamedTuple):
    """What the old Keras computed, to compare with.

    Attributes:
        path: of an ``.npz`` with inputs ``x0``, ``x1`` … and outputs ``y0``, ``y1`` ….
        rtol: relative tolerance.
        atol: absolute tolerance.
    """

    path: str
    rtol: float = RTOL
    atol: float = ATOL


class Converted(NamedTuple):
    """A converted file: the model it was made from, and how far it was verified."""

    loaded: Loaded
    verification: Verification


def convert(source: str, target: str, custom_objects: Optional[Mapping[str, Any]] = None, compile: bool = True,
            lambdas: Optional[Mapping[str, Any]] = None, safe: bool = True, weights: Optional[str] = None,
            reference: Optional[Reference] = None, progress: Callable[[str], None] = lambda stage: None,
            architecture: Optional[str] = None) -> Converted:
    """Convert one file; the target is written whole or not at all.

    Args:
        source: an old ``.h5``, or an architecture as ``.json`` or ``.yaml``.
        target: path of the new file, which ends in :func:`ending`; what was there is replaced.
        custom_objects, compile, lambdas, safe, weights: as for :func:`compat.loading.load.load_model`.
        reference: outputs to compare with.
        progress: called with the name of each of :data:`STAGES` as it begins.
        architecture: a ``.json`` or ``.yaml`` for a ``source`` that may hold weights alone.

    Raises:
        CompatError: the file does not load, as :func:`compat.loading.load.load_model` says.
        ModelFileNotFoundError: there is no such reference.
        VerificationError: the written file differs from the loaded model, or its outputs from the reference.

    Example:
        >>> convert("old.h5", "new.keras").verification.level
        'read back'
    """
    if reference is not None and not os.path.isfile(reference.path):
        raise ModelFileNotFoundError("there is no reference {!r} to compare with".format(reference.path))
    try:
        loaded = load(source, custom_objects, compile, lambdas, safe, weights, progress)
    except ArchitectureMissingError:
        if not architecture:
            raise
        loaded = load(architecture, custom_objects, compile, lambdas, safe, source, progress)
    with replacing(target) as temporary:
        progress("save")
        save(loaded.model, temporary)
        progress("read back")
        model = reopen(temporary, loaded.custom)
        verified = read_back(loaded.verification, weights_of(loaded.model), weights_of(model))
        if reference is not None:
            progress("compare")
            verified = _compared(verified, model, reference)
    return Converted(loaded, verified)


def ending() -> str:
    """What the name of a file that the installed Keras writes ends in."""
    return ".keras" if active().name == "keras3" else ".h5"


def forget() -> None:
    """Free what the installed Keras keeps of the models it has made; for a process that converts many files."""
    resolve("keras.backend", "clear_session")()


def _compared(verified: Verification, model: Any, reference: Reference) -> Verification:
    with np.load(reference.path) as arrays:
        inputs, expected = numbered(arrays, "x"), numbered(arrays, "y")
    return outputs_match(verified, expected, predict(model, inputs), reference.rtol, reference.atol)


@contextmanager
def replacing(target: str) -> Iterator[str]:
    """A file to write to, in the folder of ``target``; it becomes ``target`` if all goes well and is removed if not."""
    folder, name = os.path.split(os.path.abspath(target))
    handle, temporary = tempfile.mkstemp(prefix=_prefix(name), suffix=os.path.splitext(name)[1], dir=folder)
    os.close(handle)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        with open(temporary, "r+b") as file:
            os.fsync(file.fileno())  # or a power cut may leave the new name on nothing
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def remove_partial(target: str) -> None:
    """Remove what a process that was killed inside :func:`replacing` left beside ``target``."""
    folder, name = os.path.split(os.path.abspath(target))
    if not os.path.isdir(folder):
        return
    for each in os.listdir(folder):
        if each.startswith(_prefix(name)) and each.endswith(os.path.splitext(name)[1]):
            os.remove(os.path.join(folder, each))


def _prefix(name: str) -> str:
    return ".{}.part-".format(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
