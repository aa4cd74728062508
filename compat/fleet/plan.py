"""Which files there are to convert, and where each goes."""
import os
import re
from collections import Counter
from typing import Dict, Iterable, Iterator, List, NamedTuple, Sequence, Set, Tuple

import compat.fleet.storage as storage
from compat.errors import ModelFileNotFoundError, OptionError, UnsafeFileError
from compat.fleet.records import FAILED, Job, Outcome

#: Endings of old model files in a folder; a file that is named, itself or by a pattern, may end in anything.
SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5", ".model")
#: Endings of architectures, which a weights file of a name that goes with theirs may need.
ARCHITECTURES = (".json", ".yaml", ".yml")
#: What people add to the name of one half of a pair: ``my_model_weights.h5`` beside ``my_model_architecture.json``.
_HALF = re.compile(r"[-_. ](weights?|model|arch(itecture)?|config|structure|topology)$", re.IGNORECASE)


class Plan(NamedTuple):
    """What is to be converted.

    Attributes:
        jobs: one for each file.
        refused: outcomes of files whose names lead out of the folder for the converted files.
    """

    jobs: List[Job]
    refused: List[Outcome]


def plan(sources: Sequence[str], out: str, ending: str) -> Plan:
    """One job for every old model file that is named; folders are kept.

    Args:
        sources: folders, files or patterns, as paths or as fsspec URLs.
        out: folder for the converted files, as an absolute path or an fsspec URL. Files in it are not sources.
        ending: of the converted files.

    Raises:
        ModelFileNotFoundError: there is nothing to convert.
        OptionError: the sources have no folder in common, or would be overwritten.
        UnsupportedError: a URL, and fsspec or what it needs for the protocol is not installed.
    """
    found = [storage.find(source) for source in sources]
    root = _common([each.root for each in found])
    files = {file for each in found for file in each.files
             if _is_meant(file.path, each.folder) and (out == root or not _is_below(file.path, out))}
    if not files:
        raise ModelFileNotFoundError("no file in {} ends in {}".format(", ".join(sources), ", ".join(SUFFIXES)))
    named = [(_relative(file.path, root), file) for file in sorted(files)]
    refused = [Outcome(file.path, "", file.fingerprint, FAILED, UnsafeFileError.__name__,
                       "its name would lead out of the folder for the converted files")
               for relative, file in named if not _is_plain(relative)]
    kept = [(relative, file) for relative, file in named if _is_plain(relative)]
    targets = _targets([relative for relative, _ in kept], ending)
    pairs = Pairs(file for each in found for file in each.files if each.folder)
    jobs = [pairs.joined(Job(file.path, storage.join(out, targets[relative]), file.fingerprint)) for relative, file in kept]
    _check_nothing_is_lost(jobs)
    return Plan(jobs, refused)


class Pairs:
    """The architectures in a folder, and which of them a file of weights goes with by its name.

    Only names are looked at: whether the weights fit, in names, shapes and order, is checked when they are loaded.
    """

    def __init__(self, files: Iterable[storage.File]) -> None:
        self._by_name: Dict[str, Set[storage.File]] = {}
        for file in files:
            if os.path.splitext(file.path)[1].lower() in ARCHITECTURES:
                for name in _names(file.path):
                    self._by_name.setdefault(name, set()).add(file)

    def joined(self, job: Job) -> Job:
        """The job, with the one architecture that goes with its source, if there is one."""
        for name in _names(job.source):
            found = self._by_name.get(name, set())
            if len(found) == 1:
                (file,) = found
                return job._replace(architecture=file.path, fingerprint="{} {}".format(job.fingerprint, file.fingerprint))
        return job


def _names(path: str) -> Tuple[str, str]:
    """A path without its ending, and without what tells the halves of a pair apart."""
    whole = os.path.splitext(path)[0]
    return whole, _HALF.sub("", whole)


def _is_meant(path: str, in_folder: bool) -> bool:
    return not in_folder or os.path.splitext(path)[1].lower() in SUFFIXES


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + ("/" if storage.is_url(folder) else os.sep))


def _common(roots: Sequence[str]) -> str:
    if len(set(roots)) == 1:
        return roots[0]
    urls = [root for root in roots if storage.is_url(root)]
    if not urls:
        return os.path.commonpath(roots)
    parts = [root.split("/") for root in roots]
    shared = [same[0] for same in _while_equal(parts)]
    if len(urls) < len(roots) or len(shared) < 3:  # "s3:", "", the bucket
        raise OptionError("{} have no folder in common; convert them one after the other".format(", ".join(roots)))
    return "/".join(shared)


def _while_equal(parts: Sequence[Sequence[str]]) -> Iterator[Tuple[str, ...]]:
    for same in zip(*parts):
        if len(set(same)) > 1:
            return
        yield same


def _relative(path: str, root: str) -> str:
    return path[len(root):].lstrip("/") if storage.is_url(root) else os.path.relpath(path, root)


def _is_plain(relative: str) -> bool:
    """Whether a name that a stranger chose stays below the folder it is joined to."""
    parts = relative.replace("\\", "/").split("/")
    return not {"", ".", ".."} & set(parts) and not os.path.splitdrive(relative)[0] and "\0" not in relative


def _targets(relatives: Sequence[str], ending: str) -> Dict[str, str]:
    """Name of a source → name of its target. Sources that differ in their ending, or in case, do not collide.

    ``a.h5`` and ``a.hdf5`` beside each other become ``a.h5.keras`` and ``a.hdf5.keras``.
    """
    shared = Counter(_new_name(relative, ending).lower() for relative in relatives)
    taken: Set[str] = set()
    chosen = {}
    for relative in relatives:
        name = _new_name(relative, ending)
        if shared[name.lower()] > 1:
            name = relative + ending
        number = 2
        while name.lower() in taken:
            name = "{}-{}{}".format(relative, number, ending)
            number += 1
        taken.add(name.lower())
        chosen[relative] = name
    return chosen


def _new_name(relative: str, ending: str) -> str:
    return os.path.splitext(relative)[0] + ending


def _check_nothing_is_lost(jobs: Sequence[Job]) -> None:
    sources = {job.source.lower() for job in jobs}
    lost = next((job.target for job in jobs if job.target.lower() in sources), None)
    if lost is not None:
        raise OptionError("{!r} would be overwritten by what it is converted to; pass another --out".format(lost))
