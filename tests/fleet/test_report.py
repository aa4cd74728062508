"""The report says what became of every file, grouped by the reason; nothing that strangers wrote is markup in it."""
from html.parser import HTMLParser

import pytest

from compat.fleet import Outcome, grouped, printable, write_report
from compat.fleet.report import render

ATTACKS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</code></table><iframe src=//evil>",
    "</title><svg onload=x>", "{total}", "{0.__class__}", "' onmouseover='x", "&lt;b&gt;", "<!--", "]]>",
    "\x1b[2J\x9b2J", "\u202efdp.h5", "\udcff", "\0",
)


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attributes)

    def handle_data(self, data):
        self.text += data


def failed(name, message, cause="LambdaError"):
    return Outcome(name, "x.keras", "1", "failed", cause, message)


HONEST = Page(render([failed("a.h5", "message"), Outcome("b.h5", "b.keras", "1", "converted", "", "read back", ("w",))]))


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_what_strangers_write_is_text_in_the_report(attack):
    page = Page(render([
        failed(attack + ".h5", "in " + attack, attack),
        Outcome(attack, attack, attack, "converted", attack, attack, (attack,))]))
    assert page.tags == HONEST.tags and page.attributes == HONEST.attributes
    assert "script" not in page.tags and page.text.count(printable(attack)) >= 6


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_a_report_about_any_name_can_be_written(tmp_path, attack):
    write_report([failed(attack, attack)], str(tmp_path / "report.html"))
    assert printable(attack) in Page((tmp_path / "report.html").read_text(encoding="utf8")).text


def test_the_page_forbids_itself_to_run_or_load_anything():
    assert "default-src 'none'" in render([]) and "http://" not in render([]) and "https://" not in render([])


def test_files_with_one_reason_are_one_group_and_the_largest_comes_first():
    rows = [failed("b.h5", "b.h5: unknown layer", "UnknownLayerError"), failed("a.h5", "a.h5 has a Lambda"),
            failed("c.h5", "c.h5: unknown layer", "UnknownLayerError"), Outcome("d.h5", "d.keras", "1", "converted")]
    assert [(group.cause, group.message, [each.source for each in group.outcomes]) for group in grouped(rows)] == [
        ("UnknownLayerError", "…: unknown layer", ["b.h5", "c.h5"]), ("LambdaError", "… has a Lambda", ["a.h5"])]


def test_the_report_counts_files_that_were_not_tried():
    text = Page(render([Outcome("d.h5", "d.keras", "1", "converted")], left=3)).text
    assert "1 of 4 files converted" in text and "3 not tried yet" in text


def test_a_name_cannot_command_the_terminal():
    assert printable("a\x1b]0;owned\x07\r\nb\u202e") == "a\\x1b]0;owned\\x07\\r\nb\\u202e"
