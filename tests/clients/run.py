"""Runs the test suites of packages that were written for Keras 2, and compares them with real Keras 2.2.4.

::

    python tests/clients/run.py ARCHIVES [NAME ...]            under ``compat run -m pytest``, on the backend that is set
    python tests/clients/run.py ARCHIVES --record [NAME ...]   on real Keras 2.2.4: writes passed.json

``ARCHIVES`` is a folder with the source distributions that packages.txt names; ``nox -s clients`` fetches them. Prints, for
each package, how many of the tests that pass on real Keras 2.2.4 pass here, and the names of those that do not; last the
totals. Exit status 1 when one of them does not pass.
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
PASSED = HERE / "passed.json"
#: A package's suite may take this long; the slowest takes two minutes on real Keras 2.2.4.
SECONDS = 1800


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


def compared(name, want, folder):
    """Run one suite here; print its line and what fails. Returns how many tests passed of those that must."""
    got, last = passed_tests(folder, False)
    missing = sorted(set(want) - set(got))
    print("{:36} {:3} of {:3}   {}".format(name, len(want) - len(missing), len(want), last if missing else ""), flush=True)
    for each in missing:
        print("    " + each, flush=True)
    return len(want) - len(missing)


def main():
    """Run the suites that the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--place", type=Path, help="where to unpack, and leave the packages and the outputs of their tests")
    options = parser.parse_intermixed_args()
    recorded = json.loads(PASSED.read_text()) if PASSED.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        folders = unpacked(options.archives, options.place or Path(temporary))
        names = options.names or sorted(folders)
        if options.record:
            for name in names:
                recorded[name], last = passed_tests(folders[name], True)
                print("{:36} {}".format(name, last), flush=True)
                PASSED.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")
            return
        passed = sum(compared(name, recorded[name], folders[name]) for name in names)
    total = sum(len(recorded[name]) for name in names)
    print("{} of the {} tests that pass on real Keras 2.2.4".format(passed, total))
    sys.exit(passed < total)


if __name__ == "__main__":
    main()
