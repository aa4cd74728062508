"""Every golden opens on the installed Keras, computes what its own Keras computed, and goes on training from there."""
import os
import warnings
from typing import NamedTuple

import numpy as np
import pytest
from goldens.catalog import goldens

from compat.errors import ConfigError, UnknownLayerError
from compat.keras.backend import clear_session
from compat.layers import AttentionLayer
from compat.load import load

#: What files name but do not hold, and what they hold too little of to tell.
CUSTOM_OBJECTS = {"halve": lambda x: x * 0.5, "AttentionLayer": AttentionLayer}


#: A cell of the matrix may open the goldens of some stacks only.
STACKS = tuple(filter(None, os.environ.get("COMPAT_GOLDENS", "").split(",")))


#: Goldens whose next training step is not yet the old Keras's own on Keras 3, and why.
KNOWN_GAPS = {
    "keras-2.2.4-py37/nested_frozen": "slots of a model inside a model that was frozen when it was saved",
    "keras-2.3.1-py37/nested_frozen": "slots of a model inside a model that was frozen when it was saved",
    "tf.keras-2.15-py311/embedding_lstm": "slots of an Embedding in the optimizer format of tf.keras 2.15",
    "tf.keras-2.15-py311/optimizer_sgd_momentum": "momentum in the optimizer format of tf.keras 2.15",
    "tf.keras-2.15-py311/optimizer_nadam": "the momentum schedule of tf.keras 2.15",
    "tf.keras-2.15-py311/optimizer_legacy_nadam": "the momentum schedule of tf.keras 2.15",
}


#: The same on tf.keras and tf_keras, where not every cell has been looked at.
KNOWN_GAPS_OF_TF_KERAS = {
    "keras-2.2.4-py37/nested_frozen": "slots of a model inside a model that was frozen when it was saved",
    "keras-2.2.4-py37/nested_sequential": "slots of a model inside a model",
    "keras-2.2.4-py37/conv_bn_frozen": "a frozen BatchNormalization trains as tf.keras does",
}


def one_or_all(arrays):
    return arrays[0] if len(arrays) == 1 else arrays


def masks_of(golden):
    """The mask functions that Keras 2 did not save with its Lambda layers, as a user gives them."""
    return {name: (texts["function"], texts["mask"]) for name, texts in golden.lambdas.items() if texts["mask"]}


def opened(golden):
    path, weights = golden.path, None
    if golden.architecture_path:
        path, weights = golden.architecture_path, golden.path
    return load(path, custom_objects=CUSTOM_OBJECTS, lambdas=masks_of(golden), weights=weights)


@pytest.fixture(scope="module", params=[golden for golden in goldens() if golden.stack.startswith(STACKS or "")], ids=str)
def golden(request):
    return request.param


@pytest.fixture(scope="module")
def loaded(golden, flavor):
    if flavor.name == "multibackend":
        clear_session()  # or its one graph grows with every file
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return opened(golden)
        except (ConfigError, UnknownLayerError) as error:
            if flavor.name == "keras3":
                raise
            pytest.xfail("this Keras 2 cannot express it yet: {}".format(error))


class Steps(NamedTuple):
    """Losses of one batch: before a training step on it, after it, and of the step that follows (in training)."""

    before: float
    after: float
    next_step: float


@pytest.fixture(scope="module")
def steps(golden, loaded):
    if not golden.compiled:
        pytest.skip("the file holds no training configuration")
    batch = one_or_all(golden.x), one_or_all(golden.t)
    size = len(golden.x[0])

    def loss(values):
        return np.ravel(values)[0]

    before = loss(loaded.model.evaluate(*batch, batch_size=size, verbose=0))
    loaded.model.train_on_batch(*batch)
    after = loss(loaded.model.evaluate(*batch, batch_size=size, verbose=0))
    return Steps(before, after, loss(loaded.model.train_on_batch(*batch)))


def test_it_predicts_what_its_own_keras_predicted(golden, loaded):
    outputs = loaded.model.predict(one_or_all(golden.x), verbose=0)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    assert len(outputs) == len(golden.y)
    for output, expected in zip(outputs, golden.y):
        np.testing.assert_allclose(output, expected, rtol=0, atol=golden.tolerance["outputs"])


def test_it_is_compiled_when_its_file_was(golden, loaded):
    assert loaded.compiled == golden.compiled


def test_its_loss_is_the_one_its_own_keras_gave(golden, steps):
    np.testing.assert_allclose(steps.before, golden.values["loss"], rtol=golden.tolerance["loss"])


def test_it_goes_on_training_where_it_stopped(golden, steps, flavor, request):
    """Where the old Keras itself went on otherwise after opening its file, either way of going on is right."""
    if golden.stochastic_training:
        pytest.skip("a training step of this model draws random numbers")
    if flavor.name == "multibackend":
        pytest.skip("this Keras reads its step counter before or after it advances, by chance")
    gaps = KNOWN_GAPS if flavor.name == "keras3" else KNOWN_GAPS_OF_TF_KERAS
    if str(golden) in gaps:
        request.applymarker(pytest.mark.xfail(reason=gaps[str(golden)], strict=flavor.name == "keras3"))
    if "moving averages" in golden.on_resume:
        found, known = steps.next_step, [golden.values["trained_after"]]
    else:
        found, known = steps.after, [golden.values["loss_after"]]
        known += [golden.loss_after] if golden.on_resume else []
    rtol = golden.tolerance["loss"]
    assert any(np.isclose(found, np.ravel(value)[0], rtol=rtol, atol=0) for value in known), (found, known)
