"""Lambda layers: from old bytecode, text or live functions to one safe expression form.

Nothing from a file is executed: there is no ``marshal``, ``eval``, ``exec`` or ``compile`` here. Pure standard library.
"""
from __future__ import annotations

from compat.lambdas.expression import BoundExpression, Expression, evaluate

__all__ = ["BoundExpression", "Expression", "evaluate"]
