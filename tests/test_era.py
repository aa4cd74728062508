"""The era: which Keras the running code was written for."""
import asyncio
import contextvars
import gc
import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import compat
import compat.era as module
from compat.api.semantics import BEHAVIOURS
from compat.era import Era, current
from compat.errors import EraError


def test_the_default_era_is_keras_2_2_4():
    assert current().version == "2.2.4"


@pytest.mark.parametrize("version, expected", [
    ("1.2.2", "hard_sigmoid"), ("2.2.4", "hard_sigmoid"), ("2.3.0", "sigmoid"), ("2.2.4-tf", "hard_sigmoid"),
    ("2.15", "sigmoid"), ("3.15.1", "sigmoid"),
])
def test_a_default_follows_the_version_that_changed_it(version, expected):
    assert Era(version).behaviour("recurrent_activation") == expected


@pytest.mark.parametrize("version, expected", [
    ("2.2.4", "valid_steps"), ("2.3.1", "all_steps"), ("2.10", "all_steps"), ("2.11", "valid_steps"),
])
def test_versions_are_compared_as_versions_not_as_text(version, expected):
    assert Era(version).behaviour("masked_loss") == expected


def test_a_trap_of_the_old_version_is_given_only_when_asked_for():
    assert Era("2.2.4").behaviour("wholly_masked_loss") == "zero"
    assert Era("2.2.4", exact=True).behaviour("wholly_masked_loss") == "nan"


def in_force():
    return current().version


def test_the_name_compat_era_is_the_module():
    assert module is sys.modules["compat.era"] and compat.era is module


def test_the_era_ends_with_its_block():
    with compat.Era("2.3.1"):
        assert in_force() == "2.3.1"
        with compat.Era("1.2.2"):
            assert in_force() == "1.2.2"
        assert in_force() == "2.3.1"
    assert in_force() == "2.2.4"


def test_one_era_may_be_entered_several_times():
    era = Era("2.3.1")
    with era as entered, Era("2.15"), era:
        assert entered is era and current() is era
    with era:
        assert current() is era
    assert in_force() == "2.2.4"


def test_the_era_ends_with_a_block_that_raises():
    with pytest.raises(RuntimeError), Era("2.3.1"), Era("2.15"):
        raise RuntimeError
    assert in_force() == "2.2.4"


def test_making_an_era_changes_nothing():
    assert Era("2.3.1").version == "2.3.1" and in_force() == "2.2.4"


def test_a_block_is_local_to_its_thread():
    entered, looked = threading.Event(), threading.Event()

    def another():
        with Era("2.3.1"):
            entered.set()
            assert looked.wait(60)
            return in_force()

    with ThreadPoolExecutor(1) as pool:
        ran = pool.submit(another)
        assert entered.wait(60)
        here = in_force()
        with Era("2.15"):
            looked.set()
            assert (here, ran.result(60), in_force()) == ("2.2.4", "2.3.1", "2.15")


def test_a_block_is_local_to_its_task():
    async def task(era, before, after):
        seen = [in_force()]
        with Era(era):
            await before()
            seen.append(in_force())
            await after()
        return seen + [in_force()]

    async def both():
        first, second = asyncio.Event(), asyncio.Event()
        with Era("2.0"):
            made = [task("2.3.1", _nothing, _setting_and_waiting(first, second)),
                    task("2.15", first.wait, _setting_and_waiting(second, first))]
            return await asyncio.wait_for(asyncio.gather(*made), 60)

    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(both()) == [["2.0", "2.3.1", "2.0"], ["2.0", "2.15", "2.0"]]
    finally:
        loop.close()
    assert in_force() == "2.2.4"


async def _nothing():
    """Goes on at once."""


def _setting_and_waiting(event, other):
    async def wait():
        event.set()
        await other.wait()
    return wait


def _under(era):
    with Era(era):
        yield in_force()
        yield in_force()


def test_blocks_of_generators_that_take_turns_leave_nothing_behind():
    first, second = _under("2.3.1"), _under("2.15")
    assert [next(first), next(second)] == ["2.3.1", "2.15"]
    first.close()
    assert in_force() == "2.15"
    second.close()
    assert in_force() == "2.2.4"


def test_a_generator_that_is_forgotten_ends_its_block():
    generator = _under("2.3.1")
    next(generator)
    del generator
    gc.collect()
    assert in_force() == "2.2.4"


def test_a_generator_that_another_thread_closes_does_not_change_the_era_there():
    generator = _under("2.3.1")

    def close():
        with Era("2.15"):
            generator.close()
            return in_force()

    contextvars.copy_context().run(next, generator)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(close).result(60) == "2.15"


@pytest.fixture
def program():
    """Gives the program its era back."""
    before = current()
    yield
    compat.set_era(before.version, before.exact)


def test_the_era_of_the_program_is_that_of_all_threads(program):
    compat.set_era("2.3.1")
    with ThreadPoolExecutor(1) as pool:
        assert (in_force(), pool.submit(in_force).result(60)) == ("2.3.1", "2.3.1")


def test_a_block_keeps_its_era_when_that_of_the_program_is_set(program):
    with Era("2.15"):
        compat.set_era("2.3.1", exact=True)
        assert in_force() == "2.15"
    assert in_force() == "2.3.1" and current().exact


def test_a_layer_of_a_file_has_the_era_of_its_file():
    class Layer:
        """Anything with attributes."""

    layer = Layer()
    with Era("2.15") as era:
        assert current(layer) is era
        assert current(module.made_in(layer, Era("1.2.2"))).version == "1.2.2"


@pytest.mark.parametrize("version", ["", "two", "0.9", "4.0"])
def test_what_is_not_a_keras_version_is_refused(version):
    with pytest.raises(EraError) as caught:
        Era(version)
    assert isinstance(caught.value, ValueError)


def test_the_environment_sets_the_era():
    program = "import compat; print(compat.era.current().version)"
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True,
                         env={**os.environ, "COMPAT_ERA": "2.3.1"})
    assert ran.stdout.strip() == "2.3.1"


def test_each_row_is_asked_for():
    modules = [path for path in Path(compat.__file__).parent.rglob("*.py") if path.name != "semantics.py"]
    code = [path.read_text(encoding="utf8") for path in modules]
    asked = re.compile('"(\\w+)"|=(\\w+)[,)]')  # by name, or as the default of an argument in a signature
    names = {name for text in code for match in asked.finditer(text) for name in match.groups()}
    unasked = [row.name for row in BEHAVIOURS if row.name not in names]
    assert unasked == []


def test_rows_are_ordered_by_version_and_named_once():
    names = [row.name for row in BEHAVIOURS]
    assert len(names) == len(set(names))
    for row in BEHAVIOURS:
        firsts = [Era(first)._parsed for first, _ in row.changes]
        assert firsts == sorted(firsts) and str(firsts[0]) == "1.0"
