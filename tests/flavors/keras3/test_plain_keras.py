"""What ``compat migrate --to keras3`` writes computes what the old functions of ``K`` computed."""
import inspect

import numpy as np
import pytest

pytest.importorskip("libcst")

import keras

import compat.keras.backend as K
from compat.api.keras3 import BACKEND, BACKEND_TEMPLATES, SHORT_LOSSES
from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.source import migrate_source

RANDOM = np.random.RandomState(0)
X = RANDOM.uniform(-2, 2, (2, 3, 4)).astype("float32")
Y = RANDOM.uniform(0.1, 0.9, (2, 3, 4)).astype("float32")
M = RANDOM.uniform(-1, 1, (2, 4, 5)).astype("float32")
RANDOM_4D = RANDOM.uniform(-1, 1, (2, 3, 4, 4)).astype("float32")

CALLS = """
    conv1d(x, m[:1, :, :2]); conv1d(x=x, kernel=m[:, :, :2], padding='same', strides=2); image_dim_ordering()
    abs(x); all(b, axis=1); any(b); arange(5); argmax(x); argmin(x, axis=1); cast(x, 'int32')
    clip(x, min_value=-1, max_value=1); concatenate([x, y]); concatenate(tensors=[x, y], axis=1); cos(x)
    cumprod(x); cumsum(x, axis=2); dot(x, m[0]); elu(x); equal(x, y); exp(x); expand_dims(x); expand_dims(x, 0)
    gather(x, i); greater(x, y); greater_equal(x, y); less(x, y); less_equal(x, y); log(y); logsumexp(x, axis=1)
    max(x, axis=-1, keepdims=True); maximum(x, y); mean(x, axis=[0, 1]); min(x); minimum(x, y); not_equal(x, y)
    one_hot(i, 4); ones_like(x); permute_dimensions(x, (2, 0, 1)); pow(y, 3); prod(x, axis=0)
    repeat_elements(x, 2, axis=1); reshape(x, (6, 4)); reverse(x, axes=1); round(x); sigmoid(x); sign(x); sin(x)
    softmax(x); softplus(x); softsign(x); square(x); squeeze(x[:1], 0); stack([x, y]); std(x, axis=-1)
    stop_gradient(x); sum(x, 1); tanh(x); tile(x, (1, 2, 1)); transpose(x[0]); var(x, axis=-1, keepdims=True)
    zeros_like(x); batch_flatten(x); binary_crossentropy(y, y); bias_add(x, y[0, 0]); cast_to_floatx(i)
    categorical_crossentropy(p, q); constant([1, 2]); dtype(x); eval(x); eye(3); flatten(x); get_value(x)
    hard_sigmoid(x); identity(x); int_shape(x); l2_normalize(x, axis=-1); ndim(x); relu(x)
    relu(x, alpha=0.1, max_value=1.0); repeat(x[0], 3); sqrt(x); sparse_categorical_crossentropy(i, q)
    count_params(x); temporal_padding(x, (1, 2)); ones((2, 3)); zeros((2,)); to_dense(x); batch_dot(x, m, [2, 1])
    batch_dot(x[:, 0], y[:, 0], 1); batch_dot(x, m); batch_dot(x, y, axes=[2, 2]); batch_dot(x, y[:, 0], [2, 1])
    batch_dot(x, n, [2, 2]); batch_dot(x, n, [2, 3])
    switch(b, x, y); switch(b[:, 0, 0], x, y); switch(b[0, 0, 0], x, y); switch(b[0, 0, 1], lambda: x, lambda: y)
    in_train_phase(x, y, training=True); in_train_phase(lambda: x, y, training=False)
    ctc_batch_cost(labels, ctc, steps, sizes)
    sum(x, keepdims=True); sum(2 * x, keepdims=True); max(x, None, True); min(x, axis=None, keepdims=True)
    l2_normalize(x); l2_normalize(x * 1e-7, [1, 2])
    prod(x + y, None, True); sum(x[0, 0, 0], keepdims=True); max(x, axis=[0, 2], keepdims=True)
"""
ALL = [call.strip() for line in CALLS.strip().splitlines() for call in line.split(";")]
#: What a file defines itself, and no row of the tables has.
DEFINED = {"batch_dot", "switch", "in_train_phase", "ctc_batch_cost", "l2_normalize"}


def numbers(value):
    return np.array(keras.ops.convert_to_numpy(value)) if hasattr(value, "shape") else value


@pytest.mark.parametrize("call", ALL)
def test_a_function_of_k_gives_its_old_numbers(call):
    probabilities = Y / Y.sum(-1, keepdims=True)
    given = {"x": X, "y": Y, "m": M, "b": X > 0, "i": np.array([1, 0]), "p": np.eye(4, dtype="float32")[[1, 2]],
             "q": probabilities[0, :2], "n": RANDOM_4D,
             "labels": np.array([[0, 1], [2, 0]]), "ctc": probabilities, "steps": np.array([[3], [2]]),
             "sizes": np.array([[2], [1]])}
    tensors = {name: keras.ops.convert_to_tensor(value) for name, value in given.items()}
    old = eval("K." + call, dict(tensors, K=K))
    migrated = migrate_source("from keras import backend as K\nresult = K.{}\n".format(call), Options("keras3")).text
    assert "= K." not in migrated and "compat" not in migrated
    names = dict(tensors)
    exec(migrated, names)
    new = names["result"]
    if isinstance(old, (str, bool, int, tuple)):
        assert new == old
    else:
        assert tuple(new.shape) == tuple(old.shape)
        np.testing.assert_allclose(numbers(new), numbers(old), rtol=1e-5, atol=1e-6)


def test_all_axes_are_kept_where_the_axis_may_be_none():
    text = "from keras import backend as K\ndef total(x, axis=None):\n    return K.sum(x, axis=axis, keepdims=True)\n"
    names = {}
    exec(migrate_source(text, Options("keras3")).text, names)
    x = keras.ops.convert_to_tensor(X)
    assert tuple(names["total"](x).shape) == (1, 1, 1) and tuple(names["total"](x, 1).shape) == (2, 1, 4)


def test_each_function_of_the_table_is_tried_here():
    tried = {call.split("(")[0] for call in ALL}
    untried = {"get_variable_shape", "is_keras_tensor", "is_tensor", "name_scope", "random_normal", "random_uniform",
               "set_value", "shape",
               "conv2d", "conv3d", "depthwise_conv2d", "separable_conv2d", "set_image_dim_ordering",
               "placeholder", "size", "truncated_normal", "update", "update_add", "update_sub", "variable"}
    assert {*BACKEND, *BACKEND_TEMPLATES} - tried == untried and tried - {*BACKEND, *BACKEND_TEMPLATES} == DEFINED


@pytest.mark.parametrize("name", sorted(BACKEND))
def test_arguments_have_the_names_that_the_row_says(name):
    row = BACKEND[name]
    target = keras
    for part in row.target.split("."):
        target = getattr(target, part)
    assert {*row.renamed.values(), *row.defaults} <= set(inspect.signature(target).parameters)


def built(code, plain):
    """The model that a program makes, on compat as it stands or on plain Keras after its migration."""
    program = "from keras.models import Sequential\nfrom keras.layers import *\nfrom keras.optimizers import *\n" + code
    text = migrate_source(program, Options("keras3" if plain else "compat")).text
    assert plain == ("import compat" not in text and "from compat" not in text)
    names = {}
    exec(text, names)
    return names["model"]


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="the same on each backend, and torch compiles nothing")
@pytest.mark.parametrize("optimizer", [
    "'rmsprop'", "'adadelta'", "'adagrad'", "'adamax'", "'adam'", "'sgd'", "SGD(0.1, 0.9, 1e-2, True)",
    "SGD(lr=0.5, clipnorm=0.1)", "Adam(lr=0.01, decay=0.1)", "RMSprop(lr=0.01)", "Adagrad()",
    "RMSprop(0.01, 0.8, 1e-2, 0.1)", "Adagrad(epsilon=0.1)"])
def test_an_optimizer_takes_its_old_steps(optimizer, monkeypatch):
    monkeypatch.setenv("COMPAT_FIRST_STEP", "1")  # as Keras 3 does
    code = "model = Sequential([Dense(3, input_shape=(4,)), Dense(1)])\nmodel.compile({}, 'mse')\n".format(optimizer)
    models = [built(code, plain) for plain in (False, True)]
    weights = [RANDOM.uniform(-1, 1, each.shape) for each in models[0].get_weights()]
    for model in models:
        model.set_weights(weights)
        for _ in range(4):
            model.train_on_batch(X[:, 0], Y[:, 0, :1])
    for old, new in zip(*(model.get_weights() for model in models)):
        np.testing.assert_allclose(new, old, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("layer", [
    "LSTM(3, input_shape=(3, 4))", "GRU(3, input_shape=(3, 4))", "LSTM(output_dim=3, input_dim=4)",
    "Dense(3, activation='hard_sigmoid', input_shape=(3, 4))", "LeakyReLU(input_shape=(3, 4))",
    "SimpleRNN(3, batch_input_shape=(2, 3, 4))"])
def test_a_layer_computes_what_it_did(layer):
    code = "model = Sequential()\nmodel.add({})\n".format(layer)
    old, new = (built(code, plain) for plain in (False, True))
    new.set_weights(old.get_weights())
    np.testing.assert_allclose(new.predict(X, verbose=0), old.predict(X), rtol=1e-5, atol=1e-6)


def run(program, findings=(), **names):
    """The names that a program defines after its migration, without compat and with no findings but these."""
    text = migrate_source(program, Options("keras3")).text
    assert "import compat" not in text and "from compat" not in text
    assert [line.split()[2] for line in text.splitlines() if "# compat: " in line] == list(findings)
    exec(text, names)
    return names


GRAPH = """
from keras import backend as K
from keras.layers import Dense, Dropout, Input
from keras.models import Model
x = Input((4,))
hidden = Dense(5, activation='tanh')(x)
y = Dense(2)(Dropout(0.5)(hidden))
model = Model(x, y)
loss = K.variable(0.)
loss += K.sum(y[:, 0])
of_hidden = K.gradients(loss, model.layers[1].output)[0]
of_x, = K.gradients(loss, [model.input])
f = K.function([model.input, K.learning_phase()], [loss, of_hidden, of_x])
g = K.function([model.layers[1].output], [y])
p = K.placeholder((2, 4))
h = K.function([p], [model(p), K.gradients(model(p), p)[0]])
"""


def test_functions_and_gradients_of_a_graph_are_those_of_numpy():
    found = run(GRAPH)
    x = X[:, 0]
    kernel, bias, second, _ = (np.array(each) for each in found["model"].get_weights())
    hidden = np.tanh(x @ kernel + bias)
    slope = np.broadcast_to(second[:, 0], hidden.shape)
    loss, of_hidden, of_x = found["f"]([x, 0])
    np.testing.assert_allclose(loss, (hidden @ second)[:, 0].sum(), rtol=1e-4)
    np.testing.assert_allclose(of_hidden, slope, rtol=1e-5)
    np.testing.assert_allclose(of_x, (slope * (1 - hidden ** 2)) @ kernel.T, rtol=1e-4, atol=1e-6)
    assert abs(found["f"]([x, 1])[0] - loss) > 1e-6  # dropout
    np.testing.assert_allclose(found["g"]([hidden])[0], hidden @ second, rtol=1e-4, atol=1e-6)
    outputs, of_p = found["h"]([x])
    np.testing.assert_allclose(outputs, hidden @ second, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(of_p, (second.sum(1) * (1 - hidden ** 2)) @ kernel.T, rtol=1e-4, atol=1e-6)


def test_weights_of_a_layer_are_set_when_it_is_built():
    found = run("from keras.models import Sequential\nfrom keras.layers import *\n"
                "m = Sequential([Dense(5, input_shape=(4,), weights=[w, b]), Dense(2, weights=None)])\n"
                "y = Conv1D(5, 1, weights=[w[None], b])(x)\n", w=M[0], b=np.ones(5, "float32"), x=X)
    np.testing.assert_array_equal(found["m"].get_weights()[0], M[0])
    np.testing.assert_allclose(numbers(found["y"]), X @ M[0] + 1, rtol=1e-4, atol=1e-5)


def test_predict_classes_gives_classes():
    program = "from keras.models import Sequential\nfrom keras.layers import Dense\n" \
              "m = Sequential([Dense({}, input_shape=(4,))])\nclasses = m.predict_classes(x, verbose=0)\np = m.predict(x)\n"
    many = run(program.format(3), x=X[:, 0])
    np.testing.assert_array_equal(many["classes"], many["p"].argmax(-1))
    one = run(program.format(1), x=X[:, 0])
    np.testing.assert_array_equal(one["classes"], (one["p"] > 0.5).astype(int))


WRAPPED = """
from keras.models import Sequential
from keras.layers import Dense
from keras.wrappers.scikit_learn import {name}

def make(units=4):
    model = Sequential([Dense(units, activation='relu', input_shape=(2,)), Dense({outputs})])
    model.compile('sgd', {loss!r}, metrics=['accuracy'])
    return model

found = {name}(make, epochs=2, units=7, verbose=0)
history = found.fit(x, y)
"""


def test_a_classifier_of_scikit_learn_keeps_labels():
    x = np.array([[0, 1], [1, 0], [1, 1], [0, 0]], "float32")
    found = run(WRAPPED.format(name="KerasClassifier", outputs="3, activation='softmax'", loss="categorical_crossentropy"),
                x=x, y=np.array([7, 3, 5, 7]))
    estimator = found["found"]
    assert set(estimator.predict(x)) <= {3, 5, 7} and estimator.predict_proba(x).shape == (4, 3)
    assert estimator.score(x, np.array([7, 3, 5, 7])) == np.mean(estimator.predict(x) == [7, 3, 5, 7])
    assert len(found["history"].history["loss"]) == 2 and estimator.model.layers[0].units == 7
    assert estimator.get_params() == {"epochs": 2, "units": 7, "verbose": 0, "build_fn": estimator.build_fn}
    assert estimator.set_params(units=3) is estimator and estimator.get_params()["units"] == 3


def test_a_regressor_of_scikit_learn_scores_by_its_loss():
    x, y = np.eye(2, dtype="float32"), np.array([1.0, 2.0])
    estimator = run(WRAPPED.format(name="KerasRegressor", outputs="1", loss="mse"), x=x, y=y)["found"]
    assert estimator.predict(x).shape == (2,)
    np.testing.assert_allclose(estimator.score(x, y), -np.mean((estimator.predict(x) - y) ** 2), rtol=1e-5)


def test_a_loss_that_is_added_to_a_functional_model_is_trained():
    found = run("from keras.models import Model\nfrom keras.layers import Dense, Input\nfrom keras import backend as K\n"
                "a = Input((4,))\nh = Dense(3)(a)\nb = Dense(2)(h)\nm = Model(a, b)\nm.add_loss(K.mean(K.square(h)))\n"
                "m.add_loss(3 * K.mean(b))\nm.compile('sgd', 'mse')\n"
                "before = [m.evaluate(x, y, verbose=0), m.predict(x, verbose=0)]\n"
                "weights = m.get_weights()\nm.fit(x, y, epochs=2, verbose=0)\n", x=X[:, 0], y=Y[:, 0, :2])
    kernel, bias = found["weights"][:2]
    loss, outputs = found["before"]
    want = np.mean((outputs - Y[:, 0, :2]) ** 2) + np.mean((X[:, 0] @ kernel + bias) ** 2) + 3 * outputs.mean()
    np.testing.assert_allclose(loss, want, rtol=1e-4, atol=1e-5)
    assert found["m"].evaluate(X[:, 0], Y[:, 0, :2], verbose=0) < loss


NORMALIZED = """
from keras.layers import BatchNormalization, Input, Masking
from keras.models import Model
i = Input(shape=shape)
layer = BatchNormalization(**arguments)
m = Model(i, layer(Masking()(i) if masked else i))
m.compile('sgd', 'mse')
layer.set_weights([w + 0.5 for w in layer.get_weights()])
losses = [m.train_on_batch(x, x) for x in batches]
"""
#: The shape of a sample, arguments, losses of two steps, moving statistics after them: of real Keras 2.2.4 on TensorFlow 1.15.
OF_224 = [
    ((3,), {}, [1.593968153, 9.982579231], [1.622159362, 2.750586033, 2.619972229], [0.018495563, 0.401537925, 1.195932508]),
    ((2, 2, 3), {}, [1.187876344, 3.798614025], [1.965679288, 1.776625156, 2.042798042],
     [1.450801134, 2.040320873, 1.834983945]),
    ((4, 3), {"axis": 1}, [1.600511909, 3.839079857], [1.927989125, 1.756545663, 2.356810093, 1.672124863],
     [1.927251935, 1.412715673, 1.305255651, 1.281514168]),
    ((4, 3), {"trainable": False}, [1.187876463, 3.823071718], [0.5, 0.5, 0.5], [1.5, 1.5, 1.5]),
]


@pytest.mark.parametrize("shape, arguments, losses, mean, variance", OF_224)
def test_normalization_moves_its_statistics_as_keras_224_did(shape, arguments, losses, mean, variance):
    draw = np.random.RandomState(0)
    batches = [draw.uniform(-1, 3, (2,) + shape), draw.uniform(0, 5, (2,) + shape)]
    found = run(NORMALIZED, shape=shape, arguments=arguments, batches=batches, masked=False)
    np.testing.assert_allclose(found["losses"], losses, rtol=1e-4)
    np.testing.assert_allclose(found["layer"].get_weights()[2], mean, rtol=1e-4)
    np.testing.assert_allclose(found["layer"].get_weights()[3], variance, rtol=1e-4)


def test_normalization_computes_with_masked_steps_as_keras_224_did():
    batch = np.array([[[1.0, 2], [3, 4], [0, 0]], [[0, 0], [0, 0], [5, 1]]])
    found = run(NORMALIZED, shape=(3, 2), arguments={}, batches=[batch], masked=True)
    np.testing.assert_allclose(found["layer"].get_weights()[2:], [[1.5, 1.166667], [4.300864, 2.567182]], rtol=1e-4)


def test_normalization_of_a_migrated_program_is_saved_and_opened(tmp_path):
    found = run("from keras.models import Sequential, load_model\nfrom keras.layers import BatchNormalization\n"
                "m = Sequential([BatchNormalization(input_shape=(4,))])\nm.compile('sgd', 'mse')\n"
                "m.fit(x, x, verbose=0)\nm.save(path)\nagain = load_model(path)\n"
                "same = m.predict(x, verbose=0), again.predict(x, verbose=0)\n"
                "loss = m.train_on_batch(x, x), again.train_on_batch(x, x)\n", x=X[:, 0], path=str(tmp_path / "m.keras"))
    np.testing.assert_array_equal(*found["same"])
    assert found["loss"][0] == found["loss"][1] and len(found["m"].get_weights()) == 4


SWITCHED = """
from keras.layers import BatchNormalization, Dense, Input
from keras.models import Model, Sequential
critic = Sequential([Dense(3, input_shape=(4,)), BatchNormalization(), Dense(1)])
critic.layers[0].trainable = False
critic.compile('sgd', 'mse')
maker = Sequential([Dense(4, input_shape=(4,))])
noise = Input((4,))
critic.trainable = False
whole = Model(noise, critic(maker(noise)))
whole.compile('sgd', 'mse')

def weights():
    return [model.get_weights() for model in (critic.layers[0], critic.layers[2], maker)]

found = [weights()]
critic.train_on_batch(x, y)
found.append(weights())
whole.train_on_batch(x, y)
found.append(weights())
critic.fit(x, y, verbose=0)
found.append(weights())
"""


def test_a_model_trains_what_was_trainable_when_it_was_compiled():
    found = run(SWITCHED, x=X[:, 0], y=Y[:, 0, :1])
    changed = [[any((a != b).any() for a, b in zip(*pair)) for pair in zip(before, after)]
               for before, after in zip(found["found"], found["found"][1:])]
    assert changed == [[False, True, False], [False, False, True], [False, True, False]]
    assert not found["critic"].trainable and not found["critic"].layers[2].trainable


def test_a_model_is_compiled_and_switched_in_one_line():
    program = SWITCHED.replace("critic.compile('sgd', 'mse')\n", "").replace(
        "critic.trainable = False\n", "critic.compile('sgd', 'mse'); critic.trainable = False\n")
    found = run(program, x=X[:, 0], y=Y[:, 0, :1])["found"]
    assert any((a != b).any() for a, b in zip(found[0][1], found[1][1]))


def test_a_model_that_is_a_part_of_another_may_be_switched():
    program = SWITCHED.replace("critic.trainable = False\n", "").replace(
        "found = [weights()]", "def switch(net, value):\n    net.trainable = value\n\n\nswitch(critic, False)\n"
                               "found = [weights()]")
    found = run(program, x=X[:, 0], y=Y[:, 0, :1])["found"]
    assert any((a != b).any() for a, b in zip(found[1][1], found[2][1]))  # whole was compiled with the critic trainable


def test_two_outputs_of_one_layer_have_their_own_losses():
    found = run("from keras.layers import Dense, Input\nfrom keras.models import Model\n"
                "a = Input((4,))\ncritic = Model(a, [Dense(1)(a), Dense(2)(a)])\n"
                "b = Input((4,))\none, two = critic(b)\nm = Model(b, [one, two])\nm.compile('sgd', ['mse', 'mae'])\n"
                "p, q = m.predict(x, verbose=0)\nlosses = m.train_on_batch(x, [y, z])\n",
                x=X[:, 0], y=Y[:, 0, :1], z=Y[:, 0, :2])
    want = [np.mean((found["p"] - Y[:, 0, :1]) ** 2), np.mean(np.abs(found["q"] - Y[:, 0, :2]))]
    np.testing.assert_allclose(found["losses"], [sum(want), *want], rtol=1e-4)


def test_a_regularizer_of_activities_is_summed_over_the_batch_and_saved(tmp_path):
    found = run("from keras.models import Sequential, load_model\nfrom keras.layers import Dense\n"
                "from keras.regularizers import l2\n"
                "m = Sequential([Dense(2, input_shape=(4,), activity_regularizer=l2(0.1))])\nm.compile('sgd', 'mse')\n"
                "p = m.predict(x, verbose=0)\nloss = m.evaluate(x, p, verbose=0)\nm.save(path)\n"
                "again = load_model(path).evaluate(x, p, verbose=0)\n", x=X[:, 0], path=str(tmp_path / "m.keras"))
    np.testing.assert_allclose([found["loss"], found["again"]], [0.1 * np.sum(found["p"] ** 2)] * 2, rtol=1e-4)


def test_tensors_that_others_hold_are_not_changed():
    found = run("from keras import backend as K\ndef f(x):\n    a = K.exp(x)\n    b = a\n    a *= K.square(x)\n"
                "    a /= 1 + K.abs(x)\n    return a, b\na, b = f(x)\n", x=keras.ops.convert_to_tensor(X))
    np.testing.assert_allclose(numbers(found["b"]), np.exp(X), rtol=1e-5)
    np.testing.assert_allclose(numbers(found["a"]), np.exp(X) * X ** 2 / (1 + np.abs(X)), rtol=1e-4)


def test_the_input_of_a_sequential_is_its_first():
    found = run("from keras.models import Model, Sequential\nfrom keras.layers import Dense\n"
                "m = Sequential([Dense(3, input_shape=(4,)), Dense(2)])\n"
                "f = Model(inputs=m.input, outputs=[m.layers[0].output, m.output])\n"
                "p, q = f.predict(x, verbose=0)\n", x=X[:, 0])
    np.testing.assert_allclose(found["p"], X[:, 0] @ found["m"].get_weights()[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found["q"], found["m"].predict(X[:, 0], verbose=0), rtol=1e-5)


def test_the_input_of_the_first_layer_is_that_of_the_model():
    found = run("from keras import backend as K\nfrom keras.models import Model\nfrom keras.layers import Dense, Input\n"
                "i = Input((4,))\nm = Model(i, Dense(2)(Dense(3)(i)))\n"
                "f = K.function([m.layers[0].input, K.learning_phase()], [m.layers[1].output])\n"
                "p, n = f([x, 0])[0], m.layers[0].input_shape\n", x=X[:, 0])
    np.testing.assert_allclose(found["p"], X[:, 0] @ found["m"].get_weights()[0], rtol=1e-4, atol=1e-6)
    assert tuple(found["n"]) == (None, 4)


def test_names_of_metrics_are_those_of_the_numbers_of_evaluate():
    found = run("from keras.models import Model\nfrom keras.layers import Dense, Input\n"
                "i = Input((4,))\nm = Model(i, [Dense(1, name='main')(i), Dense(1, name='aux')(i)])\n"
                "m.compile('sgd', 'mae', metrics={'main': 'mse', 'aux': 'mae'})\n"
                "scores, names = m.evaluate(x, [y, y], verbose=0), m.metrics_names\n"
                "n = Model(i, Dense(1)(i))\nn.compile('sgd', 'mae', metrics=['mse', 'accuracy'])\n"
                "n.fit(x, y, verbose=0)\nfirst = n.metrics_names\n", ["K315"], x=X[:, 0], y=Y[:, 0, :1])
    scores = found["m"].evaluate(X[:, 0], [Y[:, 0, :1]] * 2, verbose=0, return_dict=True)
    assert [scores[name] for name in found["names"]] == found["scores"]
    assert set(found["names"]) == {"loss", "main_loss", "aux_loss", "main_mse", "aux_mae"}
    assert found["first"] == ["loss", "mse", "accuracy"]


def test_names_of_metrics_are_refused_while_keras_3_has_none():
    with pytest.raises(RuntimeError, match="fit or evaluate before metrics_names"):
        run("from keras.models import Sequential\nfrom keras.layers import Dense\n"
            "m = Sequential([Dense(1, input_shape=(4,))])\nm.compile('sgd', 'mae', metrics=['mse'])\nm.metrics_names\n")


def test_accuracies_that_are_called_are_those_of_keras_2_2_4():
    found = run("from keras import metrics\na = metrics.binary_accuracy(y, p)\n"
                "b = metrics.top_k_categorical_accuracy(y, p, k=2)\n", y=np.eye(4, dtype="float32")[[0, 1, 3, 2]],
                p=np.array([[.9, .2, .6, .1], [.3, .1, .2, .7], [.4, .6, .9, .8], [.1, .2, .3, .4]], "float32"))
    np.testing.assert_allclose(numbers(found["a"]), [0.75, 0.5, 0.5, 0.75])  # real Keras 2.2.4
    np.testing.assert_allclose(numbers(found["b"]), 0.75)


def test_a_variable_that_no_list_of_weights_names_is_not_trained():
    found = run("from keras import backend as K\nfrom keras.layers import Layer\nfrom keras.models import Sequential\n"
                "class Scale(Layer):\n    def build(self, shape):\n        self.s = K.variable(2.)\n"
                "        self.t = K.variable(3.)\n        self.trainable_weights = [self.t]\n        self.built = True\n"
                "    def call(self, x):\n        return x * self.s + self.t\n"
                "m = Sequential([Scale(input_shape=(4,))])\nm.compile('sgd', 'mse')\nm.train_on_batch(x, x)\n", x=X[:, 0])
    layer = found["m"].layers[0]
    assert float(numbers(layer.s)) == 2.0 and float(numbers(layer.t)) < 3.0


def test_a_sequential_that_begins_with_an_embedding_has_its_weights_at_once():
    found = run("from keras.models import Sequential\nfrom keras.layers import Dense, Embedding\n"
                "m = Sequential([Embedding(5, 3), Dense(2)])\nn = Sequential()\nn.add(Embedding(5, 3))\n")
    assert [w.shape for w in found["m"].get_weights()] == [(5, 3), (3, 2), (2,)]
    assert [w.shape for w in found["n"].get_weights()] == [(5, 3)]


@pytest.mark.parametrize("loss", sorted(SHORT_LOSSES))
def test_a_model_is_read_back_from_hdf5_with_the_loss_that_it_had(loss, tmp_path):
    found = run("from keras.models import Sequential, load_model\nfrom keras.layers import Dense\n"
                "m = Sequential([Dense(1, activation='sigmoid', input_shape=(4,))])\nm.compile('sgd', {!r})\n"
                "loss = m.train_on_batch(x, y)\nm.save(path + '.h5')\nagain = load_model(path + '.h5')\n"
                "same = m.evaluate(x, y, verbose=0), again.evaluate(x, y, verbose=0)\n".format(loss),
                x=X[:, 0], y=Y[:, 0, :1], path=str(tmp_path / "m"))
    np.testing.assert_allclose(*found["same"], rtol=1e-5)


def test_a_functional_model_with_masks_is_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = run("from keras.models import Model, load_model\nfrom keras.layers import Input, Masking, SimpleRNN\n"
                "a = Input((3, 4))\nm = Model(a, SimpleRNN(2)(Masking()(a)))\nm.compile('sgd', 'mse')\n"
                "m.save('m.h5')\nagain = load_model('m.h5')\n"
                "same = m.predict(x, verbose=0), again.predict(x, verbose=0)\n", x=X * [[[1], [1], [0]]])
    np.testing.assert_allclose(*found["same"], rtol=1e-5)


def test_keras_3_ignores_regularizers_of_activities_that_are_marked():
    for layer in (keras.layers.SimpleRNN(2, activity_regularizer="l1"),
                  keras.layers.TimeDistributed(keras.layers.Dense(2, activity_regularizer="l1"))):
        layer(X)
        assert layer.losses == []


def test_a_stateful_layer_trains():
    found = run("from keras.models import Sequential\nfrom keras.layers import SimpleRNN\n"
                "m = Sequential([SimpleRNN(2, batch_input_shape=(2, 3, 4), stateful=True)])\nm.compile('sgd', 'mse')\n"
                "first = m.predict(x, verbose=0, batch_size=2)\nsecond = m.predict(x, verbose=0, batch_size=2)\n"
                "m.reset_states()\nthird = m.predict(x, verbose=0, batch_size=2)\n"
                "m.fit(x, third, batch_size=2, epochs=2, verbose=0)\n", ["K311"], x=X)
    np.testing.assert_allclose(found["first"], found["third"], rtol=1e-6)
    if keras.backend.backend() == "jax":
        return  # predictions of Keras 3 leave the states as they were there
    assert np.abs(found["first"] - found["second"]).max() > 1e-4


OWN_METRICS = """
from keras import backend as K
from keras.layers import Dense, Input, Masking, TimeDistributed
from keras.models import Model
def own(t, p):
    return K.mean(K.abs(t - p))
def f1(y_true, y_pred):
    tp = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return 2 * tp / (K.sum(K.round(y_pred)) + K.sum(y_true) + K.epsilon())
def vec(t, p):
    return K.mean(K.abs(t - p), axis=-1)
i = Input((3,))
m = Model(i, Dense(1, kernel_initializer='ones')(i))
m.compile('sgd', 'mse', metrics=[own, f1, vec, 'mae'])
losses = m.evaluate(x, y, batch_size=2, verbose=0)
logs = m.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history
i = Input((5, 3))
m = Model(i, TimeDistributed(Dense(1, kernel_initializer='ones'))(Masking()(i)))
m.compile('sgd', 'mse', metrics=[vec, own])
masked = m.evaluate(steps, targets, batch_size=4, verbose=0)
"""


def test_own_metrics_of_a_migrated_program_give_the_numbers_of_keras_2_2_4():
    random = np.random.RandomState(0)
    names = {"x": random.randn(5, 3).astype("float32"), "y": np.arange(5) % 2}
    names.update(steps=random.randn(4, 5, 3).astype("float32"), targets=random.randn(4, 5, 1).astype("float32"))
    names["steps"][:2, 2:] = 0
    exec(migrate_source(OWN_METRICS, Options("keras3")).text, names)
    np.testing.assert_allclose(names["losses"], [3.53629, 1.66102, 0.31429, 1.66102, 1.66102], atol=1e-5)
    found = names["logs"]
    np.testing.assert_allclose(found["f1"] + found["own"], [0.31429, 0.38095, 1.57546, 1.30124], atol=1e-5)
    np.testing.assert_allclose(names["masked"], [4.82367, 1.8964, 1.54932], atol=1e-5)
