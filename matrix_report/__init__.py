"""All results of the matrix as one page, Markdown, JUnit and JSON, from what each cell left in ``.nox/numbers/CELL``.

``cell.json`` says what is installed there (:mod:`matrix_report.leave`), ``junit.xml`` is pytest's, and the others hold the
numbers of the legacy programs. Nothing is run again, so that a page can be made at any time, and from the folders of several
machines.
"""
