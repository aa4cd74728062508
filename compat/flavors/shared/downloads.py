"""``get_file`` of Keras 2.2.4 on later Kerases: where files are kept, what is returned, and the error without a network."""
import os
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional

from compat.errors import DownloadError

#: ``extract(archive, folder, archive_format)``
Extract = Callable[[str, str, Any], Any]
_FAILED = "URL fetch failure on "  # how Keras begins the bare Exception of a download that failed


def legacy_get_file(download: Callable[..., str], extract_archive: Extract) -> Callable[..., str]:
    """``get_file`` as in Keras 2.2.4; ``download`` is that of the installed Keras, asked for plain files alone."""

    def get_file(fname: str, origin: str, untar: bool = False, md5_hash: Optional[str] = None,
                 file_hash: Optional[str] = None, cache_subdir: str = "datasets", hash_algorithm: str = "auto",
                 extract: bool = False, archive_format: Any = "auto", cache_dir: Optional[str] = None) -> str:
        """The path of a file in the cache; downloaded first where it is missing or has another hash.

        Args:
            fname: its name, or a whole path.
            origin: the URL.
            untar: it is an archive ``fname + '.tar.gz'``, extracted beside itself; the path is then without ``.tar.gz``.
            md5_hash, file_hash, hash_algorithm: what it has to be; MD5 or SHA-256, ``'auto'`` to tell by the length.
            cache_subdir: folder in the cache.
            extract: extract the archive beside itself; the path is still that of the archive.
            archive_format: ``'tar'``, ``'zip'``, ``'auto'`` for either, or None for neither.
            cache_dir: the cache; ``KERAS_HOME`` or ``~/.keras`` when not given.

        Raises:
            DownloadError: it cannot be downloaded; the message says where to put it.
        """
        cache = cache_of(cache_dir)
        path = os.path.join(cache, cache_subdir, fname)
        folder, name = os.path.split(path + ".tar.gz" if untar else path)
        with failures(lambda _: os.path.join(folder, name)):
            download(name, origin, md5_hash=md5_hash, file_hash=file_hash, hash_algorithm=hash_algorithm,
                     cache_subdir=folder, cache_dir=cache)
        if (untar and not os.path.exists(path)) or (extract and not untar):
            extract_archive(os.path.join(folder, name), folder, "tar" if untar else archive_format)
        return path

    return get_file


def cache_of(cache_dir: Optional[str]) -> str:
    """The cache, made where it is missing; as in Keras 2 one below ``/tmp`` where it cannot be written."""
    cache = os.path.expanduser(cache_dir or os.environ.get("KERAS_HOME") or os.path.join("~", ".keras"))
    os.makedirs(cache, exist_ok=True)
    return cache if os.access(cache, os.W_OK) else os.path.join("/tmp", ".keras")


@contextmanager
def failures(place: Callable[[str], str]) -> Iterator[None]:
    """Context manager: a failed download of Keras raises :class:`DownloadError`.

    Args:
        place: URL → the path that the file has in the cache.
    """
    try:
        yield
    except Exception as error:
        if not str(error).startswith(_FAILED):
            raise
        origin = str(error)[len(_FAILED):].partition(": ")[0]
        folder, name = os.path.split(place(origin))
        raise DownloadError(
            "{} is not in {} and cannot be downloaded ({}). On a machine with a network, download {} and copy it to "
            "that folder under that name".format(name, folder, error, origin)) from error
