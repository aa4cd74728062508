"""The reader and the machine on bytecode that is old, damaged or hostile."""
import base64
import itertools
import json
import opcode
import random
import runpy
import sys
from pathlib import Path

import pytest

from compat.errors import LambdaError
from compat.lambdas.marshal_reader import MarshalProblem, read_code
from compat.lambdas.opcode_tables import OPCODES
from compat.lambdas.recover import recover

HERE = Path(__file__).parent
WRITE = runpy.run_path(str(HERE / "assembler.py"))
DUMPS = [(path.stem, name, payload) for path in sorted((HERE / "dumps").glob("*.json"))
         for name, payload in json.loads(path.read_text()).items()]


def opcodes(version):
    return {name: int(number) for name, number in (each.split("=") for each in OPCODES[version].split())}


def recovered(instructions, version="3.5", closure=None, **fields):
    number = tuple(int(part) for part in version.split("."))
    bytecode = WRITE["assemble"](number, instructions, opcodes(version))
    data = WRITE["code34"](bytecode, **fields)
    return recover([base64.b64encode(data).decode(), None, closure], "layer")


def test_the_table_of_this_python_is_what_its_own_opcode_module_says():
    version = "%d.%d" % sys.version_info[:2]
    if version not in OPCODES:
        pytest.skip("no table for Python " + version)
    table = opcodes(version)
    assert {name: opcode.opmap[name] for name in table} == table


@pytest.mark.parametrize("version", ["3.4", "3.5"])
def test_python_3_4_and_3_5_pass_keywords_as_pairs(version):
    found = recovered([("LOAD_GLOBAL", 0), ("LOAD_ATTR", 1), ("LOAD_FAST", 0), ("LOAD_CONST", 1), ("LOAD_CONST", 2),
                       ("CALL_FUNCTION", 1 | 1 << 8), "RETURN_VALUE"], version,
                      consts=(None, "axis", 1), names=("K", "mean"))
    assert found.source == "lambda x: K.mean(x, axis=1)"
    assert found.python_version == "3.4 or 3.5"


def test_python_3_5_jumps_by_bytes():
    found = recovered([("LOAD_FAST", 0), ("POP_JUMP_IF_FALSE", 10), ("LOAD_CONST", 1), "RETURN_VALUE",
                       ("LOAD_CONST", 2), "RETURN_VALUE"], consts=(None, 1, 2))
    assert found.source == "lambda x: 1 if x else 2"


def test_python_3_5_multiplies_matrices():
    found = recovered([("LOAD_FAST", 0), ("LOAD_FAST", 0), "BINARY_MATRIX_MULTIPLY", "RETURN_VALUE"])
    assert (found.source, found.python_version) == ("lambda x: x @ x", "3.5")


def test_python_3_5_makes_a_closure():
    inner = WRITE["code34"](WRITE["assemble"]((3, 5), [("LOAD_FAST", 0), ("LOAD_DEREF", 0), "BINARY_ADD",
                                                       "RETURN_VALUE"], opcodes("3.5")),
                            variables=("row",), frees=("x",), flags=19)
    found = recovered([("LOAD_GLOBAL", 0), ("LOAD_ATTR", 1), ("LOAD_CLOSURE", 0), ("BUILD_TUPLE", 1), ("LOAD_CONST", 1),
                       ("LOAD_CONST", 2), ("MAKE_CLOSURE", 0), ("LOAD_DEREF", 0), ("CALL_FUNCTION", 2), "RETURN_VALUE"],
                      consts=(None, inner, "<lambda>"), names=("K", "map_fn"), cells=("x",))
    assert found.source == "lambda x: K.map_fn(lambda row: row + x, x)"


def test_the_assembler_writes_what_a_real_interpreter_reads():
    import marshal
    assert marshal.loads(WRITE["pack"]((1, 2.5, "é", None, WRITE["Shared"]("s"), WRITE["Ref"](0)))) == (
        1, 2.5, "é", None, "s", "s")


@pytest.mark.parametrize("text", ["", "no code", "4w==", "AAAA" * 100, "é" * 10, "\u4e2d", "YwEAAAA="])
def test_what_is_no_code_is_a_problem_and_no_crash(text):
    found = recover(text, "layer")
    assert found.expression is None
    with pytest.raises(LambdaError, match="lambdas="):
        found.require()


@pytest.mark.parametrize("payload", [None, 3, [], ["a"], [1, 2, 3], ["x", 1, 2], {}, {"config": 3}, {"code": 1},
                                     b"\xff", [["x", None, None], None, None]])
def test_a_payload_of_the_wrong_form_is_a_problem(payload):
    assert "pass lambdas={'layer': fn}" in recover(payload, "layer").problem


def test_twenty_thousand_mutations_raise_nothing_but_lambda_errors():
    random_ = random.Random(20)
    for _ in range(20000):
        _, _, (code, defaults, closure) = random_.choice(DUMPS)
        data = bytearray(base64.b64decode(code))
        for _ in range(random_.choice((1, 1, 2, 5, 20))):
            mutate(data, random_)
        found = recover([base64.b64encode(bytes(data)).decode(), defaults, closure], "layer")
        assert (found.problem is None) <= (found.expression is not None)


def mutate(data, random_):
    place = random_.randrange(len(data)) if data else 0
    kind = random_.random()
    if kind < 0.7 and data:
        data[place] = random_.randrange(256)
    elif kind < 0.85:
        del data[place:place + random_.randrange(1, 9)]
    else:
        data[place:place] = bytes(random_.randrange(256) for _ in range(random_.randrange(1, 9)))


def test_nothing_is_unmarshalled_evaluated_or_compiled():
    names = {"marshal", "eval", "exec", "compile", "__import__"}
    import ast

    import compat.lambdas
    for path in Path(compat.lambdas.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            used = {node.id} if isinstance(node, ast.Name) else set()
            used |= {each.name for each in node.names} if isinstance(node, (ast.Import, ast.ImportFrom)) else set()
            assert not used & names, (path.name, used)


def in_a_million_calls(function):
    """What a function returns, which may call a million functions on its way: three times what the longest file takes."""
    count = itertools.count()

    def heard(frame, event, argument):
        assert event not in ("call", "c_call") or next(count) < 10 ** 6, "a million calls, and no end"

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        return function()
    finally:
        sys.setprofile(before)


class TestHostile:
    """Small files that would take very long, or much memory, in a careless reader."""

    def problem(self, instructions, **fields):
        found = in_a_million_calls(lambda: recovered(instructions, **fields))
        assert found.expression is None
        return found.problem

    def test_doubling_by_duplicates(self):
        assert "more than" in self.problem([("LOAD_FAST", 0)] + ["DUP_TOP", "BINARY_ADD"] * 900 + ["RETURN_VALUE"])

    def test_doubling_by_assignments(self):
        self.problem([("LOAD_FAST", 0), ("LOAD_FAST", 0), "BINARY_ADD", ("STORE_FAST", 0)] * 450
                     + [("LOAD_FAST", 0), "RETURN_VALUE"])

    def test_doubling_by_references_between_constants(self):
        pairs = WRITE["Shared"]((1, 2))
        consts = (pairs,) + tuple(WRITE["Shared"]((WRITE["Ref"](i), WRITE["Ref"](i))) for i in range(60))
        self.problem([("LOAD_CONST", 60), "RETURN_VALUE"], consts=consts)

    def test_many_sequential_conditions(self):
        step = [("LOAD_FAST", 0), ("POP_JUMP_IF_FALSE", 0)]
        self.problem(step * 900 + [("LOAD_FAST", 0), "RETURN_VALUE"])

    def test_every_condition_doubles_the_ways(self):
        code, place = [], 0
        for _ in range(150):  # if x: x = x + 1
            code += [("LOAD_FAST", 0), ("POP_JUMP_IF_FALSE", place + 16), ("LOAD_FAST", 0), ("LOAD_CONST", 0),
                     "BINARY_ADD", ("STORE_FAST", 0)]
            place += 16
        self.problem(code + [("LOAD_FAST", 0), "RETURN_VALUE"], consts=(1,))

    def test_deep_nesting_of_tuples(self):
        value = ()
        for _ in range(60):
            value = (value,)
        assert "nested" in recovered([("LOAD_CONST", 0), "RETURN_VALUE"], consts=value).problem

    def test_a_function_that_holds_itself(self):
        data = b"\xe3" + WRITE["code34"](b"S", consts=(WRITE["Ref"](0),))[1:]
        assert "a reference to nothing" in recover(base64.b64encode(data).decode(), "layer").problem

    def test_a_huge_length(self):
        with pytest.raises(MarshalProblem):
            read_code(b"(\xff\xff\xff\x7f" + b"N" * 100)

    def test_a_huge_integer(self):
        with pytest.raises(MarshalProblem):
            read_code(b"l\xff\xff\xff\x7f" + b"\x01\x00" * 100)


@pytest.mark.parametrize(("instructions", "names", "what"), [
    ([("LOAD_GLOBAL", 0), ("LOAD_CONST", 0), ("CALL_FUNCTION", 1), "RETURN_VALUE"], ("open",), "open"),
    ([("LOAD_GLOBAL", 0), ("LOAD_ATTR", 1), ("LOAD_CONST", 0), ("CALL_FUNCTION", 1), "RETURN_VALUE"], ("os", "system"),
     "os"),
    ([("LOAD_CONST", 0), ("LOAD_CONST", 0), ("IMPORT_NAME", 0), "RETURN_VALUE"], ("os",), "import of 'os'"),
    ([("LOAD_FAST", 0), ("LOAD_ATTR", 0), "RETURN_VALUE"], ("__class__",), "__class__"),
    ([("LOAD_FAST", 0), ("LOAD_ATTR", 0), "RETURN_VALUE"], ("tofile",), "tofile"),
    ([("LOAD_GLOBAL", 0), ("LOAD_ATTR", 1), ("LOAD_CONST", 0), ("CALL_FUNCTION", 1), "RETURN_VALUE"], ("np", "load"),
     "np.load"),
    ([("LOAD_GLOBAL", 0), ("LOAD_CONST", 0), ("CALL_FUNCTION", 1), "POP_TOP", ("LOAD_FAST", 0), "RETURN_VALUE"],
     ("print",), "not used"),
    ([("LOAD_FAST", 0), ("STORE_GLOBAL", 0), ("LOAD_FAST", 0), "RETURN_VALUE"], ("x",), "STORE_GLOBAL"),
])
def test_what_does_more_than_compute_is_refused_and_named(instructions, names, what):
    found = recovered(instructions, names=names)
    assert what in found.problem
    assert "pass lambdas={'layer': fn}" in found.problem
