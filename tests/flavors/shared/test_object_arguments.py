"""Arguments that name objects, kept and stored, without any Keras."""
from types import SimpleNamespace

from compat.flavors.shared.object_arguments import KeepsArguments, kinds_of


def _module():
    return SimpleNamespace(get=lambda name: name and "<{}>".format(name), serialize=lambda made: made.strip("<>"))


KERAS = SimpleNamespace(initializers=_module(), regularizers=_module(), constraints=_module(), activations=_module())


class Layer:
    def get_config(self):
        return {"name": "layer"}

    def add_weight(self, **arguments):
        return arguments


class Kept(KeepsArguments, Layer):
    kinds = kinds_of(KERAS, lambda name: "<{}>".format(name))

    def __init__(self, **arguments):
        self._keep(**arguments)


def test_arguments_that_name_objects_become_these_and_are_stored_by_name():
    layer = Kept(units=3, kernel_initializer="ones", kernel_constraint=None, activation="tanh")
    assert (layer.units, layer.kernel_initializer, layer.kernel_constraint) == (3, "<ones>", None)
    assert layer.activation == "<tanh>"
    assert layer.get_config() == {
        "name": "layer", "units": 3, "kernel_initializer": "ones", "kernel_constraint": None, "activation": "tanh"}


def test_the_regularizer_of_the_outputs_is_stored_too():
    layer = Kept(units=3)
    layer.activity_regularizer = "<l2>"
    assert layer.get_config()["activity_regularizer"] == "l2"


def test_a_weight_is_made_by_the_rules_of_its_name():
    layer = Kept(kernel_initializer="ones", kernel_regularizer="l2", kernel_constraint="non_neg")
    assert layer._weight("kernel", (2, 3)) == {
        "name": "kernel", "shape": (2, 3), "initializer": "<ones>", "regularizer": "<l2>", "constraint": "<non_neg>"}


def test_a_weight_is_made_by_the_rules_of_its_kind_where_that_has_another_name():
    layer = Kept(W_initializer="zeros", W_regularizer="l2")
    assert layer._weight("att_weight", (2,), "W") == {
        "name": "att_weight", "shape": (2,), "initializer": "<zeros>", "regularizer": "<l2>", "constraint": None}
