"""Which files there are to convert, and where each goes."""
import os
import re
from collections import Counter
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

import compat.fleet.storage as storage
from compat.errors import ModelFileNotFoundError, OptionError, UnsafeFileError
from compat.fleet.models import SUFFIXES, Found, architectures_of, models_of
from compat.fleet.records import FAILED, File, Job, Outcome

#: What people add to the name of one half of a pair: ``my_model_weights.h5`` beside ``my_model_architecture.json``.
_HALF = re.compile(r"[-_. ](weights?|model|arch(itecture)?|config|structure|topology)$", re.IGNORECASE)


#: A model under its name below the folder that all have in common.
Named = Tuple[str, Found]


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
    places = [storage.find(source) for source in sources]
    found = [models_of(place) for place in places]
    root = _common([above for above, _ in found])
    models = {each for _, models in found for each in models if out == root or not _is_below(each.path, out)}
    if not models:
        raise ModelFileNotFoundError("no file in {} ends in {}, and no folder in it is a SavedModel or has a checkpoint".format(
            ", ".join(sources), ", ".join(SUFFIXES)))
    named = [(_relative(each.path, root), each) for each in sorted(models, key=lambda each: each.path)]
    refused = [Outcome(each.path, "", each.fingerprint, FAILED, UnsafeFileError.__name__,
                       "its name would lead out of the folder for the converted files")
               for relative, each in named if not _is_plain(relative)]
    kept = _not_written_here([(relative, each) for relative, each in named if _is_plain(relative)], out, ending)
    targets = _targets(kept, ending)
    pairs = Pairs(file for place in places for file in architectures_of(place))
    jobs = [pairs.joined(Job(each.path, storage.join(out, targets[relative]), each.fingerprint), each.architecture)
            for relative, each in kept]
    _check_nothing_is_lost(jobs)
    return Plan(jobs, refused)


def _not_written_here(kept: Sequence[Named], out: str, ending: str) -> List[Named]:
    """Leave aside what an earlier run may have written beside its sources: archives of Keras 3."""
    if ending != ".keras":
        return list(kept)
    others = [(relative, each) for relative, each in kept if not relative.endswith(ending)]
    written = {storage.join(out, target) for target in _targets(others, ending).values()}
    written |= {storage.join(out, relative) for relative, _ in kept if relative.endswith(ending)}
    return [(relative, each) for relative, each in kept if each.path not in written]


class Pairs:
    """The architectures in a folder, and which of them a file of weights goes with by its name.

    Only names are looked at: whether the weights fit, in names, shapes and order, is checked when they are loaded.
    """

    def __init__(self, files: Iterable[File]) -> None:
        self._by_name: Dict[str, Set[File]] = {}
        for file in files:
            for name in _names(file.path):
                self._by_name.setdefault(name, set()).add(file)

    def joined(self, job: Job, known: Optional[File] = None) -> Job:
        """The job, with the architecture that is known, or the one that goes with its source, if there is one."""
        by_name = [self._by_name.get(name, set()) for name in _names(job.source)]
        file = next((next(iter(each)) for each in by_name if len(each) == 1), known)
        if file is None:
            return job
        return job._replace(architecture=file.path, fingerprint="{} {}".format(job.fingerprint, file.fingerprint))


def _names(path: str) -> Tuple[str, str]:
    """A path without its ending, and without what tells the halves of a pair apart."""
    whole = os.path.splitext(path)[0]
    return whole, _HALF.sub("", whole)


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


def _targets(models: Sequence[Named], ending: str) -> Dict[str, str]:
    """Name of a source → name of its target. Sources that differ in their ending, or in case, do not collide.

    ``a.h5`` and ``a.hdf5`` beside each other become ``a.h5.keras`` and ``a.hdf5.keras``.
    """
    shared = Counter(_new_name(relative, each, ending).lower() for relative, each in models)
    taken: Set[str] = set()
    chosen = {}
    for relative, each in models:
        name = _new_name(relative, each, ending)
        if shared[name.lower()] > 1:
            name = relative + ending
        number = 2
        while name.lower() in taken:
            name = "{}-{}{}".format(relative, number, ending)
            number += 1
        taken.add(name.lower())
        chosen[relative] = name
    return chosen


def _new_name(relative: str, model: Found, ending: str) -> str:
    return (relative if model.is_folder else os.path.splitext(relative)[0]) + ending


def _check_nothing_is_lost(jobs: Sequence[Job]) -> None:
    sources = {job.source.lower() for job in jobs}
    lost = next((job.target for job in jobs if job.target.lower() in sources), None)
    if lost is not None:
        raise OptionError("{!r} would be overwritten by what it is converted to; pass another --out".format(lost))
