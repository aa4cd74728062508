"""Tables in a browser: a click on a column's head sorts, the search field filters; without a server."""
from html.parser import HTMLParser

from browser import needs_browser, opened

from compat.pages import Column, page, table

#: As a reader would: sort by size, the largest first, and look for what is converted.
CLICKS = """<script>
addEventListener("load", () => {
  const head = document.querySelectorAll("th")[1].firstChild; head.click(); head.click();
  const search = document.querySelector("input"); search.value = "KERAS fine"; search.dispatchEvent(new Event("input"));
});
</script>"""


class Rows(HTMLParser):
    """The first cells of the rows that are shown, and the text of the count."""

    def __init__(self, text):
        super().__init__()
        self.shown, self.count, self.at = [], "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "tr":
            self.at = "hidden" if "hidden" in attributes else "row"
        elif tag == "code" and self.at == "row":
            self.at = "first"
        elif tag == "span":
            self.at = "count"

    def handle_data(self, data):
        if self.at == "first":
            self.shown.append(data)
            self.at = "read"
        elif self.at == "count":
            self.count += data
            self.at = ""


@needs_browser
def test_a_table_sorts_by_numbers_and_filters_by_words(tmp_path):
    rows = [("a.h5", ("9 B", 9), "fine, Keras"), ("b.h5", ("1 kB", 1000), "fine, Keras"), ("c.h5", ("2 MB", 2e6), "failed"),
            ("d.h5", ("20 B", 20), "Fine: keras")]
    text = page("t", table([Column("file", "code"), Column("size", "number"), Column("result")], rows))
    text = text.replace("script-src 'sha256-", "script-src 'unsafe-inline'; x-src 'sha256-")  # for the clicks
    text = text.replace("</body>", CLICKS + "</body>")
    (tmp_path / "t.html").write_text(text, encoding="utf8")
    found = Rows(opened(tmp_path / "t.html"))
    assert found.shown == ["b.h5", "d.h5", "a.h5"] and found.count == "3 of 4"
