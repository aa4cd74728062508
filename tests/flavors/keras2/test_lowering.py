"""Initializers of the hub in the words of the installed Keras 2."""
import pytest

from compat.flavors.keras2.lowering import initializer


def scaling(distribution):
    config = {"scale": 2.0, "mode": "fan_in", "distribution": distribution, "seed": None}
    return {"class_name": "VarianceScaling", "config": config}


def of_multi_backend_keras(name, **arguments):
    return name == "VarianceScaling" and arguments.get("distribution", "normal") in ("normal", "uniform")


@pytest.mark.parametrize("written", [scaling("truncated_normal"), {"class_name": "HeNormal", "config": {"seed": None}}])
def test_a_truncated_normal_is_what_multi_backend_keras_calls_normal(written):
    assert initializer(written, of_multi_backend_keras) == scaling("normal")


@pytest.mark.parametrize("written", [scaling("truncated_normal"), scaling("uniform"), "zeros", None])
def test_what_the_installed_keras_knows_stays_as_it_is(written):
    assert initializer(written, lambda name, **arguments: True) == written
