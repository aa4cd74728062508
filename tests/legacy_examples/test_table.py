"""The table of the programs' numbers, from files made here."""
import importlib.util
import json
import math
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).resolve().parent.parent.parent / "legacy_examples"
_spec = importlib.util.spec_from_file_location("legacy_examples_table", str(PROGRAMS / "table.py"))
table = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(table)


@pytest.fixture
def folder(tmp_path):
    def add(cell, program, way, **record):
        (tmp_path / cell).mkdir(exist_ok=True)
        path = tmp_path / cell / "{}--{}.json".format(program, way)
        path.write_text(json.dumps(dict(record, program=program, way=way)))
    add("good", "custom_layer", "compat run", numbers=table.expected("custom_layer"))
    off = dict(table.expected("decaying_dropout"), iterations_at_keep_rate_1=11.9)
    add("bad", "decaying_dropout", "compat run", numbers=off)
    add("broken", "my_mean_pool", "imports swapped", error="ImportError")
    return tmp_path


@pytest.mark.parametrize("found, wanted, difference", [
    ([1.0, [2.0]], [1.0, [2.5]], 0.5),
    ({"a": 1}, {"a": 1.0}, 0.0),
    ({"a": 1}, {"b": 1}, math.inf),
    ([1], [1, 2], math.inf),
    ([1], 1, math.inf),
    ([float("nan")], [1.0], math.inf),
])
def test_the_difference_is_the_largest_one_and_infinite_between_different_forms(found, wanted, difference):
    assert table.largest_difference(found, wanted) == difference


def test_every_program_has_an_expectation_and_a_telling_number():
    programs = {path.parent.name for path in PROGRAMS.glob("*/program.py")}
    assert programs == set(table.TELLING)
    for program in programs:
        assert table._shown(table.Result(program, "", table.expected(program))) != "FAIL"


def test_a_row_is_ok_only_when_all_numbers_agree(folder):
    rows = {line[0]: line[-1] for line in table.table(folder, ["good", "bad", "broken"])}
    assert (rows["good"], rows["bad"], rows["broken"]) == ("ok", "FAIL", "FAIL")


def test_the_table_names_cells_that_were_not_run_and_exits_with_1_on_a_failure(folder, capsys):
    assert table.main([str(folder), "good", "absent"]) == 1
    shown = capsys.readouterr().out
    assert "absent" in shown and "not run" in shown and "0.593778" in shown


def test_the_exit_status_is_0_when_all_is_ok(folder, capsys):
    for cell in ("bad", "broken"):
        for path in (folder / cell).iterdir():
            path.unlink()
    assert table.main([str(folder)]) == 0
    assert "real Keras 2.2.4" in capsys.readouterr().out
