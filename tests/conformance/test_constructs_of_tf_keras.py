"""Constructs of programs of 2019 to 2023: modules of layers, variables as arguments, weights of cells and own builds."""
import os

import numpy as np
import pytest

from compat import tf
from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")

layers = keras.layers


@pytest.fixture(autouse=True)
def era():
    with Era("2.15"):
        keras.backend.clear_session()
        yield


class Scaled(layers.Layer):
    def build(self, input_shape):
        self.scale = tf.Variable(tf.ones((2, 2)))

    def call(self, x):
        self.found = [self.scale * np.ones((2, 2)), np.full((2, 2), 3.0) * self.scale, self.scale + np.float64(1),
                      np.float64(2) * self.scale, np.ones((2, 2)) @ self.scale, 1 - self.scale]
        return x * np.ones(2) * self.scale[0]


def test_arrays_beside_a_variable_take_its_dtype_and_pass_gradients():
    layer = Scaled()
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(layer(np.ones((1, 2), "float32"))) + tf.reduce_sum(layer.found[1])
    assert all("float32" in str(each.dtype) for each in layer.found)
    np.testing.assert_allclose(np.asarray(tape.gradient(total, layer.scale)), [[4, 4], [3, 3]])


class Coder(tf.Module):
    def __init__(self):
        super().__init__()
        self.inner = [layers.Dense(2), keras.Sequential([layers.Dense(3, kernel_initializer="ones")])]
        self.factor = tf.Variable(2.0, trainable=True)

    def __call__(self, x):
        return self.inner[1](self.inner[0](x)) * self.factor


def test_a_module_trains_the_layers_that_it_holds():
    module = Coder()
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(module(np.ones((2, 4), "float32")))
    variables = module.trainable_variables
    assert sorted(tuple(each.shape) for each in variables) == [(), (2,), (2, 3), (3,), (4, 2)]
    assert all(each is not None for each in tape.gradient(loss, variables))
    assert len(module.variables) == 5 and set(module.inner) <= set(module.submodules)


def test_a_checkpoint_keeps_a_module(tmp_path):
    class Line(tf.Module):
        def __init__(self):
            super().__init__()
            self.parts = [tf.Variable([1.0, 2.0]), tf.Variable(3.0)]
            self.note = "no variable"

    module = Line()
    checkpoint = tf.train.Checkpoint(line=module)
    path = checkpoint.save(os.path.join(str(tmp_path), "c"))
    for part in module.parts:
        part.assign(part * 0.0)
    checkpoint.restore(path)
    assert [np.asarray(part).tolist() for part in module.parts] == [[1.0, 2.0], 3.0]


def test_a_normalization_computes_with_the_weights_that_are_set():
    layer = layers.Normalization()
    layer.adapt(np.arange(6.0).reshape(3, 2))
    x = keras.Input((2,))
    model = keras.Model(x, layer(x))
    mean, variance, *count = model.get_weights()
    model.set_weights([mean * 0 + 1, variance * 0 + 4, *count])
    np.testing.assert_allclose(np.asarray(model(np.array([[5.0, 1.0]], "float32"))), [[2.0, 0.0]])


def test_a_list_of_callbacks_knows_its_model():
    model = keras.Sequential([layers.Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    seen = []
    callback = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append((epoch, sorted(logs))))
    listed = keras.callbacks.CallbackList([callback], add_history=True, model=model, epochs=2, steps=1)
    listed.on_train_begin()
    for epoch in range(2):
        listed.on_epoch_end(epoch, model.train_on_batch(np.ones((1, 2)), np.ones((1, 1)), return_dict=True))
    assert callback.model is model and callback.params["epochs"] == 2
    assert seen == [(0, ["loss"]), (1, ["loss"])] and len(model.history.history["loss"]) == 2


def test_a_model_has_no_optimizer_until_it_is_compiled():
    model = keras.Sequential([layers.Dense(1, input_shape=(2,))])
    assert model.optimizer is None
    model.compile("sgd", "mse")
    assert type(model.optimizer).__name__ == "SGD"


def test_a_generator_for_predictions_may_give_arrays():
    model = keras.Sequential([layers.Dense(1, kernel_initializer="ones", input_shape=(2,))])
    found = model.predict((np.full((2, 2), number, "float32") for number in (1, 2)), steps=2, verbose=0)
    np.testing.assert_allclose(found, [[2], [2], [4], [4]])


def test_a_generator_of_specified_tensors_feeds_a_model():
    pytest.importorskip("tensorflow")
    model = keras.Sequential([layers.Dense(1, kernel_initializer="ones", input_shape=(2,))])
    data = tf.data.Dataset.from_generator(
        lambda: iter([np.ones(2), np.zeros(2)]), output_signature=tf.TensorSpec((2,), tf.float32)).batch(2)
    np.testing.assert_allclose(model.predict(data, verbose=0), [[2], [0]])


class Accumulating(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = keras.Sequential([layers.Dense(3), layers.Dense(2)])

    def build(self, input_shape):
        super().build(input_shape)
        self.sums = [tf.Variable(tf.zeros_like(each), trainable=False) for each in self.body.trainable_variables]

    def call(self, x):
        return self.body(x)


@pytest.mark.parametrize("called", [True, False])
def test_the_build_of_a_base_class_makes_the_weights(called):
    model = Accumulating()
    if called:
        model(np.ones((1, 4), "float32"))
    else:
        model.build((None, 4))
    model.sums[1].assign_add(np.ones(3, "float32"))
    assert [tuple(each.shape) for each in model.sums] == [(4, 3), (3,), (3, 2), (2,)]
    assert np.asarray(model.sums[1]).tolist() == [1.0, 1.0, 1.0]
    assert len(model.trainable_weights) == 4


def test_a_registered_regularizer_is_found_again(tmp_path):
    @keras.utils.register_keras_serializable(package="own", name="Few")
    class Few(keras.regularizers.Regularizer):
        def __init__(self, factor):
            self.factor = factor

        def __call__(self, x):
            return self.factor * tf.reduce_sum(tf.abs(x))

        def get_config(self):
            return {"factor": self.factor}

    model = keras.Sequential([layers.Dense(2, kernel_regularizer=Few(3.0), input_shape=(2,))])
    assert keras.models.model_from_json(model.to_json()).layers[0].kernel_regularizer.factor == 3.0


def test_operations_and_layers_may_have_one_name():
    x = keras.Input((4, 2))
    first, second = layers.Reshape((8,))(x), tf.reshape(x, (-1, 8))
    model = keras.Model(x, [first, second, tf.reshape(x, (-1, 2, 4))])
    found = model(np.arange(8, dtype="float32").reshape(1, 4, 2))
    np.testing.assert_allclose(np.asarray(found[0]), np.asarray(found[1]))


def test_classes_of_a_loss_may_be_the_samples_of_the_batch():
    def contrastive(_, y_pred):
        likeness = tf.matmul(y_pred, y_pred, transpose_b=True)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.range(tf.shape(y_pred)[0]), logits=likeness)

    model = keras.Sequential([layers.Dense(2, kernel_initializer="ones", input_shape=(2,))])
    model.compile("sgd", contrastive)
    np.testing.assert_allclose(model.evaluate(np.ones((5, 2)), np.ones(5), verbose=0), np.log(5), rtol=1e-5)


def test_a_function_assigns_the_variables_that_it_is_given():
    @tf.function
    def move(targets, weights, share):
        for target, weight in zip(targets, weights):
            target.assign(weight * share + target * (1 - share))

    model = keras.Sequential([layers.Dense(1, kernel_initializer="ones", input_shape=(2,)), layers.Dropout(0.5)])
    target = keras.models.clone_model(model)
    target.set_weights([each * 0 for each in target.get_weights()])
    for _ in range(2):
        move(target.variables, model.variables, 0.25)
    np.testing.assert_allclose(target.get_weights()[0], [[0.4375], [0.4375]])
    assert len(model.variables) == 2 and len(layers.Dropout(0.5).non_trainable_variables) == 0


def test_a_schedule_may_be_a_compiled_function():
    class Falling(keras.optimizers.schedules.LearningRateSchedule):
        @tf.function
        def __call__(self, step):
            return 1.0 / (tf.cast(step, tf.float32) + 1.0)

        def get_config(self):
            return {}

    model = keras.Sequential([layers.Dense(1, kernel_initializer="zeros", use_bias=False, input_shape=(1,))])
    model.compile(keras.optimizers.SGD(Falling()), "mse")
    model.fit(np.ones((2, 1)), np.full((2, 1), 0.25), batch_size=1, verbose=0, shuffle=False)
    np.testing.assert_allclose(model.get_weights()[0], [[0.25]], rtol=1e-6)


class NormalizingCell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = self.output_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.units))
        self.norm = layers.LayerNormalization()
        self.built = True

    def call(self, inputs, states):
        state = self.norm(tf.matmul(inputs, self.kernel) + states[0])
        return state, [state]


@pytest.mark.parametrize("around", [layers.RNN, lambda cell: layers.Bidirectional(layers.RNN(cell))])
def test_a_model_lists_the_weights_of_the_layers_inside_a_cell(around):
    x = keras.Input((None, 2))
    model = keras.Model(x, around(NormalizingCell(3))(x))
    assert [tuple(each.shape) for each in model.get_weights()[:3]] == [(2, 3), (3,), (3,)]
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(np.random.RandomState(0).rand(2, 3, 2), np.ones((2, *model.output_shape[1:])), verbose=0)
    assert all((now != then).any() for now, then in zip(model.get_weights(), before))


def test_boxes_that_overlap_lose_score_softly():
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [0, 0, 1, 0.5], [2, 2, 3, 3]], "float32")
    kept, scores = tf.image.non_max_suppression_with_scores(
        boxes, np.array([0.9, 0.8, 0.7, 0.3], "float32"), 4, iou_threshold=0.95, score_threshold=0.1, soft_nms_sigma=0.5)
    assert np.asarray(kept).tolist() == [0, 2, 3, 1]
    np.testing.assert_allclose(np.asarray(scores), [0.9, 0.5451605, 0.3, 0.2613786], rtol=1e-5)


def test_a_model_is_called_on_texts_and_numbers():
    pytest.importorskip("tensorflow")
    number, text, code = keras.Input((1,), name="n"), keras.Input((1,), name="t", dtype="string"), keras.Input(
        (1,), name="c", dtype="int64")
    looked = layers.StringLookup(vocabulary=["a", "b"])(text)
    coded = layers.IntegerLookup(vocabulary=[3, 7])(code)
    model = keras.Model([number, text, code], [number, looked, coded])
    found = model({"n": tf.constant([[2.0]]), "t": tf.constant([["b"]]), "c": tf.constant([[7]], tf.int64)})
    assert [np.asarray(each).tolist() for each in found] == [[[2.0]], [[2]], [[2]]]


class Convolved(layers.Layer):
    def call(self, inputs):
        x, neighbors = inputs
        return tf.matmul(neighbors, x) if not isinstance(neighbors, tf.SparseTensor) else tf.sparse.sparse_dense_matmul(
            neighbors, x)


def test_a_layer_is_called_on_a_sparse_tensor_beside_a_dense_one():
    neighbors = tf.sparse.from_dense(np.array([[0.0, 2.0], [1.0, 0.0]], "float32"))
    found = Convolved()([tf.constant([[1.0], [3.0]]), neighbors])
    np.testing.assert_allclose(np.asarray(found), [[6.0], [1.0]])
