"""How each Keras wrote its files: the layouts of multi-backend Keras 2.2.4 and 2.3.1, and of tf.keras."""
from typing import NamedTuple

from compat.era import Era
from compat.hub.records import Origin

DEFAULT = "2.2.4"


class Dialect(NamedTuple):
    """The layout of a file.

    Attributes:
        version: that the file states, which decides how compat and old Keras read it.
        signatures: ``"2.2.4"`` or ``"2.3.1"``, whose argument names it holds.
        states_dtype: every layer states its dtype; else those alone that state the shape of their input.
        functional: class name of a model made of inputs and outputs.
        rate: what optimizers call the learning rate.
        counts_steps: every optimizer keeps ``iterations`` in the file.
        newer_optimizers: it has the optimizers of tf.keras 2.11 to 2.15, those of Keras 3.
        of_tf_keras: its layers are those of tf.keras 2.4 to 2.15, not of a multi-backend Keras.
    """

    version: str
    signatures: str
    states_dtype: bool
    functional: str
    rate: str
    counts_steps: bool
    newer_optimizers: bool = False
    of_tf_keras: bool = False


def dialect_of(era: Era) -> Dialect:
    """The layout that the Keras of an era wrote; that of 2.2.4 for Keras 1, whose own no later Keras reads whole.

    Example:
        >>> dialect_of(Era("2.2.4")).rate, dialect_of(Era("2.3.1")).rate, dialect_of(Era("1.2.2")).version
        ('lr', 'learning_rate', '2.2.4')
    """
    origin = Origin(era.version, "tensorflow")
    if origin.before("2.3"):
        return Dialect(DEFAULT if origin.before("2.0") else era.version, "2.2.4", False, "Model", "lr", False)
    return Dialect(era.version, "2.3.1", True, "Model" if origin.before("2.4") else "Functional", "learning_rate", True,
                   era.behaviour("tf_optimizers") == "new", not origin.before("2.4"))
