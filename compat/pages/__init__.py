"""Reports as one HTML file: they load nothing else, work without a server, and follow the reader's light or dark mode.

Everything that a file of a stranger may have written passes through :func:`escaped`. The only script is this package's own, and
the page's security policy allows that one alone, by its hash.
"""
from compat.pages.page import folded as folded
from compat.pages.page import page as page
from compat.pages.page import write as write
from compat.pages.table import Cell as Cell
from compat.pages.table import Column as Column
from compat.pages.table import table as table
from compat.pages.text import escaped as escaped
from compat.pages.text import printable as printable
