"""``get_file`` of Keras 2.2.4 on later Kerases: where files lie, what is returned, and what is said without a network."""
import os
from typing import Any, Callable, Optional

from compat.errors import DownloadError

#: ``extract(archive, folder, archive_format)``
Extract = Callable[[str, str, Any], Any]


def legacy_get_file(download: Callable[..., str], extract_archive: Extract) -> Callable[..., str]:
    """``get_file`` with the arguments, the folders and the result of Keras 2.2.4.

    Args:
        download: ``keras.utils.get_file`` of the installed Keras, which is asked for plain files alone.
        extract_archive: unpacks an archive into a folder.
    """

    def get_file(fname: str, origin: str, untar: bool = False, md5_hash: Optional[str] = None,
                 file_hash: Optional[str] = None, cache_subdir: str = "datasets", hash_algorithm: str = "auto",
                 extract: bool = False, archive_format: Any = "auto", cache_dir: Optional[str] = None) -> str:
        """The path of a file in the cache; downloaded first where it is missing or has another hash.

        Args:
            fname: its name, or a whole path.
            origin: the URL.
            untar: the file is an archive ``fname + '.tar.gz'``, extracted beside itself; the path returned is without
                ``.tar.gz``.
            md5_hash: MD5 of the file; older than ``file_hash``.
            file_hash: MD5 or SHA-256 of the file.
            cache_subdir: folder in the cache.
            hash_algorithm: ``'md5'``, ``'sha256'``, or ``'auto'`` to tell by the length.
            extract: extract the archive beside itself; the path returned is still that of the archive.
            archive_format: ``'tar'``, ``'zip'``, ``'auto'`` for either, or None for neither.
            cache_dir: the cache; ``KERAS_HOME`` or ``~/.keras`` when not given.

        Raises:
            DownloadError: it cannot be downloaded; the message says where to put it.
        """
        folder = os.path.join(cache_of(cache_dir), cache_subdir)
        path = os.path.join(folder, fname)
        target = path + ".tar.gz" if untar else path
        try:
            download(os.path.basename(target), origin, md5_hash=md5_hash, file_hash=file_hash, hash_algorithm=hash_algorithm,
                     cache_subdir=os.path.dirname(target), cache_dir=cache_of(cache_dir))
        except Exception as error:
            if type(error) is not Exception and not isinstance(error, OSError):  # Keras raises a bare Exception
                raise
            raise not_downloaded(target, origin, error) from error
        if untar and not os.path.exists(path):
            extract_archive(target, folder, "tar")
        elif extract and not untar:
            extract_archive(target, folder, archive_format)
        return path

    return get_file


def cache_of(cache_dir: Optional[str]) -> str:
    """The cache, made where it is missing; as in Keras 2 one below ``/tmp`` where it cannot be written."""
    cache = os.path.expanduser(cache_dir or os.environ.get("KERAS_HOME") or os.path.join("~", ".keras"))
    os.makedirs(cache, exist_ok=True)
    return cache if os.access(cache, os.W_OK) else os.path.join("/tmp", ".keras")


def not_downloaded(target: str, origin: str, error: Exception) -> DownloadError:
    folder, name = os.path.split(target)
    return DownloadError("{} is not in {} and cannot be downloaded ({}). Where there is a network, download {} and put it into "
                         "that folder under that name".format(name, folder, error, origin))
