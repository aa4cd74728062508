"""A function of Keras or TensorFlow itself in a Lambda: ``Lambda(K.tanh)``, ``Lambda(tf.nn.elu)``.

tf.keras 2.0 to 2.15 stored its bytecode too, as of any function. That of TensorFlow's own is no expression, and since 2.3
often that of a wrapper around it, but the file says in which module it is, and up to 2.4 also what it is called.
"""
from __future__ import annotations

from typing import Any, Mapping, Optional, Tuple

import compat.lambdas.allowed as allowed
import compat.lambdas.nodes as n
from compat.lambdas.expression import Expression
from compat.lambdas.marshal_reader import MarshalProblem
from compat.lambdas.recover import code_of

#: What a module of TensorFlow's operations is called → where its functions are listed, the likeliest first.
_SHELVES: Tuple[Tuple[str, str], ...] = (
    ("nn", "tf.nn"), ("math", "tf.math"), ("image", "tf.image"), ("linalg", "tf.linalg"), ("array", "tf"),
    ("random", "tf.random"))
#: What TensorFlow calls its wrappers; the name of the function that they call is in their closure.
_WRAPPERS = frozenset({"wrapper", "error_handler", "op_dispatch_handler"})


def own_function(payload: Any, module: Any, arguments: Mapping[str, Any]) -> Optional[Expression]:
    """The call of the function that Keras or TensorFlow has under the name in the file; None if there is none.

    Args:
        payload: the ``function`` of a Lambda's configuration.
        module: the ``module`` beside it, in which the function was defined.
        arguments: the ``arguments`` of the Lambda, which are passed by name.
    """
    name = _name(payload) if is_own(module) else None
    for path in _paths(str(module)):
        if name is not None and allowed.is_allowed(path, name) and allowed.child_path(path, name) is None:
            return _call(path, name, arguments)
    return None


def is_own(module: Any) -> bool:
    """Whether a function of this module is Keras's or TensorFlow's.

    Example:
        >>> is_own("tensorflow.python.keras.backend"), is_own("model")
        (True, False)
    """
    return isinstance(module, str) and module.split(".")[0] in ("keras", "tf_keras", "tensorflow")


def _paths(module: str) -> Tuple[str, ...]:
    known = allowed.MODULE_PATHS.get(module)
    if known is not None:
        return (known,)
    last = module.rpartition(".")[2]
    found = tuple(path for word, path in _SHELVES if word in last)
    return found + ("tf", "tf.nn", "tf.math") if module.startswith("tensorflow.python.ops.") else ()


def _name(payload: Any) -> Optional[str]:
    try:
        codes, closure = code_of(payload)
    except MarshalProblem:
        return None
    names = {code.name for code in codes}
    if names & _WRAPPERS:
        names = {each for each in closure if isinstance(each, str)}
    return names.pop() if len(names) == 1 else None


def _call(path: str, name: str, arguments: Mapping[str, Any]) -> Expression:
    function: n.Node = n.Name(path.split(".")[0])
    for word in path.split(".")[1:] + [name]:
        function = n.Attribute(function, word)
    given = tuple((key, n.Name(key)) for key in arguments)
    parameters = (n.Parameter("x"),) + tuple(n.Parameter(key) for key in arguments)
    return Expression(parameters, n.Call(function, (n.Name("x"),), given))
