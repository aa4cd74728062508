"""How many values a configuration may ask for, counted at ``add_weight``, without any Keras."""
import pytest

from compat.errors import WeightsError
from compat.flavors.shared.budget import Budget


class Layer:
    name = "dense"
    built = False

    def __init__(self, **parts):
        vars(self).update(parts)

    def add_weight(self, name=None, shape=None):
        return name


class Operation:
    """A call of a function: it is no layer and asks for no weights."""

    def __init__(self):
        self.config = {"name": "tf.add"}


def test_weights_are_counted_until_there_are_too_many():
    budget = Budget(12, Layer)
    layer = budget.watch(Layer())
    assert layer.add_weight("kernel", shape=(3, 4)) == "kernel"
    with pytest.raises(WeightsError, match=r"'dense' .* shape \(1,\): .* 13 parameters, but its file holds at most 12"):
        layer.add_weight("bias", shape=(1,))


def test_what_a_layer_holds_is_counted_too():
    budget = Budget(12, Layer)
    wrapper = budget.watch(Layer(layer=Layer(), cells=[Layer(), Layer()]))
    with pytest.raises(WeightsError):
        wrapper.layer.add_weight("kernel", shape=(13,))
    with pytest.raises(WeightsError):
        wrapper.cells[1].add_weight("kernel", shape=(13,))


def test_the_call_of_an_operation_is_left_as_it_is():
    operation = Operation()
    assert Budget(0, Layer).watch(operation) is operation
    assert set(vars(operation)) == {"config"}


def test_released_layers_are_counted_no_more():
    budget = Budget(0, Layer)
    layer = budget.watch(Layer())
    budget.release()
    assert layer.add_weight("kernel", shape=(3, 4)) == "kernel" and not vars(layer)
