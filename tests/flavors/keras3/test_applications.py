"""Images are scaled as real Keras 2.2.4 did: its numbers for the same array, channel by channel."""
import importlib

import numpy as np
import pytest

from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
CAFFE, TF, TORCH = [21.061, -1.779, -18.68], [-0.1765, -0.098, -0.0196], [-0.3198, -0.0224, 0.3742]


@pytest.mark.parametrize("module, means", [
    ("vgg16", CAFFE), ("vgg19", CAFFE), ("resnet50", CAFFE), ("imagenet_utils", CAFFE), ("xception", TF),
    ("mobilenet", TF), ("mobilenet_v2", TF), ("nasnet", TF), ("inception_v3", TF), ("inception_resnet_v2", TF),
    ("densenet", TORCH),
])
def test_an_image_is_scaled_as_the_model_wants_it(module, means):
    images = np.arange(24.0, dtype="float32").reshape(2, 2, 2, 3) * 10
    scale = importlib.import_module("compat.keras.applications." + module).preprocess_input
    np.testing.assert_allclose(scale(images).mean(axis=(0, 1, 2)), means, atol=6e-5)
