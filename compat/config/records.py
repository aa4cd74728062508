"""What the upgrade of a configuration takes and gives: origin, context of a step, notes, result."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

Config = Dict[str, Any]
Layer = Dict[str, Any]


@dataclass(frozen=True)
class Origin:
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
    def flips_kernels(self) -> bool:
        """True when convolution kernels were applied rotated by 180 degrees: Theano convolves, the others correlate."""
        return self.backend == "theano"


def _numbers(version: str) -> Tuple[int, ...]:
    """The numbers that a version begins with."""
    parts = itertools.takewhile(str.isdigit, version.split("-")[0].split("."))
    return tuple(int(part) for part in parts)


@dataclass(frozen=True)
class Note:
    """Something the upgrade did that a person may want to know.

    Attributes:
        layer: the layer's name, or "" for the whole model.
        text: one sentence.
        kind: ``"upgraded"`` (same meaning, newer words) or ``"warning"`` (the meaning may have changed).
    """

    layer: str
    text: str
    kind: str = "upgraded"


@dataclass(frozen=True)
class Upgraded:
    """A configuration in the hub dialect.

    Attributes:
        config: the model, see :mod:`compat.config` for what holds in it.
        report: what was changed, in order.
        origin: which Keras wrote it.
    """

    config: Config
    report: Tuple[Note, ...]
    origin: Origin

    @property
    def warnings(self) -> Tuple[Note, ...]:
        """The notes that say the meaning may have changed."""
        return tuple(note for note in self.report if note.kind == "warning")


@dataclass(frozen=True)
class Context:
    """What every step may look at: the origin, the model's channel order, and where notes go."""

    origin: Origin
    data_format: str = "channels_last"
    notes: List[Note] = field(default_factory=list)

    def upgraded(self, layer: Layer, text: str) -> None:
        """Note a change that keeps the meaning."""
        self.notes.append(Note(name_of(layer), text))

    def warn(self, layer: Layer, text: str) -> None:
        """Note a change that may not."""
        self.notes.append(Note(name_of(layer), text, "warning"))


def name_of(layer: Layer) -> str:
    """A layer's name, wherever its Keras put it, or "" when it has none."""
    config = layer.get("config")
    name: Optional[Any] = config.get("name") if isinstance(config, dict) else None
    return str(name if name is not None else layer.get("name") or "")


def with_config(layer: Layer, **changes: Any) -> Layer:
    """A copy of the layer with these arguments added or replaced."""
    return dict(layer, config=dict(layer["config"], **changes))


def without(layer: Layer, *arguments: str) -> Layer:
    """A copy of the layer without these arguments."""
    return dict(layer, config={key: value for key, value in layer["config"].items() if key not in arguments})
