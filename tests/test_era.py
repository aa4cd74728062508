"""The era: which Keras the running code was written for."""
import subprocess
import sys

import pytest

import compat
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


def test_the_era_ends_with_its_block():
    with compat.era("2.3.1"):
        assert current().version == "2.3.1"
        with compat.era("1.2.2"):
            assert current().version == "1.2.2"
        assert current().version == "2.3.1"
    assert current().version == "2.2.4"


@pytest.mark.parametrize("version", ["", "two", "0.9", "4.0"])
def test_what_is_not_a_keras_version_is_refused(version):
    with pytest.raises(EraError) as caught:
        Era(version)
    assert isinstance(caught.value, ValueError)


def test_the_environment_sets_the_era():
    program = "import compat; print(compat.era().version)"
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True,
                         env={**__import__("os").environ, "COMPAT_ERA": "2.3.1"})
    assert ran.stdout.strip() == "2.3.1"


def test_rows_are_ordered_by_version_and_named_once():
    names = [row.name for row in BEHAVIOURS]
    assert len(names) == len(set(names))
    for row in BEHAVIOURS:
        firsts = [Era(first)._parsed for first, _ in row.changes]
        assert firsts == sorted(firsts) and str(firsts[0]) == "1.0"
