"""Built-in layers of tf.keras and tf_keras as subclasses that know what Keras 2.2 did with arguments, masks and names.

``BuiltIn`` holds all of it; the classes are made from the rows of :mod:`compat.api.names.layers`.
"""
from typing import Any, Dict

from compat.api.names import layers, lookup
from compat.flavors.shared.merge_functions import merge_function
from compat.flavors.shared.old_arguments import constructor
from compat.flavors.shared.products import DotOfItsEra

from ..backend import batch_dot
from ..engine import LegacyLayer
from ..installed import keras
from ..utils import native_name

_native = keras.layers
#: Layers that are written out, here and beside, and the one that is served as it is.
_WRITTEN_OUT = ("BatchNormalization", "Bidirectional", "Dot", "Lambda", "Wrapper")


class BuiltIn(LegacyLayer):
    """What every built-in layer has in common: it is made and called as a layer of Keras 2.2 is."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith(__package__):  # not what a user derives from these
            cls.__init__ = constructor(cls, lookup("keras.layers", cls.__name__))  # type: ignore[method-assign]
            native_name(cls)


class Dot(DotOfItsEra, BuiltIn, _native.Dot):
    """``keras.layers.Dot``."""

    keras = keras
    batch_dot = staticmethod(batch_dot)


def _made() -> Dict[str, Any]:
    names = [row.name for row in layers.NAMES if row.kind == "class" and not row.alias_of]
    classes = {name: getattr(_native, name, None) for name in names if name not in _WRITTEN_OUT}
    return {name: type(name, (BuiltIn, native), {
        "__doc__": "``keras.layers.{}``.".format(name), "__module__": __name__,
    }) for name, native in classes.items() if native is not None}


#: Name → class.
CLASSES: Dict[str, Any] = dict(_made(), Dot=Dot)
_ARGUMENTS = {"concatenate": ("axis",), "dot": ("axes", "normalize")}
#: Name → function that calls a merge layer.
FUNCTIONS: Dict[str, Any] = {
    name.lower(): merge_function(CLASSES[name], *_ARGUMENTS.get(name.lower(), ()))
    for name in ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
}
