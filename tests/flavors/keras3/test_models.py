"""Models of Keras 1 and 2 on Keras 3: construction, data, saving."""
import importlib

import numpy as np
import pytest

from compat import keras
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
L, Model, Sequential = keras.layers, keras.models.Model, keras.models.Sequential


def small():
    return Sequential([L.Dense(2, input_shape=(3,))])


def test_a_model_takes_the_argument_names_of_keras_1():
    x = L.Input((3,))
    model = Model(input=x, output=L.Dense(2)(x))
    model.compile("sgd", "mse")
    history = model.fit(np.ones((4, 3)), np.ones((4, 2)), nb_epoch=2, verbose=0)
    assert len(history.history["loss"]) == 2


@pytest.mark.parametrize("layers", [2, 20])
def test_a_model_is_made_without_walking_through_its_layers_for_each_of_its_weights(layers, monkeypatch):
    import keras as installed
    walks, variables = [], installed.layers.Layer.variables.fget
    monkeypatch.setattr(installed.layers.Layer, "variables", property(lambda self: walks.append(self) or variables(self)))
    x = y = L.Input((2,))
    for _ in range(layers):
        y = L.Dense(2)(y)
    model = Model(x, y)
    assert 1 <= sum(each is model for each in walks) <= 3


def test_a_subclass_may_become_functional_without_changing_its_class():
    class Mine(Model):
        def __init__(self):
            x = L.Input((3,))
            super(Mine, self).__init__(inputs=x, outputs=L.Dense(2)(x))

    bases = Model.__bases__
    assert Mine().output_shape == (None, 2) and Model.__bases__ == bases


def test_a_model_whose_call_takes_no_mask_stands_in_another():
    class Mine(Model):
        def __init__(self):
            super().__init__()
            self.dense = L.Dense(2)

        def call(self, inputs):
            return self.dense(inputs)

    x = L.Input((3,))
    assert Model(x, Mine()(x)).predict(np.ones((4, 3))).shape == (4, 2)


def test_a_sequential_model_without_input_shape_takes_a_dictionary():
    class Chosen(L.Layer):
        def call(self, features):
            return features["b"]

    model = Sequential([Chosen(), L.Dense(2, kernel_initializer="ones")])
    assert model.predict({"a": np.zeros((4, 1)), "b": np.ones((4, 3))}).tolist() == [[3.0, 3.0]] * 4


def test_each_layer_of_a_sequential_model_is_called_once():
    model = Sequential()
    for _ in range(3):
        model.add(L.Dense(2, input_shape=(3,)) if not model.layers else L.Dense(2))
    assert [len(layer.inbound_nodes) for layer in model.layers] == [1, 1, 1]


@pytest.mark.parametrize("data", [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]],
                                  [np.arange(6.0).reshape(2, 3)]])
def test_predict_takes_a_nested_list_for_one_input(data):
    assert small().predict(data).shape == (2, 2)


def test_a_wholly_masked_batch_has_loss_zero():
    model = Sequential([L.Masking(input_shape=(2, 3)), L.Dense(1)])
    model.compile("sgd", "mse")
    assert model.evaluate(np.zeros((2, 2, 3)), np.ones((2, 2, 1)), verbose=0) == 0.0


def test_metrics_are_masked_in_training():
    x, y = np.zeros((2, 3, 1)), np.zeros((2, 3, 1))
    x[:, 0], y[:, 1:] = 1.0, 50.0
    model = Sequential([L.Masking(input_shape=(3, 1)), L.Dense(1)])
    model.set_weights([[[3.0]], [0.0]])
    model.compile("sgd", "mse", metrics=["mae"])
    assert np.allclose(model.train_on_batch(x, y), [9.0, 3.0])


class Twice(L.Layer):
    """A custom layer with a weight."""

    def build(self, input_shape):
        self.w = self.add_weight(name="w", shape=(input_shape[-1],), initializer="ones")
        super(Twice, self).build(input_shape)

    def call(self, x):
        return x * self.w * 2.0


def everything():
    x = L.Input((4, 3))
    h = L.LSTM(3, return_sequences=True)(L.Masking()(x))
    h = L.Lambda(lambda t: t[:, 1:, :], mask=lambda t, m: m[:, 1:])(h)
    h = L.Bidirectional(L.GRU(2))(h)
    h = Twice()(L.Activation("hard_sigmoid")(h))
    model = Model(x, Sequential([L.Dense(1, input_shape=(4,))])(h))
    model.compile(keras.optimizers.Adam(lr=0.01, decay=0.1), "mae", metrics=["mse"])
    return model


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_a_saved_model_predicts_and_trains_as_before(tmp_path, suffix):
    x = np.random.RandomState(0).normal(size=(4, 4, 3))
    x[:, 3:] = 0.0
    model = everything()
    model.train_on_batch(x, np.ones((4, 1)))
    path = str(tmp_path / ("model" + suffix))
    model.save(path)
    again = keras.models.load_model(path, custom_objects={"Twice": Twice})
    assert np.allclose(model.predict(x), again.predict(x), atol=1e-6)
    if suffix == ".keras":
        steps = [[m.train_on_batch(x, np.ones((4, 1)))[0] for _ in range(2)] for m in (model, again)]
        assert np.allclose(steps[0], steps[1], atol=1e-6)


def tripled(x):
    return 3 * x


class Activated(keras.layers.Layer):
    """A layer of a program that looks its activation up by name."""

    def __init__(self, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return dict(super().get_config(), activation=keras.activations.serialize(self.activation))


def test_a_layer_of_the_program_finds_functions_among_the_custom_objects(tmp_path):
    path = str(tmp_path / "model.h5")
    keras.models.Sequential([Activated(tripled, input_shape=(2,))]).save(path)
    again = keras.models.load_model(path, custom_objects={"Activated": Activated, "tripled": tripled})
    np.testing.assert_allclose(again.predict(np.ones((1, 2))), [[3.0, 3.0]])


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_an_axis_other_than_the_last_goes_through_a_file(tmp_path, suffix):
    x = L.Input((4, 3))
    inner = Sequential([L.Softmax(axis=1, input_shape=(8, 3))])
    model = Model(x, inner(L.Concatenate(axis=1)([x, L.BatchNormalization(axis=1)(x)])))
    path = str(tmp_path / ("model" + suffix))
    model.save(path)
    batch = np.random.RandomState(0).normal(size=(2, 4, 3))
    assert np.allclose(keras.models.load_model(path).predict(batch), model.predict(batch), atol=1e-6)


def test_the_old_hard_sigmoid_stays_so_where_keras_3_copies_or_saves_a_layer(tmp_path):
    import keras as native
    hard_sigmoid = keras.activations.hard_sigmoid
    x = native.Input((4, 3))
    gates = native.layers.Bidirectional(native.layers.LSTM(2, recurrent_activation=hard_sigmoid))
    model = native.Model(x, native.layers.Dense(2, activation=hard_sigmoid)(gates(x)))
    model.save(str(tmp_path / "model.keras"))
    again = native.models.load_model(str(tmp_path / "model.keras"))
    assert gates.forward_layer.recurrent_activation is hard_sigmoid
    assert again.layers[-1].activation is hard_sigmoid
    assert again.layers[-2].backward_layer.recurrent_activation is hard_sigmoid


@pytest.mark.parametrize("cls, rank", [("Conv2DTranspose", 2), ("Conv3DTranspose", 3)])
def test_output_padding_goes_through_a_file(tmp_path, cls, rank):
    layer = getattr(L, cls)(1, 3, strides=2, output_padding=1, input_shape=(3,) * rank + (1,))
    model = Sequential([layer])
    model.save(str(tmp_path / "model.keras"))
    again = keras.models.load_model(str(tmp_path / "model.keras"))
    assert again.output_shape == model.output_shape == (None,) + (8,) * rank + (1,)


def test_weights_go_into_a_file_of_any_name_and_back(tmp_path):
    model, other = small(), small()
    model.save_weights(str(tmp_path / "weights.hdf5"))
    other.load_weights(str(tmp_path / "weights.hdf5"))
    assert np.array_equal(model.get_weights()[0], other.get_weights()[0])


@pytest.mark.parametrize("write", ["save", "save_weights"])
def test_weights_of_every_kind_go_through_hdf5(tmp_path, write):
    def make():
        inner = Sequential([L.Conv1D(3, 2, padding="same", input_shape=(5, 3)), L.BatchNormalization()])
        x = L.Input((5,), dtype="int32")
        y = L.Bidirectional(L.GRU(2, return_sequences=True))(inner(L.Embedding(7, 3)(x)))
        return Model(x, [L.TimeDistributed(L.Dense(2))(y), L.LSTM(2)(y)])

    model, other, path = make(), make(), str(tmp_path / "weights.h5")
    model.set_weights([np.random.RandomState(0).normal(size=value.shape) for value in model.get_weights()])
    getattr(model, write)(path)
    other.load_weights(path)
    for value, again in zip(model.get_weights(), other.get_weights()):
        np.testing.assert_array_equal(value, again)


def test_a_model_is_copied_with_new_weights():
    model = small()
    copy = keras.models.clone_model(model)
    assert copy.output_shape == model.output_shape and copy.get_weights()[0].shape == (3, 2)


def test_an_unknown_loss_says_how_to_pass_it():
    with pytest.raises(ValueError, match="custom_objects"):
        small().compile("sgd", "my_own_loss")


def test_what_flow_gives_is_an_epoch_by_itself():
    model = Sequential([L.Flatten(input_shape=(4, 4, 1)), L.Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.ones((10, 4, 4, 1), "float32"), np.ones((10, 1), "float32")
    batches = keras.preprocessing.image.ImageDataGenerator().flow(x, y, batch_size=4)
    history = model.fit_generator(batches, epochs=2, verbose=0, validation_data=batches)
    assert len(history.history["val_loss"]) == 2
    assert int(np.asarray(keras.backend.get_value(model.optimizer.iterations))) == 6
    assert model.predict_generator(batches).shape == (10, 1)


def test_a_model_without_masks_is_not_run_to_find_its_masks():
    """Image layers of Keras 3 take seconds on torch when they are run for shapes alone."""
    native, calls = importlib.import_module("keras"), []

    class Counting(native.layers.Layer):
        def call(self, inputs):
            calls.append(inputs)
            return inputs

        def compute_output_shape(self, input_shape):
            return input_shape

    inner = Sequential([L.Dense(3, input_shape=(2,)), Counting()])
    outer = Sequential([L.Dense(2, input_shape=(2,)), inner])
    assert calls == []
    assert outer.output_shape == (None, 3)
