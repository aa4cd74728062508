"""Variational autoencoders as examples and books of Keras 2 wrote them: losses and inputs made of tensors of the graph.

The numbers follow from the formulas; the tests run on real Keras 2.2.4 too.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.callbacks import LambdaCallback
from compat.keras.models import Model
from compat.keras.optimizers import SGD

OF_TF = active().folder == "tf_keras"
described = pytest.mark.skipif(OF_TF, reason="tf.keras has no graph outside of functions")
of_graphs = pytest.mark.skipif(OF_TF or active().version.startswith("2.3."), reason="TensorFlow 2 refuses such inputs")
X = np.array([[1.0], [3.0], [5.0]])


@described
def test_a_layer_adds_a_loss_of_tensors_that_it_closes_over():
    x, weight = L.Input((1,)), K.variable(0.5)
    code = L.Dense(1, use_bias=False, kernel_initializer="ones")(x)
    decoded = L.Dense(1, use_bias=False, kernel_initializer="ones")(code)

    class Variational(L.Layer):
        def call(self, inputs):
            image, found = inputs
            self.add_loss(K.mean(K.square(image - 2.0 * found) + weight * K.square(code)), inputs=inputs)
            return image

        def compute_output_shape(self, input_shape):
            return input_shape[0]

    model = Model(x, Variational()([x, decoded]))
    model.compile(SGD(lr=0.1), loss=None)
    first, second = (float(np.sum(model.train_on_batch(X[:1], None))) for _ in range(2))
    # (1 - 2 b a)² + a² / 2 at a = b = 1; its gradients are 5 and 4.
    assert first == pytest.approx(1.5)
    assert second == pytest.approx((1 - 2 * 0.5 * 0.6) ** 2 + 0.5 * 0.5 ** 2)
    K.set_value(weight, 0.0)
    assert np.sum(model.test_on_batch(X[:1], None)) < second
    assert np.allclose(model.predict(X), X)


@of_graphs
def test_an_input_made_of_a_tensor_has_the_size_of_the_other_input():
    x = L.Input((1,))
    noise = L.Input(tensor=K.zeros((K.shape(x)[0], 1)) + 0.5)
    model = Model([x, noise], L.Dense(1, use_bias=False, kernel_initializer="ones")(L.multiply([x, noise])))
    model.compile(SGD(lr=0.0), "mse")
    losses = []
    np.random.seed(0)
    history = model.fit(X, 0 * X, batch_size=1, epochs=2, validation_data=(X, 0 * X), verbose=0, callbacks=[
        LambdaCallback(on_batch_end=lambda batch, logs: losses.append(float(logs["loss"])))])
    order, expected = np.arange(3), []
    state = np.random.RandomState(0)
    for _ in range(2):
        state.shuffle(order)  # the order of the epoch before
        expected += [0.25 * float(X[place, 0]) ** 2 for place in order.tolist()]
    assert losses == pytest.approx(expected)
    assert history.history["val_loss"] == pytest.approx([np.mean(0.25 * X ** 2)] * 2)
