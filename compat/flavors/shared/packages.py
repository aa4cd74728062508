"""Packages beside Keras that hold what Keras 2.2.4 and 2.3.1 served under their own names.

``keras_applications`` and ``keras_preprocessing`` are the code that both versions called; they are pure Python, and the
old Kerases required them.
"""
import importlib
from types import ModuleType

from compat.errors import NotServedError


def published(module: str) -> ModuleType:
    """A module of one of these packages, e.g. ``published("keras_applications.vgg16")``.

    Raises:
        NotServedError: the package is not installed; the message says how to install it.

    Example:
        >>> published("keras_of_tomorrow.vgg16")
        Traceback (most recent call last):
            ...
        compat.errors.NotServedError: keras_of_tomorrow is not installed, so what it holds is not served: run pip install keras_of_tomorrow
    """
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise NotServedError("{0} is not installed, so what it holds is not served: run pip install {0}".format(
            package)) from None
