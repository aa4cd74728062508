"""Writes predictions.json: what VGG16 and ResNet50 of real Keras 2.2.4 compute with the weights of weights.py. Run with it::

    python tests/flavors/applications/record_predictions.py
"""
import hashlib
import json
import os
import sys
import tempfile

import keras
from keras.applications.resnet50 import ResNet50
from keras.applications.vgg16 import VGG16

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from weights import IMAGES, layout, summary, values  # noqa: E402

recorded = {"keras": keras.__version__}
for build in (VGG16, ResNet50):
    model = build(weights=None, include_top=False, input_shape=(64, 64, 3))
    arrays = values(model)
    for layer in model.layers:
        layer.set_weights(arrays[layer.name])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "weights.h5")
        model.save_weights(path)
        names = hashlib.sha256(json.dumps(layout(path)).encode("utf8")).hexdigest()
    recorded[model.name] = dict(summary(model.predict(IMAGES)), layout=names)
with open(os.path.join(HERE, "predictions.json"), "w") as file:
    json.dump(recorded, file, sort_keys=True, indent=1)
    file.write("\n")
