"""Arrays, lists, numbers and constants beside tensors, at either side of an operator.

The expected numbers follow from the formulas; the programs run on the real old Kerases too.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.initializers import Constant
from compat.keras.models import Model

EAGER = active().name in ("tf.keras", "tf_keras") or active().version.startswith("2.3.")
NARROW = np.array([3.0, 4.0], "float32")
WIDE = np.array([3.0, 4.0])

#: Expressions of a tensor x, whose value is [[1, 2]], each with what it gives.
OF_A_TENSOR = {
    "array at the right": (lambda x: x * WIDE, [3.0, 8.0]),
    "array at the left": (lambda x: NARROW * x, [3.0, 8.0]),
    "wide array at the left": (lambda x: WIDE - x, [2.0, 2.0]),
    "integers at the left": (lambda x: np.array([3, 4]) - x, [2.0, 2.0]),
    "list at the right": (lambda x: x - [3.0, 4.0], [-2.0, -2.0]),
    "list at the left": (lambda x: [3.0, 4.0] - x, [2.0, 2.0]),
    "tuple": (lambda x: x / (2, 4), [0.5, 0.5]),
    "number of NumPy at the left": (lambda x: np.float32(0.5) * x, [0.5, 1.0]),
    "wide number of NumPy": (lambda x: x / np.sqrt(4.0), [0.5, 1.0]),
    "integer of NumPy": (lambda x: np.int64(3) - x, [2.0, 1.0]),
    "power": (lambda x: x ** np.array([2.0, 3.0]), [1.0, 8.0]),
    "constant at the left": (lambda x: K.constant([3.0, 4.0]) * x, [3.0, 8.0]),
    "constant and array": (lambda x: (K.constant([3.0, 4.0]) - WIDE) + x, [1.0, 2.0]),
    "compared with an array": (lambda x: K.cast(x > np.array([1.5, 1.5]), "float32") * x, [0.0, 2.0]),
    "array compared": (lambda x: K.cast(np.array([1.5, 1.5]) < x, "float32") * x, [0.0, 2.0]),
    "constant compared": (lambda x: K.cast(K.constant(1.5) < x, "float32") * x, [0.0, 2.0]),
    "largest": (lambda x: K.maximum(x, np.array([1.5, 1.5])), [1.5, 2.0]),
    "stacked": (lambda x: K.sum(K.stack([x, np.array([[1.0, 1.0]])]), axis=0), [2.0, 3.0]),
}


ROW = np.array([[1.0, 2.0]])


@pytest.fixture(scope="module")
def in_layers():
    """The outputs of one model whose Lambdas compute the expressions, by their names; it has trained a step before."""
    x = L.Input(batch_shape=(1, 2))
    hidden = L.Dense(2, kernel_initializer="identity", use_bias=False)(x)
    model = Model(x, [L.Lambda(of, output_shape=(2,))(hidden) for of, _ in OF_A_TENSOR.values()])
    assert {K.dtype(output) for output in model.outputs} == {"float32"}
    model.compile("sgd", "mse")
    found = model.predict(ROW)
    model.train_on_batch(ROW, [np.zeros((1, 2))] * len(OF_A_TENSOR))
    assert np.isfinite(model.get_weights()[0]).all() and (model.get_weights()[0] != np.eye(2)).any()
    return dict(zip(OF_A_TENSOR, found))


@pytest.mark.parametrize("name", OF_A_TENSOR)
def test_beside_a_tensor_in_a_layer(name, in_layers):
    np.testing.assert_allclose(in_layers[name], [OF_A_TENSOR[name][1]], rtol=1e-6)


@pytest.fixture(scope="module")
def of_symbols():
    """What the expressions give of an input in plain code, by their names."""
    x = L.Input(batch_shape=(1, 2))
    described = [of(x) for of, _ in OF_A_TENSOR.values()]
    assert {K.dtype(each) for each in described} == {"float32"}
    return dict(zip(OF_A_TENSOR, K.function([x], described)([ROW])))


@pytest.mark.skipif(EAGER, reason="TensorFlow 2 computes at once")
@pytest.mark.parametrize("name", OF_A_TENSOR)
def test_beside_a_symbolic_tensor_in_plain_code(name, of_symbols):
    np.testing.assert_allclose(of_symbols[name], [OF_A_TENSOR[name][1]], rtol=1e-6)


@pytest.mark.skipif(EAGER, reason="TensorFlow 2 computes at once")
@pytest.mark.parametrize("name", OF_A_TENSOR)
def test_beside_a_variable_that_changes_later(name):
    of, expected = OF_A_TENSOR[name]
    variable = K.variable([[5.0, 6.0]])
    described = of(variable)
    K.set_value(variable, ROW)
    np.testing.assert_allclose(K.eval(described), [expected], rtol=1e-6)


def test_an_operator_that_assigns_makes_a_new_tensor():
    """A name for the same tensor keeps its value, in training too, where a gradient passes through it."""
    def doubled(x):
        y = K.exp(x)
        first = y
        y *= 2.0
        y += first
        return K.concatenate([x, y, first])

    x = L.Input((1,))
    model = Model(x, L.Lambda(doubled, output_shape=(3,))(L.Dense(1, kernel_initializer="ones")(x)))
    np.testing.assert_allclose(model.predict(np.zeros((2, 1))), [[0.0, 3.0, 1.0]] * 2)
    model.compile("sgd", "mse")
    assert np.isclose(model.train_on_batch(np.zeros((2, 1)), np.zeros((2, 3))), 10.0 / 3)


def test_an_operator_that_assigns_in_a_loss_leaves_predictions_alone():
    def normalized(y_true, y_pred):
        y_pred /= 10.0
        return K.mean(K.square(y_true - y_pred), axis=-1)

    x = L.Input((1,))
    model = Model(x, L.Dense(1, kernel_initializer=Constant(10.0))(x))
    model.compile("sgd", normalized, metrics=["mae"])
    for step in (model.train_on_batch, model.evaluate):
        loss, error = step(np.ones((2, 1)), np.ones((2, 1)))
        assert abs(loss) < 0.1 and abs(error - 9.0) < 0.1


def test_integers_stay_integers():
    assert K.dtype(K.variable([1, 2], dtype="int32") * np.array([3, 4])) == "int32"


@pytest.mark.skipif(EAGER, reason="a tensor of TensorFlow 2 compares its values")
def test_whether_a_tensor_is_another_is_a_bool():
    x = L.Input((2,))
    assert (K.constant(1.0) == x) is False and x not in [K.constant(1.0)]


@pytest.mark.skipif(EAGER, reason="a tensor of TensorFlow 2 compares its values")
def test_tensors_of_other_shapes_or_of_the_same_values_are_not_equal():
    x = L.Input((2,))
    same, wider = K.identity(x), L.Dense(3)(x)
    for other in (same, wider, K.sum(x), 1, "x", None):
        assert x != other and (x == other) is False
    assert not bool(x != x) and x == x
    assert [x, same, wider].index(wider) == 2 and x not in [same, wider]


@pytest.mark.skipif(EAGER, reason="a variable of TensorFlow 2 compares its values")
def test_a_variable_is_found_in_a_list_of_variables():
    first, second = K.variable(np.ones((2, 2))), K.variable(np.ones((2, 2)))
    assert second in [first, second] and [first, second].index(second) == 1
    assert (first == second) is False and (first != second) is True and (first == first) is True
    layer = L.Dense(2)
    layer.build((None, 3))
    assert layer.bias in layer.weights and layer.kernel not in layer.weights[1:] and second not in layer.weights


def test_a_slice_with_a_negative_step_goes_backwards():
    values, x = np.arange(24.0).reshape(2, 3, 4), L.Input((3, 4))
    turned = L.Lambda(lambda x: K.concatenate([x[..., ::-1], x[:, ::-1]]), output_shape=(3, 8))(x)
    expected = np.concatenate([values[..., ::-1], values[:, ::-1]], axis=-1)
    assert np.array_equal(Model(x, turned).predict(values), expected)


@pytest.mark.parametrize("values, shape, expected", [
    ([-1.0, 1.0], (2, 1), [[-1.0], [1.0]]),
    ([[1.0], [2.0]], (1, 2), [[1.0, 2.0]]),
    ([[1.0, 2.0]], (2,), [1.0, 2.0]),
    (np.arange(4.0), (2, 2), [[0.0, 1.0], [2.0, 3.0]]),
    (np.arange(4.0).reshape(2, 2), (2, 2), [[0.0, 1.0], [2.0, 3.0]]),
    ([5.0], (2,), [5.0, 5.0]),
    (5, (2, 1), [[5.0], [5.0]]),
])
def test_an_initializer_of_values_fills_the_shape_row_by_row(values, shape, expected):
    assert K.eval(Constant(values)(shape)).tolist() == expected


@pytest.mark.skipif(EAGER, reason="TensorFlow 2 refuses fewer values than the shape takes")
def test_the_last_value_of_an_initializer_fills_what_is_left():
    assert K.eval(Constant([1.0, 2.0])((2, 2))).tolist() == [[1.0, 2.0], [2.0, 2.0]]


def test_more_values_than_the_shape_takes_are_refused():
    with pytest.raises((ValueError, TypeError)):
        K.eval(Constant([1.0, 2.0, 3.0])((2, 1)))
