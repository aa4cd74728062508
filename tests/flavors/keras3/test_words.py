"""Layers of texts of files without TensorFlow, beside what tf.keras 2.15 gave for the same texts."""
import keras
import numpy as np
import pytest

from compat.era import Era
from compat.flavors.keras3.loading.build import build
from compat.hub.custom_objects import CustomObjects

pytestmark = pytest.mark.skipif(keras.backend.backend() == "tensorflow", reason="there Keras's own layers compute")

TEXTS = np.array(["Red fish, blue FISH!", "", "caf\u00e9 red", "it's _x_ a\tb"], object)[:, None]
WORDS = np.array([["red", "blue"], ["", "green"], ["zebra", "red"]], object)
RED = ["red", "blue"]


def outputs(class_name, texts, **config):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, *texts.shape[1:]],
                                                      "dtype": "string" if texts.dtype == object else "int64"}},
              {"class_name": class_name, "config": dict(config, name="words")}]
    model = build({"class_name": "Sequential", "config": {"name": "s", "layers": layers}}, CustomObjects({}, {}), Era("2.15"),
                  1 << 20).model
    return model.predict(texts, verbose=0).tolist()


@pytest.mark.parametrize("config, expected", [
    ({}, [[2, 4, 3, 4], [0, 0, 0, 0], [5, 2, 0, 0], [1, 1, 1, 1]]),
    ({"output_sequence_length": 3}, [[2, 4, 3], [0, 0, 0], [5, 2, 0], [1, 1, 1]]),
    ({"output_mode": "multi_hot"}, [[0, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 1, 0, 0, 1], [1, 0, 0, 0, 0]]),
    ({"output_mode": "count", "ngrams": 2, "max_tokens": 7, "pad_to_max_tokens": True},
     [[3, 1, 1, 2, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 1, 0, 0], [7, 0, 0, 0, 0, 0, 0]]),
    ({"output_mode": "tf_idf", "idf_weights": [0.5, 1.0, 2.0, 1.5]},
     [[0, 0.5, 1, 4, 0], [0, 0, 0, 0, 0], [0, 0.5, 0, 0, 1.5], [5, 0, 0, 0, 0]]),
])
def test_texts_are_vectorized(config, expected):
    assert outputs("TextVectorization", TEXTS, vocabulary=["red", "blue", "fish", "caf\u00e9"], **config) == expected


@pytest.mark.parametrize("config, expected", [
    ({}, [[1, 2], [0, 0], [0, 1]]),
    ({"mask_token": ""}, [[2, 3], [0, 1], [1, 2]]),
    ({"num_oov_indices": 3}, [[3, 4], [2, 1], [2, 3]]),
    ({"output_mode": "multi_hot"}, [[0, 1, 1], [1, 0, 0], [1, 1, 0]]),
    ({"output_mode": "count"}, [[0, 1, 1], [2, 0, 0], [1, 1, 0]]),
])
def test_texts_are_looked_up(config, expected):
    assert outputs("StringLookup", WORDS, vocabulary=RED, **config) == expected


@pytest.mark.parametrize("config, expected", [
    ({"num_bins": 7}, [[1, 6], [6, 2], [5, 1]]),
    ({"num_bins": 9, "salt": [137, 42]}, [[5, 8], [2, 7], [1, 5]]),
    ({"num_bins": 9, "salt": 13, "mask_value": "red"}, [[0, 3], [7, 2], [4, 0]]),
])
def test_texts_are_hashed(config, expected):
    assert outputs("Hashing", WORDS, **config) == expected


def test_whole_numbers_are_hashed_by_their_digits():
    assert outputs("Hashing", np.array([[1, 2], [-3, 40000]]), num_bins=9) == [[0, 4], [3, 6]]
