"""The table of weights against the files that real Keras wrote."""
import json
from pathlib import Path

import pytest

from compat.api.weights import REMOVED, STATED_BY_REMOVED, WEIGHTS, WITHOUT_WEIGHTS
from compat.config import origin_of, upgrade
from compat.saved import open_model
from compat.weights import expected, pair

GOLDENS = Path(__file__).parent.parent / "goldens"
MANIFEST = json.loads((GOLDENS / "manifest.json").read_text(encoding="utf-8"))


WHOLE = [golden for golden in MANIFEST if not golden["architecture"]]


@pytest.mark.parametrize("golden", WHOLE[::2], ids=lambda golden: golden["file"])
def test_every_layer_of_a_golden_has_the_weights_of_the_table(golden):
    with open_model(GOLDENS / golden["file"]) as saved:
        upgraded = upgrade(saved.model_config, origin_of(saved))
        for found in pair(upgraded.config, saved.layers, upgraded.origin):
            weights = expected(found.layer)
            assert weights is None or len(weights) == len(found.read())


def test_no_layer_is_in_both_tables():
    assert not set(WEIGHTS) & WITHOUT_WEIGHTS


@pytest.mark.parametrize(
    "config, names",
    [
        ({"use_scale": True, "score_mode": "concat"}, ["scale", "concat_score_weight"]),
        ({"use_scale": False}, []),
    ],
)
def test_the_weights_of_attention_depend_on_its_score(config, names):
    assert [weight.name for weight in expected({"class_name": "Attention", "config": config})] == names


@pytest.mark.parametrize("class_name", ["Mine", "Attention", *sorted(REMOVED)])
def test_a_class_of_the_users_own_is_not_known(class_name):
    assert expected({"class_name": class_name, "config": {}}) is None


@pytest.mark.parametrize("class_name", sorted(REMOVED))
def test_a_layer_of_keras_1_is_known_by_what_its_files_state(class_name):
    found = expected({"class_name": class_name, "config": {STATED_BY_REMOVED[class_name]: None, "bias": True}})
    assert found == REMOVED[class_name]


def test_stacked_cells_have_the_weights_of_each():
    cell = {"class_name": "LSTMCell", "config": {"use_bias": False}}
    stack = {"class_name": "StackedRNNCells", "config": {"cells": [cell, cell]}}
    assert len(expected({"class_name": "RNN", "config": {"cell": stack}})) == 4


@pytest.mark.parametrize("stated, names", [
    ({"mean": None}, ["mean", "variance", "count"]),
    ({}, ["mean", "variance", "count"]),
    ({"mean": [0.5, 1.0], "variance": [1.0, 2.0]}, []),
])
def test_a_normalization_that_states_its_mean_keeps_none_as_a_weight(stated, names):
    layer = {"class_name": "Normalization", "config": dict(stated, name="n", axis=[-1])}
    assert [weight.name for weight in expected(layer)] == names


def test_a_spectral_normalization_has_a_vector_after_the_weights_of_its_layer():
    inner = {"class_name": "Dense", "config": {"name": "d", "use_bias": True}}
    found = expected({"class_name": "SpectralNormalization", "config": {"name": "s", "layer": inner}})
    assert [(weight.name, weight.trainable) for weight in found] == [("kernel", True), ("bias", True), ("vector_u", False)]
