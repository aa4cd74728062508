"""Two models side by side, on every flavor: the first layer that differs is named, masks too, and nested models are entered."""
import numpy as np
import pytest
from goldens.catalog import golden
from loading.compared import STEPS, X, dense, twins

from compat.keras.layers import GRU, Concatenate, Dense, Input, Masking
from compat.keras.models import Model
from compat.loading.compare import Tolerance, compare, compare_with, inputs_of
from compat.loading.load import load_model

FOUR = np.concatenate([X, X[:, :1]], axis=-1)


def test_a_weight_that_differs_is_the_reason():
    first, second = twins(dense(), dense())
    weights = second.get_weights()
    weights[1] = weights[1] + np.float32(0.5)
    second.set_weights(weights)
    found = compare(first, second, [X])
    assert not found.same and found.first.name == "hidden" and found.first.result == "different"
    assert any("bias" in each and "differs by up to 0.5" in each for each in found.first.reasons)
    assert 0 < found.first.largest <= 0.5 and found.first.values == 16


@pytest.mark.parametrize("before", [True, False])
def test_a_nested_model_is_entered_on_what_the_first_model_gave_it(before):
    def nested(activation):
        inside = Input((4,), name="inside")
        encoder = Model(inside, Dense(2, activation=activation, name="code")(Dense(3, name="wide")(inside)), name="encoder")
        x = Input((4,), name="x")
        return Model(x, Dense(2, name="out")(encoder(Dense(4, name="before")(x) if before else x)))

    found = compare(*twins(nested("linear"), nested("tanh")), [FOUR])
    assert found.first.name == "encoder/code"
    names = ["encoder", "encoder/wide", "encoder/code", "out"]
    assert [each.name for each in found.calls] == (["before", *names] if before else names)


def test_masks_are_compared():
    def masked(value):
        x = Input((3, 2), name="x")
        return Model(x, GRU(2, name="gru")(Masking(value, name="masking")(x)))

    found = compare(*twins(masked(0.0), masked(9.0)), [STEPS])
    assert found.first_mask.name == "masking" and found.first_mask.masks == "3 of 6 steps are masked otherwise"
    assert any("mask_value" in each for each in found.first_mask.reasons)
    assert found.first.name == "gru" and not found.same


def test_a_layer_that_is_called_twice_is_compared_twice():
    def shared():
        a, b, layer = Input((3,), name="a"), Input((3,), name="b"), Dense(2, name="shared")
        return Model([a, b], Concatenate(name="both")([layer(a), layer(b)]))

    found = compare(*twins(shared(), shared()), [X, X + 1])
    assert found.same and [(each.name, each.call_index) for each in found.calls] == [("shared", 0), ("shared", 1), ("both", 0)]


def test_a_file_is_the_same_as_itself_and_as_the_old_keras():
    file = golden("keras-2.2.4-py37", "masked_concatenate")
    model = load_model(str(file.path))
    inputs, outputs = inputs_of(str(file.path)[:-3] + ".npz")
    found = compare(model, model, inputs)
    assert found.same and compare_with(outputs, model, inputs, Tolerance()) is None
    assert compare_with([outputs[0] + 1], model, inputs, Tolerance()) == pytest.approx(1, abs=1e-5)
