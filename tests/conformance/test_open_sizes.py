"""Plain code on tensors with several open sizes, which TensorFlow 1 computed when the graph ran.

The numbers are NumPy's; Keras 2.2.4 runs these tests too.
"""
import numpy as np
import pytest

from compat import tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import Dense, Embedding, Input, Lambda, TimeDistributed
from compat.keras.models import Model

pytestmark = pytest.mark.skipif(
    active().name in ("tf.keras", "tf_keras"), reason="plain code on symbolic tensors is that of Keras 2 with TensorFlow 1")

ROWS = np.random.RandomState(0).normal(size=(2, 5, 4)).astype("float32")
IMAGES = np.random.RandomState(1).normal(size=(2, 4, 6, 3)).astype("float32")


def computed(function, value):
    x = Input((None,) * (value.ndim - 2) + value.shape[-1:])
    return K.function([x], [function(x)])([value])[0]


def test_batch_flatten():
    np.testing.assert_allclose(computed(K.batch_flatten, ROWS), ROWS.reshape(2, -1))


def test_identity_matrices_for_each_sample():
    found = computed(lambda x: tf.eye(tf.shape(x)[1], batch_shape=tf.shape(x)[:1]), ROWS)
    np.testing.assert_allclose(found, np.stack([np.eye(5)] * 2))


def test_a_causal_mask():
    found = computed(lambda x: K.cumsum(tf.eye(tf.shape(x)[1], batch_shape=tf.shape(x)[:1]), 1), ROWS)
    np.testing.assert_allclose(found, np.stack([np.tril(np.ones((5, 5)))] * 2))


def test_a_transposed_convolution_to_twice_the_size():
    kernel = K.ones((2, 2, 1, 3))

    def twice(x):
        return K.conv2d_transpose(x, kernel, (K.shape(x)[0], K.shape(x)[1] * 2, K.shape(x)[2] * 2, 1), strides=(2, 2),
                                  padding="same")

    expected = IMAGES.sum(-1, keepdims=True).repeat(2, 1).repeat(2, 2)
    np.testing.assert_allclose(computed(twice, IMAGES), expected, atol=1e-5)


def test_reflected_padding():
    found = computed(lambda x: tf.pad(x, [[0, 0], [1, 2], [1, 1], [0, 0]], "REFLECT"), IMAGES)
    np.testing.assert_allclose(found, np.pad(IMAGES, [(0, 0), (1, 2), (1, 1), (0, 0)], mode="reflect"))


@pytest.mark.skipif(active().version.startswith("2.3."), reason="TensorFlow 2 compares such shapes before it knows them")
def test_a_loss_of_texts_of_any_length_that_is_added_to_the_model():
    texts = Input((None,), dtype="int32")
    scores = TimeDistributed(Dense(5, name="scores"))(Embedding(5, 3, name="words")(Lambda(lambda x: x[:, :-1])(texts)))
    wanted = Lambda(lambda x: x[:, 1:])(texts)
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.cast(wanted, "int32"), logits=scores)
    model = Model(texts, scores)
    model.add_loss([K.mean(losses)])
    random = np.random.RandomState(2)
    model.set_weights([random.normal(size=weight.shape) for weight in model.get_weights()])
    model.compile("sgd", None)
    for steps in (6, 4):
        batch = random.randint(1, 5, (3, steps))
        found = model.predict(batch)
        chances = np.exp(found) / np.exp(found).sum(-1, keepdims=True)
        right = np.take_along_axis(chances, batch[:, 1:, None], axis=-1)
        np.testing.assert_allclose(model.train_on_batch(batch, None), -np.log(right).mean(), rtol=1e-5)


def test_labels_without_their_open_last_axis_in_a_loss_that_reads_the_mask_of_a_layer():
    steps = Input((3,), dtype="int32")
    embedded = Embedding(5, 4, mask_zero=True, name="words_with_mask")
    scores = TimeDistributed(Dense(4, activation="softmax"), name="scores_with_mask")
    model = Model(steps, Lambda(lambda x: x)(scores(embedded(steps))))

    def masked(y_true, y_pred):
        labels = K.squeeze(K.cast(y_true, "int32"), 2)
        mask = K.cast(scores._inbound_nodes[0].input_masks[0], "float32")
        return K.sum(K.sparse_categorical_crossentropy(labels, y_pred) * mask, axis=1, keepdims=True)

    model.compile("sgd", masked)
    rows, labels = np.array([[1, 2, 0], [3, 4, 1]]), np.array([[[1], [2], [3]], [[0], [1], [2]]])
    found = model.predict(rows)
    losses = -np.log(np.take_along_axis(found, labels, axis=-1)[..., 0]) * (rows != 0)
    np.testing.assert_allclose(model.train_on_batch(rows, labels), losses.sum(1).mean(), rtol=1e-4)
