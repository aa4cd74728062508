"""Every error that ``compat`` raises on purpose, one class per cause.

Each derives from :class:`CompatError` and, where Python has a built-in for the cause, from that too, so that both
``except CompatError`` and the ``except ValueError`` of old code work. A message says what, where, and what to do next.
"""
from contextlib import contextmanager
from typing import Iterator, Type

#: What Keras 3 and tf.keras put around what went wrong in the call of a layer: who was called, and all arguments.
_FRAME, _ARGUMENTS = "Exception encountered when calling ", ("\n\nCall arguments received by ", "\n\nArguments received by ")


class CompatError(Exception):
    """Root of all errors of this package.

    Example:
        >>> issubclass(EraError, CompatError) and issubclass(EraError, ValueError)
        True
    """


class NoKerasError(CompatError, ImportError):
    """No Keras that this package supports is installed, or the one asked for is not."""


class NotServedError(CompatError):
    """A name of the old Keras or TensorFlow that the installed flavor does not offer; one of the two errors below."""


class AttributeNotServedError(NotServedError, AttributeError):
    """Such a name was looked up: ``hasattr`` is False, and ``getattr`` gives its default."""


class ImportNotServedError(NotServedError, ImportError):
    """``from module import name`` asked for such a name."""


class DownloadError(CompatError, OSError):
    """A file that the old Keras downloaded cannot be had; the message says which one, and where to put it."""


class EraError(CompatError, ValueError):
    """A Keras version that was asked for as era is not one this package knows."""


class ModelFileNotFoundError(CompatError, FileNotFoundError):
    """There is no file at the given path."""


class NotAModelFileError(CompatError, ValueError):
    """The file is not HDF5, is truncated, or holds neither a model configuration nor weights."""


class ArchitectureMissingError(NotAModelFileError):
    """The file holds weights alone, and no architecture was given with it."""


class UnsafeFileError(CompatError, ValueError):
    """The file does something that no honest model file does; the message names the place and the limit."""


class ConfigError(CompatError, ValueError):
    """A model configuration that cannot be understood, or cannot be expressed on the installed flavor."""


class UnknownLayerError(CompatError, ValueError):
    """The file names a layer, function or object whose code was not given in ``custom_objects``."""


class LambdaError(CompatError, ValueError):
    """A Lambda layer whose function has to be given, because the file's own is never executed."""


class WeightsError(CompatError, ValueError):
    """The weights of a file do not fit the model: names, number or shapes differ."""


class MaskingError(CompatError, TypeError):
    """A mask reached a layer that does not support masking, or has a rank that cannot be applied."""


class VerificationError(CompatError, ValueError):
    """A converted model does not compute what the reference says."""


class StandaloneError(CompatError, ValueError):
    """A model that cannot be a file of nothing but Keras's own layers and operations, although that was required."""


class ArgumentError(CompatError, TypeError):
    """An argument of the old API with a value that no later Keras has, or given under its old and its new name."""


class UnsupportedError(CompatError, NotImplementedError):
    """A call of the old API that cannot be bridged to the installed flavor."""


class ScriptNotFoundError(CompatError, FileNotFoundError):
    """There is no program at the given path."""


class LegacySyntaxError(CompatError, SyntaxError):
    """A program is Python 2; the message names the line and says to run 2to3 first."""


class ComparisonError(CompatError):
    """Two models cannot be compared: one does not take the inputs, or has no graph of layers."""


class DrawingError(CompatError):
    """A model cannot be drawn: the file has no architecture, or Graphviz is missing or fails."""


class OptionError(CompatError, ValueError):
    """An option of a command is not of the form it takes, or makes no sense with the others."""


class NotebookError(CompatError, ValueError):
    """The file is named like a notebook of Jupyter and holds no cells."""


class WorkerError(CompatError, RuntimeError):
    """The processes that should convert files die before they can begin."""


@contextmanager
def typed(kind: Type[CompatError], what: str) -> Iterator[None]:
    """Whatever goes wrong inside, as an error of this package that says where; for code that is handed what strangers wrote.

    Args:
        kind: the class of the error.
        what: where, and what cannot be done; what happened is added.

    Example:
        >>> with typed(ConfigError, "model.h5: the configuration has not the form of any Keras"):
        ...     {"class_name": "Dense"}["config"]
        Traceback (most recent call last):
            ...
        compat.errors.ConfigError: model.h5: the configuration has not the form of any Keras (KeyError: 'config')
    """
    try:
        yield
    except CompatError:
        raise
    except Exception as error:
        raise kind("{} ({}: {})".format(what, type(error).__name__, plain_text(str(error)))) from error


def plain_text(message: str) -> str:
    """The message of a foreign error without colours, and with Keras's frame around it shortened to the layer's name.

    Example:
        >>> plain_text("Exception encountered when calling Dense.call().\\n\\n\\x1b[1mbad shape\\x1b[0m\\n\\n"
        ...            "Arguments received by Dense.call():\\n  • inputs=None")
        'Dense.call(): bad shape'
    """
    # By hand: a message may quote a stranger's file, and no such text goes to a regular expression.
    first, *coloured = message.split("\x1b[")
    cause, callers = (first + "".join(part.lstrip("0123456789;")[1:] for part in coloured)).strip(), ""
    while cause.startswith(_FRAME):
        caller, _, rest = cause[len(_FRAME):].partition("\n\n")
        for arguments in _ARGUMENTS:
            rest = rest.partition(arguments)[0]
        callers += "{}: ".format(caller[len("layer "):] if caller.startswith("layer ") else caller).replace(".: ", ": ")
        cause = rest.strip()
    return callers + cause
