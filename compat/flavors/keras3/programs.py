"""What is a program's own, and what is Keras's or compat's."""
from typing import Any


def is_of_a_program(function: Any) -> bool:
    """Whether a function or method was written by the program.

    Example:
        >>> import keras
        >>> is_of_a_program(keras.Model.train_step), is_of_a_program(print)
        (False, True)
    """
    return function.__module__.split(".")[0] not in ("compat", "keras")
