"""Run by the Python of a cell before its tests: writes ``cell.json`` of what is installed, into the folder of its results.

::

    python leave.py FOLDER '{"name": …, "pins": …}'

The text in JSON is the cell's row of the noxfile, which is kept as it is. Any CPython from 3.7 on runs this.
"""
import json
import os
import platform
import subprocess
import sys
import time

if sys.version_info >= (3, 8):
    from importlib import metadata
else:
    import importlib_metadata as metadata  # a requirement of compat there


def installed():
    """Name → version of every distribution."""
    return {each.metadata["Name"]: each.version for each in metadata.distributions() if each.metadata["Name"]}


def commit():
    """The commit that is checked out, with "+" where files differ from it; "" outside a checkout."""
    here = os.path.dirname(os.path.abspath(__file__))
    try:
        found = subprocess.run(["git", "-C", here, "describe", "--always", "--abbrev=10", "--dirty=+", "--exclude=*"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True)
    except OSError:  # a machine without git
        return ""
    return found.stdout.strip()


def main(folder, cell):
    """Write the record."""
    record = {"cell": json.loads(cell), "python": platform.python_version(), "machine": platform.platform(),
              "installed": installed(), "commit": commit(), "when": time.time()}
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "cell.json"), "w") as file:
        json.dump(record, file, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
