"""The formats that a model is converted to, how each is written, and how what was written is verified.

The native format is the one of the installed Keras. ``h5`` is the layout of an old Keras. The others are for programs that only
run the model: Keras's own ``export`` writes them.
"""
import functools
import os
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.era import Era
from compat.errors import OptionError, UnsupportedError, VerificationError, typed
from compat.flavor import active
from compat.flavors import home_module, loading
from compat.flavors.protocol import KerasModel, Models
from compat.hub.records import Origin
from compat.loading.load import Loaded, load
from compat.loading.options import LoadOptions
from compat.loading.recognized import era_of
from compat.loading.verify import Verification, outputs_match, read_back

#: What the names of each format's files end in; a SavedModel is a folder.
ENDINGS = {"keras": (".keras",), "h5": (".h5", ".hdf5"), "onnx": (".onnx",), "savedmodel": ("",), "litert": (".tflite",)}
FORMATS = tuple(ENDINGS)
#: The formats that only run a model.
EXPORTS = ("onnx", "savedmodel", "litert")
#: The newest Keras that ``h5`` is written for.
_LAST_OF_KERAS_2 = "2.15"


#: The outputs for one batch of inputs, both in the order of the model.
Predict = Callable[[Sequence[np.ndarray]], List[np.ndarray]]


class Target(NamedTuple):
    """What to write.

    Attributes:
        format: one of :data:`FORMATS`.
        era: for ``h5`` on Keras 3, the Keras that is to read the file; None for that of the source.
    """

    format: str
    era: Optional[Era] = None

    @property
    def is_native(self) -> bool:
        """Whether the installed Keras opens the file by itself."""
        return self.format == native()

    @property
    def models(self) -> Optional[Models]:
        """The classes that the model is made of: for ``h5`` on Keras 3, those that old code saves."""
        return None if self.is_native or self.format in EXPORTS else home_module("models")  # type: ignore[return-value]


class Written(NamedTuple):
    """What is known of a file that was written.

    Attributes:
        verification: of the file, opened again.
        predict: computes the outputs of the file for inputs; None where nothing that is installed runs it.
        warnings: what may matter to the user.
    """

    verification: Verification
    predict: Optional[Predict]
    warnings: Tuple[str, ...] = ()


def native() -> str:
    """The format that the installed Keras writes by itself."""
    return "keras" if active().name == "keras3" else "h5"


def ending() -> str:
    """What the name of a file that the installed Keras writes ends in."""
    return ENDINGS[native()][0]


def target_for(path: str, to: Optional[str] = None, keras_version: Optional[str] = None) -> Target:
    """What to write to a path.

    Args:
        path: of the new file.
        to: the format: ``"keras"``; ``"h5"`` for an old Keras; ``"onnx"``, ``"savedmodel"`` (a folder) or ``"litert"``, which
            only run the model and are written by Keras's own ``export``. By the ending of ``path`` if it is not given.
        keras_version: for ``h5``, the Keras that is to read it: ``"2.2.4"``, ``"2.3.1"``, ``"2.15"`` …

    Raises:
        OptionError: no such format, or the installed Keras does not write it; the path has another ending; a version with
            another format than ``h5``, or of no Keras 2.
    """
    found = format_of(path) if to is None else to
    if found not in FORMATS:
        raise OptionError("no format is called {!r}; there are {}".format(found, ", ".join(FORMATS)))
    if active().name != "keras3" and found != native():
        raise OptionError("{} {} writes {} files; name the target {!r}".format(
            active().name, active().version, ending(), os.path.splitext(path)[0] + ending()))
    if not path.endswith(ENDINGS[found]) or found == "savedmodel" and os.path.splitext(path)[1] in _FILE_ENDINGS:
        raise OptionError("{!r} is no name for {}; name the target {!r}".format(
            path, "a SavedModel folder" if found == "savedmodel" else "a file of the format " + found,
            os.path.splitext(path)[0] + ENDINGS[found][0]))
    return Target(found, _era(keras_version, found))


def format_of(path: str) -> str:
    """The format that the ending of a path stands for; the native one where it stands for none.

    Example:
        >>> format_of("new.onnx"), format_of("new.hdf5")
        ('onnx', 'h5')
    """
    suffix = os.path.splitext(path)[1]
    found = [name for name, endings in ENDINGS.items() if suffix and suffix in endings]
    return found[0] if found else native()


_FILE_ENDINGS = tuple(each for endings in ENDINGS.values() for each in endings if each)


def _era(version: Optional[str], format: str) -> Optional[Era]:
    if version is None:
        return None
    if format != "h5" or active().name != "keras3":
        raise OptionError("a version, here {!r}, is that of the Keras that is to read an h5 file from Keras 3".format(version))
    era, origin = Era(version), Origin(version, "tensorflow")
    if origin.before("2.0") or not origin.before("2.16"):
        raise OptionError("h5 files are written for Keras 2.0 to tf.keras 2.15, not for {}".format(version))
    return era


def write(target: Target, model: KerasModel, loaded: Loaded, path: str, objects: Dict[str, object],
          progress: Callable[[str], None]) -> Written:
    """Write a model and open what was written.

    Args:
        target: the format.
        model: to write: the loaded one, or its equal of Keras's own parts.
        loaded: the file that the model is from.
        path: where to write it, a temporary name.
        objects: the user's classes and functions that the file names.
        progress: called with ``"read back"`` when it is written.

    Raises:
        UnsupportedError: the model cannot be written so; what the format needs is not installed.
        VerificationError: the file holds something else than the model.
    """
    if target.format in EXPORTS:
        return _export(target.format, model, loaded, path, progress)
    stage = loading()
    warnings: Tuple[str, ...] = ()
    if target.is_native:
        stage.save(model, path)
        progress("read back")
        with typed(VerificationError, "the model cannot be kept in a file of Keras {}, which does not open it again; keep the "
                   "old file".format(active().version)):
            reopened = stage.reopen(path, objects)
    else:
        warnings = stage.save_for(model, path, target.era or _era_to_write(loaded.origin))
        progress("read back")
        reopened = load(path, LoadOptions(custom_objects=objects, compile=False)).model
    verified = read_back(loaded.verification, stage.weights_of(model), stage.weights_of(reopened))
    return Written(verified, functools.partial(stage.predict, reopened), warnings)


def _era_to_write(origin: Origin) -> Era:
    """The era of the source; for a source of Keras 3 the last of Keras 2."""
    return Era(_LAST_OF_KERAS_2) if not origin.before("2.16") else era_of(origin)


def _export(format: str, model: KerasModel, loaded: Loaded, path: str, progress: Callable[[str], None]) -> Written:
    """Hand the model to Keras's ``export``, and compare what the file computes for an example with the model."""
    stage = loading()
    with typed(UnsupportedError, "Keras {} on {} does not export this model to {}".format(
            active().version, active().backend, format)):
        stage.export(model, path, format)
    progress("read back")
    example, runner = stage.example_inputs(model), stage.runner(path, format)
    if runner is None:
        return Written(loaded.verification, None, (
            "the new file was not run, since nothing that runs {} is installed here".format(format),))
    outputs_match(loaded.verification, stage.predict(model, example), runner(example), rtol=1e-4, atol=1e-5)
    return Written(loaded.verification._replace(level="read back"), runner)
