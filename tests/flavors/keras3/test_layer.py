"""The base class of old custom layers on Keras 3: constructor, weights, masks, updates, nodes and configuration."""
import numpy as np
import pytest

from compat import keras
from compat.errors import CompatError, MaskingError
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
K = keras.backend
Layer, Input, Masking = keras.layers.Layer, keras.layers.Input, keras.layers.Masking


class Scaled(Layer):
    """A legacy layer in the style of Keras 2.0: attributes first, then super().__init__()."""

    def __init__(self, factor, **kwargs):
        self.supports_masking = True
        self.factor = factor
        super(Scaled, self).__init__(**kwargs)

    def build(self, input_shape):
        self.gain = self.add_weight("gain", [int(input_shape[-1])], initializer="ones")
        super(Scaled, self).build(list(input_shape))

    def call(self, x, mask=None):
        return x * self.gain * self.factor

    def get_config(self):
        return dict(super(Scaled, self).get_config(), factor=self.factor)


def test_attributes_set_before_init_are_kept():
    layer = Scaled(3.0)
    assert layer.supports_masking and layer.factor == 3.0


def test_sublayers_set_before_init_are_tracked():
    class Around(Layer):
        def __init__(self, **kwargs):
            self.inner = keras.layers.Dense(2)
            super(Around, self).__init__(**kwargs)

        def build(self, input_shape):
            self.inner.build(input_shape)
            self.built = True

        def call(self, x):
            return self.inner(x)

    layer = Around()
    layer(Input((3,)))
    assert len(layer.trainable_weights) == 2


@pytest.mark.parametrize("arguments, expected", [
    ({"input_shape": (3, 4)}, (None, 3, 4)), ({"batch_input_shape": (2, 4)}, (2, 4)), ({"input_dim": 4}, (None, 4)),
    ({"input_dim": 4, "input_length": 7}, (None, 7, 4)), ({"input_shape": (4,), "batch_size": 5}, (5, 4)),
])
def test_a_layer_says_what_input_it_wants(arguments, expected):
    assert Layer(**arguments).batch_input_shape == expected


def test_an_unknown_keyword_is_refused_by_name():
    with pytest.raises(TypeError, match="units_of_measure"):
        Layer(units_of_measure=3)


def test_an_integer_dtype_describes_the_input_only():
    layer = Scaled(1.0, dtype="int32", input_shape=(2,))
    layer(Input((2,)))
    assert K.dtype(layer.gain) == "float32" and layer.get_config()["dtype"] == "int32"


def test_initial_weights_are_set_when_the_layer_is_built():
    layer = keras.layers.Dense(1, weights=[[[2.0], [3.0]], [1.0]])
    layer(Input((2,)))
    assert [w.tolist() for w in layer.get_weights()] == [[[2.0], [3.0]], [1.0]]


@pytest.mark.parametrize("arguments, keywords", [
    (("w", (2, 3)), {}), (("w", [2, 3], "float32", "uniform"), {}), (((2, 3), "uniform"), {"name": "w"}),
    (((2, 3),), {"initializer": lambda shape, name=None: K.ones(shape), "name": "w"}),
    ((), {"shape": (np.int64(2), 3), "name": "w", "initializer": "zeros", "trainable": True}),
])
def test_add_weight_takes_the_orders_of_keras_1_and_2(arguments, keywords):
    weight = Layer().add_weight(*arguments, **keywords)
    assert tuple(weight.shape) == (2, 3) and weight.name == "w:0" and weight.trainable


def test_a_weight_may_be_added_after_the_layer_was_built():
    layer = Scaled(1.0)
    layer(Input((2,)))
    layer.add_weight(name="late", shape=(1,), initializer="zeros")
    assert len(layer.weights) == 2


def test_a_variable_is_state_until_it_is_listed_as_a_weight():
    layer = Layer()
    layer.w, layer.count = K.variable([1.0, 2.0]), K.variable(0.0)
    assert layer.weights == [] and len(layer.variables) == 2
    layer._trainable_weights.append(layer.w)
    assert [w is layer.w for w in layer.weights] == [True] and layer.w.trainable


def test_an_old_shape_method_is_found():
    class Old(Layer):
        def call(self, x, mask=None):
            return K.concatenate([x, x])

        def get_output_shape_for(self, input_shape):
            return (input_shape[0], 2 * input_shape[1])

    assert Old()(Input((3,)))._keras_shape == (None, 6)


def test_a_layer_without_shape_method_is_traced():
    class Pairs(Layer):
        def call(self, x):
            return K.concatenate([x, x])

    assert Pairs()(Input((3,)))._keras_shape == (None, 6)


def test_a_mask_that_reaches_a_layer_which_does_not_support_it_names_the_layer_and_what_to_do():
    masked = Masking()(Input((3, 2)))
    with pytest.raises(MaskingError, match="'flat'.*supports_masking.*Lambda") as caught:
        keras.layers.Flatten(name="flat")(masked)
    assert isinstance(caught.value, TypeError) and isinstance(caught.value, CompatError)


def test_a_later_era_drops_the_mask_instead():
    import compat

    with compat.Era("2.15"):
        layer = keras.layers.Flatten()
        with pytest.warns(UserWarning, match="does not support masking"):
            layer(Masking()(Input((3, 2))))
    assert layer.output_mask is None


def test_a_layer_that_computes_its_mask_need_not_support_masking():
    class Ends(Layer):
        def call(self, values, mask=None):
            return K.sum(values, axis=1)

        def compute_mask(self, values, input_mask=None):
            return None

    layer = Ends()
    layer(Masking()(Input((3, 2))))
    assert layer.output_mask is None and layer.input_mask is not None


def test_a_mask_of_rank_three_arrives_as_it_is():
    seen = []

    class Reads(Layer):
        def __init__(self):
            super(Reads, self).__init__()
            self.supports_masking = True

        def call(self, x, mask=None):
            seen.append(K.ndim(mask))
            return x

    class MasksFeatures(Layer):
        def call(self, x):
            return x

        def compute_mask(self, x, mask=None):
            return K.not_equal(x, 0.0)

    Reads()(MasksFeatures()(Input((3, 2))))
    assert set(seen) == {3}


def test_an_identity_layer_leaves_the_mask_of_its_input():
    x = Input((3, 2))
    masked = Masking()(x)
    without = keras.layers.Lambda(lambda t: t)(masked)
    model = keras.models.Model(x, [keras.layers.GlobalAveragePooling1D()(t) for t in (without, masked)])
    plain, counted = model.predict(np.array([[[2.0, 4.0], [0.0, 0.0], [0.0, 0.0]]]))
    assert np.allclose(plain, [[2 / 3, 4 / 3]]) and np.allclose(counted, [[2.0, 4.0]])


def test_updates_run_once_per_training_batch_and_nowhere_else():
    class Counts(Layer):
        def build(self, input_shape):
            self.n = self.add_weight("n", (1,), initializer="zeros", trainable=False)
            self.built = True

        def call(self, x):
            self.add_update([K.update_add(self.n, [1.0])], x)
            return x

    layer = Counts(input_shape=(2,))
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.ones((6, 2)), np.ones((6, 1))
    model.predict(x)
    model.evaluate(x, y, verbose=0)
    model.fit(x, y, batch_size=2, epochs=2, verbose=0)
    assert layer.get_weights()[0].tolist() == [6.0]


def test_a_frozen_layer_does_not_update():
    layer = keras.layers.BatchNormalization(input_shape=(2,))
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    layer.trainable = False
    model.compile("sgd", "mse")
    model.train_on_batch(np.random.RandomState(0).normal(3, 1, (4, 2)), np.ones((4, 1)))
    assert layer.get_weights()[2].tolist() == [0.0, 0.0]


def test_a_configuration_makes_the_layer_again():
    layer = Scaled(2.0, name="scaled", input_shape=(2,), trainable=False)
    again = Scaled.from_config(layer.get_config())
    assert (again.name, again.factor, again.trainable, again.batch_input_shape) == ("scaled", 2.0, False, (None, 2))


def test_a_shared_layer_has_a_node_for_each_call():
    layer = keras.layers.Dense(2)
    a, b = Input((3,)), Input((3,))
    layer(a), layer(b)
    node = layer.inbound_nodes[1]
    assert (node.outbound_layer, node.input_shapes, node.output_shapes) == (layer, [(None, 3)], [(None, 2)])
    with pytest.raises(AttributeError):
        assert layer.input


def test_a_layer_that_was_never_called_has_no_shape():
    assert not hasattr(keras.layers.Dense(2), "output_shape")
