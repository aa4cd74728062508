"""Lambda layers: from old bytecode, text or live functions to one safe expression form.

Nothing from a file is executed: there is no ``marshal``, ``eval``, ``exec`` or ``compile`` here. Pure standard library.
The readers of bytecode are :mod:`compat.lambdas.recover` and :mod:`compat.lambdas.describe`; they are not imported here,
since every import of ``compat.keras`` comes by and few programs need them.
"""
from __future__ import annotations

from compat.lambdas.expression import BoundExpression, Expression, evaluate

__all__ = ["BoundExpression", "Expression", "evaluate"]
