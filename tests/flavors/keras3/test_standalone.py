"""What a converted file needs: nothing but Keras, wherever Keras has the same in its own layers and operations."""
import json
import subprocess
import sys
import warnings
import zipfile

import keras
import numpy as np
import pytest
from goldens.catalog import golden as one_golden
from goldens.catalog import goldens
from loading.test_goldens import one_or_all, opened

import compat.keras as old
from compat.errors import OptionError, StandaloneError
from compat.flavor import active
from compat.flavors.keras3.standalone import standalone
from compat.layers import MyMeanPool
from compat.loading.convert import convert

#: Models whose layers have no counterpart in Keras, or whose training has none.
STAY = ("conv_bn_frozen", "crf", "crf_marginal", "crf_masked", "decaying_dropout", "decaying_dropout_keeping_all",
        "frozen_regularized", "mlp_regularized", "nested_sequential", "optimizer_nadam",
        "penalties_in_wrappers")
#: What the backends that compile are tried with.
FEW = ("lstm", "masked_lambda", "my_mean_pool_masked_lambda", "masked_bidirectional_sequences", "my_layer", "lambda_plain")


def tried():
    found = [each for each in goldens("keras-2.2.4-py37") if not each.architecture
             and (active().backend == "torch" or each.name in FEW)]
    if active().backend == "tensorflow":  # where the optimizer of a model with an Embedding is one of ours
        return found
    return [*found, one_golden("tf.keras-2.15-py311", "multi_head_attention_masked")]


def quietly(function, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


@pytest.mark.parametrize("golden", tried(), ids=lambda each: each.name)
def test_keras_alone_opens_it_and_computes_what_the_old_keras_computed(golden, tmp_path):
    keras.backend.clear_session()
    found = standalone(quietly(opened, golden).model)
    if golden.name in STAY:
        assert found.model is None and found.reasons
        return
    assert not found.reasons
    found.model.save(tmp_path / "m.keras")
    assert "compat" not in zipfile.ZipFile(tmp_path / "m.keras").read("config.json").decode()
    model = keras.models.load_model(tmp_path / "m.keras", safe_mode=True)
    outputs = keras.tree.flatten(model.predict(one_or_all(golden.x), verbose=0))
    for mine, theirs in zip(outputs, golden.y):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)
    if golden.compiled and not golden.stochastic_training and not golden.on_resume:
        check_next_step(model, golden)


def check_next_step(model, golden):
    batch = one_or_all(golden.x), one_or_all(golden.t)
    model.train_on_batch(*batch)
    loss = np.ravel(model.evaluate(*batch, batch_size=len(golden.x[0]), verbose=0))[0]
    np.testing.assert_allclose(loss, golden.loss_after, rtol=golden.tolerance["loss"])


def test_its_optimizer_goes_on_where_it_stopped_though_weights_are_in_other_layers(tmp_path, monkeypatch):
    """Adam's slots belong to weights; layers that take the place of one are listed elsewhere."""
    monkeypatch.setenv("COMPAT_FIRST_STEP", "1")  # as what goes on from a file
    model = old.Sequential([
        old.layers.LocallyConnected1D(2, 2, activation="tanh", input_shape=(5, 3)),
        old.layers.LocallyConnected1D(3, 2, use_bias=False), old.layers.Flatten(), old.layers.Dense(1)])
    model.compile(old.optimizers.Adam(lr=0.05), "mse")
    x, y = np.random.RandomState(0).rand(8, 5, 3), np.ones((8, 1))
    model.train_on_batch(x, y)
    model.save(tmp_path / "old.h5")
    done = convert(tmp_path / "old.h5", tmp_path / "new.keras", standalone="require")
    reopened = keras.models.load_model(tmp_path / "new.keras")
    model.train_on_batch(x, y)
    reopened.train_on_batch(x, y)
    assert not done.needs
    np.testing.assert_allclose(reopened.predict(x, verbose=0), model.predict(x), rtol=1e-4)


def test_a_fresh_interpreter_opens_it_without_this_package(tmp_path):
    golden = one_golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda")
    convert(golden.path, tmp_path / "m.keras", lambdas={}, standalone="require")
    program = ("import sys, keras\nkeras.models.load_model(sys.argv[1])\n"
               "print([name for name in sys.modules if name.split('.')[0] == 'compat'])")
    printed = subprocess.run([sys.executable, "-c", program, str(tmp_path / "m.keras")], stdout=subprocess.PIPE,
                             universal_newlines=True, check=True)
    assert printed.stdout.strip().endswith("[]")


def test_every_backend_finds_the_optimizer_of_a_file(tmp_path):
    """Keras 3.15 on torch names a class that only torch has."""
    model = old.Sequential([old.layers.Dense(1, input_shape=(2,))])
    model.compile("adam", "mse")
    model.save(str(tmp_path / "m.h5"))
    convert(tmp_path / "m.h5", tmp_path / "m.keras")
    stated = json.loads(zipfile.ZipFile(tmp_path / "m.keras").read("config.json"))["compile_config"]["optimizer"]
    assert (stated["module"], stated["class_name"]) == ("keras.optimizers", "Adam")


def test_what_stays_is_named_with_the_reason(tmp_path):
    golden = one_golden("keras-2.2.4-py37", "decaying_dropout")
    done = convert(golden.path, tmp_path / "auto.keras")
    assert len(done.needs) == 1 and done.needs[0].startswith("'dropout' (DecayingDropout): ")
    with pytest.raises(StandaloneError, match=r"decaying_dropout.h5' cannot be .*\n  'dropout' \(DecayingDropout\): "):
        convert(golden.path, tmp_path / "required.keras", standalone="require")
    assert not (tmp_path / "required.keras").exists()
    with pytest.raises(OptionError, match="'auto', 'require', 'no'"):
        convert(golden.path, tmp_path / "other.keras", standalone="always")


def test_layers_may_stay_as_they_are(tmp_path):
    golden = one_golden("keras-2.2.4-py37", "my_mean_pool")
    done = convert(golden.path, tmp_path / "m.keras", standalone="no")
    assert any(isinstance(each, MyMeanPool) for each in done.model.layers)


def test_a_value_that_is_drawn_is_not_written_as_a_constant():
    inputs = old.layers.Input(batch_shape=(2, 3))
    noisy = old.layers.Lambda(lambda x: x + old.backend.random_normal((2, 3)))(inputs)
    found = standalone(old.models.Model(inputs, noisy))
    assert found.model is None and len(found.reasons) == 1


def test_a_mask_that_reaches_the_loss_is_a_reason():
    inputs = old.layers.Input((4, 2))
    masked = old.layers.Masking()(inputs)
    model = old.models.Model(inputs, old.layers.Lambda(lambda x: x * 2.0, mask=lambda x, mask: mask)(masked))
    assert standalone(model).model is not None
    model.compile("sgd", "mse")
    assert standalone(model).reasons


def test_classes_of_the_user_stay():
    class Twice(keras.layers.Layer):
        def call(self, x):
            return x * 2

    model = keras.Sequential([keras.Input((2,)), Twice(name="twice")])
    assert standalone(model).reasons == ("'twice' (Twice): Twice is not a part of Keras",)


def test_a_model_of_keras_alone_is_itself():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="relu")])
    model.compile("sgd", "mse", metrics=["mae"])
    assert standalone(model).model is model


