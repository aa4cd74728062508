"""Files that real projects published open and predict what their own Keras predicted.

They are not part of this repository: ``COMPAT_REAL_MODELS`` names their folder, and without it these tests are skipped.
"""
import os
from pathlib import Path

import numpy as np
import pytest

from compat.loading.verify import numbered

FOLDER = os.environ.get("COMPAT_REAL_MODELS")
FILES = sorted(Path(FOLDER).glob("*.h5")) if FOLDER else []
#: Keras 1 on Theano, which the file does not say: the Keras that gave the reference took the kernels for TensorFlow's
#: and did not rotate them. Ours rotates, as Theano did when the model was trained.
UNROTATED = ("batch_to_conv2d_theano_1", "conv2d_reshape_theano_1", "conv2d_theano_1", "embedding_conv1d_theano_1")

ONE_GRAPH = True  # one for each file
pytestmark = pytest.mark.skipif(not FILES, reason="COMPAT_REAL_MODELS names no folder with files")


@pytest.fixture(scope="module", params=FILES, ids=[path.stem for path in FILES])  # a function fails on an empty list
def path(request):
    return request.param


@pytest.fixture(scope="module")
def opened(path, flavor):
    from compat.loading.load import load  # needs a Keras; without files this module is collected where there is none
    if flavor.name == "multibackend":
        from compat.keras.backend import clear_session
        clear_session()  # or its one graph grows with every file
    return load(str(path))


def test_a_published_file_opens_with_every_weight_in_place(opened):
    assert opened.verification.level == "shaped"


def test_a_published_file_predicts_what_its_own_keras_predicted(path, opened, request):
    stored = Path(str(path) + ".npz")
    if not stored.exists():
        pytest.skip("no reference outputs beside this file")
    if path.stem.endswith(UNROTATED):
        request.applymarker(pytest.mark.xfail(strict=True, reason="the reference has its kernels unrotated"))
    with np.load(str(stored)) as arrays:
        inputs, expected = numbered(arrays, "x"), numbered(arrays, "y")
    outputs = opened.model.predict(inputs[0] if len(inputs) == 1 else inputs, verbose=0)
    for output, value in zip(outputs if isinstance(outputs, list) else [outputs], expected):
        # Some of these outputs reach 1e4: float32 sums of that size are only good to a millionth of the largest.
        np.testing.assert_allclose(output, value, rtol=1e-5, atol=max(1e-4, 1e-6 * float(np.abs(value).max())))
