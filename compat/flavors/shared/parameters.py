"""Which parameters a function of today takes, by itself and by those that it hands its arguments on to."""
import inspect
from typing import Any, Callable, Dict, List, Mapping, Sequence

Function = Callable[..., Any]
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
NAMED = POSITIONAL + (inspect.Parameter.KEYWORD_ONLY,)


def handed_on(found: Any) -> List[Function]:
    """A function; of a class or of bases, the constructors in order."""
    if not isinstance(found, tuple) and not inspect.isclass(found):
        return [found]
    bases = found if isinstance(found, tuple) else found.__mro__
    return [vars(base)["__init__"] for base in bases if "__init__" in vars(base)]


def taken(functions: Sequence[Function], bound: bool) -> Mapping[str, inspect.Parameter]:
    """The parameters of a function, and of those that it hands all its arguments on to."""
    found: Dict[str, inspect.Parameter] = {}
    for function in functions:
        own = list(inspect.signature(function).parameters.values())[1 if bound else 0:]
        opaque = any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in own)
        rest = {name: parameter for name, parameter in found.items() if parameter.kind in NAMED}
        found = {**rest, **{parameter.name: parameter for parameter in own if parameter.name not in rest}}
        if not opaque:
            break
    return found
