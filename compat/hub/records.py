"""What a configuration in the hub dialect is made of: specifications of layers, their paths, and where a file came from."""
import itertools
from typing import Any, Dict, FrozenSet, NamedTuple, Tuple

Config = Dict[str, Any]
#: A layer or model as its configuration states it: ``{"class_name": …, "config": {…}}``.
Spec = Dict[str, Any]
#: Names from the outermost model's layer down to this one.
Path = Tuple[str, ...]
#: Arguments that the configuration of every layer may hold, whatever its class.
BASE_ARGUMENTS: FrozenSet[str] = frozenset(("name", "trainable", "dtype", "batch_input_shape", "activity_regularizer"))


class Origin(NamedTuple):
    """Which Keras wrote a file, and how we know.

    Attributes:
        keras_version: e.g. ``"2.2.4"``, ``"1.2.2"``, ``"2.4.0"``; the best guess where the file does not say.
        backend: ``"tensorflow"``, ``"theano"`` or ``"cntk"``.
        version_stated: the file states the version; otherwise it is inferred from argument and weight names.
        backend_stated: the same for the backend.

    Example:
        >>> Origin("1.2.2", "theano").major
        1
    """

    keras_version: str
    backend: str
    version_stated: bool = True
    backend_stated: bool = True

    @property
    def major(self) -> int:
        """First number of the version."""
        head = self.keras_version.split(".")[0]
        return int(head) if head.isdigit() else 2

    def before(self, release: str) -> bool:
        """Whether the version comes before a release, by its numbers.

        Example:
            >>> Origin("1.0.10", "theano").before("1.0.6"), Origin("1.0", "theano").before("1.0.6")
            (False, True)
        """
        return _numbers(self.keras_version) < _numbers(release)

    @property
    def is_tf_keras(self) -> bool:
        """Whether it was tf.keras, which before 2.3 called itself by the number of the Keras it followed."""
        return self.keras_version.endswith("-tf") or not self.before("2.4")

    @property
    def era(self) -> str:
        """The version that :class:`compat.era.Era` knows this Keras by: tf.keras that calls itself 2.2.4-tf is 2.4.

        Example:
            >>> Origin("2.2.4", "tensorflow").era, Origin("2.2.4-tf", "tensorflow").era
            ('2.2.4', '2.4')
        """
        return "2.4" if self.keras_version.endswith("-tf") else self.keras_version

    @property
    def described(self) -> str:
        """For people, with what was inferred in brackets.

        Example:
            >>> Origin("1.2.2", "theano", True, False).described
            'Keras 1.2.2 on theano (inferred)'
        """
        parts = (("Keras", self.keras_version, self.version_stated), ("on", self.backend, self.backend_stated))
        return " ".join("{} {}{}".format(word, value, "" if stated else " (inferred)") for word, value, stated in parts)

    @property
    def flips_kernels(self) -> bool:
        """True when convolution kernels were applied rotated by 180 degrees: Theano convolves, the others correlate."""
        return self.backend == "theano"


def _numbers(version: str) -> Tuple[int, ...]:
    """The numbers that a version begins with."""
    parts = itertools.takewhile(str.isdigit, version.split("-")[0].split("."))
    return tuple(int(part) for part in parts)


def name_of(spec: Spec) -> str:
    """A layer's name, wherever its Keras put it, or "" when it has none."""
    config = spec.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    return str(name if name is not None else spec.get("name") or "")


def renamed(spec: Spec, class_name: str) -> Spec:
    """A copy of the specification under another class name; :func:`class_in_file` still gives the one that it had.

    Example:
        >>> class_in_file(renamed(renamed({"class_name": "CuDNNLSTM", "config": {}}, "LSTM"), "LSTM"))
        'CuDNNLSTM'
    """
    return dict(spec, class_name=class_name, class_in_file=class_in_file(spec))


def class_in_file(spec: Spec) -> str:
    """The class name with which the file states a layer or model: objects of ``.weights.h5`` are called by it."""
    return str(spec.get("class_in_file", spec["class_name"]))


def with_config(spec: Spec, **changes: Any) -> Spec:
    """A copy of the specification with these arguments added or replaced."""
    return dict(spec, config=dict(spec["config"], **changes))


def without(spec: Spec, *arguments: str) -> Spec:
    """A copy of the specification without these arguments."""
    return dict(spec, config={key: value for key, value in spec["config"].items() if key not in arguments})
