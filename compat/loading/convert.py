"""Convert one file: load, verify, save beside the target, open that again, compare; only then does the target appear.

Concerns whatever :mod:`compat.loading.load` opens. Keras 3 writes ``.keras`` and the other formats of
:mod:`compat.loading.formats`, Keras 2 writes ``.h5``.
"""
import os
from typing import Callable, List, Mapping, NamedTuple, Optional, Tuple

import numpy as np

from compat.errors import (
    ArchitectureMissingError,
    ModelFileNotFoundError,
    OptionError,
    StandaloneError,
    VerificationError,
    typed,
)
from compat.flavor import active
from compat.flavors import loading, resolve
from compat.flavors.protocol import KerasModel, PathLike
from compat.hub.records import Origin
from compat.loading.formats import Target, native, target_for, write
from compat.loading.load import Loaded, load
from compat.loading.options import LoadOptions, silent
from compat.loading.verify import ATOL, RTOL, Verification, numbered, outputs_match
from compat.saved.checkpoint_paths import is_saved_model
from compat.writing import replacing, replacing_folder

STAGES = ("read", "upgrade", "build", "assign", "verify", "save", "read back", "compare")
#: Whether the new file is to do without this package: where it can, always, never.
STANDALONE = ("auto", "require", "no")


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
        needs: why the new file opens with this package alone (``import compat.layers``), one sentence for each layer that
            Keras has no counterpart for; empty if Keras alone opens it.
    """

    path: str
    model: KerasModel
    verification: Verification
    notes: Tuple[str, ...]
    warnings: Tuple[str, ...]
    origin: Origin
    compiled: bool
    needs: Tuple[str, ...] = ()


def convert(source: PathLike, target: PathLike, *, custom_objects: Optional[Mapping[str, object]] = None,
            compile: bool = True, lambdas: Optional[Mapping[str, object]] = None, safe_mode: Optional[bool] = True,
            weights: Optional[PathLike] = None, reference: Optional[Reference] = None, overwrite: bool = False,
            standalone: str = "auto", to: Optional[str] = None, keras_version: Optional[str] = None,
            progress: Callable[[str], None] = silent) -> Conversion:
    """Convert a model file of any Keras from 1.0 to tf.keras 2.15 to a file of the installed Keras, as ``compat convert`` does.

    The target is written whole or not at all: the model is saved to a temporary file in the same folder, that file is opened
    again, and its weights are compared bit by bit.

    Args:
        source: a file or folder that :func:`compat.load_model` opens, or a ``.json`` or ``.yaml`` with ``weights``.
        target: the new file: ``.keras`` on Keras 3, ``.h5`` on Keras 2; or of another format, see ``to``.
        custom_objects, compile, lambdas, safe_mode, weights: as for :func:`compat.load_model`.
        reference: what the old Keras computed; the outputs of the new file are compared with it.
        overwrite: replace a target that exists.
        standalone: on Keras 3, ``"auto"`` expresses layers of this package by Keras's own, so that the new file opens without
            ``compat``, where all have a counterpart; ``"require"`` refuses other models; ``"no"`` leaves layers as they are.
        to, keras_version: as for :func:`compat.loading.formats.target_for`; by default what the ending of ``target`` stands
            for, and the Keras that wrote ``source``.
        progress: called with the name of each of :data:`STAGES` as it begins.

    Returns:
        The model and what is known about it. Its warnings are not printed; look at them.

    Raises:
        CompatError: the file does not open; :func:`compat.load_model` lists the errors.
        ModelFileNotFoundError, OptionError: the source, the reference, the target or the format cannot be.
        UnsupportedError: that format has no words for a part of the model, or what it needs is not installed.
        StandaloneError: with ``"require"``, a layer has no counterpart.
        VerificationError: the written file differs from the loaded model, or its outputs from the reference.

    Example:
        >>> from compat.loading.formats import ending
        >>> done = convert("old.h5", "new" + ending())
        >>> done.verification.level, done.warnings, done.origin.keras_version
        ('read back', (), '2.2.4')
    """
    form = _checked(source, target, overwrite, standalone, target_for(os.fspath(target), to, keras_version))
    return convert_with(LoadOptions(custom_objects, compile, lambdas, safe_mode, weights, progress=progress),
                        source, target, reference, standalone=standalone, form=form)


def _checked(source: PathLike, target: PathLike, overwrite: bool, standalone: str, form: Target) -> Target:
    check_target(source, target, overwrite, form)
    check_standalone(standalone, form)
    return form


def check_standalone(standalone: str, form: Optional[Target] = None) -> None:
    """Refuse a word that is not one of :data:`STANDALONE`, and what the installed Keras cannot do.

    Raises:
        OptionError: says which.
    """
    if standalone not in STANDALONE:
        raise OptionError("standalone is {!r}; it takes one of {}".format(standalone, ", ".join(map(repr, STANDALONE))))
    if standalone == "require" and active().name != "keras3":
        raise OptionError("files that need nothing but Keras are written on Keras 3; {} {} is installed here".format(
            active().name, active().version))
    if standalone == "require" and form is not None and not form.is_native:
        raise OptionError("standalone='require' goes with a .keras file; a file of the format {} never needs compat".format(
            form.format))


def check_target(source: PathLike, target: PathLike, overwrite: bool, form: Optional[Target] = None) -> None:
    """Refuse a target that cannot or must not be written, before any work.

    Args:
        form: of the target; by its ending if it is not given.

    Raises:
        OptionError: says which file, why, and what to do.
    """
    path = os.fspath(target)
    folder, form = os.path.dirname(os.path.abspath(path)), form or target_for(path)
    if os.path.exists(path) and os.path.exists(source) and os.path.samefile(path, source):
        raise OptionError("{!r} is the source itself; name another target".format(path))
    if os.path.isdir(path) and not (form.format == "savedmodel" and is_saved_model(path)):
        raise OptionError("{!r} is a folder{}; name the {} to write".format(
            path, " and not a SavedModel" if form.format == "savedmodel" else "",
            "new folder" if form.format == "savedmodel" else "file"))
    if os.path.exists(path) and not overwrite:
        raise OptionError("{!r} exists; pass overwrite=True (--force) to overwrite it".format(path))
    if not os.path.isdir(folder):
        raise OptionError("there is no folder {!r} to write to; make it first".format(folder))
    if not os.access(folder, os.W_OK):
        raise OptionError("no permission to write in the folder {!r}; name a target in another one".format(folder))


def convert_with(options: LoadOptions, source: PathLike, target: PathLike, reference: Optional[Reference] = None,
                 architecture: Optional[str] = None, standalone: str = "auto", form: Optional[Target] = None) -> Conversion:
    """Convert one file; what is at the target is replaced.

    Args:
        architecture: a ``.json`` or ``.yaml`` for a ``source`` that may hold weights alone.
        form: of the target; the native one if it is not given.
    """
    form = form or Target(native())
    inputs, expected = ([], []) if reference is None else reference.arrays()
    options = options._replace(models=form.models, apart=active().name == "keras3" and form.is_native)
    try:
        loaded = load(source, options)
    except ArchitectureMissingError:
        if not architecture:
            raise
        loaded = load(architecture, options._replace(weights=source))
    model, needs = _model_to_write(loaded, source, standalone, form)
    objects = {} if model is not loaded.model else dict(loaded.custom.objects)
    placed = replacing_folder if form.format == "savedmodel" else replacing
    with placed(os.fspath(target)) as temporary:
        options.progress("save")
        written = write(form, model, loaded, temporary, objects, options.progress)
        verified = written.verification
        if reference is not None and written.predict is not None:
            options.progress("compare")
            with typed(VerificationError, "the model does not accept the inputs of the reference {!r}".format(
                    os.fspath(reference.path))):
                found = written.predict(inputs)
            verified = outputs_match(verified, expected, found, reference.rtol, reference.atol)
    return Conversion(os.fspath(target), model, verified, loaded.notes, loaded.warnings + written.warnings, loaded.origin,
                      loaded.compiled, needs)


def _model_to_write(loaded: Loaded, source: PathLike, standalone: str, form: Target) -> Tuple[KerasModel, Tuple[str, ...]]:
    """The model that is written, and what for its file needs this package."""
    if standalone == "no" or active().name != "keras3" or form.format == "h5":
        return loaded.model, ()
    found = loading().standalone(loaded.model)
    if found.model is None and standalone == "require":
        raise StandaloneError("{!r} cannot be a file that Keras opens alone:\n{}".format(
            os.fspath(source), "\n".join("  " + reason for reason in found.reasons)))
    return (loaded.model, found.reasons) if found.model is None else (found.model, ())


def is_model_folder(path: PathLike) -> bool:
    """Whether a folder is one model: a SavedModel, or what a checkpoint was saved to.

    Example:
        >>> is_model_folder(".")
        False
    """
    return is_saved_model(os.fspath(path)) or os.path.isfile(os.path.join(os.fspath(path), "checkpoint"))


def forget() -> None:
    """Free what the installed Keras keeps of the models it has made; for a process that converts many files."""
    resolve("keras.backend", "clear_session")()
