"""Untrusted text, for a terminal or a page."""
import html


def printable(text: str) -> str:
    """Text whose invisible and control characters are escaped; line breaks stay.

    Example:
        >>> printable("a" + chr(27) + "[2Jb")
        'a\\\\x1b[2Jb'
    """
    return "".join(each if each.isprintable() or each == "\n" else ascii(each)[1:-1] for each in text)


def escaped(text: object) -> str:
    """Text for the content or a quoted attribute of HTML and SVG: it cannot open a tag or leave the quotes.

    Example:
        >>> escaped("<b onclick='x'>")
        '&lt;b onclick=&#x27;x&#x27;&gt;'
    """
    return html.escape(printable(str(text)))
