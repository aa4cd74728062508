"""How fast ``compat migrate`` is, in lines per second, beside LibCST that only parses and prints, and tf_upgrade_v2.

::

    python benchmarks/migrate.py FOLDER [--tf-upgrade PYTHON] [--jobs 2]

``FOLDER`` is copied before each run. ``PYTHON`` is an interpreter whose environment has TensorFlow, which brings
``tf_upgrade_v2``; without it that line is left out. All three get the same files; LibCST alone and ``compat migrate`` work with
so many processes, ``tf_upgrade_v2`` with the one that it has. Times are medians of three runs and include the start of Python.
"""
import argparse
import concurrent.futures
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
ROOT = Path(__file__).resolve().parent.parent


def parse_and_print(path):
    """What any codemod of LibCST does at least."""
    import libcst

    source = Path(path).read_bytes()
    with contextlib.suppress(libcst.ParserSyntaxError, UnicodeDecodeError):  # of a file of Python 2: the others go on
        Path(path).write_bytes(libcst.parse_module(source).bytes)


def libcst_alone(folder, jobs):
    """Parse and print every file, in processes."""
    files = [str(path) for path in sorted(Path(folder).rglob("*.py"))]
    if jobs < 2:
        for each in files:
            parse_and_print(each)
        return
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        list(pool.map(parse_and_print, files, chunksize=8))


def seconds(folder, command):
    """The median time of a command, which gets the name of a fresh copy of the folder."""
    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            copy = os.path.join(place, "tree")
            shutil.copytree(str(folder), copy)
            start = time.perf_counter()
            subprocess.run(command(copy), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                           env=dict(os.environ, PYTHONPATH=str(ROOT)))
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tf-upgrade", metavar="PYTHON")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        libcst_alone(options.folder, options.jobs)
        return
    lines = sum(path.read_bytes().count(b"\n") for path in Path(options.folder).rglob("*.py"))
    jobs = ["--jobs", str(options.jobs)]
    rows = {"LibCST parses and prints": lambda copy: [sys.executable, __file__, copy, "--alone", *jobs]}
    for to in ("compat", "keras3"):
        rows["compat migrate --to " + to] = lambda copy, to=to: [
            sys.executable, "-m", "compat", "migrate", copy, "--to", to, "--write", *jobs]
    if options.tf_upgrade:
        rows["tf_upgrade_v2"] = lambda copy: [
            options.tf_upgrade, "-m", "tensorflow.tools.compatibility.tf_upgrade_v2_main", "--intree", copy, "--outtree",
            copy + "_out", "--reportfile", copy + "_report.txt"]
    print("{:,} lines".format(lines))
    for name, command in rows.items():
        took = seconds(options.folder, command)
        print("{:28} {:8.2f} s {:10,.0f} lines/s".format(name, took, lines / took), flush=True)


if __name__ == "__main__":
    main()
