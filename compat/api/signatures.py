"""The signatures in the tables of names, as parameters.

A default written as a bare word, ``reset_after=gru_reset_after``, is the one of the era: a row of
:mod:`compat.api.semantics`.
"""
import ast
import functools
import inspect
from typing import Any, Dict, Tuple

from compat.api.rows import Name
from compat.api.semantics import BEHAVIOURS, Behaviour

Parameters = Tuple[inspect.Parameter, ...]
_ROWS: Dict[str, Behaviour] = {row.name: row for row in BEHAVIOURS}


@functools.lru_cache(maxsize=None)
def parameters(text: str) -> Parameters:
    """The parameters of a signature; the default of one that the era decides is its row.

    Example:
        >>> rate, reset_after = parameters("(rate=0.5, reset_after=gru_reset_after)")
        >>> rate.default, reset_after.default.name
        (0.5, 'gru_reset_after')
    """
    found: Any = ast.parse("lambda {}: 0".format(text[1:-1]), mode="eval").body
    given = found.args
    required = [inspect.Parameter.empty] * (len(given.args) - len(given.defaults))
    defaults = required + [_default(node) for node in given.defaults]
    plain = [inspect.Parameter(argument.arg, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)
             for argument, default in zip(given.args, defaults)]
    rest = ((given.vararg, inspect.Parameter.VAR_POSITIONAL), (given.kwarg, inspect.Parameter.VAR_KEYWORD))
    return tuple(plain + [inspect.Parameter(argument.arg, kind) for argument, kind in rest if argument])


def accepted(row: Name, signature: str) -> Parameters:
    """The parameters that code of one Keras version may pass, whose signature of the name is given.

    What the newest version only added at the end, older code may pass too: it cannot mean anything else.

    Example:
        >>> row = Name("f", "function", "losses", ("keras.losses",), "(x)", "(x, axis=-1)")
        >>> [each.name for each in accepted(row, row.signature_in("2.2.4"))]
        ['x', 'axis']
    """
    own, newest = parameters(signature), parameters(row.signature)
    return newest if newest[:len(own)] == own else own


def _default(node: ast.expr) -> Any:
    if isinstance(node, ast.Name):
        return _ROWS[node.id]
    return node.value if type(node) is ast.Constant else ast.literal_eval(node)
