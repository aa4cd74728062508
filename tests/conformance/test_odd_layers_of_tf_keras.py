"""Layers of tf.keras with arguments, masks and dtypes that few programs have; numbers are those of tf.keras 2.15."""
import numpy as np
import pytest

from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")

layers = keras.layers


@pytest.fixture(autouse=True)
def era():
    keras.backend.clear_session()
    with Era("2.15"):
        yield
    keras.backend.clear_session()


def drawn(*shape):
    return np.random.RandomState(0).normal(size=shape).astype("float32")


def array(tensor):
    return np.asarray(keras.backend.get_value(tensor) if hasattr(tensor, "shape") else tensor)


MASK = np.array([[True, True, False], [True, False, False]])


def test_softmax_leaves_masked_places_out():
    found = layers.Softmax()(drawn(2, 3), mask=MASK)
    np.testing.assert_allclose(array(found), [[0.7964, 0.2036, 0], [1, 0, 0]], atol=1e-4)


def test_softmax_normalizes_over_several_axes():
    found = layers.Softmax(axis=[0, 1])(drawn(2, 3), mask=MASK)
    np.testing.assert_allclose(array(found), [[0.3488, 0.0892, 0], [0.562, 0, 0]], atol=1e-4)


def test_batch_normalization_averages_over_unmasked_steps():
    layer = layers.BatchNormalization(momentum=0.5)
    layer(drawn(2, 3, 2), training=True, mask=MASK)
    valid = drawn(2, 3, 2)[MASK]
    np.testing.assert_allclose(layer.get_weights()[2], valid.mean(0) / 2, atol=1e-5)
    np.testing.assert_allclose(layer.get_weights()[3], (1 + valid.var(0)) / 2, atol=1e-5)


@pytest.mark.skipif(active().folder != "keras3", reason="the layer is that of the installed tf.keras")
def test_batch_normalization_averaged_over_all_steps_up_to_tf_keras_211():
    with Era("2.11"):
        layer = layers.BatchNormalization(momentum=0.5)
        layer(drawn(2, 3, 2), training=True, mask=MASK)
    np.testing.assert_allclose(layer.get_weights()[2], drawn(2, 3, 2).mean((0, 1)) / 2, atol=1e-5)


@pytest.mark.parametrize("options, shape", [({"axis": [-1]}, (2,)), ({"axis": (1,)}, (3,)), ({"axis": [1, 2]}, (1, 3, 2)),
                                            ({"synchronized": True}, (2,))])
def test_batch_normalization_takes_axes_in_a_list_and_one_replica(options, shape):
    layer = layers.BatchNormalization(momentum=0.5, **options)
    outputs = array(layer(drawn(2, 3, 2), training=True))
    kept = tuple(axis for axis in range(3) if axis not in {each % 3 for each in options.get("axis", [-1])})
    x = drawn(2, 3, 2)
    expected = (x - x.mean(kept, keepdims=True)) / np.sqrt(x.var(kept, keepdims=True) + 1e-3)
    np.testing.assert_allclose(outputs, expected, atol=1e-4)
    assert layer.get_weights()[0].shape == shape
    assert layer.name == "batch_normalization"


def test_the_statistics_of_a_16_bit_batch_normalization_are_of_float32():
    layer = layers.BatchNormalization(dtype="float16", momentum=0.5)
    outputs = array(layer(drawn(2, 3, 2), training=True))
    assert outputs.dtype == "float16"
    assert [weight.dtype for weight in layer.get_weights()] == ["float32"] * 4
    np.testing.assert_allclose(layer.get_weights()[2], [0.4667, 0.2814], atol=1e-3)


def test_recurrent_layers_may_have_16_bits():
    assert array(layers.LSTM(2, dtype="float16")(drawn(1, 3, 2))).dtype == "float16"


def test_largest_values_of_integers_are_integers():
    found = array(layers.MaxPooling1D(2)(np.arange(6, dtype="int32").reshape(1, 6, 1)))
    assert (found.dtype, found.ravel().tolist()) == ("int32", [1, 3, 5])


@pytest.mark.parametrize("interpolation, row", [
    ("lanczos3", [1.8946, 1.3002, 0.3845, 0.2335, 0.9627, 1.4741]), ("area", [1.7641, 1.7641, 0.4002, 0.4002, 0.9787, 0.9787]),
    ("gaussian", [1.7242, 1.4325, 0.8261, 0.624, 0.774, 0.8662]),
    ("mitchellcubic", [1.7924, 1.4106, 0.6909, 0.4953, 0.8577, 1.0603])])
def test_images_grow_by_each_interpolation_of_tensorflow(interpolation, row):
    found = array(layers.UpSampling2D(2, interpolation=interpolation)(drawn(1, 3, 3, 1)))
    np.testing.assert_allclose(found[0, 0, :, 0], row, atol=2e-4)


def test_build_is_given_shapes_of_tensorflow():
    class Scaled(layers.Layer):
        def build(self, input_shape):
            self.sizes = input_shape.as_list(), input_shape.rank, input_shape[-1]
            self.scale = self.add_weight("scale", input_shape[1:], initializer="ones")
            super().build(input_shape)

        def call(self, x):
            return x * self.scale

    layer = Scaled()
    assert tuple(layer(drawn(2, 3)).shape) == (2, 3)
    assert layer.sizes == ([2, 3], 2, 3)
    assert Scaled()(layers.Input((3,))).shape[-1] == 3


def test_a_model_of_the_program_is_built_with_a_shape_of_tensorflow():
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = layers.Dense(2)

        def build(self, input_shape):
            self.sizes = input_shape.as_list()
            self.head.build(input_shape)
            self.built = True

        def call(self, x):
            return self.head(x)

    model = Net()
    model(drawn(2, 3))
    assert model.sizes == [2, 3]
    assert model.head.compute_output_shape((2, 3)).as_list() == [2, 2]


def test_a_layer_without_call_passes_its_inputs_on():
    class Named(layers.Layer):
        pass

    np.testing.assert_array_equal(array(Named()(drawn(2, 2))), drawn(2, 2))
    assert keras.Sequential([Named(input_shape=(3,)), layers.Dense(2)]).output_shape == (None, 2)
    assert "dynamic" not in Named().get_config()


def test_a_stated_phase_is_that_of_calls_that_state_none():
    class Phases(layers.Layer):
        def call(self, x, training=None):
            return x * 2 if training else x

    try:
        keras.backend.set_learning_phase(1)
        assert array(Phases()(np.ones(2, "float32"))).tolist() == [2, 2]
        assert array(Phases()(np.ones(2, "float32"), training=False)).tolist() == [1, 1]
    finally:
        keras.backend.clear_session()
    assert array(Phases()(np.ones(2, "float32"))).tolist() == [1, 1]
