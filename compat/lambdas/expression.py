"""The function of a Lambda layer as data: readable, storable in any file, and computed without running code from the file.

Concerns the Lambda layers of every Keras. An :class:`Expression` comes from a stored configuration, from text that the
user typed, from a live function, or from the bytecode in an old file (:mod:`compat.lambdas.recover`).
"""
from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any, Callable, Container, Dict, List, Mapping, Optional, Sequence, Tuple

import compat.lambdas.config as stored
import compat.lambdas.nodes as n
from compat.lambdas.check import check, touches
from compat.lambdas.errors import lambda_error
from compat.lambdas.evaluate import Evaluator
from compat.lambdas.parse import parse_lambda
from compat.lambdas.source import lambda_source

#: Version of the stored form.
FORMAT = 1
_PARAMETER_KINDS = {"": inspect.Parameter.POSITIONAL_OR_KEYWORD, "*": inspect.Parameter.VAR_POSITIONAL,
                    "key": inspect.Parameter.KEYWORD_ONLY, "**": inspect.Parameter.VAR_KEYWORD}


@dataclass(frozen=True)
class Expression:
    """A function of one expression: its parameters and its body.

    Example:
        >>> double = Expression.parse("lambda x: x * 2")
        >>> double.source(), double.touches, double.bind({})(21)
        ('lambda x: x * 2', [], 42)
    """

    parameters: Tuple[n.Parameter, ...]
    body: n.Node

    @classmethod
    def parse(cls, text: str, name: Optional[str] = None) -> Expression:
        """The expression that ``text``, typed by the user, says: ``lambda x: x[:, 2:, :]``. LambdaError if none."""
        return cls(*parse_lambda(text, name)).checked_size(name)

    @classmethod
    def from_config(cls, config: Any, name: Optional[str] = None) -> Expression:
        """The expression that :meth:`to_config` wrote. The configuration may come from anyone: LambdaError if it is
        not exactly of that form, or beyond the limits of :mod:`compat.lambdas.nodes`."""
        if not isinstance(config, dict) or set(config) != {"format", "parameters", "body"}:
            raise lambda_error("its stored expression is not valid (keys)", name)
        if type(config["format"]) is not int or config["format"] != FORMAT:
            raise lambda_error("its expression has format %.40r, not %d" % (config["format"], FORMAT), name)
        decoder = stored.Decoder(name)
        return cls(decoder.parameters(config["parameters"]), decoder.node(config["body"]))

    @classmethod
    def from_function(cls, function: Callable[..., Any], name: Optional[str] = None) -> Expression:
        """The expression that a live Python function computes, closures and globals as constants or known modules.

        Raises:
            LambdaError: the function is more than one expression, or uses what cannot be stored.
        """
        from compat.lambdas.live import lambda_of  # imported here: it loads all modules that read bytecode

        known = getattr(function, "expression", None)
        if isinstance(known, Expression):
            return known
        found = lambda_of(function, name)
        return cls(found.parameters, found.body).checked_size(name)

    def to_config(self) -> Dict[str, Any]:
        """A dictionary of plain lists, texts and numbers that JSON can hold."""
        return {"format": FORMAT, "parameters": [stored.encode_parameter(each) for each in self.parameters],
                "body": stored.encode(self.body)}

    def source(self) -> str:
        """Python source text of the function, as one lambda."""
        return lambda_source(self.parameters, self.body)

    @property
    def touches(self) -> List[str]:
        """Sorted names that it uses: ``['.shape', 'K.mean']``. Empty for plain arithmetic."""
        return touches(self.parameters, self.body)

    def check(self, name: Optional[str] = None, given: Container[str] = ()) -> Expression:
        """This expression, if everything it uses is allowed or among ``given``; raises LambdaError otherwise."""
        check(self.parameters, self.body, name, given)
        return self

    def checked_size(self, name: Optional[str] = None) -> Expression:
        """This expression, if it is within the limits on nodes and depth; raises LambdaError otherwise."""
        root = n.Lambda(self.parameters, self.body)
        size, depth = n.size_and_depth(root)
        if size > n.MAX_NODES or depth > n.MAX_DEPTH:
            limits = (n.MAX_NODES, n.MAX_DEPTH)
            raise lambda_error("its expression has more than %d nodes or is deeper than %d" % limits, name)
        return self

    def bind(self, namespace: Mapping[str, Any], name: Optional[str] = None) -> BoundExpression:
        """A callable that computes with the modules of ``namespace``; ``name`` is the layer's, for errors."""
        return BoundExpression(self, namespace, name)


class BoundExpression:
    """An expression with the modules it computes with; called as the original function was.

    ``inspect.signature`` shows the original parameters, so that a Lambda layer sees whether it takes ``mask``.
    """

    def __init__(self, expression: Expression, namespace: Mapping[str, Any], name: Optional[str] = None) -> None:
        self.expression = expression
        self.namespace = namespace
        self.name = name
        self.__name__ = "expression"
        self.__signature__ = _signature(expression.parameters)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return evaluate(self.expression, args, kwargs, self.namespace, self.name)

    def __repr__(self) -> str:
        return "<%s>" % self.expression.source()


def evaluate(expression: Expression, args: Sequence[Any], kwargs: Mapping[str, Any], namespace: Mapping[str, Any],
             name: Optional[str] = None) -> Any:
    """What the expression computes from the arguments, over the modules in ``namespace``.

    Args:
        args, kwargs: tensors or arrays, and the layer's ``arguments``.
        namespace: ``{'K': …, 'tf': …, 'keras': …, 'np': numpy, 'math': math}``, those that are used; further names are
            values that the user trusts (what ``custom_objects`` was to old Lambdas).
        name: the layer's name, for errors.

    Raises:
        LambdaError: it touches what is not allowed, or a module that the namespace lacks.

    Example:
        >>> evaluate(Expression.parse("lambda x, by=2: x * by"), (3,), {}, {})
        6
    """
    call = Evaluator(namespace, name).function(expression.parameters, expression.body, {})
    return call(*args, **kwargs)


def _signature(parameters: Sequence[n.Parameter]) -> inspect.Signature:
    shown = []
    for each in parameters:
        default = inspect.Parameter.empty if each.default is None else getattr(each.default, "value", each.default)
        shown.append(inspect.Parameter(each.name, _PARAMETER_KINDS[each.kind], default=default))
    return inspect.Signature(shown)
