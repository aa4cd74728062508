"""A whole folder: its files are found once, read in several processes, and what they say is added up."""
import functools
import os
from collections import Counter
from typing import Callable, ContextManager, Dict, List, Sequence, Tuple

from compat.rewrite.migrate.files import Source, files_below, kind_of
from compat.rewrite.migrate.modules import has_keras_2
from compat.rewrite.migrate.processes import in_processes
from compat.rewrite.migrate.uses import known_part
from compat.survey.code import killed, read_code
from compat.survey.models import is_model_name, killed_model, model_files, read_model
from compat.survey.origin import written_for
from compat.survey.pins import pins_in
from compat.survey.records import CodeFile, Finding, NameUse, RuleUse, Survey

#: Given a number of files, a context whose function is called with the path of each that is done.
Progress = Callable[[int], ContextManager[Callable[[str], None]]]


def survey(path: str, jobs: int, progress: Progress) -> Survey:
    """Read what is at or below a path.

    Args:
        path: a folder, or one file.
        jobs: number of processes.
        progress: shows how far it is.
    """
    closed: List[OSError] = []
    paths = list(files_below(path, closed.append)) if os.path.isdir(path) else [path]
    sources = [Source(each, str(kind_of(each))) for each in paths if kind_of(each) is not None]
    found = model_files(path, [each for each in paths if is_model_name(each)])
    with progress(len(sources) + len(found)) as done:
        read = functools.partial(read_code, beside_keras_2=has_keras_2(paths))
        code = in_processes(sources, read, killed, jobs, done)
        models = in_processes(found, read_model, killed_model, jobs, done)
    code += [CodeFile(str(error.filename), failed="the folder cannot be read: {}".format(error.strerror)) for error in closed]
    models = [each._replace(path=_shown(each.path, path)) for each in models]
    return Survey(path, written_for(code, pins_in(paths), models), tuple(code), tuple(_rules(code)), tuple(_names(code)),
                  tuple(_findings(code)), tuple(models))


def _shown(path: str, root: str) -> str:
    """A path as the files of code have theirs: it begins with what was named."""
    relative = os.path.relpath(path, os.path.abspath(root))
    return root if relative == "." else os.path.join(root, relative)


def _rules(code: Sequence[CodeFile]) -> List[RuleUse]:
    times: Dict[str, int] = Counter()
    files: Dict[str, int] = Counter()
    for each in code:
        own: Dict[str, int] = {}
        for notes in each.notes.values():  # a rule of both directions counts once
            for rule, count in Counter(note.code for note in notes).items():
                own[rule] = max(count, own.get(rule, 0))
        for rule, count in own.items():
            times[rule] += count
            files[rule] += 1
    return [RuleUse(rule, times[rule], files[rule]) for rule in sorted(times)]


def _names(code: Sequence[CodeFile]) -> List[NameUse]:
    """The names that are used, the most frequent first."""
    uses: Dict[Tuple[str, str], int] = Counter()
    files: Dict[Tuple[str, str], int] = Counter()
    for each in code:
        own: Dict[Tuple[str, str], int] = Counter()
        for name, count in each.uses.names.items():
            own[known_part(name)] += count
        for known, count in own.items():
            uses[known] += count
            files[known] += 1
    return [NameUse(known[0], uses[known], files[known], known[1])
            for known in sorted(uses, key=lambda each: (-uses[each], each))]


def _findings(code: Sequence[CodeFile]) -> List[Finding]:
    found: Dict[Tuple[str, int, str, str], Finding] = {}
    for each in code:
        for to, notes in each.notes.items():
            for note in notes:
                if note.kind != "change":
                    key = (each.path, note.line, note.code, note.text)
                    found.setdefault(key, Finding(each.path, note.line, note.code, note.kind, to, note.text))
    return list(found.values())
