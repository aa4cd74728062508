"""The options of everything that opens a model file: one record, which travels from ``load`` to ``verify``.

They are keyword-only, as Keras 3 has them; :func:`keyword_only` accepts calls of compat 0.1, with a warning.
"""
import functools
import inspect
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple, TypeVar, cast

from compat.callers import warn_caller
from compat.errors import ArgumentError, OptionError
from compat.flavors.protocol import Models, PathLike
from compat.saved import Limits

Function = TypeVar("Function", bound=Callable[..., Any])


def silent(stage: str) -> None:
    """No progress is shown."""


class LoadOptions(NamedTuple):
    """How to open a model file; :func:`compat.load_model` describes the options in full.

    Attributes:
        custom_objects: class or function name → class or function.
        compile: restore losses, metrics, optimizer and its state.
        lambdas: Lambda layer's name → function, (function, mask), expression or layer.
        safe_mode: keep the limits on size; None counts as True.
        weights: an ``.h5`` file to take the weights from.
        by_name: only for layers of the same name.
        skip_mismatch: leave out weights of another shape.
        models: the classes that the file's models become; None for those of the installed Keras.
        progress: called with the name of each stage as it begins.
        apart: give each model layers of its own where several hold one: Keras 3 opens no file in which they do.

    Example:
        >>> LoadOptions(safe_mode=None).limits == Limits()
        True
    """

    custom_objects: Optional[Mapping[str, Any]] = None
    compile: bool = True
    lambdas: Optional[Mapping[str, Any]] = None
    safe_mode: Optional[bool] = True
    weights: Optional[PathLike] = None
    by_name: bool = False
    skip_mismatch: bool = False
    models: Optional[Models] = None
    progress: Callable[[str], None] = silent
    apart: bool = False

    @property
    def limits(self) -> Limits:
        """What the file may cost to read."""
        return Limits.when(self.safe_mode)

    @property
    def of_weights(self) -> Dict[str, Any]:
        """What :func:`compat.load_weights` takes of these options."""
        return {"by_name": self.by_name, "skip_mismatch": self.skip_mismatch, "safe_mode": self.safe_mode}

    def check(self) -> None:
        """Refuse options that make no sense together.

        Raises:
            OptionError: ``by_name`` without ``weights``, or ``skip_mismatch`` without ``by_name``.
        """
        if self.skip_mismatch and not self.by_name or self.by_name and self.weights is None:
            raise OptionError("skip_mismatch needs by_name=True, and by_name needs weights='file.h5'")


def keyword_only(**renamed: str) -> Callable[[Function], Function]:
    """Decorator: let a function with keyword-only parameters also take them by position, with a DeprecationWarning.

    Positions are those of the signature. The signature and the type of the function stay as they are written.

    Args:
        renamed: a parameter's former name → its name now; the former one is taken too, with the same warning.

    Raises:
        ArgumentError: on a call; one argument is given twice.

    Example:
        >>> @keyword_only(safe="safe_mode")
        ... def inspect(path, *, safe_mode=True):
        ...     return path, safe_mode
        >>> inspect("old.h5", safe_mode=False)
        ('old.h5', False)
    """
    def decorate(function: Function) -> Function:
        kinds = [(each.name, each.kind) for each in inspect.signature(function).parameters.values()]
        positions = sum(kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for _, kind in kinds)
        keywords = [name for name, kind in kinds if kind is inspect.Parameter.KEYWORD_ONLY]

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            surplus = args[positions:]
            if len(surplus) > len(keywords):
                return function(*args, **kwargs)  # Python says what is wrong
            former = list(zip(keywords, surplus))
            former += [(renamed[name], kwargs.pop(name)) for name in list(kwargs) if name in renamed]
            _add(former, function.__name__, kwargs)
            return function(*args[:positions], **kwargs)

        return cast(Function, call)

    return decorate


def _add(former: List[Tuple[str, Any]], function: str, kwargs: Dict[str, Any]) -> None:
    """Add arguments that were passed in a former way to the keyword arguments."""
    for keyword, value in former:
        if keyword in kwargs:
            raise ArgumentError("{}() got {!r} twice; pass {}=… once".format(function, keyword, keyword))
        kwargs[keyword] = value
    if former:
        warn_caller("pass {} to {}() by this keyword; the former way will be an error in the next version".format(
            ", ".join("{}=…".format(keyword) for keyword, _ in former), function), DeprecationWarning)
