"""JSON within bounds."""
import pytest

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.documents import check_depth, parse_json
from compat.saved.limits import Limits


def test_a_document_becomes_its_value():
    assert parse_json(b'{"a": [1, 2.5, null]}', "here", Limits()) == {"a": [1, 2.5, None]}


def test_a_document_at_the_limit_of_depth_is_read():
    assert parse_json("[[[]]]", "here", Limits(json_depth=3)) == [[[]]]


@pytest.mark.parametrize("depth", [4, 10000])
def test_a_document_beyond_the_limit_of_depth_is_refused(depth):
    with pytest.raises(UnsafeFileError, match="here is nested deeper than Limits.json_depth = 3"):
        parse_json("[" * depth + "]" * depth, "here", Limits(json_depth=3))


def test_too_many_values_are_refused_before_they_are_made():
    with pytest.raises(UnsafeFileError, match="json_values"):
        parse_json("[" + "[]," * 100 + "[]]", "here", Limits(json_values=100))


def test_too_long_a_document_is_refused():
    with pytest.raises(UnsafeFileError, match="json_bytes"):
        parse_json('"' + "a" * 100 + '"', "here", Limits(json_bytes=100))


def test_an_integer_of_a_million_digits_is_refused():
    with pytest.raises(NotAModelFileError, match="1000000 digits"):
        parse_json("1" * 1000000, "here", Limits())


def test_text_that_is_not_utf8_is_refused():
    with pytest.raises(NotAModelFileError, match="here is not UTF-8"):
        parse_json(b'"\xff"', "here", Limits())


def test_depth_counts_shared_parts_as_often_as_they_are_met():
    part = [1] * 10
    with pytest.raises(UnsafeFileError, match="json_values"):
        check_depth([part] * 10, "here", Limits(json_values=100))
