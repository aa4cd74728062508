"""Makes ``report/`` from what the cells of the matrix left behind; runs nothing.

::

    python -m matrix_report FOLDER [FOLDER ...] [--out report]

Each FOLDER holds one folder a cell, as ``.nox/numbers`` does; several are those of several machines, and of a cell that two
hold the latest run counts. Exit status: 0 no cell failed, 1 one did, 2 misuse.
"""
import argparse
import sys
from pathlib import Path
from typing import List

from compat.pages import write
from matrix_report.read import FAILED, UNFINISHED, cells_in
from matrix_report.words import headline
from matrix_report.write import as_json, html, junit, markdown

FILES = {"index.html": html, "matrix.md": markdown, "junit.xml": junit, "matrix.json": as_json}


def main(arguments: List[str]) -> int:
    """Write the files and say how many cells ended how."""
    parser = argparse.ArgumentParser("python -m matrix_report", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path("report"), metavar="FOLDER")
    options = parser.parse_args(arguments)
    missing = [str(each) for each in options.folders if not each.is_dir()]
    if missing:
        parser.error("there is no folder {}; `nox -s matrix` makes .nox/numbers".format(", ".join(missing)))
    try:
        cells = cells_in(options.folders)
        texts = {name: make(cells) for name, make in FILES.items()}
    except (ValueError, KeyError, TypeError) as error:  # of JSON, too
        parser.error("a file in {} is none that a cell leaves: {!r}".format(", ".join(map(str, options.folders)), error))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write(text, str(options.out / name))
    print("{}: {}".format(options.out / "index.html", headline(cells)))
    return int(any(each.state in (FAILED, UNFINISHED) for each in cells))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
