"""Where the names of ``compat.tf`` come from: ours, stand-ins, TensorFlow itself, or an error that says what to do."""
import importlib
import sys
import types
from importlib.util import find_spec

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras

from compat import Era, tf
from compat.api.tf_functions import FUNCTIONS, SCOPES, SWITCHES, TOP_STAND_INS
from compat.api.tf_signatures import SIGNATURES
from compat.errors import AttributeNotServedError, ImportNotServedError
from compat.flavors.keras3.tf_api.homes import function_at
from compat.flavors.keras3.tf_api.serving import signature

ON_TENSORFLOW = keras.backend.backend() == "tensorflow"
only_elsewhere = pytest.mark.skipif(ON_TENSORFLOW, reason="there these are TensorFlow's own")
only_on_tensorflow = pytest.mark.skipif(not ON_TENSORFLOW, reason="TensorFlow is not the backend")
without_tensorflow = pytest.mark.skipif(find_spec("tensorflow") is not None, reason="TensorFlow is installed")
ROWS = np.array([[1.0, 2.0], [3.0, 6.0]], "float32")


@pytest.fixture
def of_tensorflow_2():
    with Era("2.15"):
        yield


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


@pytest.mark.parametrize("table", [FUNCTIONS, SCOPES, SWITCHES, TOP_STAND_INS], ids=["functions", "scopes", "switches", "rest"])
def test_every_name_of_the_tables_has_its_home(table):
    for home in set(table.values()):
        function_at(home)


@pytest.mark.parametrize("version", [1, 2])
def test_every_signature_can_be_read(version):
    for name in SIGNATURES:
        assert signature(name, version).parameters


def test_a_wrong_call_is_a_type_error_with_the_signature():
    with pytest.raises(TypeError, match=r"tf.gather\(params, indices"):
        tf.gather()


@pytest.mark.parametrize("name", ["Session", "placeholder", "float32", "compat", "nn", "logging", "GraphKeys", "get_variable"])
def test_tf_lists_its_names(name):
    assert name in dir(tf) and hasattr(tf, name)


def test_what_no_tensorflow_has_is_an_attribute_error():
    assert not hasattr(tf, "no_such_name") and not hasattr(tf.nn, "no_such_name")
    with pytest.raises(AttributeError):
        tf.__wrapped__  # noqa: B018


def test_keras_is_one_below_every_tf():
    assert tf.compat.v1.keras.layers.Dense is tf.keras.layers.Dense and tf.compat.v2.keras is tf.keras
    assert tf.compat.v1.keras.optimizers.SGD is tf.keras.optimizers.legacy.SGD
    assert tf.compat.v2.losses is importlib.import_module("compat.tf.keras.losses")


@only_elsewhere
@without_tensorflow
@pytest.mark.parametrize("path, hint", [
    ("data.Dataset", "install TensorFlow"), ("train.Saver", "save_weights"), ("saved_model.load", "load_model"),
    ("contrib.rnn.LSTMCell", "tf.keras.layers.LSTM"), ("ragged.constant", "pad"),
    ("raw_ops.Add", "public function"), ("image.draw_bounding_boxes", "keras.ops")])
def test_what_is_not_served_says_what_to_do(path, hint):
    with pytest.raises(AttributeNotServedError, match=hint):
        found = tf
        for part in path.split("."):
            found = getattr(found, part)


@only_elsewhere
@without_tensorflow
def test_an_import_of_what_is_not_served_says_so_too():
    with pytest.raises(ImportNotServedError, match="install TensorFlow"):
        from compat.tf import data  # noqa: F401


class _Refusing:
    """A TensorFlow that is installed and must not be imported."""

    def find_spec(self, name, path=None, target=None):
        assert name.partition(".")[0] != "tensorflow", "TensorFlow was imported"


@only_elsewhere
def test_importing_tf_and_computing_imports_no_tensorflow(monkeypatch, of_tensorflow_2):
    for name in [each for each in sys.modules if each == "compat.tf" or each.startswith("compat.flavors.keras3.tf_api")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("importlib.util.find_spec", lambda name, package=None: True)
    monkeypatch.setattr(sys, "meta_path", [_Refusing(), *sys.meta_path])
    anew = importlib.import_module("compat.tf")
    assert array(anew.nn.relu(anew.constant([-1.0, 2.0]))).tolist() == [0.0, 2.0]
    assert anew.__version__ == "2.15.0" and anew.executing_eagerly() and anew.TensorShape([2]).rank == 1


@only_elsewhere
def test_what_prepares_data_is_that_of_an_installed_tensorflow(monkeypatch):
    installed = types.ModuleType("tensorflow")
    installed.data, installed.train = types.ModuleType("tensorflow.data"), types.ModuleType("tensorflow.train")
    installed.compat = types.SimpleNamespace(v1=types.SimpleNamespace())
    installed.train.Example = object()
    monkeypatch.setitem(sys.modules, "tensorflow", installed)
    installed.constant = lambda value, dtype=None: ("of TensorFlow", value)
    assert tf.constant(["a"]) == ("of TensorFlow", ["a"]) and array(tf.constant([1.0])).tolist() == [1.0]
    assert tf.data is installed.data and tf.train.Example is installed.train.Example
    assert isinstance(tf.compat.v1.train.AdamOptimizer(0.1), keras.optimizers.Optimizer)


@only_on_tensorflow
def test_every_public_name_of_tensorflow_is_there(of_tensorflow_2):
    tensorflow = importlib.import_module("tensorflow")
    missing = []
    for place in ("", "math", "nn", "linalg", "image", "random", "signal", "sparse", "train", "config", "io", "data", "errors",
                  "experimental", "autograph", "distribute", "test", "debugging", "raw_ops", "compat", "compat.v1", "version"):
        theirs, ours = tensorflow, tf
        for part in filter(None, place.split(".")):
            theirs, ours = getattr(theirs, part), getattr(ours, part)
        missing += [place + "." + name for name in dir(theirs) if name[0] != "_" and not hasattr(ours, name)]
    assert missing == []


@only_on_tensorflow
def test_what_is_not_replaced_is_tensorflow_s_own(of_tensorflow_2):
    tensorflow = importlib.import_module("tensorflow")
    for name in ("data", "GradientTape", "function", "TensorSpec", "RaggedTensor", "Graph"):
        assert getattr(tf, name) is getattr(tensorflow, name)
    assert issubclass(tf.Module, tensorflow.Module)  # which also knows the layers of Keras 3
    assert tf.summary.scalar is tensorflow.summary.scalar and tf.train.Example is tensorflow.train.Example
    assert tf.io.TFRecordWriter is tensorflow.io.TFRecordWriter
    assert tf.__version__ == tensorflow.__version__ == tf.version.VERSION
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = tf.square(weight) + tf.nn.relu(weight)
    assert isinstance(weight, tensorflow.Variable) and tape.gradient(loss, weight).numpy() == 7.0


@only_on_tensorflow
def test_a_graph_that_the_program_makes_is_tensorflow_s(of_tensorflow_2):
    with tf.Graph().as_default():
        x = tf.compat.v1.placeholder(tf.float32, (None, 2))
        total = tf.reduce_sum(tf.nn.relu(x), axis=1)
        with tf.compat.v1.Session() as session:
            assert session.run(total, {x: ROWS}).tolist() == [3.0, 9.0]
    graph = tf.Graph()
    with graph.as_default():
        y = tf.constant(2.0) * 3.0
    with tf.compat.v1.Session(graph=graph) as session:
        assert session.run(y) == 6.0


@only_on_tensorflow
@pytest.mark.parametrize("call", [
    lambda tf, x: tf.bitwise.invert(tf.cast(x, tf.int32)), lambda tf, x: tf.math.special.dawsn(x),
    lambda tf, x: tf.raw_ops.Softplus(features=x), lambda tf, x: tf.gather(x, [[0], [1]], batch_dims=1),
    lambda tf, x: tf.experimental.numpy.cbrt(x), lambda tf, x: tf.strings.length(tf.strings.as_string(x)),
    lambda tf, x: tf.image.resize(x[None, :, :, None], (4, 4), method="gaussian")])
def test_any_function_of_tensorflow_becomes_a_layer(call, of_tensorflow_2):
    x = keras.Input(batch_shape=(2, 2))
    tensorflow = importlib.import_module("tensorflow")
    found = keras.Model(x, call(tf, x))(ROWS)
    np.testing.assert_allclose(array(found), array(call(tensorflow, tensorflow.constant(ROWS))), rtol=1e-6)


def test_the_era_says_which_tensorflow_a_name_is_of(of_tensorflow_2):
    chosen, one, zero = tf.constant([True, False]), tf.ones((2, 2)), tf.zeros((2, 2))
    assert array(tf.where(chosen, one, zero)).tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert array(tf.compat.v1.where(chosen, one, zero)).tolist() == [[1.0, 1.0], [0.0, 0.0]]
    with Era("2.2.4"):
        assert array(tf.where(chosen, one, zero)).tolist() == [[1.0, 1.0], [0.0, 0.0]]
        assert array(tf.compat.v2.where(chosen, one, zero)).tolist() == [[1.0, 0.0], [1.0, 0.0]]


def test_arguments_of_either_tensorflow_are_taken(of_tensorflow_2):
    assert array(tf.reduce_sum(ROWS, reduction_indices=1, keep_dims=True)).tolist() == [[3.0], [9.0]]
    assert array(tf.argmax(ROWS, 1, tf.int32)).tolist() == array(tf.argmax(ROWS, dimension=1)).tolist() == [1, 1]
    assert array(tf.boolean_mask(ROWS, [False, True], 0)).tolist() == [[3.0, 6.0]]


def test_a_layer_trains_the_variables_that_it_makes(of_tensorflow_2):
    class Scale(tf.keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.factor, self.calls = tf.Variable(2.0), tf.Variable(0.0, trainable=False)

        def call(self, x):
            return x * self.factor

    layer = Scale()
    assert array(layer(tf.constant(ROWS))).tolist() == (ROWS * 2).tolist()
    assert [array(each) for each in layer.trainable_weights] == [2.0] and len(layer.non_trainable_weights) == 1


def test_a_model_of_such_functions_is_saved_and_opened(tmp_path, of_tensorflow_2):
    x = tf.keras.Input((2, 3))
    spread = tf.math.reduce_std(tf.gather(x, [0, 2], axis=2), axis=1, keepdims=True)
    model = tf.keras.Model(x, tf.linalg.diag(tf.nn.silu(spread[:, 0])))
    model.save(str(tmp_path / "m.keras"))
    data = np.arange(12, dtype="float32").reshape(2, 2, 3) ** 2
    again = tf.keras.models.load_model(str(tmp_path / "m.keras"))
    np.testing.assert_allclose(array(again(data)), array(model(data)), rtol=1e-6)


@pytest.mark.parametrize("name", ["disable_eager_execution", "enable_eager_execution", "disable_v2_behavior"])
def test_switches_are_accepted_and_change_nothing(name, of_tensorflow_2):
    before = tf.executing_eagerly()
    assert getattr(tf.compat.v1, name)() is None and getattr(tf, name)() is None
    assert tf.executing_eagerly() is before is True


def test_variables_by_name_are_those_of_the_scope():
    tf.reset_default_graph()
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        first = tf.get_variable("w", (2, 3), initializer=tf.zeros_initializer())
        assert tf.get_variable("w") is first and array(first).tolist() == [[0.0] * 3] * 2
    with tf.variable_scope("a"), pytest.raises(ValueError, match="a/w"):
        tf.get_variable("w", (2, 3))
    tf.reset_default_graph()


def test_weights_say_how_several_devices_share_them(of_tensorflow_2):
    class Shift(tf.keras.layers.Layer):
        def build(self, shape):
            self.kernel = self.add_variable("kernel", shape=[int(shape[-1])], initializer="ones")
            self.mean = self.add_weight(name="mean", shape=(2,), initializer="zeros", aggregation=tf.VariableAggregation.MEAN,
                                        synchronization=tf.VariableSynchronization.ON_READ)

        def call(self, x):
            return x + self.kernel + self.mean

    class Total(tf.keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="total")
            self.total = self.add_weight(name="total", initializer="zeros", aggregation=tf.VariableAggregation.SUM)

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.total.assign_add(tf.reduce_sum(tf.cast(y_true, tf.float32)))

        def result(self):
            return self.total

    layer, total = Shift(), Total()
    assert array(layer(tf.constant(ROWS))).tolist() == (ROWS + 1).tolist()
    assert [len(layer.trainable_weights), len(layer.non_trainable_weights)] == [1, 1]
    total.update_state([1.0, 2.0], [0.0, 0.0])
    assert float(array(total.result())) == 3.0


def test_dtypes_have_the_attributes_of_tensorflow_s():
    assert tf.float32.is_floating and not tf.float32.is_complex and tf.uint8.is_unsigned and tf.int64.size == 8
    assert tf.as_dtype("int32") == tf.int32 == tf.dtypes.int32 and isinstance(tf.float32, tf.DType)
