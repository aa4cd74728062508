"""Names of tf.keras take the arguments of the TensorFlow of the era at their positions, with the values of real tf.keras."""
import inspect
import json

import numpy as np
import pytest

from compat import tf
from compat.api.names import of_tf_keras
from compat.api.names.tf_keras_before import BEFORE
from compat.api.signatures import parameters
from compat.era import Era
from compat.errors import NotServedError, UnsupportedError
from compat.flavor import active
from compat.flavors import resolve

keras = tf.keras
KERAS_3 = active().name == "keras3"
HAS_TENSORFLOW = active().backend in ("tensorflow", "")
#: What a Keras 2 is too old for.
needs_tf_keras = pytest.mark.skipif(active().folder == "multibackend", reason="an older Keras has no such layers")
#: Era whose code took another signature: the one before each of the table.
ERAS = {"2.5": "2.4", "2.6": "2.5", "2.7": "2.6", "2.8": "2.7", "2.9": "2.8", "2.10": "2.9", "2.11": "2.10", "2.12": "2.11",
        "2.13": "2.12"}


def positions(shown):
    return [each.name for each in shown if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]


@pytest.mark.parametrize("first", ERAS)
def test_every_argument_of_an_era_is_taken_at_its_position(first):
    wrong, known = [], of_tf_keras()
    rows = [(name.rpartition("."), dict(before)[first]) for name, before in BEFORE.items() if first in dict(before)]
    with Era(ERAS[first]):
        for (path, _, name), signature in rows:
            try:
                found = resolve(path, name)
            except NotServedError:
                continue
            assert name in known[path]
            if hasattr(found, "refusal"):
                continue
            shown = [each for each in inspect.signature(found).parameters.values() if each.name != "self"]
            old = positions(parameters(signature))
            if positions(shown)[:len(old)] != old and not any(each.kind is each.VAR_POSITIONAL for each in shown):
                wrong.append((path, name, positions(shown)))
    assert rows and wrong == []


NONE = (None,) * 4
EXPERIMENTAL = "layers.experimental.preprocessing."
#: Name → what code of tf.keras 2.4 passes by position, and some of what it means.
OF_2_4 = {
    "layers.BatchNormalization": ((-1, 0.9, 0.01, True, False, "zeros", "ones", "zeros", "ones") + NONE + (
        False, None, 0.99, None, False, None, None, "a"), {"name": "a", "trainable": False, "scale": False}),
    "layers.LayerNormalization": ((-1, 0.01, True, True, "zeros", "ones") + NONE + (False, "a"),
                                  {"name": "a", "trainable": False}),
    "layers.experimental.SyncBatchNormalization": ((-1, 0.9, 0.01, True, False, "zeros", "ones", "zeros", "ones") + NONE + (
        False, None, 0.99, False, None, "a"), {"name": "a", "trainable": False, "momentum": 0.9}),
    EXPERIMENTAL + "CenterCrop": ((2, 3, "a"), {"name": "a", "height": 2, "width": 3}),
    EXPERIMENTAL + "RandomFlip": (("horizontal", 3, "a"), {"name": "a", "mode": "horizontal", "seed": 3}),
    EXPERIMENTAL + "RandomRotation": ((0.5, "wrap", "nearest", 3, "a", 0.5), {"name": "a", "fill_mode": "wrap"}),
    EXPERIMENTAL + "RandomZoom": ((0.5, 0.25, "wrap", "nearest", 3, "a", 0.5), {"name": "a", "fill_mode": "wrap", "seed": 3}),
    EXPERIMENTAL + "Rescaling": ((0.5, 0.25, "a"), {"name": "a", "scale": 0.5, "offset": 0.25}),
    EXPERIMENTAL + "Resizing": ((4, 5, "nearest", "a"), {"name": "a", "height": 4, "interpolation": "nearest"}),
    EXPERIMENTAL + "PreprocessingLayer": ((False, "a"), {"name": "a", "trainable": False}),
    "losses.BinaryCrossentropy": ((True, 0.1, "sum", "a"), {"name": "a", "reduction": "sum", "from_logits": True}),
    "losses.CategoricalCrossentropy": ((True, 0.1, "sum", "a"), {"name": "a", "reduction": "sum", "label_smoothing": 0.1}),
    "losses.SparseCategoricalCrossentropy": ((True, "sum", "a"), {"name": "a", "reduction": "sum", "from_logits": True}),
    "metrics.AUC": ((50, "PR", "majoring", "a", None, None, True, [0.5, 0.5]), {"name": "a", "multi_label": True}),
    "metrics.PrecisionAtRecall": ((0.5, 20, "a"), {"name": "a", "num_thresholds": 20}),
    "metrics.SparseCategoricalCrossentropy": (("a", None, True, -1), {"name": "a", "from_logits": True, "axis": -1}),
    "optimizers.Adam": ((0.5, 0.75, 0.875, 0.25, True, "a"), {"name": "a", "learning_rate": 0.5, "amsgrad": True}),
    "optimizers.Ftrl": ((0.5, -0.5, 0.25, 0.125, 0.0, "a", 0.25, 0.5), {"name": "a", "beta": 0.5, "learning_rate": 0.5}),
    "optimizers.RMSprop": ((0.5, 0.75, 0.25, 0.125, True, "a"), {"name": "a", "momentum": 0.25, "centered": True}),
    "optimizers.SGD": ((0.5, 0.25, True, "a"), {"name": "a", "momentum": 0.25, "nesterov": True}),
}


def of_tf_keras_2_4(name):
    found = keras
    for part in name.split("."):
        found = getattr(found, part)
    return found


@needs_tf_keras
@pytest.mark.parametrize("name", sorted(OF_2_4))
def test_code_of_tf_keras_2_4_means_by_position_what_it_meant(name):
    arguments, expected = OF_2_4[name]
    with Era("2.4"):
        config = of_tf_keras_2_4(name)(*arguments).get_config()
    assert {key: config[key] for key in expected} == expected


@pytest.mark.skipif(not HAS_TENSORFLOW, reason="these layers of Keras 3 need TensorFlow")
@needs_tf_keras
def test_tables_of_words_have_the_arguments_and_defaults_of_tf_keras_2_4():
    with Era("2.4"):
        old = keras.layers.experimental.preprocessing
        found = [old.IntegerLookup(None, 1, 9, -5, [1, 2])(np.array([[1, 2, 9, 7]])),
                 old.IntegerLookup(vocabulary=[5, 6])(np.array([[0, 5, 6, 7]])),
                 old.StringLookup(vocabulary=["a", "b"])(np.array([["", "a", "b", "c"]])),
                 old.Hashing(3, [133, 137], "a").get_config()["salt"]]
    assert [np.asarray(each).tolist() for each in found] == [[[2, 3, 0, 1]], [[0, 2, 3, 1]], [[0, 2, 3, 1]], [133, 137]]


@needs_tf_keras
def test_categories_are_encoded_as_in_tf_keras_2_4():
    with Era("2.4"):
        old = keras.layers.experimental.preprocessing
        found = [np.asarray(keras.backend.eval(layer(np.array([[1, 1, 3]])))).tolist()
                 for layer in (old.CategoryEncoding(max_tokens=4), old.CategoryEncoding(4, "count"))]
    assert found == [[[0, 1, 0, 1]], [[0, 2, 0, 1]]]


@pytest.mark.skipif(active().folder == "multibackend", reason="multi-backend Keras has its own formats")
def test_a_model_is_saved_and_opened_with_the_arguments_of_tf_keras_2_4(tmp_path):
    path = str(tmp_path / "model.h5")
    with Era("2.4"):
        model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,), name="d")])
        model.compile("adam", "mse")
        keras.models.save_model(model, path, True, False, "h5", None)
        again = keras.models.load_model(path, None, False, None)
    keras.models.save_model(again, path, overwrite=True, save_format="h5")
    for one, other in zip(model.get_weights(), again.get_weights()):
        np.testing.assert_array_equal(one, other)


@pytest.mark.skipif(not KERAS_3, reason="a Keras 2 writes its own form")
def test_an_object_becomes_its_class_and_configuration_before_tf_keras_2_13():
    with Era("2.12"):
        found = keras.utils.serialize_keras_object(keras.layers.Dense(2, name="d"))
        assert (sorted(found), found["class_name"]) == (["class_name", "config"], "Dense")
        made = keras.utils.deserialize_keras_object(found, {"Dense": keras.layers.Dense}, None, "layer")
    assert made.name == "d" and json.dumps(found)


@pytest.mark.skipif(not KERAS_3, reason="a tf.keras computes them")
def test_arguments_of_normalization_that_change_nothing_are_left_out():
    layer = keras.layers.BatchNormalization(fused=True, virtual_batch_size=None, renorm=False)
    assert "fused" not in layer.get_config()
    with pytest.raises(UnsupportedError, match="virtual_batch_size=2"):
        keras.layers.BatchNormalization(virtual_batch_size=2)
    assert keras.layers.Conv2DTranspose(1, 1, groups=1, dynamic=False).filters == 1
