"""Arguments that name objects (initializers, regularizers, constraints, activations) of layers that the installed Keras lacks.

A Keras stores those of its own layers; the layers written here share this.
"""
from typing import Any, Callable, ClassVar, Dict, Mapping, Optional, Tuple

#: Last word of an argument's name → how the installed Keras makes the object, and how it stores it.
Kinds = Mapping[str, Tuple[Callable[[Any], Any], Callable[[Any], Any]]]


class KeepsArguments:
    """Mix-in before a layer; its ``get_config`` gives back what :meth:`_keep` was given."""

    kinds: ClassVar[Kinds]
    activity_regularizer: Any
    add_weight: Any

    def _keep(self, **arguments: Any) -> None:
        """Set each argument as an attribute; one named ``…_initializer``, ``…_regularizer`` and so on as its object."""
        self.__dict__["_kept"] = tuple(arguments)
        for name, value in arguments.items():
            kind = self.kinds.get(_last_word(name))
            setattr(self, name, value if kind is None else kind[0](value))

    def _weight(self, name: str, shape: Any, kind: Optional[str] = None) -> Any:
        """Make a weight by the initializer, regularizer and constraint that are kept for ``kind``: by default its name."""
        kind = kind or name
        rules = {rule: getattr(self, "{}_{}".format(kind, rule), None) for rule in ("regularizer", "constraint")}
        return self.add_weight(name=name, shape=shape, initializer=getattr(self, kind + "_initializer"), **rules)

    def get_config(self) -> Dict[str, Any]:
        """The kept arguments, in the form that the installed Keras stores."""
        config = {name: self._stored(name, getattr(self, name)) for name in self.__dict__["_kept"]}
        if getattr(self, "activity_regularizer", None) is not None:
            config["activity_regularizer"] = self.kinds["regularizer"][1](self.activity_regularizer)
        return {**super().get_config(), **config}  # type: ignore[misc]

    def _stored(self, name: str, value: Any) -> Any:
        kind = self.kinds.get(_last_word(name))
        return value if kind is None or value is None else kind[1](value)


def kinds_of(keras: Any, activation: Callable[[Any], Any]) -> Kinds:
    """The kinds of the installed Keras.

    Args:
        keras: the installed Keras.
        activation: what makes a function of an activation's name.
    """
    kinds = {name: getattr(keras, name + "s") for name in ("initializer", "regularizer", "constraint")}
    return dict({name: (module.get, module.serialize) for name, module in kinds.items()},
                activation=(activation, keras.activations.serialize))


def _last_word(argument: str) -> str:
    return argument.rsplit("_", 1)[-1]
