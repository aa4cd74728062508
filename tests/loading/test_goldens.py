"""Every golden opens on the installed Keras, computes what its own Keras computed, and goes on training from there."""
import os
import warnings
from typing import NamedTuple

import numpy as np
import pytest
from goldens.catalog import goldens
from loading.eagerly import own_layers_eagerly

from compat.errors import ConfigError, UnknownLayerError
from compat.flavor import active
from compat.flavors import home_module
from compat.keras.backend import clear_session
from compat.layers import AttentionLayer
from compat.loading.load import load
from compat.loading.options import LoadOptions

ONE_GRAPH = True  # one for each golden
#: What files name but do not hold, and what they hold too little of to tell.
CUSTOM_OBJECTS = {"halve": lambda x: x * 0.5, "AttentionLayer": AttentionLayer}


#: The losses in training mode that a golden may hold: its own Keras going on, and after opening the file.
AFTER_A_STEP = ("trained_after", "trained_after_reopening")


#: A cell of the matrix may open some goldens only: the beginnings of their names, ``stack/model``.
OPENED = tuple(filter(None, os.environ.get("COMPAT_GOLDENS", "").split(",")))


_OPERATIONS = dict.fromkeys(
    ("backend_functions", "image_functions", "operators", "slicing", "tensor_math", "tensor_shapes"),
    "functions of TensorFlow, which only tf.keras and Keras 3 have as layers")
_ATTENTION = dict.fromkeys(
    ("attention_causal", "attention_concat", "attention_dot", "attention_masked", "multi_head_attention",
     "multi_head_attention_axes", "multi_head_attention_masked"), "no multi-backend Keras has a layer of attention")
#: Goldens that multi-backend Keras cannot express, by name, and why; each is a typed error there.
CANNOT_OPEN = dict(
    _OPERATIONS, dtype_policies="multi-backend Keras has no dtype policies",
    several_axes="multi-backend Keras has no LayerNormalization",
    random_fourier="multi-backend Keras has no RandomFourierFeatures",
    parts_of_batches="multi-backend Keras has no EinsumDense",
    renormalized="multi-backend Keras has no renorm",
    locally_connected_dense="only tf.keras has the kernel's second layout",
    locally_connected_sparse="only tf.keras has the kernel's third layout", **_ATTENTION)


def one_or_all(arrays):
    return arrays[0] if len(arrays) == 1 else arrays


def masks_of(golden):
    """The mask functions that Keras 2 did not save with its Lambda layers, as a user gives them."""
    return {name: (texts["function"], texts["mask"]) for name, texts in golden.lambdas.items() if texts["mask"]}


def opened(golden):
    path, weights = golden.path, None
    if golden.architecture_path:
        path, weights = golden.architecture_path, golden.path
    return load(path, LoadOptions(custom_objects=CUSTOM_OBJECTS, lambdas=masks_of(golden), weights=weights))


@pytest.fixture(scope="module", params=[golden for golden in goldens() if str(golden).startswith(OPENED or "")], ids=str)
def golden(request):
    return request.param


@pytest.fixture(scope="module")
def loaded(golden, flavor):
    if flavor.name == "multibackend":
        clear_session()  # or its one graph grows with every file
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reason = CANNOT_OPEN.get(golden.name)
        if reason is None or flavor.name != "multibackend":
            return opened(golden)
        with pytest.raises((ConfigError, UnknownLayerError)):
            opened(golden)
        pytest.xfail(reason)


def is_compiled_here(golden):
    """Whether the file is compiled, with an optimizer that the installed Keras has."""
    is_new = golden.stack.startswith("tf.keras-2.15") and "legacy-optimizer" not in golden.tags
    epsilon_in_root = is_new and golden.optimizer in ("RMSprop", "Adagrad")
    if not epsilon_in_root or active().name == "keras3":
        return golden.compiled
    return bool(getattr(home_module("optimizers"), "NEWER", None))


class Steps(NamedTuple):
    """Losses of one batch: before a training step on it, after it, and of the step that follows (in training)."""

    before: float
    after: float
    next_step: float


@pytest.fixture(scope="module")
def outputs(golden, loaded):
    """The outputs before any training, whichever test runs first (processes take tests from each other)."""
    with own_layers_eagerly(loaded.model):
        outputs = loaded.model.predict(one_or_all(golden.x), verbose=0)
    return outputs if isinstance(outputs, (list, tuple)) else [outputs]


@pytest.fixture(scope="module")
def steps(golden, loaded, outputs):
    if not loaded.compiled:
        pytest.skip("not compiled, in the file or here")
    batch = one_or_all(golden.x), one_or_all(golden.t)
    size = len(golden.x[0])

    def loss(values):
        return np.ravel(values)[0]

    with own_layers_eagerly(loaded.model):
        before = loss(loaded.model.evaluate(*batch, batch_size=size, verbose=0))
        loaded.model.train_on_batch(*batch)
        after = loss(loaded.model.evaluate(*batch, batch_size=size, verbose=0))
        if hasattr(loaded.model, "reset_metrics"):  # Keras 3.3 gives the mean of this batch's loss and those before it
            loaded.model.reset_metrics()
        return Steps(before, after, loss(loaded.model.train_on_batch(*batch)))


def test_it_predicts_what_its_own_keras_predicted(golden, outputs):
    assert len(outputs) == len(golden.y)
    for output, expected in zip(outputs, golden.y):
        np.testing.assert_allclose(output, expected, rtol=0, atol=golden.tolerance["outputs"])


def test_it_is_compiled_when_its_file_was_and_this_keras_has_the_optimizer(golden, loaded):
    assert loaded.compiled == is_compiled_here(golden)


def test_its_optimizer_goes_on_where_it_stopped(golden, loaded):
    """Only slots of a model that was frozen inside another do not fit: Keras 2 did not save that it was."""
    if not loaded.compiled:
        pytest.skip("not compiled, in the file or here")
    starts_anew = any("starts anew" in warning for warning in loaded.warnings)
    assert starts_anew == ("a model inside a model is frozen" in golden.on_resume)


def test_its_loss_is_the_one_its_own_keras_gave(golden, steps):
    np.testing.assert_allclose(steps.before, golden.values["loss"], rtol=golden.tolerance["loss"])


def test_it_goes_on_training_where_it_stopped(golden, steps, flavor):
    """Where the old Keras itself went on otherwise after opening its file, either way of going on is right."""
    if golden.stochastic_training:
        pytest.skip("a training step of this model draws random numbers")
    if flavor.name == "multibackend":
        pytest.skip("this Keras reads its step counter before or after it advances, by chance")
    if "moving averages" in golden.on_resume:
        found, known = steps.next_step, [golden.values[key] for key in AFTER_A_STEP if key in golden.values]
    else:
        found, known = steps.after, [golden.values["loss_after"]]
        known += [golden.loss_after] if golden.on_resume else []
    rtol = golden.tolerance["loss"]
    assert any(np.isclose(found, np.ravel(value)[0], rtol=rtol, atol=0) for value in known), (found, known)
