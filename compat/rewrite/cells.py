"""Cells of a notebook, rewritten one after the other as they are run, for ``%load_ext compat``.

A cell sees what earlier cells imported: ``K`` is a module in it, and ``np`` is NumPy. IPython hands each cell's tree to the
functions in ``shell.ast_transformers``, those of ``%%time`` too.
"""
import ast
import contextlib
import copy
from typing import Any, Callable, Iterator, List, Sequence

from compat.rewrite.changes import Change
from compat.rewrite.children import announced
from compat.rewrite.eras import era_of_the_program
from compat.rewrite.hook import OwnModuleFinder, install
from compat.rewrite.rules import RULES, Rules
from compat.rewrite.source import import_runtime, rewrite_tree, uses_runtime


class Cells:
    """What IPython calls with the tree of each cell.

    Args:
        rules: what to redirect.
        rewritten: called with the changes of each cell.

    Example:
        >>> cells = Cells()
        >>> cell = cells.visit(ast.parse("from keras import backend as K"))
        >>> cell.body[0].module
        'compat.keras'
    """

    def __init__(self, rules: Rules = RULES, rewritten: Callable[[Sequence[Change]], None] = lambda changes: None) -> None:
        self.rules = rules
        self.rewritten = rewritten
        self._imports: List[ast.stmt] = []

    def visit(self, tree: Any) -> Any:
        """The rewritten tree of a cell; what is no module, such as a single expression, stays as it is."""
        if not isinstance(tree, ast.Module):
            return tree
        own = [copy.deepcopy(each) for each in tree.body if isinstance(each, (ast.Import, ast.ImportFrom))]
        seam = ast.parse("pass").body[0]  # the cell begins below it
        tree.body = [*copy.deepcopy(self._imports), seam, *tree.body]
        found = rewrite_tree(tree, self.rules)
        body = found.tree.body
        place = next(number for number, each in enumerate(body) if each is seam)
        found.tree.body = body[place + 1:]
        if uses_runtime(found.tree):
            import_runtime(found.tree, self.rules)
        self._imports += own
        self.rewritten(found.changes)
        return found.tree


@contextlib.contextmanager
def redirected_cells(roots: Sequence[str], rules: Rules = RULES) -> Iterator[Cells]:
    """Redirect imports in this process, as ``compat run`` does: of the user's modules below ``roots``, and of child processes.

    Gives what rewrites the cells themselves. Afterwards all is as before.
    """
    with era_of_the_program() as note_era:
        finder = OwnModuleFinder(roots, rules, "", note_era)
        uninstall = install(finder)
        try:
            with announced(finder):
                yield Cells(rules, note_era)
        finally:
            uninstall()
