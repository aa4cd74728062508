"""Models of inputs and outputs that are of a program's own class: only their constructor's arguments say so."""
import functools
import sys
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
    kinds = [type(model_class), type(functional)]
    most = [kind for kind in kinds if all(issubclass(kind, other) for other in kinds)]
    kind = most[0] if most else type("Both", tuple(kinds), {})  # each has a class of its own: one for both is made
    return kind(model_class.__name__, (model_class, functional), facts)


def keep_bases(model: Any, native: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Make a model of inputs and outputs functional before tf.keras does.

    tf.keras 2.4 to 2.15 change the bases of its class and of all that this derives from, up to their own ``Model``: a class of
    this package in between would be functional from then on, and with it every other model of the program.

    Args:
        model: being made, of a program's class.
        native: Keras's class that it derives from.
        args, kwargs: of its constructor.
    """
    place, _, module = native.__module__.rpartition(".")
    functional = getattr(sys.modules.get(place + ".functional"), "Functional", None)
    if (module == "training" and functional is not None and native.__name__ == "Model" and is_functional(args, kwargs)
            and not isinstance(model, functional)):
        made: Any = type(model)
        object.__setattr__(model, "__class__", functional_class(made, functional))
