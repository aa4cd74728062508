"""Estimators around models. The numbers are those of real Keras 2.2.4 for the same programs."""
import numpy as np
import pytest

from compat import keras
from compat.flavor import active

if active().name != "keras3":
    pytest.skip("these adapters are those of Keras 3", allow_module_level=True)

from compat.keras.wrappers.scikit_learn import KerasClassifier, KerasRegressor

RNG = np.random.RandomState(0)
X = RNG.normal(size=(12, 3))
KERNEL = RNG.normal(size=(3, 3))
LETTERS = np.array(list("abc" * 4))
SIGNS = (X[:, 0] > 0).astype(int)


def build(units=3, rate=0.1, loss="categorical_crossentropy", activation="softmax"):
    weights = [KERNEL[:, :units], np.zeros(units)]
    dense = keras.layers.Dense(units, activation=activation, input_shape=(3,), weights=weights)
    model = keras.models.Sequential([dense])
    model.compile(keras.optimizers.SGD(rate), loss, metrics=None if activation == "linear" else ["accuracy"])
    return model


def test_a_classifier_learns_labels_of_any_kind():
    wrapper = KerasClassifier(build, rate=0.2, epochs=3, batch_size=4, verbose=0, shuffle=False)
    history = wrapper.fit(X, LETTERS).history
    np.testing.assert_allclose(history["loss"], [2.7262, 2.31501, 1.96928], atol=2e-5)
    assert "".join(wrapper.predict(X)) == "babbbaaabbac" and wrapper.classes_.tolist() == ["a", "b", "c"]
    np.testing.assert_allclose(wrapper.predict_proba(X)[0], [0.09634, 0.86981, 0.03385], atol=2e-5)
    assert wrapper.score(X, LETTERS) == pytest.approx(0.25)


def test_a_single_output_gives_the_probabilities_of_two_classes():
    wrapper = KerasClassifier(build, units=1, loss="binary_crossentropy", activation="sigmoid", epochs=2, verbose=0,
                              shuffle=False)
    wrapper.fit(X, SIGNS)
    assert wrapper.predict(X).ravel().tolist() == [1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0]
    np.testing.assert_allclose(wrapper.predict_proba(X)[:2], [[0.37382, 0.62618], [0.01811, 0.98189]], atol=2e-5)
    assert wrapper.score(X, SIGNS) == pytest.approx(0.91667, abs=1e-5)


def test_a_regressor_scores_minus_its_loss():
    wrapper = KerasRegressor(build, units=1, loss="mse", activation="linear", epochs=2, verbose=0, shuffle=False)
    wrapper.fit(X, X[:, 0])
    np.testing.assert_allclose(wrapper.predict(X)[:3], [0.82894, 3.0508, 1.07808], atol=2e-5)
    assert wrapper.score(X, X[:, 0]) == pytest.approx(-1.18485, abs=2e-5)


def test_parameters_are_copied_changed_and_checked():
    wrapper = KerasClassifier(build, rate=0.2, epochs=3)
    again = KerasClassifier(**wrapper.get_params(deep=True))
    assert again.set_params(epochs=5).get_params() == {"build_fn": build, "rate": 0.2, "epochs": 5}
    with pytest.raises(ValueError, match="colour is not a legal parameter"):
        wrapper.set_params(colour=3)


def test_a_score_needs_a_model_that_counts_accuracy():
    wrapper = KerasClassifier(build, units=1, loss="mse", activation="linear", verbose=0)
    wrapper.fit(X, SIGNS)
    with pytest.raises(ValueError, match="accuracy"):
        wrapper.score(X, SIGNS)
