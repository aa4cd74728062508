"""Which files of a folder are models: one file each, or several that are one model together."""
import hashlib
import os
import re
from typing import Dict, Iterable, List, NamedTuple, Optional, Tuple

from compat.fleet.records import File, Source

#: Endings of old model files in a folder; a file that is named, itself or by a pattern, may end in anything.
SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5", ".keras", ".model")
#: Endings of architectures, which a file of weights may need.
ARCHITECTURES = (".json", ".yaml", ".yml")
#: Files that make a folder a SavedModel.
_SAVED_MODEL = frozenset(["saved_model.pb", "keras_metadata.pb"])
#: Files of a TensorFlow checkpoint; the file ``checkpoint`` names the newest one of a folder.
_STATE, _INDEX, _SHARD = "checkpoint", ".index", re.compile(r"\.data-\d+-of-\d+$")
#: TensorFlow.js keeps weights beside its ``model.json``.
_TFJS, _TFJS_SHARD = "model.json", re.compile(r"shard\d+of\d+(\.bin)?$")


class Found(NamedTuple):
    """A model.

    Attributes:
        path: of its file or folder.
        fingerprint: of all its files.
        is_folder: whether it is a folder: a SavedModel, or one with a checkpoint.
        architecture: what a checkpoint goes with, if there is exactly one in its folder.
    """

    path: str
    fingerprint: str
    is_folder: bool = False
    architecture: Optional[File] = None


def models_of(source: Source) -> Tuple[str, List[Found]]:
    """The models of one argument of the command line, and the folder that their targets' names begin below.

    A file that is named, itself or by a pattern, is a model. Of a folder those files are that look like one; a SavedModel
    folder, a checkpoint and a model of TensorFlow.js are one model each.

    Example:
        >>> files = [File("/m/a.h5", "1"), File("/m/net/saved_model.pb", "2"), File("/m/net/variables/variables.index", "3")]
        >>> [found.path for found in models_of(Source("/m", files, True))[1]]
        ['/m/net', '/m/a.h5']
    """
    if not source.folder:
        return source.root, [Found(*file) for file in source.files]
    folders: Dict[str, List[File]] = {}
    for file in source.files:
        folders.setdefault(_parent(file.path), []).append(file)
    whole = [folder for folder, files in folders.items() if _SAVED_MODEL.intersection(map(_name, files))]
    found = [Found(folder, _fingerprint(file for file in source.files if _is_in(file.path, [folder])), True)
             for folder in whole if not _is_in(folder, whole)]
    for folder, files in folders.items():
        if folder not in whole and not _is_in(folder, whole):
            found += _of_folder(folder, files)
    is_itself_one = any(each.path == source.root for each in found)
    return _parent(source.root) if is_itself_one else source.root, found


def architectures_of(source: Source) -> List[File]:
    """The files of a folder that may hold an architecture."""
    tfjs = {_parent(file.path) for file in source.files if _TFJS_SHARD.search(file.path)}
    return [file for file in source.files if source.folder and _suffix(file) in ARCHITECTURES
            and not (_name(file) == _TFJS and _parent(file.path) in tfjs)]


def parts_of(path: str, names: Iterable[str]) -> List[str]:
    """Which files of its folder a model of several files consists of; the file alone for any other.

    Example:
        >>> parts_of("s3://bucket/cp.ckpt.index", ["cp.ckpt.index", "cp.ckpt.data-00000-of-00001", "other.h5"])
        ['cp.ckpt.index', 'cp.ckpt.data-00000-of-00001']
        >>> parts_of("s3://bucket/a.h5", ["a.h5", "b.h5"])
        ['a.h5']
    """
    own, names = path.rsplit("/", 1)[-1], list(names)
    if own.endswith(_INDEX):
        return [own] + [name for name in names if _SHARD.search(name) and name.startswith(own[:-len(_INDEX)])]
    if own == _TFJS:
        return [own] + [name for name in names if _TFJS_SHARD.search(name)]
    return [own]


def _of_folder(folder: str, files: List[File]) -> List[Found]:
    names = {_name(file): file for file in files}
    found = [Found(*file) for file in files if _suffix(file) in SUFFIXES]
    indices = [file for file in files if file.path.endswith(_INDEX) and len(parts_of(file.path, names)) > 1]
    described = [file for file in files if _suffix(file) in ARCHITECTURES]
    architecture = described[0] if len(described) == 1 else None
    if indices and _STATE in names:
        parts = [file for file in files if _name(file) == _STATE or file in indices or _SHARD.search(file.path)]
        found.append(Found(folder, _fingerprint(parts), True, architecture))
    elif indices:
        found += [Found(each.path, _fingerprint(names[part] for part in parts_of(each.path, names)), False, architecture)
                  for each in indices]
    if _TFJS in names and len(parts_of(_TFJS, names)) > 1:
        found.append(Found(names[_TFJS].path, _fingerprint(names[part] for part in parts_of(_TFJS, names))))
    return found


def _fingerprint(files: Iterable[File]) -> str:
    listed = sorted("{} {}".format(_name(file), file.fingerprint) for file in files)
    return "{} files {}".format(len(listed), hashlib.sha256("\n".join(listed).encode("utf8")).hexdigest()[:16])


def _name(file: File) -> str:
    return os.path.basename(file.path)


def _suffix(file: File) -> str:
    return os.path.splitext(file.path)[1].lower()


def _parent(path: str) -> str:
    return os.path.dirname(path)


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(folder.rstrip("/" + os.sep) + separator) for folder in folders for separator in {"/", os.sep})
