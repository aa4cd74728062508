"""What ``compat inspect`` prints about a stored function: source, the Python that wrote it, the names it uses."""
from __future__ import annotations

from typing import Any, Container, List, Optional

from compat.lambdas.recover import Recovered, recover


def describe(payload: Any, name: Optional[str] = None, given: Container[str] = ()) -> str:
    """A few lines of text about the function in ``payload`` (see :func:`compat.lambdas.recover`); never raises.

    Example:
        >>> print(describe("no code", "lambda_1").splitlines()[0])
        not recovered
    """
    return "\n".join(lines_of(recover(payload, name, given)))


def lines_of(recovered: Recovered) -> List[str]:
    """The lines that :func:`describe` joins."""
    lines = [recovered.source or "not recovered"]
    if recovered.python_version:
        lines.append("written by Python %s" % recovered.python_version)
    if recovered.expression is not None:
        lines.append("touches: %s" % (", ".join(recovered.touches) or "nothing but its arguments"))
    lines.append("loads by default" if recovered.problem is None else "problem: %s" % recovered.problem)
    return lines
