"""The order in which layers and models of tf.keras list weights, by which programs pass arrays.

Real tf.keras 2.4, 2.10 and 2.15 have these orders.
"""
import h5py
import numpy as np
import pytest

import compat
from compat import tf
from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")

layers = keras.layers
ROWS = np.ones((2, 3), "float32")


@pytest.fixture(autouse=True)
def era():
    with Era("2.15"):
        keras.backend.clear_session()
        yield


def _dense():
    return layers.Dense(3)


def _norm():
    return layers.BatchNormalization()


def _in_turn(chain, x):
    for each in chain:
        x = each(x)
    return x


class Block(layers.Layer):
    """A layer of layers, with weights of its own that are made before theirs."""

    def __init__(self):
        super().__init__()
        self.steps = {"z": _dense(), "b": [_norm(), _dense()]}
        self.last = _norm()
        self.kept = self.add_weight(name="kept", shape=(3,), trainable=False)
        self.scale = self.add_weight(name="scale", shape=(3,))

    def call(self, x):
        return _in_turn([self.steps["z"], *self.steps["b"], self.last], x) * self.scale


class Net(keras.Model):
    """A model of a list, a metric, a layer of layers and weights of its own."""

    def __init__(self):
        super().__init__()
        self.own = self.add_weight(name="own", shape=(1,))
        self.tracker = keras.metrics.Mean()
        self.head = _norm()
        self.chain = [_dense(), _norm(), _dense()]
        self.head = _dense()
        self.block = Block()

    def call(self, x):
        return _in_turn([*self.chain, self.block, self.head], x) + self.own


def _names(parts):
    """Identity → name of each weight, ``d0`` and ``d1`` of a Dense, ``n0`` to ``n3`` of a normalization."""
    return {id(weight): name + str(place) for name, layer in parts.items()
            for place, weight in enumerate([*layer.trainable_weights, *layer.non_trainable_weights])}


def _of_block(block, before=""):
    found = _names({before + "z": block.steps["z"], before + "n": block.steps["b"][0], before + "d": block.steps["b"][1],
                    before + "l": block.last})
    found.update({id(block.kept): before + "kept", id(block.scale): before + "scale"})
    return found


def _lists(layer, names):
    return [" ".join(names[id(weight)] for weight in listed)
            for listed in (layer.weights, layer.trainable_weights, layer.non_trainable_weights)]


def test_a_layer_lists_all_trained_weights_first():
    block = Block()
    block(ROWS)
    names = _of_block(block)
    trained, fixed = "scale n0 n1 d0 d1 z0 z1 l0 l1", "kept n2 n3 l2 l3"
    assert _lists(block, names) == [trained + " " + fixed, trained, fixed]
    assert [id(each) for each in block.variables] == [id(each) for each in block.weights]
    assert [id(each) for each in block.trainable_variables] == [id(each) for each in block.trainable_weights]
    assert [id(each) for each in block.non_trainable_variables] == [id(each) for each in block.non_trainable_weights]
    block.steps["z"].trainable = False
    trained, fixed = "scale n0 n1 d0 d1 l0 l1", "kept n2 n3 z0 z1 l2 l3"
    assert _lists(block, names) == [trained + " " + fixed, trained, fixed]
    block.trainable = False
    fixed = "scale kept n0 n1 n2 n3 d0 d1 z0 z1 l0 l1 l2 l3"
    assert _lists(block, names) == [fixed, "", fixed]


def _built():
    net = Net()
    net(ROWS)
    names = {**_of_block(net.block), **_names({"a": net.chain[0], "m": net.chain[1], "c": net.chain[2], "h": net.head})}
    names[id(net.own)] = "own"
    names.update({id(each): "t" + str(place) for place, each in enumerate(net.tracker.variables)})
    return net, names


def test_a_model_lists_one_attribute_after_the_other():
    net, names = _built()
    assert _lists(net, names) == [
        "t0 t1 a0 a1 m0 m1 c0 c1 m2 m3 h0 h1 scale n0 n1 d0 d1 z0 z1 l0 l1 kept n2 n3 l2 l3 own",
        "a0 a1 m0 m1 c0 c1 h0 h1 scale n0 n1 d0 d1 z0 z1 l0 l1 own",
        "t0 t1 m2 m3 kept n2 n3 l2 l3"]
    net.chain[0].trainable = False
    assert _lists(net, names)[0].startswith("t0 t1 m0 m1 c0 c1 a0 a1 m2 m3 h0 h1")
    net.trainable = False
    assert _lists(net, names) == [
        "t0 t1 a0 a1 m0 m1 m2 m3 c0 c1 h0 h1 scale kept n0 n1 n2 n3 d0 d1 z0 z1 l0 l1 l2 l3 own", "",
        "own t0 t1 a0 a1 m0 m1 m2 m3 c0 c1 h0 h1 scale kept n0 n1 n2 n3 d0 d1 z0 z1 l0 l1 l2 l3"]


def test_arrays_go_into_weights_in_the_order_in_which_they_are_listed():
    net, names = _built()
    values = [np.full(each.shape, place, "float32") for place, each in enumerate(net.get_weights())]
    net.set_weights(values)
    expected = {name: place for place, name in enumerate(_lists(net, names)[0].split())}
    np.testing.assert_array_equal(np.asarray(net.chain[2].get_weights()[0]), np.full((3, 3), expected["c0"]))
    np.testing.assert_array_equal(np.asarray(net.chain[1].get_weights()[3]), np.full(3, expected["m3"]))
    np.testing.assert_array_equal(np.asarray(net.block.get_weights()[-1]), np.full(3, expected["l3"]))
    np.testing.assert_array_equal(np.asarray(net.own), [expected["own"]])
    assert [float(each) for each in map(np.asarray, net.tracker.variables)] == [0.0, 1.0]
    for got, value in zip(net.get_weights(), values):
        np.testing.assert_array_equal(got, value)
    assert net.count_params() == sum(value.size for value in values)
    with pytest.raises(ValueError):
        net.set_weights(values[:-1])


def test_layers_in_a_model_of_inputs_and_outputs_keep_their_order():
    x = keras.Input((3,))
    dense, norm, block = _dense(), _norm(), Block()
    model = keras.Model(x, block(dense(norm(x))))
    names = {**_of_block(block), **_names({"h": dense, "m": norm})}
    expected = "m0 m1 m2 m3 h0 h1 scale n0 n1 d0 d1 z0 z1 l0 l1 kept n2 n3 l2 l3"
    assert _lists(model, names)[0] == expected
    stack = keras.Sequential([block, _norm()])
    stack(ROWS)
    assert _lists(stack, {**names, **_names({"s": stack.layers[1]})})[0] == expected[18:] + " s0 s1 s2 s3"


def test_variables_in_a_list_of_a_model_stand_with_the_list():
    class Mixed(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [tf.Variable(1.0), _norm(), tf.Variable(1.0, trainable=False)]
            self.head = _dense()

        def call(self, x):
            return self.head(self.parts[1](x)) * self.parts[0]

    model = Mixed()
    model(ROWS)
    names = {**_names({"n": model.parts[1], "h": model.head}), id(model.parts[0]): "v", id(model.parts[2]): "kept"}
    assert _lists(model, names) == ["n0 n1 v n2 n3 kept h0 h1", "n0 n1 v h0 h1", "n2 n3 kept"]


def test_weights_saved_to_hdf5_come_back(tmp_path):
    net, _ = _built()
    net.set_weights([np.random.RandomState(place).rand(*each.shape) for place, each in enumerate(net.get_weights())])
    net.save_weights(str(tmp_path / "net.h5"))
    with h5py.File(str(tmp_path / "net.h5"), "r") as file:
        assert len(file["top_level_model_weights"].attrs["weight_names"]) == 1
    other, _ = _built()
    other.load_weights(str(tmp_path / "net.h5"))
    np.testing.assert_allclose(other.predict(ROWS), net.predict(ROWS), rtol=1e-5)
    third, _ = _built()
    compat.load_weights(third, str(tmp_path / "net.h5"))
    np.testing.assert_allclose(np.asarray(third.own), np.asarray(net.own))


class Chain(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = _dense()
        self.chain = [layers.Dense(4), layers.Dense(5)]
        self.named = {"head": layers.Dense(2)}

    def call(self, x):
        return self.named["head"](_in_turn([self.first, *self.chain], x))


def _sizes(model):
    model(ROWS)
    sizes = [tuple(weight.shape) for weight in model.weights if len(weight.shape) == 2]
    assert sizes == [tuple(weight.shape) for weight in model.trainable_variables if len(weight.shape) == 2]
    assert len(model.layers) == len(sizes)
    return sizes


def test_a_layer_that_takes_the_place_of_another_is_the_one_that_is_trained():
    model = Chain()
    assert _sizes(model) == [(3, 3), (3, 4), (4, 5), (5, 2)]
    model.named = {"head": layers.Dense(1)}
    assert _sizes(model) == [(3, 3), (3, 4), (4, 5), (5, 1)]
    model.named["head"] = layers.Dense(2)
    assert _sizes(model) == [(3, 3), (3, 4), (4, 5), (5, 2)]
    model.chain[1] = layers.Dense(5)
    model.chain[0] = layers.Dense(6)
    model.chain[1] = layers.Dense(5)
    assert _sizes(model) == [(3, 3), (3, 6), (6, 5), (5, 2)]
    model.first = layers.Dense(7)
    model.chain = [layers.Dense(5)]
    assert _sizes(model) == [(5, 2), (3, 7), (7, 5)]
    model.chain += [layers.Dense(5)]
    assert _sizes(model) == [(5, 2), (3, 7), (7, 5), (5, 5)]
    last = model.chain.pop()
    assert _sizes(model) == [(5, 2), (3, 7), (7, 5)]
    model.kept = last
    last(np.ones((1, 5)))
    assert _sizes(model) == [(5, 2), (3, 7), (7, 5), (5, 5)]
    del model.kept
    assert _sizes(model) == [(5, 2), (3, 7), (7, 5)]
    before = model.get_weights()
    model.compile(keras.optimizers.SGD(0.5), "mse")
    model.fit(ROWS, np.ones((2, 2), "float32"), verbose=0)
    assert all(not np.array_equal(now, was) for now, was in zip(model.get_weights(), before))


def test_a_layer_of_layers_lets_go_of_one_that_is_replaced():
    block = Block()
    block(ROWS)
    held = block.steps["b"][1]
    block.steps["b"][1] = layers.Dense(3)
    block.last = held
    block(ROWS)
    names = {**_names({"z": block.steps["z"], "n": block.steps["b"][0], "d": block.steps["b"][1], "l": held}),
             id(block.kept): "kept", id(block.scale): "scale"}
    assert _lists(block, names)[0] == "scale n0 n1 d0 d1 z0 z1 l0 l1 kept n2 n3"


def test_a_list_in_a_list_may_grow():
    class Stages(keras.Model):
        def __init__(self):
            super().__init__()
            self.stages = []
            for number in range(2):
                self.stages.append([])
                for size in (2, 3):
                    self.stages[-1].append(layers.Dense(size + number))

        def call(self, x):
            for stage in self.stages:
                x = _in_turn(stage, x)
            return x

    model = Stages()
    assert len(_sizes_of(model)) == 4


def _sizes_of(model):
    model(ROWS)
    return [tuple(weight.shape) for weight in model.weights if len(weight.shape) == 2]
