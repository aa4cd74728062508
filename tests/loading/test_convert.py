"""``compat.convert`` in Python: what the command does, as a record."""
import os

import numpy as np
import pytest
from goldens.catalog import golden

import compat
from compat.errors import OptionError, VerificationError
from compat.loading.convert import Reference
from compat.loading.formats import ending

MLP = golden("keras-2.2.4-py37", "mlp")
MASKED = golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda")


@pytest.fixture
def target(tmp_path):
    return tmp_path / ("new" + ending())


def test_the_record_says_what_was_written_and_how_far_it_was_verified(target):
    done = compat.convert(MLP.path, target, reference=Reference(str(MLP.path.with_suffix(".npz"))))
    assert done.path == str(target) and target.exists() and done.verification.level == "outputs match"
    assert done.origin.keras_version == "2.2.4" and done.compiled and done.warnings == ()
    np.testing.assert_allclose(np.asarray(done.model.predict(MLP.x[0])), MLP.y[0], atol=1e-5)


def test_warnings_are_in_the_record(target):
    (warning,) = compat.convert(MASKED.path, target).warnings
    assert "'crop' receives a mask" in warning


def test_a_target_that_exists_is_replaced_only_when_asked(target):
    target.write_text("precious")
    with pytest.raises(OptionError, match="overwrite=True"):
        compat.convert(MLP.path, target)
    assert target.read_text() == "precious"
    assert compat.convert(MLP.path, target, overwrite=True).verification.level == "read back"


def test_a_conversion_that_fails_leaves_nothing(target, tmp_path):
    np.savez(str(tmp_path / "wrong.npz"), x0=MLP.x[0], y0=MLP.y[0] + 1)
    with pytest.raises(VerificationError):
        compat.convert(MLP.path, target, reference=Reference(tmp_path / "wrong.npz"))
    assert os.listdir(str(tmp_path)) == ["wrong.npz"]


def test_a_model_that_its_new_file_does_not_give_back_is_refused(target, tmp_path, monkeypatch):
    def reopen(path, objects):
        raise ValueError("A total of 1 objects could not be loaded")

    monkeypatch.setattr(compat.flavors.loading(), "reopen", reopen)
    with pytest.raises(VerificationError, match="does not open it again; keep the old file .ValueError: A total of 1 objects"):
        compat.convert(MLP.path, target)
    assert os.listdir(str(tmp_path)) == []
