"""Parts of variables that are assigned to, and arrays of tensors that change or have a gradient, as TensorFlow 2 gave them."""
import numpy as np
import pytest

from compat import tf
from compat.rewrite import runtime


@pytest.mark.parametrize("index, value, expected", [
    (0, [7.0, 8.0, 9.0], [[7, 8, 9], [3, 4, 5]]), ((1, 2), 6.0, [[0, 1, 2], [3, 4, 6]]),
    ((slice(None), 1), [5.0, 6.0], [[0, 5, 2], [3, 6, 5]]), ((Ellipsis, slice(1, None)), 1.0, [[0, 1, 1], [3, 1, 1]])])
def test_a_part_of_a_variable_is_assigned_to(index, value, expected):
    variable = tf.Variable(np.arange(6.0, dtype="float32").reshape(2, 3))
    runtime.parts(variable)[index].assign(value)
    assert runtime.numpy_method(variable).tolist() == expected


def test_a_part_of_a_variable_grows_and_shrinks():
    variable = tf.Variable([1.0, 2.0, 3.0])
    runtime.parts(variable)[1:].assign_add([10.0, 10.0])
    runtime.parts(variable)[0].assign_sub(1.0)
    assert runtime.numpy_method(variable).tolist() == [0.0, 12.0, 13.0]


def test_what_is_no_variable_keeps_its_parts():
    class Table(dict):
        def __getitem__(self, key):
            return self, key

    table = Table()
    assert runtime.parts(table)[3] == (table, 3)


def test_an_array_of_a_variable_stays_when_the_variable_changes():
    variable = tf.Variable([1.0, 2.0])
    before = runtime.numpy_method(variable)
    variable.assign([3.0, 4.0])
    assert before.tolist() == [1.0, 2.0]


def test_the_array_of_a_single_number_is_a_number():
    found = runtime.numpy_method(tf.constant(3))
    assert isinstance(found, np.generic) and np.asarray([found]).shape == (1,)


def test_outputs_of_layers_are_stacked_by_numpy():
    layer = tf.keras.layers.Dense(2, kernel_initializer="ones")
    stacked = np.stack([layer(np.ones((1, 3), "float32")) for _ in range(2)])
    assert stacked.tolist() == [[[3.0, 3.0]], [[3.0, 3.0]]]
