"""Models in Google Cloud Storage, ``gs://bucket/model.h5``, as Keras 2.3 kept them: through a file on this machine."""
import functools
import inspect
import io
import os
import tempfile
from importlib.util import find_spec
from typing import Any, Callable, Dict, Optional

from compat.errors import NotServedError
from compat.flavors import tensorflow_1
from compat.flavors.shared.hdf5_data import may_overwrite

_PREFIX = "gs://"


class _TensorFlow:
    """The storage itself, through the files of TensorFlow."""

    @staticmethod
    def _files() -> Any:
        if find_spec("tensorflow") is None:
            raise NotServedError("files on {} are read and written by TensorFlow: pip install tensorflow".format(_PREFIX))
        return tensorflow_1("io").gfile

    def FileIO(self, name: str, mode: str) -> Any:
        return self._files().GFile(name, mode)

    def file_exists(self, filename: str) -> bool:
        return bool(self._files().exists(filename))

    def delete_file(self, filename: str) -> None:
        self._files().remove(filename)


#: What reads and writes; :class:`tf_file_io_proxy` takes its place.
_storage: Any = _TensorFlow()


def is_in_cloud(path: Any) -> bool:
    """Whether a path is one of Google Cloud Storage.

    Example:
        >>> is_in_cloud("gs://bucket/model.h5"), is_in_cloud("model.h5")
        (True, False)
    """
    return isinstance(path, str) and path.startswith(_PREFIX)


def _copied(source: Any, target: Any) -> None:
    with source, target:
        target.write(source.read())


def allow_read_from_gcs(load_function: Callable[..., Any]) -> Callable[..., Any]:
    """A function with an argument ``filepath`` as one that takes ``gs://`` there, too.

    Raises:
        ValueError: when called, the function has no such argument.
        NotServedError: when called on ``gs://``, TensorFlow is not installed.
    """
    signature = inspect.signature(load_function)

    @functools.wraps(load_function)
    def load_wrapper(*args: Any, **kwargs: Any) -> Any:
        if "filepath" not in signature.parameters:
            raise ValueError("function {} has no argument filepath".format(load_function))
        given = signature.bind(*args, **kwargs)
        path = given.arguments["filepath"]
        if not is_in_cloud(path):
            return load_function(*args, **kwargs)
        with tempfile.TemporaryDirectory() as folder:
            given.arguments["filepath"] = os.path.join(folder, os.path.basename(path))
            _copied(_storage.FileIO(path, "rb"), open(given.arguments["filepath"], "wb"))  # noqa: SIM115
            return load_function(*given.args, **given.kwargs)

    return load_wrapper


def allow_write_to_gcs(save_function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of ``(obj, filepath, overwrite=True, …)`` as one that takes ``gs://``, too; it asks before overwriting there.

    Raises:
        NotServedError: when called on ``gs://``, TensorFlow is not installed.
    """
    @functools.wraps(save_function)
    def save_wrapper(obj: Any, filepath: Any, overwrite: bool = True, *args: Any, **kwargs: Any) -> None:
        if not is_in_cloud(filepath):
            save_function(obj, filepath, overwrite, *args, **kwargs)
        elif overwrite or not _storage.file_exists(filepath) or may_overwrite(filepath):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, os.path.basename(filepath))
                save_function(obj, path, True, *args, **kwargs)
                _copied(open(path, "rb"), _storage.FileIO(filepath, "wb"))  # noqa: SIM115

    return save_wrapper


class _Kept(io.BytesIO):
    """A file in memory that leaves its bytes under a name when it is closed."""

    def __init__(self, files: Dict[str, bytes], name: str) -> None:
        super().__init__()
        self._keep = functools.partial(files.__setitem__, name)

    def close(self) -> None:
        if not self.closed:
            self._keep(self.getvalue())
        super().close()


class tf_file_io_proxy:
    """A bucket in memory, for tests: in its block, models go to ``gs://`` and come from there without a network.

    Args:
        file_io_module: the module that real Keras 2.3 exchanged, ``"keras.engine.saving.tf_file_io"``; here there is one for
            all that read and write.
        bucket_name: of a real bucket to use instead; default: the environment variable ``GCS_TEST_BUCKET``.

    Example:
        >>> with tf_file_io_proxy("keras.engine.saving.tf_file_io") as bucket:
        ...     with bucket.FileIO(bucket.get_filepath("model.h5"), "wb") as file:
        ...         _ = file.write(b"weights")
        ...     bucket.file_exists("gs://mock-bucket/model.h5")
        True
    """

    def __init__(self, file_io_module: Optional[str] = None, bucket_name: Optional[str] = None) -> None:
        self._module = file_io_module
        self._bucket = bucket_name or os.environ.get("GCS_TEST_BUCKET")
        self._files: Dict[str, bytes] = {}
        self._before: Any = None

    @property
    def bucket_path(self) -> str:
        """``gs://`` and the name of the bucket."""
        return _PREFIX + (self._bucket or "mock-bucket")

    def get_filepath(self, filename: str) -> str:
        """The path of a file in the bucket."""
        return "{}/{}".format(self.bucket_path, filename)

    def FileIO(self, name: str, mode: str) -> Any:
        """A file, open for reading or writing; one that is not on ``gs://`` is a file of this machine.

        Raises:
            OSError: there is none to read.
        """
        self._check_started("FileIO")
        if not is_in_cloud(name):
            return open(name, mode)
        if self._bucket:
            return self._before.FileIO(name, mode)
        if "r" not in mode:
            return _Kept(self._files, name)
        if name not in self._files:
            raise OSError("{} does not exist".format(name))
        return io.BytesIO(self._files[name])

    def file_exists(self, filepath: str) -> bool:
        """Whether there is such a file."""
        self._check_started("file_exists")
        return bool(self._before.file_exists(filepath)) if self._bucket else filepath in self._files

    def delete_file(self, filename: str) -> None:
        """Delete a file.

        Raises:
            KeyError: there is none.
        """
        self._check_started("delete_file")
        if self._bucket:
            self._before.delete_file(filename)
        else:
            del self._files[filename]

    def assert_exists(self, filepath: str) -> None:
        """Raise AssertionError where there is no such file."""
        if not self.file_exists(filepath):
            raise AssertionError("{} does not exist".format(filepath))

    def _check_started(self, called: str) -> None:
        if self._before is None:
            raise RuntimeError("tf_file_io_proxy is not started: call start(), or use it in a with block, before "
                               "{}()".format(called))

    def start(self) -> None:
        """Take the place of the storage.

        Raises:
            ValueError: neither a module nor a bucket was named.
        """
        global _storage
        if not self._module and not self._bucket:
            raise ValueError("`file_io_module` must be provided for mocking")
        self._before, _storage = _storage, self

    def stop(self) -> None:
        """Give the place back."""
        global _storage
        self._check_started("stop")
        _storage, self._before = self._before, None

    def __enter__(self) -> "tf_file_io_proxy":
        self.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.stop()
