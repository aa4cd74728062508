"""``compat convert FOLDER --out FOLDER2 --jobs 4``: thousands of files in worker processes, or on a Dask cluster.

The same command again does what is left to do: files that were converted before and are unchanged are skipped.
"""
import argparse
import os
from typing import Callable, Collection, Dict, List, Sequence, Union

from compat.cli.output import CLEAN, FAILED, FINDINGS, Output
from compat.errors import OptionError
from compat.fleet import (
    CONVERTED,
    Cluster,
    Journal,
    Options,
    Outcome,
    Plan,
    Pool,
    WorkerLimits,
    command,
    findings_of,
    first_words,
    grouped,
    plan,
    storage,
    write_report,
)
from compat.loading.formats import ENDINGS, native, target_for

#: Options that only one file can have, and those that only many can.
_ONE_FILE = ("weights", "check")
_MANY_FILES = ("jobs", "memory", "timeout", "journal", "report", "scheduler")
_TIMEOUT, _MOST_JOBS = 600.0, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that go with ``--out``."""
    many = parser.add_argument_group("many files")
    many.add_argument("--out", metavar="FOLDER", help="where the converted files go, a path or an fsspec URL")
    many.add_argument("--jobs", type=int, metavar="N",
                      help="worker processes (default: one per core, at most {})".format(_MOST_JOBS))
    many.add_argument("--memory", type=float, metavar="MB",
                      help="memory limit of a worker; one that exceeds it is killed (default: none)")
    many.add_argument("--timeout", type=float, metavar="SECONDS",
                      help="time limit for a file; its worker is killed after that (default {:g})".format(_TIMEOUT))
    many.add_argument("--journal", metavar="JSONL", help="the record to go on from (default: compat-journal.jsonl in --out)")
    many.add_argument("--report", metavar="HTML", help="for people to read (default: as the journal, but .html)")
    many.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, to convert there and not here")


def check_unused(arguments: argparse.Namespace) -> None:
    """Refuse options of many files where there is one.

    Raises:
        OptionError: there are some.
    """
    used = _used(arguments, _MANY_FILES)
    if used:
        raise OptionError("{} goes with --out".format(used))


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Convert many files; 3 if some were not converted, 1 if all were, some with warnings."""
    _check(arguments)
    out = storage.absolute(arguments.out)
    journal_path = _journal_path(arguments, out)
    report_path = os.path.abspath(arguments.report or os.path.splitext(journal_path)[0] + ".html")
    if report_path == journal_path:
        raise OptionError("--report and --journal are the same file; give them different names")
    planned = plan(arguments.sources, out, _ending(arguments))
    with Journal(journal_path) as journal:
        os.makedirs(os.path.dirname(report_path), exist_ok=True)  # rather than find out when all is done
        run = Run(planned, journal, storage.present(out), arguments.force)
        try:
            run.convert(lambda: _workers(arguments, out), output)
        finally:
            write_report(run.outcomes, report_path, run.left)
    _report(run, {"journal": journal_path, "report": report_path}, output)
    if run.left or any(outcome.status != CONVERTED for outcome in run.outcomes):
        return FAILED
    return FINDINGS if findings_of(run.outcomes) else CLEAN


class Run:
    """One run: what is planned, and the outcomes so far.

    Args:
        planned: all files.
        journal: of this run and those before it; open.
        present: targets that exist.
        force: also convert what was converted before, and overwrite what other programs wrote.

    Attributes:
        outcomes: the final ones, of this run and of those before it.
        done_before: how many of them are of a run before.
        stopped: whether it was interrupted.
    """

    def __init__(self, planned: Plan, journal: Journal, present: Collection[str], force: bool) -> None:
        self._journal, self._total = journal, len(planned.jobs) + len(planned.refused)
        self._work = journal.work(planned.jobs, present, force)
        self._refused = planned.refused + self._work.refused
        self.outcomes: List[Outcome] = list(self._work.done)
        self.done_before = len(self.outcomes)
        self.stopped = False

    @property
    def left(self) -> int:
        """How many files have no outcome."""
        return self._total - len(self.outcomes)

    def convert(self, workers: Callable[[], Union[Pool, Cluster]], output: Output) -> None:
        """Convert what is left; Ctrl-C ends it in an orderly way.

        Args:
            workers: makes the pool or the cluster.
            output: shows the progress.
        """
        for target in self._work.interrupted:
            storage.discard(target)
        self.outcomes.extend(self._journal.record(self._refused))
        if not self._work.jobs:
            return
        try:
            with workers() as crew, output.counted(len(self._work.jobs)) as progress:
                for outcome in self._journal.record(crew.run(self._work.jobs)):
                    self.outcomes.append(outcome)
                    progress(os.path.basename(outcome.source))
        except KeyboardInterrupt:
            self.stopped = True


def _check(arguments: argparse.Namespace) -> None:
    used = _used(arguments, _ONE_FILE)
    if used:
        raise OptionError("{} is for one file, not for --out".format(used))
    if os.path.isfile(arguments.out):
        raise OptionError("--out {!r} is a file; name a folder for the converted files".format(arguments.out))
    if arguments.scheduler is not None and arguments.jobs is not None:
        raise OptionError("--jobs is for this machine; a cluster brings its own workers")
    for name in ("jobs", "memory", "timeout"):
        if getattr(arguments, name) is not None and not getattr(arguments, name) > 0:
            raise OptionError("--{} must be more than 0".format(name))


def _ending(arguments: argparse.Namespace) -> str:
    """What the names of the new files end in."""
    # A folder gets an ending too, so that its name is that of no folder of the sources.
    ending = ENDINGS[arguments.to or native()][0] or "." + arguments.to
    target_for("any" + ending, arguments.to, arguments.keras_version)
    return ending


def _used(arguments: argparse.Namespace, names: Sequence[str]) -> str:
    return ", ".join("--" + name for name in names if getattr(arguments, name) is not None)


def _journal_path(arguments: argparse.Namespace, out: str) -> str:
    if arguments.journal is not None:
        return str(os.path.abspath(arguments.journal))
    if storage.is_url(out):
        raise OptionError("--out is a URL; pass --journal with a file of this machine")
    return os.path.join(out, "compat-journal.jsonl")


def _workers(arguments: argparse.Namespace, out: str) -> Union[Pool, Cluster]:
    limits = WorkerLimits(arguments.timeout or _TIMEOUT, arguments.memory)
    options = Options(out, tuple(arguments.custom), tuple(arguments.lambdas), tuple(arguments.masks),
                      arguments.compile, arguments.safe_mode, arguments.standalone, arguments.to,
                      arguments.keras_version)
    if arguments.scheduler is not None:
        return Cluster(arguments.scheduler, options, limits)
    return Pool(command(options), arguments.jobs or min(os.cpu_count() or 1, _MOST_JOBS), limits)


def _report(run: Run, paths: Dict[str, str], output: Output) -> None:
    groups = grouped(run.outcomes)
    failed = sum(len(group.outcomes) for group in groups)
    converted = len(run.outcomes) - failed
    warned = [outcome for outcome in findings_of(run.outcomes) if outcome.warnings]
    output.document(dict(
        paths, converted=converted, done_before=run.done_before, failed=failed, left=run.left, stopped=run.stopped,
        warnings={outcome.source: outcome.warnings for outcome in warned},
        reasons=[{"cause": group.cause, "message": group.message, "files": [each.source for each in group.outcomes]}
                 for group in groups]))
    output.line("converted {} of {}{}{}".format(
        converted, len(run.outcomes) + run.left, ", {} of them before".format(run.done_before) if run.done_before else "",
        ", {} with warnings".format(len(warned)) if warned else ""))
    output.table(("files", "reason", "what it says"), [
        (len(group.outcomes), group.cause, _first_line(group.message)) for group in groups])
    if run.stopped:
        output.finding("stopped; {} files are left, and the same command goes on with them".format(run.left))
    for name, path in sorted(paths.items()):
        output.line("{}: {}".format(name, path))


def _first_line(message: str) -> str:
    line = first_words(message)
    return line if len(line) <= 100 else line[:99] + "…"
