"""``TFOptimizer`` on Keras 3: optimizers of TensorFlow 1, with the numbers of the real Keras 2.2.4."""
import keras
import numpy as np
import pytest

from compat import Era
from compat import keras as keras_2
from compat import tf as served
from compat.errors import NotServedError, UnsupportedError
from compat.keras import backend as K
from compat.keras import optimizers
from compat.keras.layers import Dense
from compat.keras.models import Sequential, load_model
from compat.tf import keras as tf_keras

X, Y = np.arange(6.0).reshape(2, 3) / 6, np.zeros((2, 2))
on_tensorflow = pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="the backend is not TensorFlow")


def model_with(optimizer):
    model = Sequential([Dense(2, input_shape=(3,), kernel_initializer="ones")])
    model.compile(optimizer, "mse")
    return model


NUMBERS = pytest.mark.parametrize("name, arguments, kernel, bias", [
    ("GradientDescentOptimizer", (0.1,), [0.8694132566, 0.8173305988, 0.7652479410], -0.3124959171),
    ("AdamOptimizer", (0.1,), [0.7029692531, 0.7032651901, 0.7034337521], -0.2959540486),
    ("MomentumOptimizer", (0.1, 0.9), [0.7512257099, 0.6513826251, 0.5515396595], -0.5990583897),
])


@NUMBERS
@pytest.mark.parametrize("era", ["2.2.4", "2.15"])
def test_the_optimizers_of_tf_train_on_every_backend(name, arguments, kernel, bias, era):
    with Era(era):
        layers = (tf_keras if era == "2.15" else keras_2).layers
        model = (tf_keras if era == "2.15" else keras_2).models.Sequential([
            layers.Dense(2, input_shape=(3,), kernel_initializer="ones")])
        model.compile(getattr(served.compat.v1.train, name)(*arguments), "mse")
        for _ in range(3):
            model.train_on_batch(X, Y)
        found = model.get_weights()
    np.testing.assert_allclose(found[0][:, 0], kernel, rtol=1e-5)
    np.testing.assert_allclose(found[1], [bias] * 2, rtol=1e-5)


@on_tensorflow
@NUMBERS
@pytest.mark.parametrize("wrap", [True, False])
def test_an_optimizer_of_tensorflow_trains(name, arguments, kernel, bias, wrap):
    import tensorflow as tf

    native = getattr(tf.compat.v1.train, name)(*arguments)
    model = model_with(optimizers.TFOptimizer(native) if wrap else native)
    assert isinstance(model.optimizer, optimizers.TFOptimizer) and model.optimizer.optimizer is native
    for _ in range(3):
        model.train_on_batch(X, Y)
    found = model.get_weights()
    np.testing.assert_allclose(found[0][:, 0], kernel, rtol=1e-5)
    np.testing.assert_allclose(found[1], [bias] * 2, rtol=1e-5)
    assert K.get_value(model.optimizer.iterations) == 3


@on_tensorflow
def test_a_file_holds_no_optimizer_of_tensorflow(tmp_path):
    import tensorflow as tf

    model = model_with(tf.compat.v1.train.AdamOptimizer())
    for call in (lambda: model.optimizer.weights, model.optimizer.get_weights, model.optimizer.get_config,
                 lambda: optimizers.TFOptimizer.from_config({})):
        with pytest.raises(NotImplementedError):
            call()
    with pytest.warns(UserWarning, match="Compile the model again after loading it"):
        model.save(str(tmp_path / "m.h5"))
    loaded = load_model(str(tmp_path / "m.h5"))
    np.testing.assert_allclose(loaded.predict(X), model.predict(X), rtol=1e-6)


@on_tensorflow
def test_gradients_of_ones_own_are_refused():
    import tensorflow as tf

    class Own(tf.compat.v1.train.GradientDescentOptimizer):
        def compute_gradients(self, *args, **kwargs):
            return []

    with pytest.raises(UnsupportedError, match="Own has its own compute_gradients"):
        optimizers.TFOptimizer(Own(0.1))


@pytest.mark.skipif(keras.backend.backend() == "tensorflow", reason="the backend is TensorFlow")
def test_another_backend_refuses_them():
    with pytest.raises(NotServedError, match="use the optimizer of the same name in keras.optimizers"):
        optimizers.TFOptimizer(object())
