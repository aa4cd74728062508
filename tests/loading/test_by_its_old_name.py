"""``load_model`` of ``compat.keras``, as old code imports it, opens what the Keras of that code wrote."""
import numpy as np
import pytest
from goldens.catalog import golden

from compat.keras import models
from compat.keras.models import Model, load_model


@pytest.mark.parametrize("stack, name", [
    ("keras-1.2.2-py36", "mlp"), ("keras-2.2.4-py37", "conv_bn"), ("keras-2.2.4-py37", "masked_bidirectional"),
])
def test_a_file_of_an_old_keras_opens_with_its_numbers(stack, name, flavor):
    if flavor.name != "keras3" and (stack.startswith("keras-1") or flavor.version.startswith("2.1.")):
        pytest.skip("there it is the installed Keras's own load_model, which knows the files of its time")
    source = golden(stack, name)
    model = load_model(str(source.path))
    np.testing.assert_allclose(model.predict(source.x[0]), source.y[0], atol=1e-5)


def test_the_model_has_the_methods_of_old_code(flavor):
    if flavor.version.startswith("2.1."):
        pytest.skip("Keras 2.1 does not know files of Keras 2.2")
    source = golden("keras-2.2.4-py37", "mlp")
    model = load_model(str(source.path))
    generator = ((source.x[0], source.t[0]) for _ in range(2))
    assert set(model.fit_generator(generator, steps_per_epoch=2, epochs=1, verbose=0).history) >= {"loss"}
    if flavor.name == "keras3":
        again = model.predict(source.x[0].tolist())
        assert isinstance(model, Model) and again.shape == source.y[0].shape


@pytest.mark.parametrize("stack, name", [
    ("keras-1.2.2-py36", "mlp_weights_json"), ("keras-2.2.4-py37", "lstm_weights_json"),
    ("keras-2.2.4-py37", "mlp_weights_yaml"),
])
def test_an_architecture_and_its_weights_are_joined_as_in_old_code(stack, name, flavor):
    if flavor.name != "keras3":
        pytest.skip("there these are the installed Keras's own functions")
    source = golden(stack, name)
    is_json = source.architecture_path.suffix == ".json"
    model = (models.model_from_json if is_json else models.model_from_yaml)(source.architecture_path.read_text())
    model.load_weights(str(source.path))
    np.testing.assert_allclose(model.predict(source.x[0]), source.y[0], atol=1e-5)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OSError, match="gone.h5"):
        load_model(str(tmp_path / "gone.h5"))
