"""MyLayer, DecayingDropout, and models with compat's layers that go through a file."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import Dense, Input, Layer, Masking
from compat.keras.models import Model
from compat.keras.optimizers import SGD
from compat.layers import DecayingDropout, Lambda, MyLayer, MyMeanPool

FORMATS = [".h5"] if active().name == "multibackend" else [".h5", ".keras"]


def test_my_layer_is_a_product_with_its_kernel():
    x, kernel = np.random.RandomState(0).normal(size=(2, 3, 4)), np.random.RandomState(1).normal(size=(4, 5))
    inputs = Input(shape=(3, 4))
    model = Model(inputs, MyLayer(5)(inputs))
    model.set_weights([kernel])
    np.testing.assert_allclose(model.predict(x.astype("float32")), x.dot(kernel), rtol=1e-4, atol=1e-5)
    assert MyLayer.from_config(MyLayer(5).get_config()).output_dim == 5


class Scale(Layer):
    """One trainable number, since Keras 3 on JAX does not train a model without weights."""

    def build(self, input_shape):
        self.scale = self.add_weight("scale", (1,), initializer="ones")
        super().build(input_shape)

    def call(self, x):
        return x * self.scale


def dropped(layer, width=2000):
    inputs = Input(shape=(width,))
    model = Model(inputs, Scale()(layer(inputs)))
    model.compile(SGD(lr=0.0), "mse")
    return model


def test_decaying_dropout_advances_in_training_batches_only():
    layer = DecayingDropout(0.9, decay_interval=10, decay_rate=0.5)
    inputs = Input(shape=(3,))
    model = Model(inputs, Dense(1)(layer(inputs)))
    model.compile(SGD(lr=0.0), "mse")
    x, y = np.ones((6, 3), "float32"), np.zeros((6, 1))
    model.fit(x, y, batch_size=2, verbose=0)
    model.evaluate(x, y, verbose=0)
    model.predict(x)
    assert layer.get_weights()[0].tolist() == [3.0]
    np.testing.assert_allclose(K.eval(layer.keep_rate()), 0.9 * 0.5 ** 0.3, rtol=1e-6)


def test_decaying_dropout_is_the_identity_outside_training():
    x = np.random.RandomState(2).normal(size=(2, 8)).astype("float32")
    np.testing.assert_array_equal(dropped(DecayingDropout(0.3), width=8).predict(x), x)


def test_decaying_dropout_keeps_its_share_and_scales_what_it_keeps():
    # against 0, the mean square of x = 1 is the kept share divided by the square of the keep rate
    loss = dropped(DecayingDropout(0.5, seed=3)).train_on_batch(np.ones((20, 2000), "float32"), np.zeros((20, 2000)))
    np.testing.assert_allclose(loss, 2.0, rtol=0.05)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_masked_lambda_and_the_pooling_go_through_a_file(suffix, tmp_path):
    steps = Input(shape=(5, 2))
    crop = Lambda(lambda x: x[:, 1:, :], mask=lambda x, mask: mask[:, 1:])(Masking(0.0)(steps))
    model = Model(steps, MyLayer(3)(MyMeanPool(axis=1)(crop)))
    x = np.random.RandomState(4).normal(size=(3, 5, 2)).astype("float32")
    x[0, 3:] = 0.0
    expected = model.predict(x)
    by_numpy = np.stack([x[0, 1:3].mean(axis=0), x[1, 1:].mean(axis=0), x[2, 1:].mean(axis=0)])
    np.testing.assert_allclose(expected, by_numpy.dot(model.get_weights()[0]), rtol=1e-4, atol=1e-5)
    path = str(tmp_path / ("model" + suffix))
    model.save(path)
    np.testing.assert_allclose(native_load(path).predict(x), expected, rtol=1e-6)


def native_load(path):
    """Keras's own ``load_model`` without custom_objects.

    Keras 2.2 has no register, and on Keras 3 HDF5 is written in the layout of Keras 2: there it is the mirror's.
    """
    if active().name == "multibackend" or active().name == "keras3" and path.endswith(".h5"):
        from compat.keras.models import load_model
    elif active().name == "tf.keras":
        from tensorflow import keras
        load_model = keras.models.load_model
    else:
        import importlib
        load_model = importlib.import_module(active().root).models.load_model
    return load_model(path)
