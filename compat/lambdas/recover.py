"""The function of a Lambda in an old file, as an expression.

Keras stored ``marshal.dumps(function.__code__)``: its bytes as characters until 2.1.1 (Keras 1 too), in base64 since;
alone or as ``[code, defaults, closure]``; the ``.keras`` format as a dictionary of class ``__lambda__``.
The Python that wrote it is found from the layout of the code object and from what its instructions mean.
"""
from __future__ import annotations

import base64
import binascii
from typing import Any, Container, Dict, List, NamedTuple, Optional, Tuple

import compat.lambdas.nodes as n
from compat.errors import LambdaError
from compat.lambdas.constants import constant
from compat.lambdas.errors import lambda_error
from compat.lambdas.expression import Expression
from compat.lambdas.instructions import VERSIONS, BytecodeProblem, Version, decode
from compat.lambdas.machine import Budget, Machine
from compat.lambdas.marshal_reader import MAX_BYTES, Code, MarshalProblem, read_code
from compat.lambdas.windows import doubtful, may_be_damaged, read_damaged, restored

#: Layout of the code object → the Pythons that write it.
_LAYOUT_VERSIONS: Dict[str, Tuple[Version, Version]] = {
    "2.7": ((2, 7), (2, 7)), "3.4": ((3, 4), (3, 7)), "3.8": ((3, 8), (3, 10)), "3.11": ((3, 11), (3, 13)),
}


class Recovered(NamedTuple):
    """What was found in a stored function.

    ``expression`` and ``source`` are None when it could not be rebuilt; ``problem`` is None when it may be used, and
    otherwise the text of the error, which says what to pass. ``python_version`` is "3.6", or "3.8 or 3.9" when the
    bytecode is the same in both, or None when it is not bytecode.
    """

    expression: Optional[Expression]
    python_version: Optional[str]
    source: Optional[str]
    touches: List[str]
    problem: Optional[str]

    def require(self) -> Expression:
        """The expression; LambdaError with the problem if there is one."""
        if self.problem is not None or self.expression is None:
            raise LambdaError(self.problem)
        return self.expression


def recover(payload: Any, name: Optional[str] = None, given: Container[str] = ()) -> Recovered:
    """The function that ``payload``, the ``function`` of a Lambda's configuration, holds. Never raises.

    Args:
        payload: base64 or escaped text, ``[code, defaults, closure]``, or ``{"class_name": "__lambda__", …}``.
        name: the layer's name, for the texts of problems.
        given: global names whose values the user will pass (``custom_objects``), allowed although unknown.
    """
    version: Optional[str] = None
    try:
        text, defaults, closure = _parts(payload)
        found, versions = _read(bytes_of(text), defaults, closure)
        version = " or ".join("%d.%d" % each for each in versions)
        expression = Expression(found.parameters, found.body).checked_size(name)
        Expression.from_config(expression.to_config(), name)
    except (MarshalProblem, BytecodeProblem) as problem:
        error = lambda_error("its function cannot be rebuilt from the file: %s" % problem, name)
        return Recovered(None, version or getattr(problem, "version", None), None, [], str(error))
    except RecursionError:
        return Recovered(None, version, None, [], str(lambda_error("its function is nested too deeply", name)))
    except LambdaError as error:
        return Recovered(None, version, None, [], str(error))
    return _judged(expression, version, name, given)


def _judged(expression: Expression, version: str, name: Optional[str], given: Container[str]) -> Recovered:
    source = expression.source()
    try:
        expression.check(name, given)
    except LambdaError as error:
        problem: Optional[str] = "%s. It holds Python %s bytecode of: %s" % (error, version, source)
    else:
        problem = None
    return Recovered(expression, version, source, expression.touches, problem)


def _parts(payload: Any) -> Tuple[str, Tuple[Any, ...], Tuple[Any, ...]]:
    """Code text, defaults and closure of a payload of any era."""
    if isinstance(payload, dict):
        inner = payload.get("config", payload)
        payload = [inner.get(key) for key in ("code", "defaults", "closure")] if isinstance(inner, dict) else None
    if isinstance(payload, bytes):
        payload = payload.decode("latin-1")
    parts = [payload, None, None] if isinstance(payload, str) else payload
    if not isinstance(parts, (list, tuple)) or len(parts) != 3 or not isinstance(parts[0], str):
        raise MarshalProblem("it is not stored as code")
    defaults, closure = (() if each is None else each for each in parts[1:])
    if not isinstance(defaults, (list, tuple)) or not isinstance(closure, (list, tuple)):
        raise MarshalProblem("its defaults or closure are not lists")
    return parts[0], tuple(defaults), tuple(closure)


def code_of(payload: Any) -> Tuple[List[Code], Tuple[Any, ...]]:
    """The code of a payload, once for each layout that fits it, and its closure; MarshalProblem if it holds none."""
    text, _, closure = _parts(payload)
    return read_code(bytes_of(text)), closure


def bytes_of(text: str) -> bytes:
    """The marshal data that a text holds: base64, or since older Keras the bytes as characters.

    A character beyond one byte was an escape in the data, which the old decoder resolved; it is written out again.
    """
    if len(text) > 2 * MAX_BYTES:
        raise MarshalProblem("%d characters of code" % len(text))
    try:
        return base64.b64decode("".join(text.split()).encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return text.encode("raw_unicode_escape")


def _read(data: bytes, defaults: Tuple[Any, ...], closure: Tuple[Any, ...]) -> Tuple[n.Lambda, List[Version]]:
    """The function in the data; where they make no sense and tf.keras may have written them on Windows, as it was there."""
    try:
        return _rebuilt(_candidates(read_code(data)), defaults, closure)
    except (MarshalProblem, BytecodeProblem):
        if not may_be_damaged(data):
            raise
        try:
            codes = read_code(data)
        except MarshalProblem:
            codes = read_damaged(data)
    found = _rebuilt([(restored(code, version), version) for code, version in _candidates(codes)], defaults, closure)
    _check_constants(found[0])
    return found


def _check_constants(node: n.Child) -> None:
    """Refuse damaged code with a constant that may have been another one."""
    if isinstance(node, n.Constant) and doubtful(node.value):
        raise BytecodeProblem("it was written on Windows, where tf.keras replaced bytes, and whether it held {!r} there "
                              "cannot be told".format(node.value))
    for child in n.children(node):
        _check_constants(child)


def _rebuilt(candidates: List[Tuple[Code, Version]], defaults: Tuple[Any, ...],
             closure: Tuple[Any, ...]) -> Tuple[n.Lambda, List[Version]]:
    """The one function that the code is in every Python whose bytecode it can be; and those Pythons."""
    found: List[Tuple[n.Lambda, Version]] = []
    problems: List[Tuple[int, str, Version]] = []
    for code, version in candidates:
        try:
            found.append((_function(code, version, defaults, closure), version))
        except BytecodeProblem as problem:
            problems.append((_plausible(code, version), str(problem), version))
    if not found:
        best = max(problems, key=lambda each: each[0])
        raise BytecodeProblem("Python %d.%d, %s" % (best[2] + (best[1],)))
    if any(each != found[0][0] for each, _ in found):
        raise BytecodeProblem("it could be the bytecode of several Pythons, with different meanings")
    return found[0][0], [version for _, version in found]


def _candidates(codes: List[Code]) -> List[Tuple[Code, Version]]:
    """Code and version for each Python that may have written it."""
    pairs = []
    for code in codes:
        first, last = _LAYOUT_VERSIONS[code.layout]
        for version in VERSIONS:
            if first <= version <= last and _lines_fit(code, version):
                pairs.append((code, version))
    return pairs


def _lines_fit(code: Code, version: Version) -> bool:
    """From 3.10 on the line table covers the code to its end; before, it stops where the last line starts.

    The only sign that tells 3.9 from 3.10, whose jumps count in other units.
    """
    if not (3, 8) <= version <= (3, 10):
        return True
    covered = sum(code.lines[::2])
    return (covered == len(code.code) and bool(code.lines)) == (version == (3, 10))


def _plausible(code: Code, version: Version) -> int:
    """How many instructions can be decoded: the version of which the most can is the one to speak of."""
    count = 0
    try:
        for _ in decode(code.code, version):
            count += 1
    except BytecodeProblem:
        return count
    return count + 1000


def _function(code: Code, version: Version, defaults: Tuple[Any, ...], closure: Tuple[Any, ...]) -> n.Lambda:
    if len(closure) != len(code.frees):
        raise BytecodeProblem("%d closure values for %d variables (%s)" % (
            len(closure), len(code.frees), ", ".join(code.frees)[:200]))
    left = [n.MAX_TEXT]
    values: Dict[str, Any] = {name: constant(value, left) for name, value in zip(code.frees, closure)}
    return Machine(code, version, values, Budget()).function(tuple(constant(each, left) for each in defaults))
