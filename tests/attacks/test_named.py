"""Whatever is wrong with a file of any container, the error begins with the path that was given, and has a type of compat."""
import os
import shutil

import pytest
from goldens.catalog import HERE, containers, golden

from compat import inspect
from compat.errors import CompatError

#: Container → the folder that holds it, and what is opened there.
CONTAINERS = {
    "h5": (golden("keras-2.2.4-py37", "mlp").path.parent, "mlp.h5"),
    "keras": (containers("keras", "tf.keras-2.15", "mlp")[0].folder, "model.keras"),
    "keras3": (containers("keras3", "keras-3.3", "nadam")[0].folder, "model.keras"),
    "h5_3": (containers("h5_3", "keras-3.3", "nadam")[0].folder, "model.h5"),
    "weights.h5": (containers("weights.h5", "tf.keras-2.15", "mlp")[0].folder, "model.weights.h5"),
    "checkpoint": (containers("checkpoint", "tf.keras-2.15", "mlp")[0].folder, "cp.ckpt"),
    "partitioned": (HERE / "containers" / "tensorflow-1.15-py37" / "partitioned", "model.ckpt"),
    "saved_model": (containers("saved_model", "tf.keras-2.15", "mlp")[0].folder, "saved_model"),
    "tfjs": (containers("tfjs", name="mlp")[0].folder / "tfjs", "model.json"),
}


def parts_of(folder, name):
    """The files of one container, without the others of the same folder."""
    place = os.path.join(str(folder), name)
    if os.path.isdir(place):
        return sorted(os.path.join(parent, each) for parent, _, names in os.walk(place) for each in names)
    if name == "model.json":
        return sorted(os.path.join(str(folder), each) for each in os.listdir(str(folder)))
    return sorted(os.path.join(str(folder), each) for each in os.listdir(str(folder))
                  if each == name or each.startswith((name + ".index", name + ".data")))


def emptied(content):
    return b""


def halved(content):
    return content[:len(content) // 2]


def overwritten(content):
    return b"\xff" * len(content)


@pytest.mark.parametrize("change", [emptied, halved, overwritten, None], ids=["emptied", "halved", "overwritten", "missing"])
@pytest.mark.parametrize("kind", sorted(CONTAINERS))
def test_an_error_begins_with_the_path(kind, change, tmp_path):
    folder, name = CONTAINERS[kind]
    raised = 0
    for number, part in enumerate(parts_of(folder, name)):
        target = tmp_path / str(number)
        for each in parts_of(folder, name):
            copy = target / os.path.relpath(each, str(folder))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(each, str(copy))
        spoil(target / os.path.relpath(part, str(folder)), change)
        path = str(target / name)
        try:
            inspect(path)
        except CompatError as error:
            raised += 1
            assert str(error).lstrip("'\"").startswith(path), error
    assert raised


def spoil(path, change):
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_bytes()))
