"""Arguments that name objects (initializers, regularizers, constraints, activations), kept and stored in one way."""
from typing import Any, Dict

from compat.keras import activations, constraints, initializers, regularizers
from compat.keras.layers import Layer

_KINDS: Dict[str, Any] = {
    "initializer": initializers, "regularizer": regularizers, "constraint": constraints, "activation": activations,
}


class DescribedLayer(Layer):
    """A layer whose ``get_config`` gives back what it was constructed with."""

    def keep(self, **arguments: Any) -> None:
        """Set each argument as an attribute; one named ``…_initializer`` and so on as the object that it names."""
        self._kept = tuple(arguments)
        for name, value in arguments.items():
            module = _KINDS.get(name.rsplit("_", 1)[-1])
            setattr(self, name, value if module is None else module.get(value))

    def weight(self, name: str, shape: Any, kind: str) -> Any:
        """Make a weight by the initializer, regularizer and constraint that are kept for ``kind``."""
        rules = {rule: getattr(self, "{}_{}".format(kind, rule), None) for rule in ("regularizer", "constraint")}
        return self.add_weight(name=name, shape=shape, initializer=getattr(self, kind + "_initializer"), **rules)

    def get_config(self) -> Dict[str, Any]:
        return dict(super().get_config(), **{name: self._stored(name) for name in self._kept})

    def _stored(self, name: str) -> Any:
        value, module = getattr(self, name), _KINDS.get(name.rsplit("_", 1)[-1])
        return value if module is None or value is None else module.serialize(value)
