"""A page loads nothing, runs no script but its own, and shows what a stranger wrote as text."""
import pytest

from compat.pages import Column, escaped, folded, page, table, write


@pytest.mark.parametrize("attack", ["<script>x</script>", "\" onclick=\"x", "' onclick='x", "&lt;", "{body}", "</pre>"])
def test_what_a_stranger_wrote_is_text(attack):
    cells = table([Column(attack), Column(attack, "code"), Column(attack, "number")], [(attack, attack, (attack, 1))])
    honest = table([Column("a"), Column("a", "code"), Column("a", "number")], [("a", "a", ("a", 1))])
    for text, plain in ((cells, honest), (folded(attack, attack), folded("a", "a")), (page(attack, ""), page("a", ""))):
        assert text.count("<") == plain.count("<") and text.count('"') == plain.count('"') and escaped(attack) in text


def test_a_number_sorts_by_its_value_and_shows_its_text():
    assert '<td class="n" data-value="2048">2 kB</td>' in table([Column("size", "number")], [(("2 kB", 2048),)])


def test_lines_of_code_stay_lines():
    assert "<code>a</code><br><code>b</code>" in table([Column("x", "code")], [("a\nb",)])


def test_a_table_without_rows_is_a_sentence():
    assert table([Column("x")], [], "There is no model file.") == '<p class="soft">There is no model file.</p>'


def test_a_page_is_there_whole_or_not_at_all(tmp_path):
    write(page("title", "<h1>title</h1>"), str(tmp_path / "a.html"))
    assert "<h1>title</h1>" in (tmp_path / "a.html").read_text(encoding="utf8")
    assert [each.name for each in tmp_path.iterdir()] == ["a.html"]
