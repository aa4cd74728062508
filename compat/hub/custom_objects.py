"""What the user gave besides the file: classes, functions and the functions of Lambda layers, by name.

A class registered with a package (``"Package>Name"``) is found by its full name first, then by its plain one, then among
what the program registered. No
Keras is imported here; the flavors ask this record before they look into their own tables, so that the user's choice
wins.
"""
import inspect
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Sequence

from compat.api.classes import MODELS
from compat.api.classes import plain_name as plain_name
from compat.errors import UnknownLayerError

_MISSING = object()


def _nothing(name: str) -> None:
    """Nothing is registered."""


class CustomObjects(NamedTuple):
    """Objects and Lambda functions of the user, over the package's own layers.

    Attributes:
        objects: name → class or function; the user's ``custom_objects`` over compat's own layers.
        lambdas: Lambda layer's name → what to put in its place.
        registered: what the program registered under a name, or None.

    Example:
        >>> CustomObjects({"Pool": dict}, {}).find("My>Pool")
        <class 'dict'>
    """

    objects: Mapping[str, Any]
    lambdas: Mapping[str, Any]
    registered: Callable[[str], Any] = _nothing

    def find(self, name: str, default: Any = None) -> Any:
        """The object given for a class or function name of the file."""
        found = self.objects.get(name, _MISSING)
        if found is _MISSING:
            found = self.objects.get(plain_name(name), _MISSING)
        if found is _MISSING:
            found = self.registered(name)
            found = _MISSING if found is None else found
        return default if found is _MISSING else found

    def model_class(self, name: str, base: Any) -> Any:
        """The class given for a model that is made of inputs and outputs; None where it is not made like this.

        Args:
            name: of the class, in the file.
            base: ``Model`` of the installed Keras, which stands for itself.
        """
        found: Any = self.find(name) if name not in MODELS else None
        if not (isinstance(found, type) and issubclass(found, base)):
            return None
        try:
            inspect.signature(found.__init__).bind(None, [], [], name=name)  # type: ignore[misc]
        except TypeError:
            return None
        return found

    def has(self, name: str) -> bool:
        """Whether there is one."""
        return self.find(name, _MISSING) is not _MISSING


class LambdaParts(NamedTuple):
    """What was given for one Lambda layer.

    Attributes:
        layer: a whole layer to use instead, or None.
        function: a callable, an Expression or its text.
        mask: the same, for ``(inputs, mask)``; or None.
    """

    layer: Any = None
    function: Any = None
    mask: Any = None


def lambda_parts(value: Any, is_layer: bool) -> LambdaParts:
    """One value of ``lambdas={name: value}``: a layer, a function, or a pair (function, mask)."""
    if is_layer:
        return LambdaParts(layer=value)
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return LambdaParts(function=value[0], mask=value[1])
    return LambdaParts(function=value)


def unknown_object(kind: str, name: str, where: str) -> UnknownLayerError:
    """The error for an activation, initializer, loss … that neither Keras nor the user has."""
    return UnknownLayerError("{} names the {} {!r}, which Keras does not have; pass custom_objects={{{!r}: …}} with "
                             "its code".format(where, kind, name, plain_name(name)))


def accepted(config: Mapping[str, Any], names: Optional[Sequence[str]]) -> Dict[str, Any]:
    """Only the arguments that a constructor names; all of them where ``names`` is None."""
    return dict(config) if names is None else {key: value for key, value in config.items() if key in names}
