"""The model files below a folder, and the state of each; nothing is built, and nothing from a file is run."""
import os
from typing import List, Sequence

from compat.errors import CompatError
from compat.fleet.models import ARCHITECTURES, SUFFIXES, Found, models_of
from compat.fleet.records import File, Source
from compat.loading.findings import findings_of
from compat.loading.inspection import inspect
from compat.survey.records import NEEDS, OPENS, UNREADABLE, ModelFile

#: How much of a file of JSON or YAML is looked at to tell an architecture from other data.
_BEGINNING = 65536
_OF_A_MODEL = (b"class_name", b"config")
#: How the finding begins that is none for a file of Keras 3, which Keras opens itself.
_NOT_READ = "the configuration cannot be read"


def model_files(root: str, paths: Sequence[str]) -> List[Found]:
    """The models among some files: one for each file that looks like one, or for the files that are one together.

    Args:
        root: the folder that they are below, or the file itself.
        paths: all files.
    """
    files = [File(os.path.abspath(path), _fingerprint(path)) for path in paths]
    _, found = models_of(Source(os.path.abspath(root), files, True))
    taken = {each.path for each in found}
    found += [Found(*each) for each in files if _is_architecture(each.path) and each.path not in taken]
    return sorted(found, key=lambda each: each.path)


def is_model_name(path: str) -> bool:
    """Whether a file ends as models and their parts do."""
    name = os.path.basename(path).lower()
    return name.endswith(SUFFIXES + ARCHITECTURES + (".pb", ".index", ".bin")) or name == "checkpoint" or ".data-" in name \
        or name.startswith("group")


def read_model(found: Found) -> ModelFile:
    """Look into one model; what goes wrong is in the result."""
    size = _size(found)
    try:
        inspected = inspect(found.path)
    except (CompatError, OSError) as error:
        return ModelFile(found.path, size, UNREADABLE, findings=(str(error),))
    except Exception as error:  # one file's fault is not that of the others
        said = "compat inspect has a fault: {}: {}".format(type(error).__name__, error)
        return ModelFile(found.path, size, UNREADABLE, findings=(said,))
    newer = is_of_keras_3(inspected.keras_version)
    findings = [each for each in findings_of(inspected) if not (newer and each.startswith(_NOT_READ))]
    return ModelFile(
        found.path, size, NEEDS if findings else OPENS, inspected.kind, inspected.keras_version, inspected.version_stated,
        inspected.backend, len(inspected.layers), inspected.parameters, tuple(findings))


def is_of_keras_3(version: str) -> bool:
    """Whether a file was written by a Keras that opens it itself.

    Example:
        >>> is_of_keras_3("3.15.1"), is_of_keras_3("2.3.1")
        (True, False)
    """
    return version.split(".")[0] == "3"


def killed_model(found: Found) -> ModelFile:
    """The result of a model that ends every process which reads it."""
    return ModelFile(found.path, _size(found), UNREADABLE, findings=("the process that read it was killed",))


def _is_architecture(path: str) -> bool:
    if not path.lower().endswith(ARCHITECTURES):
        return False
    try:
        with open(path, "rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:
        return False
    return all(word in beginning for word in _OF_A_MODEL)


def _fingerprint(path: str) -> str:
    status = os.stat(path)
    return "{}-{}".format(status.st_size, status.st_mtime_ns)


def _size(found: Found) -> int:
    if not found.is_folder:
        return os.path.getsize(found.path) if os.path.exists(found.path) else 0
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(found.path) for name in names
               if not os.path.islink(os.path.join(folder, name)))
