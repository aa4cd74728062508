"""``tf.errors``: the exceptions of TensorFlow, for code that catches or raises them."""
from typing import Any, Dict

_CODES = ("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
          "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
          "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")
globals().update({code: number for number, code in enumerate(_CODES)})


class OpError(Exception):
    """An operation failed.

    Attributes:
        message: what went wrong.
        error_code: its number.
    """

    error_code = 2

    def __init__(self, node_def: Any = None, op: Any = None, message: str = "", error_code: Any = None, *args: Any) -> None:
        super().__init__(message)
        self.node_def, self.op, self.message = node_def, op, message


def _error(name: str) -> type:
    words = "".join("_" + letter if letter.isupper() else letter.upper() for letter in name[:-len("Error")])[1:]
    return type(name, (OpError,), {"error_code": _CODES.index(words), "__doc__": "The error {}.".format(words),
                                   "__module__": __name__})


_CLASSES: Dict[str, type] = {name: _error(name) for name in (
    "CancelledError", "UnknownError", "InvalidArgumentError", "DeadlineExceededError", "NotFoundError", "AlreadyExistsError",
    "PermissionDeniedError", "ResourceExhaustedError", "FailedPreconditionError", "AbortedError", "OutOfRangeError",
    "UnimplementedError", "InternalError", "UnavailableError", "DataLossError", "UnauthenticatedError")}
globals().update(_CLASSES)
