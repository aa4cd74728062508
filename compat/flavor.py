"""Which Keras is installed. The only module that asks for a version; nothing is imported to answer.

There are four flavors: multi-backend Keras (up to 2.3.1), the tf.keras inside TensorFlow (up to 2.15), tf_keras,
and Keras 3 on TensorFlow, JAX or torch. ``COMPAT_FLAVOR`` chooses when several are installed.
"""
import contextlib
import json
import os
import sys
from importlib.util import find_spec
from typing import Dict, Iterator, NamedTuple, Optional, Tuple

from packaging.version import Version

from compat.errors import NoKerasError

if sys.version_info >= (3, 8):
    from importlib import metadata
else:
    import importlib_metadata as metadata

_KERAS_3 = Version("3.0.0.dev0")
_LAST_MULTIBACKEND = Version("2.4.0.dev0")  # from 2.4 on, "keras" is tf.keras under another name
_FIRST_TENSORFLOW = Version("2.0.0.dev0")  # the tf.keras of TensorFlow 1 is not one of the flavors
_TENSORFLOW_WITHOUT_KERAS_2 = Version("2.16.0.dev0")  # its tf.keras is Keras 3
_TENSORFLOW_DISTRIBUTIONS = (
    "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-intel", "tensorflow-macos",
    "tensorflow-cpu-aws", "tensorflow-rocm", "tf-nightly", "tf-nightly-cpu", "intel-tensorflow",
)


class Flavor(NamedTuple):
    """One installed Keras.

    Attributes:
        name: ``"keras3"``, ``"tf_keras"``, ``"tf.keras"`` or ``"multibackend"``.
        version: of that Keras, or of the TensorFlow whose tf.keras it is.
        root: the module to import it by.
        folder: its folder under ``compat/flavors``.
    """

    name: str
    version: str
    root: str
    folder: str

    @property
    def backend(self) -> str:
        """``"tensorflow"``, ``"jax"``, ``"torch"`` …: what computes under this Keras."""
        return keras3_backend() if self.name == "keras3" else "tensorflow"


#: In order of preference.
ORDER: Tuple[str, ...] = ("keras3", "tf_keras", "tf.keras", "multibackend")
_ALIASES = {
    "keras3": "keras3", "keras 3": "keras3", "keras": "keras3",
    "tf_keras": "tf_keras", "tf-keras": "tf_keras",
    "tf.keras": "tf.keras", "tensorflow": "tf.keras",
    "multibackend": "multibackend", "keras2": "multibackend", "keras 2": "multibackend",
}
#: Set while a program runs under ``compat run``, and in the processes that it starts.
RUN_VARIABLE = "COMPAT_RUN"
#: The backend that was stated for a program under ``compat run``, whatever the program then writes into ``KERAS_BACKEND``.
BACKEND_VARIABLE = "COMPAT_BACKEND"
#: What Keras 3 computes on, in order of preference.
_BACKENDS = ("tensorflow", "jax", "torch")
_active: Optional[Flavor] = None


def installed() -> Dict[str, Flavor]:
    """Every flavor that is installed, in order of preference; empty when there is none.

    Example:
        >>> set(installed()) <= set(ORDER)
        True
    """
    found = (_keras(), _tf_keras(), _tensorflow_keras())
    by_name = {flavor.name: flavor for flavor in found if flavor}
    return {name: by_name[name] for name in ORDER if name in by_name}


def active() -> Flavor:
    """The flavor in use: ``COMPAT_FLAVOR`` if set, else the first that is installed. Decided once per process.

    Raises:
        NoKerasError: there is none, or not the one that ``COMPAT_FLAVOR`` names, or it is Keras 3 without its backend.
    """
    global _active
    if _active is None:
        chosen = _choose(os.environ.get("COMPAT_FLAVOR", ""), installed())
        if chosen.name == "keras3" and not _has(chosen.backend):
            raise NoKerasError("Keras 3 is installed, but {}, on which it computes, is not; {}".format(chosen.backend, _ADVICE))
        if RUN_VARIABLE in os.environ and chosen.name != "multibackend" and os.environ.get("KERAS_BACKEND"):
            _state_backend()  # TensorFlow, which the others compute with, imports the Keras 3 that is beside it
        _active = chosen
    return _active


def _choose(wanted: str, found: Dict[str, Flavor]) -> Flavor:
    if wanted:
        name = _ALIASES.get(wanted.strip().lower())
        if name is None:
            raise NoKerasError(
                "COMPAT_FLAVOR={!r} is not a flavor; choose one of {}".format(wanted, ", ".join(ORDER)))
        if name not in found:
            raise NoKerasError("COMPAT_FLAVOR asks for {}, which is not installed (found: {}); {}".format(
                name, ", ".join(found) or "none", _ADVICE))
        return found[name]
    if not found:
        raise NoKerasError("no Keras is installed that compat can use; " + _ADVICE)
    return next(iter(found.values()))


_ADVICE = (
    "install one with: pip install 'keras-legacy-compat[tensorflow]' (or [jax], or [torch]) for Keras 3; "
    "pip install tf-keras for tf_keras"
)


def _version_of(*distributions: str) -> Optional[Version]:
    for name in distributions:
        try:
            return Version(metadata.version(name))
        except metadata.PackageNotFoundError:
            continue
    return None


def _keras() -> Optional[Flavor]:
    version = _version_of("keras", "keras-nightly")
    if version is None or not find_spec("keras"):
        return None
    if version >= _KERAS_3:
        return Flavor("keras3", str(version), "keras", "keras3")
    if version < _LAST_MULTIBACKEND:
        return Flavor("multibackend", str(version), "keras", "multibackend")
    return None


def _tf_keras() -> Optional[Flavor]:
    version = _version_of("tf-keras", "tf-keras-nightly")
    if version is None or not find_spec("tf_keras"):
        return None
    return Flavor("tf_keras", str(version), "tf_keras", "tf_keras")


def _tensorflow_keras() -> Optional[Flavor]:
    version = _version_of(*_TENSORFLOW_DISTRIBUTIONS)
    if version is None or not _FIRST_TENSORFLOW <= version < _TENSORFLOW_WITHOUT_KERAS_2:
        return None
    if not find_spec("tensorflow"):
        return None
    return Flavor("tf.keras", str(version), "tensorflow.keras", "tf_keras")


def keras3_backend() -> str:
    """The backend of Keras 3: as imported, else ``KERAS_BACKEND``, else its configuration, else what is installed.

    Keras 3 itself falls back to TensorFlow even where only JAX or torch is installed; this does not. Old programs say
    ``os.environ["KERAS_BACKEND"] = "theano"`` before they import Keras: under ``compat run`` what was stated for the program
    wins, and a backend that it asks for itself counts where it is one of Keras 3 and installed.
    """
    if "keras" in sys.modules and hasattr(sys.modules["keras"], "config"):
        return str(sys.modules["keras"].config.backend())
    asked, runs = os.environ.get("KERAS_BACKEND"), RUN_VARIABLE in os.environ
    if runs and os.environ.get(BACKEND_VARIABLE):
        return os.environ[BACKEND_VARIABLE]
    if asked and (not runs or asked in _BACKENDS and _has(asked)):
        return asked
    stated = _configured_backend()
    if stated and _has(stated):
        return stated
    for name in _BACKENDS:
        if _has(name):
            return name
    return stated or "tensorflow"


@contextlib.contextmanager
def stated_backend() -> Iterator[None]:
    """For the import of Keras 3: ``KERAS_BACKEND`` names the backend that it is to start on, unless Keras is imported.

    By itself Keras 3 starts on TensorFlow wherever nothing was configured, and fails where that is not installed. A program
    under ``compat run`` has its own value back afterwards.
    """
    before = os.environ.get("KERAS_BACKEND")
    _state_backend()
    try:
        yield
    finally:
        if RUN_VARIABLE in os.environ and before:
            os.environ["KERAS_BACKEND"] = before


def backend_of_old_code(backend: str) -> str:
    """What a program under ``compat run`` reads in ``KERAS_BACKEND``: ``tensorflow`` for what only Keras 3 computes on.

    Old code chose its own functions by that variable (keras-retinanet asserts that it is one of three), and
    ``K.backend()`` answers ``tensorflow`` there.
    """
    return "tensorflow" if backend in _BACKENDS else backend


def _state_backend() -> None:
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = keras3_backend()


def _has(backend: str) -> bool:
    return find_spec(backend) is not None


def _configured_backend() -> Optional[str]:
    home = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    try:
        with open(os.path.join(home, "keras.json"), encoding="utf8") as file:
            backend = json.load(file).get("backend")
    except (OSError, ValueError, AttributeError):
        return None  # no configuration, or one that Keras itself will complain about
    return str(backend) if backend else None
