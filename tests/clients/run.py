"""Runs the test suites of packages that were written for Keras 2, and compares them with the real Keras of each.

::

    python tests/clients/run.py ARCHIVES [NAME ...]                under ``compat run -m pytest``, on the backend that is set
    python tests/clients/run.py ARCHIVES --reference REFERENCE     only the packages of one reference
    python tests/clients/run.py ARCHIVES --keep                    also writes how many pass into here.json, for the pages
    python tests/clients/run.py ARCHIVES --record REFERENCE        on the real Keras of that name: writes its passed.json

A reference is a real Keras, and a folder here: ``keras-2.2.4`` for packages of multi-backend Keras, ``tf.keras-2.15`` for
packages of tf.keras. Its ``packages.txt`` names the packages, its ``passed.json`` which of their tests pass on it.
``ARCHIVES`` holds their source distributions, in a folder for each reference; ``nox -s clients`` fetches them. Prints, for each
package, how many of the tests that pass on its reference pass here, and the names of those that do not; last the totals.
``refused.json`` of a reference lists tests that cannot pass, by the reason: those are counted apart, and one that passes is
a failure. Exit status 1 when a test that must pass does not, or one that cannot pass does.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
REFERENCES = sorted(each.parent.name for each in HERE.glob("*/packages.txt"))
#: A package's suite may take this long; the slowest takes six minutes on its reference, and far longer on torch, which compiles
#: no training step, on a machine that does other work.
SECONDS = 7200


def recorded(reference):
    """Which tests pass on that real Keras, by package."""
    passed = HERE / reference / "passed.json"
    return json.loads(passed.read_text()) if passed.exists() else {}


def refused(reference):
    """The tests of that reference that cannot pass on this backend: the reason by ``PACKAGE TEST``."""
    path = HERE / reference / "refused.json"
    rows = json.loads(path.read_text()) if path.exists() else []
    backend = os.environ.get("KERAS_BACKEND")
    return {test: row["reason"] for row in rows if backend in row["backends"] for test in row["tests"]}


def keep(reference, passed):
    """Add to ``here.json`` of that reference how many tests of each package pass on this backend; the pages read it."""
    path = HERE / reference / "here.json"
    counts = json.loads(path.read_text()) if path.exists() else {}
    counts.setdefault(os.environ["KERAS_BACKEND"], {}).update(passed)
    path.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")


def unpacked(archives, place):
    """The folders of the packages' sources, by name without the version."""
    for archive in sorted(archives.glob("*.tar.gz")):
        shutil.unpack_archive(str(archive), str(place))
    return {folder.name.rpartition("-")[0].replace("_", "-"): folder for folder in sorted(place.iterdir())}


def command(recording, sources):
    """How pytest is started: on the real Keras, or by ``compat run`` with all the packages as the user's own code."""
    if recording:
        return [sys.executable, "-m", "pytest"]
    return [sys.executable, "-m", "compat", "run", "--root", str(sources), "-m", "pytest"]


def passed_tests(folder, recording):
    """Run the suite of one package; return the names of the tests that passed and, for a person, pytest's last line."""
    report = folder / "report.xml"
    sources = folder.parent
    path = [str(each) for each in sorted(sources.iterdir())] + [os.environ.get("PYTHONPATH", "")]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, path)), TF_CPP_MIN_LOG_LEVEL="3", MPLBACKEND="Agg")
    words = ["-q", "-p", "no:cacheprovider", "-W", "ignore", "--tb=short", "--continue-on-collection-errors",
             "--junitxml=" + str(report), "tests"]
    try:
        done = subprocess.run(command(recording, sources) + words, cwd=str(folder), env=environment, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    except subprocess.TimeoutExpired:
        return [], "no end in {} s".format(SECONDS)
    (folder / "output.txt").write_text(done.stdout)
    if not report.exists():
        return [], (done.stdout.strip().splitlines() or ["no output"])[-1][:200]
    cases = ElementTree.parse(str(report)).iter("testcase")
    names = sorted("{}.{}".format(case.get("classname"), case.get("name")) for case in cases if not len(case))
    return names, done.stdout.strip().splitlines()[-1]


def record(reference, folders, names):
    """Write which tests of these packages pass on the Keras that is installed, which is the reference."""
    passed = recorded(reference)
    for name in names:
        passed[name], last = passed_tests(folders[name], True)
        print("{:36} {}".format(name, last), flush=True)
        (HERE / reference / "passed.json").write_text(json.dumps(passed, indent=1, sort_keys=True) + "\n")


def compared(name, want, cannot, folder):
    """Run one suite here; print its line and what fails. Returns how many tests pass of those that must, and the surprises."""
    got, last = passed_tests(folder, False)
    must = [each for each in want if "{} {}".format(name, each) not in cannot]
    missing = sorted(set(must) - set(got))
    surprises = sorted(set(got) & set(want) - set(must))
    refusals = len(want) - len(must)
    note = "{} cannot".format(refusals) if refusals else ""
    print("{:36} {:3} of {:3}   {}".format(name, len(must) - len(missing), len(must), last if missing else note), flush=True)
    for each in missing:
        print("    " + each, flush=True)
    for each in surprises:
        print("    passes, and is in refused.json: " + each, flush=True)
    return len(must) - len(missing), len(must), refusals, len(surprises)


def compare(reference, folders, names, keeping):
    """Run the suites of one reference; print its table and total. Returns whether all passed that must."""
    want, cannot = recorded(reference), refused(reference)
    print("The reference is real {}".format(reference), flush=True)
    rows = [compared(name, want[name], cannot, folders[name]) for name in names]
    if keeping:
        keep(reference, {name: row[0] for name, row in zip(names, rows)})
    passed, must, refusals, surprises = (sum(column) for column in zip(*rows))
    note = "; {} more cannot, with their reasons in refused.json".format(refusals) if refusals else ""
    print("{} of the {} tests that pass on real {}{}\n".format(passed, must, reference, note), flush=True)
    return passed == must and not surprises


def main():
    """Run the suites that the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--reference", choices=REFERENCES, help="only the packages of this one")
    parser.add_argument("--record", choices=REFERENCES, help="the real Keras that is installed: write what passes on it")
    parser.add_argument("--keep", action="store_true", help="write how many pass on this backend into here.json")
    parser.add_argument("--place", type=Path, help="where to unpack, and leave the packages and the outputs of their tests")
    options = parser.parse_intermixed_args()
    chosen = options.record or options.reference
    good = True
    with tempfile.TemporaryDirectory() as temporary:
        for reference in [chosen] if chosen else REFERENCES:
            folders = unpacked(options.archives / reference, (options.place or Path(temporary)) / reference)
            names = [name for name in options.names or sorted(folders) if name in folders]
            if options.record:
                record(reference, folders, names)
            elif names:
                good = compare(reference, folders, names, options.keep) and good
    sys.exit(not good)


if __name__ == "__main__":
    main()
