"""A function of TensorFlow as ``compat.tf`` gives it: TensorFlow's signature, and at each call the function that fits.

That is the one over ``keras.ops`` for the tensors of JAX and torch and for nodes of functional models. It is TensorFlow's
own for its own tensors: where that is the backend and the code is of TensorFlow 2, and in the functions of a ``tf.data``
pipeline on every backend. TensorFlow's own, called on a node of a model, becomes a layer.
"""
import ast
import functools
import inspect
from typing import Any, Callable, Dict, Optional, Tuple

from compat.api.tf_functions import DEFAULT_BY_VERSION, RENAMED_ARGUMENTS, WITHOUT_EFFECT, home_of
from compat.api.tf_signatures import SIGNATURES
from compat.era import current
from compat.errors import NotServedError, UnsupportedError
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import any_symbolic
from compat.flavors.keras3.overrides import with_gradient
from compat.flavors.keras3.tf_api import real
from compat.flavors.keras3.tf_api.homes import function_at, is_whole
from compat.flavors.keras3.tf_api.nodes import node_of

#: Functions that make tensors of values, also of strings.
_OF_TEXT = frozenset(("concat", "constant", "convert_to_tensor", "stack"))
#: Functions of one tensor whose gradient a program may override → the type of the operation in TensorFlow 1.
OVERRIDABLE = {"identity": "Identity", "nn.relu": "Relu", "nn.relu6": "Relu6", "nn.elu": "Elu", "nn.selu": "Selu",
               "nn.softplus": "Softplus", "nn.sigmoid": "Sigmoid", "sigmoid": "Sigmoid", "nn.tanh": "Tanh", "tanh": "Tanh",
               "sign": "Sign", "round": "Round", "rint": "Rint", "floor": "Floor", "ceil": "Ceil", "abs": "Abs"}
#: Functions that say what initial weights are made of, too, which Keras 3 does not ask TensorFlow.
_SEEDING = frozenset(("set_random_seed", "random.set_random_seed", "random.set_seed"))


def version_of_code() -> int:
    """1 or 2: the TensorFlow that the running code was written for, by its era or by that of the layer that it is in."""
    return 2 if current(context.current_layer()).of_tf_keras else 1


@functools.lru_cache(maxsize=None)
def served(symbol: str, version: int = 0) -> Callable[..., Any]:
    """The function for ``tf.symbol``; ``version`` is 0 for that of the code that calls it."""
    def function(*args: Any, **kwargs: Any) -> Any:
        if symbol in OVERRIDABLE and args:
            return with_gradient(OVERRIDABLE[symbol], lambda x: run(x, *args[1:], **kwargs), args[0])
        return run(*args, **kwargs)

    def run(*args: Any, **kwargs: Any) -> Any:
        wanted, positional, named = _bound(symbol, version or version_of_code(), args, kwargs)
        if _is_real(symbol, wanted, args, kwargs) or symbol in _OF_TEXT and _has_text(args, kwargs):
            found: Any = real.name_of(symbol, wanted)
            return _ours(symbol, wanted, positional, named) if found is real.MISSING else found(*args, **kwargs)
        try:
            return _ours(symbol, wanted, positional, named)
        except Exception as error:
            found = real.name_of(symbol, wanted) if real.is_backend() and _is_refusal(error) else real.MISSING
            if found is real.MISSING:
                raise
            return call_when_run(found, *_listed(args), **_listed(kwargs))

    return _described(function, symbol, version)


def as_layer(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of the TensorFlow that is the backend, which on a node of a functional model becomes a layer."""
    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        return call_when_run(function, *args, **kwargs) if any_symbolic(args, kwargs) else function(*args, **kwargs)

    called.autograph_info__ = {}  # type: ignore[attr-defined]  # AutoGraph leaves it as it is
    return called


def _is_refusal(error: BaseException) -> bool:
    """Whether ours does not take such a call; Keras 3.3 raises an error of its own from that in a layer."""
    each: Optional[BaseException] = error
    while each is not None and not isinstance(each, (TypeError, UnsupportedError, NotServedError)):
        each = each.__cause__ or each.__context__
    return each is not None


def _has_text(args: Any, kwargs: Dict[str, Any]) -> bool:
    """Whether the first argument holds strings, which only an installed TensorFlow has tensors of."""
    return real.is_installed() and real.has_text(args[0] if args else next(iter(kwargs.values()), None))


def _has_node(*values: Any) -> bool:
    """Whether a node of a model is among these, or nested in lists, dictionaries and shapes."""
    return any_symbolic(_listed(values))


def _listed(value: Any) -> Any:
    """The same with a shape as a list of its sizes, which Keras looks into."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_listed(each) for each in value]
    return value


def _is_real(symbol: str, version: int, args: Any, kwargs: Any) -> bool:
    """Whether TensorFlow itself computes this call."""
    if real.is_backend():
        return real.in_graph() or version == 2 and symbol not in _SEEDING and not _has_node(args, kwargs)
    return real.has_tensor(args, kwargs) or real.in_its_function() or real.in_graph()


def over_keras(symbol: str, version: int, *args: Any, **kwargs: Any) -> Any:
    """``tf.symbol(*args, **kwargs)`` of one version over ``keras.ops``, also where TensorFlow is the backend."""
    return _ours(symbol, *_bound(symbol, version, args, kwargs))


def _ours(symbol: str, version: int, args: Any, kwargs: Any) -> Any:
    home = home_of(symbol, version)
    function = function_at(home)
    kwargs = _accepted(symbol, function, kwargs)
    if is_whole(home) and _has_node(args, kwargs):
        return node_of(symbol, version, args, kwargs)
    return function(*args, **kwargs)


def _bound(symbol: str, version: int, args: Any, kwargs: Any) -> Tuple[int, Any, Dict[str, Any]]:
    """The arguments by name, as the TensorFlow of the code takes them, or as the other one does."""
    if symbol not in SIGNATURES:
        return version, args, kwargs
    first, error = signature(symbol, version), None
    for each, shape in ((version, first), (3 - version, signature(symbol, 3 - version))):
        try:
            bound = shape.bind(*args, **kwargs)
        except TypeError as fault:
            error = error or fault
            continue
        if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in shape.parameters.values()):
            return each, args, kwargs
        named = {key: shape.parameters[key].default for key in DEFAULT_BY_VERSION & set(shape.parameters)}
        named.update(bound.arguments)
        return each, (), {**named, **named.pop("kwargs", {})}
    raise TypeError("tf.{}{}: {}".format(symbol, first, error))


def _accepted(symbol: str, function: Callable[..., Any], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments that the function takes; what it does not know must say nothing.

    Raises:
        UnsupportedError: an argument that means something is not served.
    """
    names = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in names.values()):
        return kwargs
    found = {}
    for key, value in kwargs.items():
        known = [each for each in (key, *RENAMED_ARGUMENTS.get(key, ())) if each in names]
        if known:
            found[known[0]] = value
        elif not (key in WITHOUT_EFFECT or value is None or value is False or _is_default(symbol, key, value)):
            raise UnsupportedError("tf.{} is served without {}={!r}".format(symbol, key, value))
    return found


def _is_default(symbol: str, key: str, value: Any) -> bool:
    defaults = [shape.parameters[key].default for shape in (signature(symbol, 1), signature(symbol, 2))
                if key in shape.parameters]
    return isinstance(value, (int, float, str, tuple, list)) and any(
        type(each) is type(value) and each == value for each in defaults)


@functools.lru_cache(maxsize=None)
def signature(symbol: str, version: int) -> inspect.Signature:
    """TensorFlow's signature of a function; both versions have the same unless the table says otherwise.

    Example:
        >>> str(signature("pad", 1))
        "(tensor, paddings, mode='CONSTANT', name=None, constant_values=0)"
    """
    rows = SIGNATURES[symbol]
    tree = ast.parse("def f({}): pass".format(rows[-1] if version == 1 else rows[0])).body[0]
    arguments = tree.args  # type: ignore[attr-defined]
    kind, empty = inspect.Parameter, inspect.Parameter.empty
    defaults = [empty] * (len(arguments.args) - len(arguments.defaults)) + list(map(ast.literal_eval, arguments.defaults))
    parameters = [kind(each.arg, kind.POSITIONAL_OR_KEYWORD, default=default)
                  for each, default in zip(arguments.args, defaults)]
    if arguments.vararg:
        parameters.append(kind(arguments.vararg.arg, kind.VAR_POSITIONAL))
    if arguments.kwarg:
        parameters.append(kind(arguments.kwarg.arg, kind.VAR_KEYWORD))
    return inspect.Signature(parameters)


def _described(function: Callable[..., Any], symbol: str, version: int) -> Callable[..., Any]:
    """The function under the name, signature and documentation of the one that it stands for."""
    ours = function_at(home_of(symbol, version or 2))
    function.__name__ = function.__qualname__ = symbol.rpartition(".")[2]
    function.__doc__ = ours.__doc__
    function.__module__ = "compat.tf"
    if symbol in SIGNATURES:
        function.__signature__ = signature(symbol, version or 2)  # type: ignore[attr-defined]
    function.autograph_info__ = {}  # type: ignore[attr-defined]  # AutoGraph leaves it as it is
    return function
