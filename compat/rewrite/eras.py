"""Which Keras a program was written for, if nothing states it: its first file that imports a Keras decides.

A file with ``tf.keras`` and no ``keras`` is code for TensorFlow 2, the last of which with a Keras 2 is 2.15.
"""
import contextlib
import os
from typing import Callable, Iterator, Sequence

from compat.era import LAST_TF_KERAS, current, set_era
from compat.rewrite.changes import Change

_IN_TENSORFLOW = ("tensorflow.keras.", "tensorflow.compat.v1.keras.", "tensorflow.compat.v2.keras.")


@contextlib.contextmanager
def era_of_the_program() -> Iterator[Callable[[Sequence[Change]], None]]:
    """A function to call with the changes of each rewritten file; the era and the environment are as before afterwards.

    Child processes get the same era, by ``COMPAT_ERA``.
    """
    stated = os.environ.get("COMPAT_ERA")
    before = current()
    decided = [stated is not None]

    def note(changes: Sequence[Change]) -> None:
        names = {change.before for change in changes if change.rule in ("import", "attribute")}
        plain = any(name.split(".")[0] == "keras" for name in names)
        in_tensorflow = any((name + ".").startswith(_IN_TENSORFLOW) for name in names)
        if decided[0] or not (plain or in_tensorflow):
            return
        decided[0] = True
        if in_tensorflow and not plain:
            set_era(LAST_TF_KERAS)
        os.environ["COMPAT_ERA"] = current().version

    try:
        yield note
    finally:
        if stated is None:
            os.environ.pop("COMPAT_ERA", None)
        if current() is not before:
            set_era(before.version, before.exact)
