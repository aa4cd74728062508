"""The shapes of the fact tables: each row is one fact about Keras 2.2.4 or 2.3.1, written down once.

The mirror, the resolver, ``compat doctor`` and the tests read the same rows.
"""
from typing import NamedTuple, Optional, Tuple

#: The Keras versions whose public names the tables hold, oldest first.
VERSIONS = ("2.2.4", "2.3.1")
#: Stands for a signature of 2.3.1 that is the one of 2.2.4.
SAME = "="


class Name(NamedTuple):
    """One public object of the old Keras.

    Attributes:
        name: what old code calls it, e.g. ``"Convolution2D"``.
        kind: ``"class"``, ``"function"`` or ``"value"``.
        home: the module of a flavor that serves it, e.g. ``"layers"`` for ``compat.flavors.keras3.layers``.
        paths: every old module that offers it; ``"keras.engine@2.2.4"`` limits a path to one version.
        v2_2_4: the signature in Keras 2.2.4, None where that version lacks it; a default that is a bare word is that of
            the era (:mod:`compat.api.signatures`).
        changed: the signature in Keras 2.3.1 where it differs, None where that version lacks the object.
        alias_of: the name of the object in its home when that differs, e.g. ``"Conv2D"``.
        before: of a name of tf.keras, its older signatures, each with the first TensorFlow of the next one; the oldest first.
    """

    name: str
    kind: str
    home: str
    paths: Tuple[str, ...]
    v2_2_4: Optional[str]
    changed: Optional[str] = SAME
    alias_of: str = ""
    before: Tuple[Tuple[str, str], ...] = ()

    @property
    def attribute(self) -> str:
        """The attribute of the home module that holds the object."""
        return self.alias_of or self.name

    @property
    def v2_3_1(self) -> Optional[str]:
        """The signature in Keras 2.3.1, None where that version lacks the object."""
        return self.v2_2_4 if self.changed == SAME else self.changed

    @property
    def signature(self) -> str:
        """The signature of the newest version that has the object."""
        return self.signature_in("2.3.1")

    def signature_in(self, version: str) -> str:
        """The signature in one of :data:`VERSIONS`, or in the other where that one lacks the object."""
        found = (self.v2_2_4, self.v2_3_1) if version == "2.2.4" else (self.v2_3_1, self.v2_2_4)
        return next((text for text in found if text is not None), "")


class Module(NamedTuple):
    """One attribute of an old module that is itself a module.

    Attributes:
        name: the attribute, e.g. ``"K"``.
        target: the module it stands for, e.g. ``"keras.backend"``.
        paths: the modules that offer it, written as in :class:`Name`.
    """

    name: str
    target: str
    paths: Tuple[str, ...]


def path_and_versions(path: str) -> Tuple[str, Tuple[str, ...]]:
    """Split ``"keras.engine@2.2.4"`` into the module and the versions that have it.

    Example:
        >>> path_and_versions("keras.engine@2.2.4")
        ('keras.engine', ('2.2.4',))
        >>> path_and_versions("keras.layers")
        ('keras.layers', ('2.2.4', '2.3.1'))
    """
    module, _, version = path.partition("@")
    return module, (version,) if version else VERSIONS
