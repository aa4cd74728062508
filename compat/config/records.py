"""What the upgrade of a configuration takes and gives: the context of a step, its notes, the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Tuple

from compat.hub.records import Config, Origin, Spec, name_of


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

    def __str__(self) -> str:
        return "{}: {}".format(self.layer, self.text) if self.layer else self.text


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

    def upgraded(self, layer: Spec, text: str) -> None:
        """Note a change that keeps the meaning."""
        self.notes.append(Note(name_of(layer), text))

    def warn(self, layer: Spec, text: str) -> None:
        """Note a change that may not."""
        self.notes.append(Note(name_of(layer), text, "warning"))
