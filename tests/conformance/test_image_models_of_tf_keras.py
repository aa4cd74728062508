"""RegNet and ResNetRS of ``tf.keras.applications``: names and shapes of all weights, and outputs, of the real tf.keras 2.15."""
import hashlib

import numpy as np
import pytest

from compat.errors import NotServedError
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
IMAGE = np.random.RandomState(1).uniform(0, 255, (1, 64, 64, 3)).astype("float32")


def fill(model):
    """Weights that leave the outputs finite."""
    random = np.random.RandomState(0)
    for layer in with_weights(model):
        values = []
        for weight in layer.weights:
            name, shape = getattr(weight, "path", weight.name).split("/")[-1].split(":")[0], tuple(weight.shape)
            deviation = np.sqrt(2 / np.prod(shape[:-1])) if len(shape) > 1 else 0.1
            spread = name in ("gamma", "moving_variance")
            values.append(random.uniform(0.5, 1.5, shape) if spread else random.normal(0, deviation, shape))
        layer.set_weights(values)


def with_weights(model):
    return [layer for layer in model.layers if layer.weights and not layer.name.startswith("normalization")]


def digest(model):
    facts = [(layer.name, [tuple(weight.shape) for weight in layer.weights]) for layer in with_weights(model)
             if "head" not in layer.name and not layer.name.startswith(("stem_", "predictions"))]  # they count the models
    return hashlib.md5(repr(facts).encode()).hexdigest()


#: The same code builds the models on every backend: the quickest one builds all of them, each other the smallest.
QUICKEST = active().backend == "torch"
MODELS = [
    ("RegNetX002", 2338485, 145, "99ee86c9246aedfb0334c91dbcc2d719", [8.5586987, 1.4123069, 21.490509], 12527.778),
    ("RegNetY004", 3932501, 239, "e35856a1570964b564b5cfa3b41f4d47", [1.6063079, 9.4390764, 10.695501], 4975.3264),
    ("ResNetRS50", 33706533, 274, "8e113824d6221d2c1f04cad41ee67b97", [2.3974416, 0.0, 162.91858], 101253.94),
]


@pytest.mark.parametrize("name, parameters, layers, facts, first, total", MODELS if QUICKEST else MODELS[:1])
def test_an_image_model_is_that_of_tf_keras(name, parameters, layers, facts, first, total):
    build = getattr(keras.applications, name)
    model = build(weights=None, classes=5, input_shape=(64, 64, 3))
    assert (model.count_params(), len(model.layers), digest(model)) == (parameters, layers, facts)
    model = build(weights=None, include_top=False, pooling="avg")
    fill(model)
    found = model.predict(IMAGE, verbose=0)
    np.testing.assert_allclose(found[0, :3], first, rtol=1e-3)
    assert found.sum(dtype="float64") == pytest.approx(total, rel=1e-4)


def test_regnet_gives_logits():
    model = keras.applications.regnet.RegNetX002(weights=None, classes=5, input_shape=(64, 64, 3))
    fill(model)
    expected = [[3.2917585, -13.458043, 25.894072, -40.690624, 45.562023]]
    np.testing.assert_allclose(model.predict(IMAGE, verbose=0), expected, rtol=1e-3)


@pytest.mark.skipif(active().name != "keras3", reason="a tf.keras downloads them")
def test_the_weights_of_imagenet_are_refused_with_a_reason():
    for build in (keras.applications.RegNetX002, keras.applications.ResNetRS50):
        with pytest.raises(NotServedError, match="pass weights=None, or the path of a file"):
            build()


@pytest.mark.skipif(not QUICKEST, reason="the shapes of weights do not depend on the backend")
def test_a_stage_that_is_narrower_than_a_group_has_one():
    model = keras.applications.RegNetX080(weights=None, include_top=False)
    assert model.count_params() == 37742112
    assert tuple(model.get_layer("regnetx080_Stage_0_XBlock_0_conv_3x3").get_weights()[0].shape) == (3, 3, 80, 80)


def test_images_are_scaled_by_the_model():
    for module in (keras.applications.regnet, keras.applications.resnet_rs):
        assert module.preprocess_input(IMAGE) is IMAGE


def test_layers_of_an_image_model_are_of_the_classes_of_tf_keras():
    model = keras.applications.MobileNet(weights=None, include_top=False, input_shape=(32, 32, 3), alpha=0.25)
    kinds = (keras.layers.Conv2D, keras.layers.DepthwiseConv2D, keras.layers.BatchNormalization, keras.layers.Dense)
    assert [sum(isinstance(layer, kind) for layer in model.layers) for kind in kinds[1:]] == [13, 27, 0]
    assert isinstance(model.get_layer("conv1"), kinds[0]) and not isinstance(model.get_layer("conv1"), kinds[2])
