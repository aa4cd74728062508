"""Lambda layers: from old bytecode, text or live functions to one safe expression form.

Nothing from a file is executed: there is no ``marshal``, ``eval``, ``exec`` or ``compile`` here. Pure standard library.
"""
from __future__ import annotations

from compat.lambdas.describe import describe
from compat.lambdas.expression import BoundExpression, Expression, evaluate
from compat.lambdas.recover import Recovered, recover

__all__ = ["BoundExpression", "Expression", "Recovered", "describe", "evaluate", "recover"]
