"""Which Keras is chosen when one, several or none are installed."""
import json

import pytest

from compat import flavor
from compat.errors import CompatError, NoKerasError
from compat.flavor import Flavor

KERAS3 = Flavor("keras3", "3.15.1", "keras", "keras3")
TF_KERAS = Flavor("tf_keras", "2.21.0", "tf_keras", "tf_keras")
INSTALLED = {"keras3": KERAS3, "tf_keras": TF_KERAS}


@pytest.fixture
def versions(monkeypatch):
    """Pretend that exactly these distributions are installed."""
    found = {}

    def version(name):
        if name not in found:
            raise flavor.metadata.PackageNotFoundError(name)
        return found[name]

    monkeypatch.setattr(flavor.metadata, "version", version)
    monkeypatch.setattr(flavor, "find_spec", lambda name: object())
    return found


@pytest.mark.parametrize("distributions, expected", [
    ({"keras": "3.15.1"}, ["keras3"]),
    ({"keras": "2.2.4", "tensorflow": "1.15.5"}, ["multibackend"]),
    ({"keras": "2.3.1", "tensorflow-cpu": "2.2.0"}, ["tf.keras", "multibackend"]),
    ({"keras": "2.15.0", "tensorflow-cpu": "2.15.1"}, ["tf.keras"]),
    ({"keras": "3.15.1", "tensorflow": "2.21.0", "tf-keras": "2.21.0"}, ["keras3", "tf_keras"]),
    ({"tensorflow": "2.21.0", "tf-keras": "2.21.0"}, ["tf_keras"]),
    ({"keras": "3.0.0rc1"}, ["keras3"]),
    ({"keras": "2.4.3"}, []),
    ({"tensorflow": "1.15.0"}, []),
    ({}, []),
])
def test_the_installed_flavors_are_found_in_order_of_preference(versions, distributions, expected):
    versions.update(distributions)
    assert list(flavor.installed()) == expected


def test_the_first_installed_flavor_is_the_default():
    assert flavor._choose("", INSTALLED) is KERAS3


@pytest.mark.parametrize("wanted", ["tf_keras", "TF-Keras", " tf_keras "])
def test_the_environment_chooses_between_flavors(wanted):
    assert flavor._choose(wanted, INSTALLED) is TF_KERAS


def test_no_keras_at_all_says_what_to_install():
    with pytest.raises(NoKerasError, match=r"pip install 'keras-legacy-compat\[tensorflow\]'") as caught:
        flavor._choose("", {})
    assert isinstance(caught.value, ImportError) and isinstance(caught.value, CompatError)


def test_asking_for_a_flavor_that_is_not_installed_says_which_are():
    with pytest.raises(NoKerasError, match="multibackend, which is not installed .found: keras3, tf_keras"):
        flavor._choose("keras2", INSTALLED)


def test_asking_for_an_unknown_flavor_lists_the_known_ones():
    with pytest.raises(NoKerasError, match="choose one of keras3, tf_keras, tf.keras, multibackend"):
        flavor._choose("theano", INSTALLED)


@pytest.fixture
def no_keras_imported(monkeypatch, tmp_path):
    monkeypatch.delitem(flavor.sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_BACKEND", "")  # noted, so that it is as it was afterwards
    monkeypatch.delenv("KERAS_BACKEND")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path


def test_the_backend_is_the_one_the_environment_states(no_keras_imported, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert flavor.keras3_backend() == "torch"


def test_the_backend_is_the_configured_one_where_it_is_installed(no_keras_imported, monkeypatch):
    (no_keras_imported / "keras.json").write_text(json.dumps({"backend": "jax"}))
    monkeypatch.setattr(flavor, "find_spec", lambda name: object())
    assert flavor.keras3_backend() == "jax"


def test_a_configured_backend_that_is_not_installed_gives_way_to_one_that_is(no_keras_imported, monkeypatch):
    (no_keras_imported / "keras.json").write_text(json.dumps({"backend": "tensorflow"}))
    monkeypatch.setattr(flavor, "find_spec", lambda name: object() if name == "torch" else None)
    assert flavor.keras3_backend() == "torch"


def test_keras_3_without_its_backend_says_what_to_install(no_keras_imported, monkeypatch):
    monkeypatch.setattr(flavor, "_active", None)
    monkeypatch.setattr(flavor, "installed", lambda: {"keras3": INSTALLED["keras3"]})
    monkeypatch.setattr(flavor, "find_spec", lambda name: None)
    monkeypatch.delenv("COMPAT_FLAVOR", raising=False)
    with pytest.raises(NoKerasError, match=r"but tensorflow, on which it computes, is not; install one with: .*\[tensorflow\]"):
        flavor.active()


def test_keras_3_starts_on_the_backend_that_is_installed(no_keras_imported, monkeypatch):
    monkeypatch.setattr(flavor, "find_spec", lambda name: object() if name == "jax" else None)
    with flavor.stated_backend():
        assert flavor.os.environ["KERAS_BACKEND"] == "jax"


def test_a_stated_backend_stays(no_keras_imported, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    monkeypatch.setattr(flavor, "find_spec", lambda name: object() if name == "jax" else None)
    with flavor.stated_backend():
        assert flavor.os.environ["KERAS_BACKEND"] == "torch"


@pytest.mark.parametrize("asked, stated, has, expected", [
    ("theano", None, ("torch",), "torch"), ("tensorflow", None, ("torch",), "torch"), ("jax", None, ("jax", "torch"), "jax"),
    ("tensorflow", "jax", ("jax", "tensorflow"), "jax"), ("cntk", "torch", ("tensorflow", "torch"), "torch")])
def test_what_an_old_program_asks_for_gives_way(asked, stated, has, expected, no_keras_imported, monkeypatch):
    """``os.environ["KERAS_BACKEND"] = "theano"`` before ``import keras``, under ``compat run``."""
    monkeypatch.setenv(flavor.RUN_VARIABLE, "{}")
    monkeypatch.setenv("KERAS_BACKEND", asked)
    monkeypatch.delenv(flavor.BACKEND_VARIABLE, raising=False)
    if stated:
        monkeypatch.setenv(flavor.BACKEND_VARIABLE, stated)
    monkeypatch.setattr(flavor, "find_spec", lambda name: object() if name in has else None)
    with flavor.stated_backend():
        assert flavor.os.environ["KERAS_BACKEND"] == flavor.keras3_backend() == expected
    assert flavor.os.environ["KERAS_BACKEND"] == asked, "the program reads what it wrote"
