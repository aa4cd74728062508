"""Every legacy program, three ways, prints the numbers of the real Keras that it was written for.

As it stands, on that Keras itself; with its imports swapped to ``compat.keras``; unmodified, with ``compat run``. A program
of tf.keras runs as it stands and by ``compat run``, and not on the Kerases that are older. Each runs in a process of its own,
like a user's. With ``COMPAT_NUMBERS_DIR`` set, what was printed is left there as JSON.
"""
import importlib.util
import json
import os
import re
from pathlib import Path

import pytest

import compat
from compat.flavor import active

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = ROOT / "legacy_examples"
_spec = importlib.util.spec_from_file_location("legacy_examples_table", str(PROGRAMS / "table.py"))
table = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(table)

STANDS, SWAPPED, RUN = table.WAYS
#: Tensors get no method by a change of import.
ONLY_REWRITTEN = {"tensor_eval"}
#: What an author does by hand: one word more in each import.
SWAPS = (
    (re.compile(r"^(\s*from )keras\b", re.M), r"\1compat.keras"),
    (re.compile(r"^(\s*)import keras\.(\S+) as ", re.M), r"\1import compat.keras.\2 as "),
    (re.compile(r"^(\s*)import keras$", re.M), r"\1from compat import keras"),
    (re.compile(r"^(\s*)import tensorflow as tf$", re.M), r"\1from compat import tf"),
)


def names():
    return sorted(path.parent.name for path in PROGRAMS.glob("*/program.py"))


def of_tf_keras(name):
    return json.loads((PROGRAMS / name / "expected.json").read_text())["stack"]["keras"].startswith("2.10")


def stands(name):
    """Whether the program prints its numbers on the installed Keras by itself."""
    if of_tf_keras(name):
        return active().name == "tf.keras"
    return active().name == "multibackend" and active().version == "2.2.4"


def cases():
    for name in names():
        if of_tf_keras(name) and active().name == "multibackend":
            continue
        if stands(name):
            yield name, STANDS
        if name not in ONLY_REWRITTEN and not of_tf_keras(name):
            yield name, SWAPPED
        yield name, RUN


def with_swapped_imports(source):
    for pattern, replacement in SWAPS:
        source = pattern.sub(replacement, source)
    return source


def steady():
    """What the old Keras's interpreter is given before a program, to make its training repeatable."""
    return [str(PROGRAMS / "steady.py")] * (active().name == "multibackend")


def command(name, way, folder):
    """The arguments of the interpreter."""
    program = PROGRAMS / name / "program.py"
    if way == RUN:
        return steady() + ["-m", "compat", "run", str(program)]
    if way == SWAPPED:
        program = folder / "program.py"
        program.write_text(with_swapped_imports((PROGRAMS / name / "program.py").read_text(encoding="utf8")), "utf8")
    return steady() + [str(program)]


def environment():
    """This process's, where ``compat`` is the package under test also when it is not installed."""
    package = str(Path(compat.__file__).resolve().parent.parent)
    path = [package] if package == str(ROOT) else []
    path += [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []
    chosen = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONIOENCODING": "utf8", "PYTHONPATH": os.pathsep.join(path)}
    kept = {key: value for key, value in os.environ.items() if key != "COMPAT_ERA"}
    return dict(kept, **chosen)


def leave(name, way, record):
    """Writes a record for the table, where a run of the matrix asks for it."""
    folder = os.environ.get("COMPAT_NUMBERS_DIR")
    if folder:
        os.makedirs(folder, exist_ok=True)
        path = Path(folder) / "{}--{}.json".format(name, way.replace(" ", "_"))
        path.write_text(json.dumps(dict(record, program=name, way=way), indent=1))


@pytest.mark.parametrize("name, way", list(cases()))
def test_a_program_prints_the_numbers_of_the_real_keras(name, way, tmp_path, python):
    code, out, error = python(command(name, way, tmp_path), tmp_path, environment())
    if code:
        leave(name, way, {"error": error[-2000:]})
    assert code == 0, error[-4000:]
    numbers = json.loads(out.splitlines()[-1])
    leave(name, way, {"numbers": numbers})
    far = {key: table.largest_difference(numbers.get(key, []), value) for key, value in table.expected(name).items()}
    assert set(numbers) == set(far)
    assert {key: difference for key, difference in far.items() if difference > table.TOLERANCE} == {}
