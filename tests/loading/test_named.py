"""Whatever is wrong with a file of any container, the error or warning of opening it begins with the path that was given."""
import io
import os
import shutil
import warnings
import zipfile

import h5py
import pytest
from attacks.test_named import CONTAINERS, halved, overwritten, parts_of, spoil

import compat
from compat import keras
from compat.errors import CompatError
from compat.flavor import active

WEIGHTS = ("checkpoint", "partitioned", "weights.h5")


def opened(kind, path):
    """Open a model; weights alone with the architecture that is beside them among the goldens."""
    keras.backend.clear_session()
    if kind in WEIGHTS:
        return compat.load_model(CONTAINERS["checkpoint"][0] / "model.json", weights=path)
    return compat.load_model(path)


def copied(kind, target):
    folder, name = CONTAINERS[kind]
    for each in parts_of(folder, name):
        copy = target / os.path.relpath(each, str(folder))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(each, str(copy))
    return str(target / name)


@pytest.mark.parametrize("change", [halved, overwritten, None], ids=["halved", "overwritten", "missing"])
@pytest.mark.parametrize("kind", sorted(CONTAINERS))
def test_an_error_of_loading_begins_with_the_path(kind, change, tmp_path):
    folder, name = CONTAINERS[kind]
    raised = 0
    for number, part in enumerate(parts_of(folder, name)):
        path = copied(kind, tmp_path / str(number))
        spoil(tmp_path / str(number) / os.path.relpath(part, str(folder)), change)
        try:
            opened(kind, path)
        except CompatError as error:
            raised += 1
            assert str(error).lstrip("'\"").startswith(path), error
    assert raised


def without_a_slot(content):
    """A file of weights without one variable of the optimizer."""
    memory = io.BytesIO(content)
    with h5py.File(memory, "r+") as file:
        del file["optimizer/vars/3"]
    return memory.getvalue()


def with_members(path, changes):
    """An archive with the members that are named changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(memory, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
    with open(path, "wb") as file:
        file.write(memory.getvalue())


def of_another_optimizer(content):
    return content.replace(b'Adam"', b'Lost"').replace(b'Nadam"', b'Lostx"')


def spoil_training(kind, path):
    """Leave a model that opens, and an optimizer that cannot be made or has another state."""
    if kind == "keras":
        with_members(path, {"config.json": of_another_optimizer})
    elif kind == "keras3":
        with_members(path, {"model.weights.h5": without_a_slot})
    elif kind == "saved_model":
        for name in ("keras_metadata.pb", "saved_model.pb"):
            with open(os.path.join(path, name), "r+b") as file:
                content = of_another_optimizer(file.read())
                file.seek(0)
                file.write(content)
    else:
        with h5py.File(path, "a") as file:
            text = file.attrs["training_config"]
            file.attrs["training_config"] = of_another_optimizer(text if isinstance(text, bytes) else text.encode("utf8"))


@pytest.mark.parametrize("kind", ["h5", "h5_3", "keras", "keras3", "saved_model"])
def test_a_warning_of_loading_begins_with_the_path(kind, tmp_path):
    if kind in ("h5_3", "keras3") and active().name != "keras3":
        pytest.skip("no Keras 2 opens files of Keras 3")
    path = copied(kind, tmp_path)
    spoil_training(kind, path)
    texts = warned(lambda: opened(kind, path))
    assert texts and all(text.startswith(path) for text in texts), texts


def test_a_warning_of_loading_weights_begins_with_their_path(tmp_path):
    if active().name != "keras3":
        pytest.skip("a tf.keras opens its own checkpoints, and a Keras 2 has no such state")
    path = copied("checkpoint", tmp_path)
    model = compat.load_model(CONTAINERS["checkpoint"][0] / "model.json")
    model.compile("rmsprop", "mse")
    texts = warned(lambda: compat.load_weights(model, path))
    assert texts and all(text.startswith(path) and "RMSprop" in text for text in texts), texts


def warned(act):
    """The texts of the warnings for users that something gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        act()
    return [str(each.message) for each in caught if each.category is UserWarning]
