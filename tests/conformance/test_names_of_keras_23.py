"""Names that Keras 2.3 brought, and what they do on every flavor."""
import numpy as np
import pytest

X = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 3.0]], "float32")


@pytest.mark.parametrize("name, arguments, expected", [
    ("softmax", (X,), np.exp(X) / np.exp(X).sum(-1, keepdims=True)),
    ("dot", (X, X.T), X @ X.T),
    ("maximum", (X, 2 * X), np.maximum(X, 2 * X)),
    ("concatenate", ([X, X],), np.concatenate([X, X], -1)),
    ("mean", (X, 0), X.mean(0)),
    ("l2_normalize", (X, 1), X / np.linalg.norm(X, axis=1, keepdims=True)),
    ("elu", (X,), np.where(X > 0, X, np.exp(X) - 1)),
])
def test_the_numpy_backend_computes_with_arrays(name, arguments, expected):
    from compat.keras.backend import numpy_backend as KNP

    found = getattr(KNP, name)(*arguments)
    assert isinstance(found, np.ndarray)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_models_and_wrapped_models_are_told_from_layers():
    from compat.keras.layers import Dense, TimeDistributed
    from compat.keras.models import Sequential
    from compat.keras.utils.vis_utils import is_model, is_wrapped_model

    model = Sequential([Dense(2, input_shape=(3,))])
    assert is_model(model) and not is_model(Dense(2))
    assert is_wrapped_model(TimeDistributed(model)) and not is_wrapped_model(TimeDistributed(Dense(2)))


def test_the_reductions_are_named():
    from compat.keras.utils.losses_utils import Reduction

    assert (Reduction.NONE, Reduction.SUM, Reduction.SUM_OVER_BATCH_SIZE) == ("none", "sum", "sum_over_batch_size")


def test_functions_for_a_graph_or_at_once_are_called_as_they_are():
    from compat.keras import backend as K

    @K.symbolic
    def doubled(x):
        return 2 * x

    assert np.allclose(K.eval(doubled(K.constant(X))), 2 * X)


def test_the_numpy_backend_runs_a_step_of_arrays_over_time():
    from compat.keras.backend import numpy_backend as KNP

    steps, mask = np.arange(1.0, 9.0).reshape(2, 4, 1), np.array([[0, 1, 0, 1], [1, 1, 0, 0]])
    last, outputs, [state] = KNP.rnn(lambda x, states: (np.tile(x, 2), [states[0] + 1]), steps, [np.array([[10.0], [20.0]])],
                                     mask=mask, go_backwards=True)
    np.testing.assert_array_equal(outputs[..., 1], [[4, 4, 2, 2], [0, 0, 6, 5]])
    np.testing.assert_array_equal(last[:, 0], [2, 5])
    np.testing.assert_array_equal(state, [[12], [22]])
