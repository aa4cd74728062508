"""The report says what became of every file, grouped by the reason; nothing that strangers wrote is markup in it."""
import base64
import hashlib
from html.parser import HTMLParser

import pytest

from compat.fleet import Outcome, grouped, write_report
from compat.fleet.report import render
from compat.pages import printable

ATTACKS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</code></table><iframe src=//evil>",
    "</title><svg onload=x>", "{total}", "{0.__class__}", "' onmouseover='x", "&lt;b&gt;", "<!--", "]]>",
    "\x1b[2J\x9b2J", "\u202efdp.h5", "\udcff", "\0",
)


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text, self.scripts, self.path = set(), set(), "", [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.path.append(tag)
        self.attributes.update(name for name, _ in attributes)

    def handle_data(self, data):
        if self.path[-1:] == ["script"]:
            self.scripts.append(data)
        else:
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
    assert page.scripts == HONEST.scripts and page.text.count(printable(attack)) >= 5


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_a_report_about_any_name_can_be_written(tmp_path, attack):
    write_report([failed(attack, attack)], str(tmp_path / "report.html"))
    assert printable(attack) in Page((tmp_path / "report.html").read_text(encoding="utf8")).text


def test_the_page_forbids_itself_to_load_anything_or_to_run_what_is_not_its_own():
    text = render([])
    digest = base64.b64encode(hashlib.sha256(Page(text).scripts[0].encode()).digest()).decode()
    assert "default-src 'none'" in text and "script-src 'sha256-{}'".format(digest) in text
    assert "http://" not in text and "https://" not in text


def test_a_row_has_size_origin_result_warnings_and_time():
    row = Outcome("a.h5", "a.keras", "1", "converted", "", "read back", ("look at b",), 1.25, 20500, "Keras 2.2.4 on theano")
    text = render([row])
    assert all(each in text for each in (
        'data-value="20500">20.5 kB<', "Keras 2.2.4 on theano", "read back", 'data-value="1">1<', "look at b",
        'data-value="1.25"'))


def test_a_message_of_several_lines_is_one_line_with_the_count_until_it_is_unfolded():
    text = render([failed("a.h5", "first\n  def f(x):"), failed("b.h5", "first\n  def f(x):")])
    assert "<details><summary><b>2 files</b>" in text and "· first</summary><pre>first\n  def f(x):</pre>" in text


def test_a_line_that_announces_the_next_is_shown_with_it():
    text = render([failed("in/a.h5", "in/a.h5: 2 layers are unknown:\n  a is an A\n  b is a B")])
    assert "· 2 layers are unknown: a is an A</summary>" in text and "<td>2 layers are unknown: a is an A</td>" in text


def test_a_row_does_not_repeat_its_file():
    assert "<td>&#x27;…&#x27; is no model</td>" in render([failed("/in/a.h5", "'/in/a.h5' is no model")])


def test_files_with_one_reason_are_one_group_and_the_largest_comes_first():
    rows = [failed("b.h5", "b.h5: unknown layer", "UnknownLayerError"), failed("a.h5", "a.h5 has a Lambda"),
            failed("c.h5", "c.h5: unknown layer", "UnknownLayerError"), Outcome("d.h5", "d.keras", "1", "converted")]
    assert [(group.cause, group.message, [each.source for each in group.outcomes]) for group in grouped(rows)] == [
        ("UnknownLayerError", "…: unknown layer", ["b.h5", "c.h5"]), ("LambdaError", "… has a Lambda", ["a.h5"])]


def test_the_report_counts_files_that_were_not_tried():
    text = Page(render([Outcome("d.h5", "d.keras", "1", "converted")], left=3)).text
    assert "1 of 4 files converted" in text and "3 files have not been tried yet" in text


def test_a_name_cannot_command_the_terminal():
    assert printable("a\x1b]0;owned\x07\r\nb\u202e") == "a\\x1b]0;owned\\x07\\r\nb\\u202e"


def test_paths_are_shown_below_their_folder():
    rows = [failed("/models/a/b.h5", "/models/a/b.h5: unknown"), Outcome("/models/a/c/d.h5", "x", "1", "converted")]
    text = render(rows)
    assert "Below <code>/models/a/</code>" in text and ">c/d.h5</code>" in text and "<td>unknown</td>" in text
    assert "· unknown</summary><pre>b.h5</pre>" in text
