"""Convert one file: load, verify, save beside the target, open that again, compare; only then does the target appear.

Concerns whatever :mod:`compat.loading.load` opens. Keras 3 writes ``.keras``, Keras 2 ``.h5``.
"""
import os
from typing import Callable, List, Mapping, NamedTuple, Optional, Tuple

import numpy as np

from compat.errors import ArchitectureMissingError, ModelFileNotFoundError, OptionError, VerificationError, typed
from compat.flavor import active
from compat.flavors import loading, resolve
from compat.flavors.protocol import KerasModel, PathLike
from compat.hub.records import Origin
from compat.loading.load import load
from compat.loading.options import LoadOptions, silent
from compat.loading.verify import ATOL, RTOL, Verification, numbered, outputs_match, read_back
from compat.saved.checkpoint_paths import is_saved_model
from compat.writing import replacing

STAGES = ("read", "upgrade", "build", "assign", "verify", "save", "read back", "compare")


class Reference(NamedTuple):
    """What the old Keras computed, to compare with.

    Attributes:
        path: of an ``.npz`` with inputs ``x0``, ``x1`` … and outputs ``y0``, ``y1`` ….
        rtol: relative tolerance.
        atol: absolute tolerance.
    """

    path: PathLike
    rtol: float = RTOL
    atol: float = ATOL

    def arrays(self) -> Tuple[List[np.ndarray], List[np.ndarray]]:
        """The inputs and the outputs.

        Raises:
            ModelFileNotFoundError: there is no such file.
            OptionError: it has no such arrays.
        """
        if not os.path.exists(self.path):
            raise ModelFileNotFoundError("there is no reference {!r} to compare with".format(os.fspath(self.path)))
        with typed(OptionError, "the reference {!r} cannot be read; write it with numpy.savez(path, x0=…, y0=…)".format(
                os.fspath(self.path))), np.load(os.fspath(self.path)) as arrays:
            inputs, outputs = numbered(arrays, "x"), numbered(arrays, "y")
        if not inputs or not outputs or any(array.dtype.kind not in "biuf" for array in outputs):
            raise OptionError("the reference {!r} needs inputs x0, x1 … and numbers as outputs y0, y1 …".format(
                os.fspath(self.path)))
        return inputs, outputs


class Conversion(NamedTuple):
    """A converted file.

    Attributes:
        path: of the new file.
        model: that was written, of the installed Keras.
        verification: how far the new file was verified.
        notes: what the upgrade of the configuration changed, one sentence each.
        warnings: what may matter to you, although the file was written.
        origin: which Keras wrote the old file, and whether it says so.
        compiled: whether the model was compiled.
    """

    path: str
    model: KerasModel
    verification: Verification
    notes: Tuple[str, ...]
    warnings: Tuple[str, ...]
    origin: Origin
    compiled: bool


def convert(source: PathLike, target: PathLike, *, custom_objects: Optional[Mapping[str, object]] = None,
            compile: bool = True, lambdas: Optional[Mapping[str, object]] = None, safe_mode: Optional[bool] = True,
            weights: Optional[PathLike] = None, reference: Optional[Reference] = None, overwrite: bool = False,
            progress: Callable[[str], None] = silent) -> Conversion:
    """Convert a model file of any Keras from 1.0 to tf.keras 2.15 to a file of the installed Keras, as ``compat convert`` does.

    The target is written whole or not at all: the model is saved to a temporary file in the same folder, that file is opened
    again, and its weights are compared bit by bit.

    Args:
        source: an ``.h5`` file, a ``.keras`` archive or a SavedModel folder, or an architecture: a ``.json`` or ``.yaml``
            file, with ``weights``.
        target: the new file: ``.keras`` on Keras 3, ``.h5`` on Keras 2.
        custom_objects, compile, lambdas, safe_mode, weights: as for :func:`compat.load_model`.
        reference: what the old Keras computed; the outputs of the new file are compared with it.
        overwrite: replace a target that exists.
        progress: called with the name of each of :data:`STAGES` as it begins.

    Returns:
        The model and what is known about it. Its warnings are not printed; look at them.

    Raises:
        CompatError: the file does not open; :func:`compat.load_model` lists the errors.
        ModelFileNotFoundError: there is no such file, or no such reference.
        OptionError: the target exists, is the source, is in no folder or has another ending; the reference has no arrays.
        VerificationError: the written file differs from the loaded model, or its outputs from the reference.

    Example:
        >>> from compat.loading.convert import ending
        >>> done = convert("old.h5", "new" + ending())
        >>> done.verification.level, done.warnings, done.origin.keras_version
        ('read back', (), '2.2.4')
    """
    check_target(source, target, overwrite)
    return convert_with(LoadOptions(custom_objects, compile, lambdas, safe_mode, weights, progress=progress),
                        source, target, reference)


def check_target(source: PathLike, target: PathLike, overwrite: bool) -> None:
    """Refuse a target that cannot or must not be written, before any work.

    Raises:
        OptionError: says which file, why, and what to do.
    """
    path = os.fspath(target)
    folder, (stem, suffix) = os.path.dirname(os.path.abspath(path)), os.path.splitext(path)
    if os.path.exists(path) and os.path.exists(source) and os.path.samefile(path, source):
        raise OptionError("{!r} is the source itself; name another target".format(path))
    if os.path.isdir(path):
        raise OptionError("{!r} is a folder; name the file to write".format(path))
    if os.path.exists(path) and not overwrite:
        raise OptionError("{!r} exists; pass overwrite=True (--force) to overwrite it".format(path))
    if not os.path.isdir(folder):
        raise OptionError("there is no folder {!r} to write to; make it first".format(folder))
    if not os.access(folder, os.W_OK):
        raise OptionError("no permission to write in the folder {!r}; name a target in another one".format(folder))
    if suffix != ending():
        raise OptionError("{} {} writes {} files; name the target {!r}".format(
            active().name, active().version, ending(), stem + ending()))


def convert_with(options: LoadOptions, source: PathLike, target: PathLike, reference: Optional[Reference] = None,
                 architecture: Optional[str] = None) -> Conversion:
    """Convert one file; what is at the target is replaced.

    Args:
        architecture: a ``.json`` or ``.yaml`` for a ``source`` that may hold weights alone.
    """
    expected = None if reference is None else reference.arrays()
    try:
        loaded = load(source, options)
    except ArchitectureMissingError:
        if not architecture:
            raise
        loaded = load(architecture, options._replace(weights=source))
    stage = loading()
    with replacing(os.fspath(target)) as temporary:
        options.progress("save")
        stage.save(loaded.model, temporary)
        options.progress("read back")
        model = stage.reopen(temporary, loaded.custom.objects)
        verified = read_back(loaded.verification, stage.weights_of(loaded.model), stage.weights_of(model))
        if reference is not None and expected is not None:
            options.progress("compare")
            verified = _compared(verified, model, *expected, reference=reference)
    return Conversion(os.fspath(target), loaded.model, verified, loaded.notes, loaded.warnings, loaded.origin, loaded.compiled)


def is_model_folder(path: PathLike) -> bool:
    """Whether a folder is one model: a SavedModel, or what a checkpoint was saved to.

    Example:
        >>> is_model_folder(".")
        False
    """
    return is_saved_model(os.fspath(path)) or os.path.isfile(os.path.join(os.fspath(path), "checkpoint"))


def ending() -> str:
    """What the name of a file that the installed Keras writes ends in."""
    return ".keras" if active().name == "keras3" else ".h5"


def forget() -> None:
    """Free what the installed Keras keeps of the models it has made; for a process that converts many files."""
    resolve("keras.backend", "clear_session")()


def _compared(verified: Verification, model: KerasModel, inputs: List[np.ndarray], outputs: List[np.ndarray],
              reference: Reference) -> Verification:
    with typed(VerificationError, "the model does not accept the inputs of the reference {!r}".format(
            os.fspath(reference.path))):
        found = loading().predict(model, inputs)
    return outputs_match(verified, outputs, found, reference.rtol, reference.atol)
