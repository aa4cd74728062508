"""Architectures in JSON and YAML."""
import json

import pytest

from compat.errors import ModelFileNotFoundError, NotAModelFileError, UnsafeFileError, UnsupportedError
from compat.saved import Limits, read_architecture

ARCHITECTURE = {
    "class_name": "Sequential",
    "config": [{"class_name": "Dense", "config": {"units": 2}}],
    "keras_version": "2.1.6",
    "backend": "theano",
}
YAML = """
backend: theano
class_name: Sequential
config:
- class_name: Dense
  config:
    batch_input_shape: !!python/tuple [null, 3]
    name: &name dense
    alias: *name
keras_version: 2.1.6
"""


def test_json_text_is_read():
    saved = read_architecture(json.dumps(ARCHITECTURE))
    assert saved.kind == "architecture"
    assert saved.model_config == {"class_name": "Sequential", "config": ARCHITECTURE["config"]}
    assert (saved.keras_version, saved.backend) == ("2.1.6", "theano")


def test_a_json_file_is_read(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(json.dumps(ARCHITECTURE))
    assert read_architecture(path).model_config["class_name"] == "Sequential"


def test_tuples_of_yaml_become_lists():
    pytest.importorskip("yaml")
    layer = read_architecture(YAML).model_config["config"][0]
    assert layer["config"] == {"batch_input_shape": [None, 3], "name": "dense", "alias": "dense"}


@pytest.mark.parametrize(
    "hostile, cause",
    [
        ("class_name: !!python/object/apply:os.system [id]\n", "more than plain values"),
        ("class_name: !!python/name:os.system\n", "more than plain values"),
        ("class_name: x\nloop: &loop [*loop]\n", "json_depth"),
        ("a: &a {b: 1}\nclass_name: {<<: *a}\n", "merge key"),
        ("class_name: " + "[" * 200 + "\n", "json_depth"),
    ],
)
def test_hostile_yaml_is_refused(hostile, cause):
    pytest.importorskip("yaml")
    with pytest.raises(UnsafeFileError, match=cause):
        read_architecture(hostile)


def test_yaml_aliases_that_multiply_are_refused():
    pytest.importorskip("yaml")
    levels = ["a0: &a0 [1, 1]"]
    levels += ["a{}: &a{} [{}]".format(n, n, ", ".join(["*a{}".format(n - 1)] * 9)) for n in range(1, 9)]
    with pytest.raises(UnsafeFileError, match="json_values"):
        read_architecture("\n".join(levels) + "\nclass_name: x\n", Limits(json_values=10000))


def test_without_pyyaml_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(UnsupportedError, match="pip install pyyaml"):
        read_architecture(YAML)


def test_a_missing_file_is_named():
    with pytest.raises(ModelFileNotFoundError, match="no-such.json"):
        read_architecture("no-such.json")


@pytest.mark.parametrize("text", ["{}", '{"class_name": 3}', '{"class_name": '])
def test_what_is_no_architecture_is_refused(text):
    with pytest.raises(NotAModelFileError):
        read_architecture(text)


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(json.dumps(ARCHITECTURE))
    with pytest.raises(UnsafeFileError, match="json_bytes"):
        read_architecture(path, Limits(json_bytes=10))
