"""Code in which the size of a tensor depends on values, as in the losses of object detectors."""
import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("Keras 3", allow_module_level=True)

from compat.keras import backend as K
from compat.keras.layers import Dense, Input, Lambda
from compat.keras.models import Sequential
from compat.tf import compat as tf_compat

tf = tf_compat.v1
ROWS = np.array([[1, -1, 2], [0, 0, 3]], "float32")


def loss_of_chosen(y_true, y_pred):
    """The mean difference at the places where the last feature of ``y_true`` is 1."""
    chosen = tf.where(K.equal(y_true[:, :, -1], 1))
    differences = K.abs(tf.gather_nd(y_pred, chosen) - tf.gather_nd(y_true[:, :, :-1], chosen))
    return K.sum(differences) / K.cast(K.maximum(1, K.shape(chosen)[0]), "float32")


@pytest.mark.filterwarnings("ignore:JAX cannot compile")
def test_a_loss_of_some_places():
    targets = np.ones((2, 4, 5), "float32")
    targets[0, 1, -1] = targets[1, 2, -1] = 0
    values = K.variable(np.zeros((2, 4, 4)))
    assert K.eval(loss_of_chosen(K.variable(targets), values)) == 4.0  # 6 of 8 places, each 4 away
    model = Sequential([Dense(4, input_shape=(4, 5), kernel_initializer="ones")])
    model.compile("sgd", loss_of_chosen, metrics=[loss_of_chosen])
    inputs = np.ones((2, 4, 5), "float32")
    first, measured = model.train_on_batch(inputs, targets)
    assert (first, measured) == (16.0, 16.0)
    assert model.train_on_batch(inputs, targets)[0] < 16
    assert model.evaluate(inputs, targets, verbose=0)[0] < 16


@pytest.mark.parametrize("shape", [{"shape": (3,)}, {"batch_shape": (2, 3)}])
def test_layers_whose_sizes_are_open(shape):
    x = Input(**shape)
    where, chosen, above, rows, unique = (Lambda(function)(x) for function in (
        lambda t: tf.where(t > 0), lambda t: tf.boolean_mask(t, t > 0), lambda t: tf.gather_nd(t, tf.where(t > 5.0)),
        lambda t: tf.boolean_mask(t, t[:, 0] > 0), lambda t: tf.unique(t[0])[0]))
    assert [K.int_shape(each) for each in (where, chosen, above, rows)] == [(None, 2), (None,), (None,), (None, 3)]
    count = K.shape(tf.where(x > 0))[0]
    found = K.function([x], [where, chosen, above, rows, unique, count])([ROWS])
    assert [each.tolist() for each in map(np.asarray, found)] == [
        [[0, 0], [0, 2], [1, 2]], [1, 2, 3], [], [[1, -1, 2]], [1, -1, 2], 3]


def test_map_fn_of_a_function_with_a_size_by_values():
    found = tf.map_fn(lambda row: K.sum(tf.gather_nd(row, tf.where(row > 0))), K.constant(ROWS))
    assert K.eval(found).tolist() == [3.0, 3.0]
