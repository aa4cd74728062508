"""Names that Keras 2.0 and 2.1 had and Keras 2.2 has no longer. The numbers are those of Keras 2.1.6 with TensorFlow 1.15."""
import importlib
import os

import numpy as np
import pytest

from compat.api.names import lookup
from compat.api.names.before_22 import IMPORTED, NAMES
from compat.api.rows import path_and_versions
from compat.flavors import is_served
from compat.keras import backend as K
from compat.keras.applications import densenet, imagenet_utils, inception_resnet_v2, inception_v3, mobilenet, resnet50
from compat.keras.engine import training
from compat.keras.layers import Activation, Input
from compat.keras.models import Model, load_model
from compat.keras.preprocessing import image
from compat.keras.utils import conv_utils, test_utils


def built(outputs, inputs):
    """A model of the block, with weights by a rule: the names of its first layers, and the sum of what it predicts for ones."""
    model = Model(inputs, outputs(inputs))
    random = np.random.RandomState(0)
    model.set_weights([random.uniform(0.01, 0.5, weight.shape) for weight in model.get_weights()])
    found = model.predict(np.ones((1,) + K.int_shape(inputs)[1:]))
    return [layer.name for layer in model.layers[1:4]], found.shape, float(found.sum())


@pytest.mark.parametrize("block, channels, names, shape, total", [
    (lambda x: resnet50.identity_block(x, 3, [2, 2, 4], stage=2, block="b"), 4,
     ["res2b_branch2a", "bn2b_branch2a", "activation_1"], (1, 6, 6, 4), 283.52155),
    (lambda x: resnet50.conv_block(x, 3, [2, 2, 8], stage=2, block="a"), 4,
     ["res2a_branch2a", "bn2a_branch2a", "activation_1"], (1, 3, 3, 8), 180.09979),
    (lambda x: inception_v3.conv2d_bn(x, 4, 3, 1, strides=(2, 1), name="c"), 3, ["c_conv", "c_bn", "c"],
     (1, 3, 6, 4), 411.95703),
    (lambda x: inception_resnet_v2.conv2d_bn(x, 4, 3, name="c"), 3, ["c", "c_bn", "c_ac"], (1, 6, 6, 4), 1201.34045),
    (lambda x: inception_resnet_v2.inception_resnet_block(x, 0.2, "block35", 1), 320,
     ["conv2d_4", "batch_normalization_4", "activation_4"], (1, 6, 6, 320), 236684902400.0),
    (lambda x: densenet.dense_block(x, 2, name="d"), 3, ["d_block1_0_bn", "d_block1_0_relu", "d_block1_1_conv"],
     (1, 6, 6, 67), 116767408.0),
    (lambda x: densenet.transition_block(x, 0.5, name="d"), 4, ["d_bn", "d_relu", "d_conv"], (1, 3, 3, 2), 23.79376),
])
def test_the_blocks_of_image_models_build_the_layers_that_they_built(block, channels, names, shape, total):
    K.clear_session()
    found, of_shape, of_total = built(block, Input((6, 6, channels)))
    assert (found, of_shape) == (names, shape)
    np.testing.assert_allclose(of_total, total, rtol=1e-5)


def test_a_file_of_mobilenet_names_relu6(tmp_path):
    path, inputs = str(tmp_path / "m.h5"), Input((8, 8, 3))
    outputs = Activation(mobilenet.relu6)(mobilenet.DepthwiseConv2D(3)(inputs))
    Model(inputs, outputs).save(path)
    model = load_model(path, custom_objects={"relu6": mobilenet.relu6, "DepthwiseConv2D": mobilenet.DepthwiseConv2D})
    assert model.layers[-1].activation is mobilenet.relu6
    assert 0 <= model.predict(np.full((1, 8, 8, 3), 100.0)).max() <= 6


@pytest.mark.parametrize("arguments, shape", [
    ({"input_shape": None, "data_format": "channels_last", "require_flatten": True}, (224, 224, 3)),
    ({"input_shape": None, "data_format": "channels_last", "include_top": True}, (224, 224, 3)),
    ({"input_shape": (60, 60, 3), "data_format": "channels_last", "include_top": False}, (60, 60, 3)),
    ({"input_shape": None, "data_format": "channels_first", "require_flatten": False}, (3, None, None)),
])
def test_the_shape_of_an_image_is_obtained(arguments, shape):
    assert imagenet_utils._obtain_input_shape(default_size=224, min_size=48, **arguments) == shape
    assert resnet50._obtain_input_shape is imagenet_utils._obtain_input_shape


def test_an_image_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="Input size must be at least 48x48"):
        imagenet_utils._obtain_input_shape((30, 60, 3), 224, 48, "channels_last", False)


@pytest.mark.parametrize("channels_first, total", [(False, 5942.0293), (True, 9345.497)])
def test_an_image_is_moved_by_a_matrix(channels_first, total):
    pytest.importorskip("scipy")
    picture = np.random.RandomState(0).uniform(0, 255, (6, 5, 3)).astype("float32")
    turned = np.array([[np.cos(0.3), -np.sin(0.3), 1], [np.sin(0.3), np.cos(0.3), -0.5], [0, 0, 1]])
    matrix = image.transform_matrix_offset_center(turned, 6, 5)
    np.testing.assert_allclose(matrix[:2, 2], [2.04288291, -1.40033019], rtol=1e-7)
    moved = (image.apply_transform(picture.transpose(2, 0, 1), matrix) if channels_first
             else image.apply_transform(picture, matrix, 2, "constant", 3.0))
    assert moved.dtype == "float32"
    np.testing.assert_allclose(moved.sum(), total, rtol=1e-5)
    assert image.flip_axis(picture, 0)[0].tolist() == picture[-1].tolist()


def test_pictures_are_listed_by_the_ends_of_their_names(tmp_path):
    (tmp_path / "inner").mkdir()
    for name in ("b.png", "a.JPG", "c.txt", "d.jpeg", "a-b.png", os.path.join("inner", "e.ppm")):
        (tmp_path / name).write_bytes(b"")
    found = image.list_pictures(str(tmp_path))
    assert sorted(os.path.relpath(path, str(tmp_path)) for path in found) == ["b.png", "d.jpeg", os.path.join("inner", "e.ppm")]


def test_helpers_of_that_time_do_what_they_did():
    assert conv_utils.normalize_data_format("channels_FIRST") == "channels_first"
    assert training._standardize_sample_or_class_weights({"a": 1}, ["a", "b"], "sample_weight") == [1, None]
    assert test_utils.keras_test(lambda value: value + 1)(2) == 3


@pytest.mark.parametrize("module, names", [
    *sorted(IMPORTED.items()), *sorted((path_and_versions(path)[0], row.name) for row in NAMES for path in row.paths)])
def test_every_name_is_served_where_it_was(module, names):
    served = importlib.import_module("compat." + module)
    for name in names.split():
        row = lookup(module, name)
        assert hasattr(served, name) or not any(is_served(path_and_versions(path)[0], name) for path in row.paths), name
