"""Errors of this package: which Lambda, what is wrong, and what to do next."""
from __future__ import annotations

from typing import Optional

from compat.errors import LambdaError


def lambda_error(problem: str, name: Optional[str] = None) -> LambdaError:
    """A :class:`LambdaError` that names the layer and says what to pass instead.

    Example:
        >>> print(lambda_error("it calls 'open', which is not allowed", "lambda_3"))
        Lambda 'lambda_3': it calls 'open', which is not allowed; pass lambdas={'lambda_3': fn}
    """
    key = name or "layer name"
    where = "Lambda '%s'" % name if name else "Lambda"
    return LambdaError("%s: %s; pass lambdas={'%s': fn}" % (where, problem, key))
