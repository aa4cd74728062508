"""Models of inputs and outputs that are of a program's own class: only their constructor's arguments say so."""
import functools
from typing import Any, Mapping, Sequence


def is_functional(args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a model is made of inputs and outputs, by the names of Keras 2 or of Keras 1.

    Example:
        >>> is_functional((), {"input": "x", "output": "y"}), is_functional(("x",), {"name": "m"})
        (True, False)
    """
    outputs = "outputs" in kwargs or "output" in kwargs
    return len(args) >= 2 or (outputs and (len(args) == 1 or "inputs" in kwargs or "input" in kwargs))


@functools.lru_cache(maxsize=None)
def functional_class(model_class: Any, functional: Any) -> Any:
    """A class like ``model_class`` that is functional too, made once for each class.

    Example:
        >>> class Net:
        ...     pass
        >>> class Functional:
        ...     pass
        >>> made = functional_class(Net, Functional)
        >>> made.__name__, made.__bases__ == (Net, Functional)
        ('Net', True)
    """
    facts = {"__module__": model_class.__module__, "__qualname__": model_class.__qualname__}
    return type(model_class)(model_class.__name__, (model_class, functional), facts)
