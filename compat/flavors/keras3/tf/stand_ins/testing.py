"""``tf.test``: what is asked about GPUs, and a ``TestCase`` that compares tensors."""
import shutil
import tempfile
import unittest
from contextlib import contextmanager
from typing import Any, Iterator, Optional

import keras
import numpy as np

from compat.flavors.keras3.backend.devices import get_available_gpus
from compat.flavors.keras3.backend.session import Session
from compat.flavors.keras3.backend.tensors import is_tensor, value_of


def is_gpu_available(cuda_only: bool = False, min_cuda_compute_capability: Any = None) -> bool:
    """Whether the backend has a GPU."""
    return bool(get_available_gpus())


def gpu_device_name() -> str:
    """``"/device:GPU:0"``, or an empty string without a GPU."""
    return (get_available_gpus() or [""])[0]


def is_built_with_cuda() -> bool:
    """Whether the backend has a GPU to compute with."""
    return bool(get_available_gpus())


is_built_with_gpu_support = is_built_with_cuda


def is_built_with_rocm() -> bool:
    """False."""
    return False


is_built_with_xla = is_built_with_rocm


def get_temp_dir() -> str:
    """A new folder for the files of a test."""
    return tempfile.mkdtemp()


def main(argv: Any = None) -> None:
    """Run the tests of the program."""
    unittest.main(argv=argv)


class TestCase(unittest.TestCase):
    """Tests that compare tensors and arrays."""

    __test__ = False
    _folder: Optional[str] = None

    def get_temp_dir(self) -> str:
        """One folder for the files of a test, removed afterwards."""
        if self._folder is None:
            self._folder = tempfile.mkdtemp()
            self.addCleanup(shutil.rmtree, self._folder, True)
        return self._folder

    def evaluate(self, tensors: Any) -> Any:
        """Tensors, also nested, as arrays."""
        return keras.tree.map_structure(lambda x: value_of(x) if is_tensor(x) else x, tensors)

    @contextmanager
    def session(self, *args: Any, **options: Any) -> Iterator[Session]:
        """A session for code of TensorFlow 1."""
        with Session() as session:
            yield session

    cached_session = test_session = session

    def assertAllClose(self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: Any = None) -> None:
        """Both, also nested alike, have about the same values."""
        keras.tree.assert_same_structure(self.evaluate(a), self.evaluate(b)) if isinstance(a, dict) else None
        for first, second in zip(keras.tree.flatten(self.evaluate(a)), keras.tree.flatten(self.evaluate(b))):
            np.testing.assert_allclose(np.asarray(first), np.asarray(second), rtol=rtol, atol=atol, err_msg=msg or "")

    assertAllCloseAccordingToType = assertAllClose

    def assertAllEqual(self, a: Any, b: Any, msg: Any = None) -> None:
        """Both have the same values."""
        np.testing.assert_array_equal(np.asarray(self.evaluate(a)), np.asarray(self.evaluate(b)), err_msg=msg or "")

    def assertNotAllClose(self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: Any = None) -> None:
        """Some values differ."""
        if np.allclose(np.asarray(self.evaluate(a)), np.asarray(self.evaluate(b)), rtol=rtol, atol=atol):
            self.fail(msg or "the two values are close at all elements")

    def assertNear(self, f1: float, f2: float, err: float, msg: Any = None) -> None:
        """Two numbers differ by at most ``err``."""
        self.assertTrue(abs(f1 - f2) <= err, msg or "{} is not near {}".format(f1, f2))

    def assertShapeEqual(self, input_a: Any, input_b: Any, msg: Any = None) -> None:
        """Both have the same shape."""
        self.assertEqual(tuple(input_a.shape), tuple(input_b.shape), msg)

    def assertAllInRange(self, target: Any, lower_bound: Any, upper_bound: Any) -> None:
        """Every value lies between the two, both included."""
        values = np.asarray(self.evaluate(target))
        self.assertTrue(bool(((values >= lower_bound) & (values <= upper_bound)).all()))

    def assertDTypeEqual(self, target: Any, expected_dtype: Any) -> None:
        """The values have that dtype."""
        self.assertEqual(np.asarray(self.evaluate(target)).dtype, np.dtype(str(expected_dtype)))
