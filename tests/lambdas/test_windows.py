"""Lambdas that tf.keras wrote on Windows, with a slash for each byte that is a backslash."""
import base64
import json
from pathlib import Path

import pytest

from compat.lambdas.recover import recover
from compat.lambdas.windows import doubtful

DUMPS = {path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "dumps").glob("*.json"))}


def damaged(payload):
    """The payload as Windows has it, or None where no byte of it is a backslash."""
    code = base64.b64decode(payload[0])
    if b"\\" not in code:
        return None
    return [base64.b64encode(code.replace(b"\\", b"/")).decode("ascii")] + payload[1:]


def pairs(version):
    for name, payload in DUMPS[version].items():
        other = damaged(payload)
        if other is not None and recover(payload).problem is None:
            yield name, recover(payload), recover(other)


@pytest.mark.parametrize("version", DUMPS)
def test_a_damaged_lambda_means_the_same_or_is_refused(version):
    for name, whole, found in pairs(version):
        assert found.source == whole.source or found.problem is not None, name


@pytest.mark.parametrize("version", [each for each in DUMPS if each != "3.13"])
def test_most_are_recovered(version):
    found = list(pairs(version))
    assert found
    assert sum(whole.source == other.source for _, whole, other in found) >= len(found) / 2


def test_a_number_that_may_have_been_another_is_doubtful():
    assert doubtful(47)
    assert doubtful(0x2F00)
    assert doubtful("a/b")
    assert not doubtful(92)
    assert not doubtful(0.5)
    assert not doubtful("channels_last")
