"""Runs the official Keras 2.2.4 examples and compares their losses with those of real Keras 2.2.4.

::

    python tests/official_examples/run.py EXAMPLES [NAME ...]              under ``compat run``, on the backend that is set
    python tests/official_examples/run.py EXAMPLES --migrated [NAME ...]   on plain Keras 3, after ``compat migrate``
    python tests/official_examples/run.py EXAMPLES --record [NAME ...]     on real Keras 2.2.4: writes expected.json

Under ``compat run`` no example is changed. With ``--migrated`` each is rewritten in a temporary folder by ``compat migrate
--to keras3 --write``; then it runs where nothing can import compat. ``--migrate-with PYTHON`` names another Python that has
compat and LibCST. What ``compat migrate`` found in an example, and marked there, stands in its line by code.

``EXAMPLES`` is the folder ``examples`` of the source distribution of Keras 2.2.4; ``nox -s examples`` fetches it. Prints a
line for each example, and last how many ran and how many of them gave the losses of real Keras 2.2.4. Exit status 1 when an
example that real Keras 2.2.4 runs fails here, ends too early or gives other losses. A migrated one may fail where ``compat
migrate`` found what has no equal in Keras 3 (a K2 finding) and marked it; no comment excuses other losses.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = HERE / "expected.json"
#: What examples ask for on the command line.
ARGUMENTS = {
    "deep_dream": ["large.jpg", "dream"],
    "neural_style_transfer": ["narrow.jpg", "style.jpg", "styled", "--iter", "1"],  # it makes all images 400 pixels high
    "neural_doodle": ["--nlabels", "4", "--style-image", "style.jpg", "--style-mask", "style_mask.png",
                      "--target-mask", "target_mask.png", "--target-image-prefix", "doodle"],
}
#: Examples that begin with the files of another.
AFTER = {"lstm_seq2seq_restore": "lstm_seq2seq"}
#: Examples that add to a variable with ``+=``, which TensorFlow 1's resource variables refuse. They train no weights, so that
#: the races which ``legacy_examples/steady.py`` ends with such variables are none of theirs.
ADDING_TO_VARIABLES = ("deep_dream", "neural_doodle", "neural_style_transfer")
SECONDS = 1800


#: A line that imports TensorFlow itself: what a migrated example keeps of it runs on that backend only.
_TENSORFLOW = re.compile(r"^\s*(import|from) tensorflow\b", re.MULTILINE)
#: The code of a finding or warning in the comment that ``compat migrate`` leaves.
_MARK = re.compile(r"^\s*# compat: (K[23]\d\d)\b", re.MULTILINE)
#: A name that is private in Keras 3 works: it is no reason to fail.
_PRIVATE = "K203"


class Way(NamedTuple):
    """How examples are run.

    Attributes:
        start: how Python is started.
        words: what ``short.py`` is told first.
        home: where what they download is kept; Kerases unpack archives in other ways, and so share none.
    """

    start: list
    words: list
    home: str


def way(options, folder, home):
    """Real Keras with its races ended, ``compat run``, or Python alone with all of compat out of reach."""
    if options.record:
        return Way([sys.executable, str(ROOT / "legacy_examples" / "steady.py")], [], home)
    if options.migrated:
        return Way([sys.executable], ["--without-compat"], home)
    return Way([sys.executable, "-m", "compat", "run", "--root", str(folder)], [], home)


def migrate(folder, place, python):
    """Copy the examples to ``place`` and migrate them there; a second run must change nothing."""
    for path in folder.glob("*.py"):
        shutil.copy(str(path), str(place))
    words = [python, "-m", "compat", "migrate", str(place), "--to", "keras3"]
    done = subprocess.run(words + ["--write"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    if done.returncode > 1:
        sys.exit(done.stdout)
    again = subprocess.run(words + ["--check"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    if again.returncode:
        sys.exit("a second run of compat migrate finds something to do:\n" + again.stdout)


def marks(path):
    """The codes that comments of ``compat migrate`` name in an example, each once."""
    return sorted(set(_MARK.findall(path.read_text(encoding="utf-8"))))


def run(folder, name, how, place):
    """Run one example in ``place``; return its losses, or the last line of its error as text."""
    if name in AFTER:
        run(folder, AFTER[name], how, place)
    losses = place / (name + ".json")
    environment = dict(os.environ, MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3", PYTHONWARNINGS="ignore", HOME=how.home,
                       COMPAT_FIRST_STEP="1")  # as steady.py orders the steps of what is compared with
    words = how.start + [str(HERE / "short.py")] + how.words + [str(folder / (name + ".py")), str(losses)]
    try:
        done = subprocess.run(words + ARGUMENTS.get(name, []), cwd=str(place), env=environment, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    except subprocess.TimeoutExpired:
        return "no end in {} s".format(SECONDS)
    if done.returncode or not losses.exists():
        return (done.stdout.strip().splitlines() or ["no output"])[-1][:200]
    return json.loads(losses.read_text())


def difference(got, want):
    """The largest difference of two records of losses, relative to the losses; None when they are of other shapes.

    Of an example that did not end by itself, what both did before it was stopped counts.
    """
    got, want, both = got["losses"], want["losses"], got["ended"] and want["ended"]
    if not both:
        got, want = got[:len(want)], want[:len(got)]
    flat = [[each for _, *values in record for each in values] for record in (got, want)]
    if [(kind, len(values)) for kind, *values in got] != [(kind, len(values)) for kind, *values in want]:
        return None
    return max([abs(one - other) / max(1.0, abs(other)) for one, other in zip(*flat)] or [0.0])


def verdict(got, want):
    """A word for the table: what became of an example."""
    if want is None:
        return "fails, not recorded" if isinstance(got, str) else "runs, not recorded"
    if isinstance(got, str):
        return "fails" if isinstance(want, dict) else "fails, as there"
    if not isinstance(want, dict):
        return "runs, which it does not there"
    if not want["losses"]:
        return "runs, has no losses"
    if not got["losses"]:
        return "runs, ended too early"
    apart = difference(got, want)
    return "same" if apart is not None and apart <= 1e-3 else "differs"


def is_wrong(word, found):
    """Whether the verdict on an example is a fault of compat.

    Args:
        word: the verdict.
        found: the codes of what ``compat migrate`` marked in it.

    Example:
        >>> is_wrong("fails", ["K203", "K204"]), is_wrong("fails", ["K203", "K308"]), is_wrong("differs", ["K204"])
        (False, True, True)
    """
    if word == "fails":
        return not any(code.startswith("K2") and code != _PRIVATE for code in found)
    return word in ("differs", "runs, ended too early")


def expected_losses():
    """What real Keras 2.2.4 gave, by example."""
    return json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}


def record(names, folder, how):
    """Write what real Keras 2.2.4 gives for each example."""
    for name in names:
        plain = how._replace(start=how.start[:1]) if name in ADDING_TO_VARIABLES else how
        with tempfile.TemporaryDirectory() as place:
            got = run(folder, name, plain, Path(place))
        expected = dict(expected_losses(), **{name: got})  # which another process may have written meanwhile
        EXPECTED.write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
        print(name, got if isinstance(got, str) else "recorded", flush=True)


def compare(names, folder, how, needs_tensorflow, migrated):
    """Run each example, print its line, and last how many there are of each verdict; whether all is as it must be."""
    expected = expected_losses()
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    counts, wrong = {}, False
    for name in names:
        found = marks(folder / (name + ".py")) if migrated else []
        if backend != "tensorflow" and name in needs_tensorflow:
            word, got = "needs TensorFlow", ""
        else:
            with tempfile.TemporaryDirectory() as place:
                got = run(folder, name, how, Path(place))
            word = verdict(got, expected.get(name))
        counts[word] = counts.get(word, 0) + 1
        wrong = wrong or is_wrong(word, found)
        apart = None if isinstance(got, str) or word not in ("same", "differs") else difference(got, expected[name])
        why = got if isinstance(got, str) else "" if apart is None else "%.1e" % apart
        print("{:32} {:30} {}".format(name, word, " ".join([*found, why])), flush=True)
    print(", ".join("{} {}".format(count, word) for word, count in sorted(counts.items())), "of", len(names))
    return not wrong


def main():
    """Run what the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--migrated", action="store_true")
    parser.add_argument("--migrate-with", default=sys.executable, metavar="PYTHON")
    options = parser.parse_intermixed_args()
    folder = options.examples.resolve()
    names = options.names or sorted(path.stem for path in folder.glob("*.py"))
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as place:
        if options.record:
            record(names, folder, way(options, folder, home))
            return
        if not options.migrated:
            sys.exit(not compare(names, folder, way(options, folder, home), set(), False))
        migrate(folder, Path(place), options.migrate_with)
        tensorflow = {name for name in names if _TENSORFLOW.search((folder / (name + ".py")).read_text(encoding="utf-8"))}
        sys.exit(not compare(names, Path(place), way(options, Path(place), home), tensorflow, True))


if __name__ == "__main__":
    main()
