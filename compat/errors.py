"""Every error that ``compat`` raises on purpose, one class per cause.

Each derives from :class:`CompatError` and, where Python has a built-in for the cause, from that too, so that both
``except CompatError`` and the ``except ValueError`` of old code work. A message says what, where, and what to do next;
the docstring of a class says what usually causes it, and the cure (``docs/errors.md`` is made of these).
"""
from contextlib import contextmanager
from typing import Iterator, Type

#: What Keras 3 and tf.keras put around what went wrong in the call of a layer: who was called, and all arguments.
_REASON, _CONFIGURATION = "Exception encountered: ", " Full object config: "
_FRAME, _ARGUMENTS = "Exception encountered when calling ", ("\n\nCall arguments received by ", "\n\nArguments received by ")


class CompatError(Exception):
    """Root of all errors of this package.

    Example:
        >>> issubclass(EraError, CompatError) and issubclass(EraError, ValueError)
        True
    """


class NoKerasError(CompatError, ImportError):
    """No Keras that this package supports is installed, or the one asked for is not.

    Cause: the environment has no Keras, not the one that ``COMPAT_FLAVOR`` or ``KERAS_BACKEND`` names, or a Keras 3
        without its backend.
    Cure: install one, for example ``keras`` and ``jax``, or correct the variable. ``compat doctor`` shows what is
        found.
    """


class NotServedError(CompatError):
    """A name of the old Keras or TensorFlow that the installed flavor does not offer; one of the two errors below.

    Cause: the name needs what the installed Keras does not have, such as a graph and a session of TensorFlow 1, or an
        image model's published weights.
    Cure: use what the message names; or run this part on an older Keras that has it, which ``COMPAT_FLAVOR`` chooses.
    """


class AttributeNotServedError(NotServedError, AttributeError):
    """Such a name was looked up: ``hasattr`` is False, and ``getattr`` gives its default.

    Cause: as for :class:`NotServedError`.
    Cure: use what the message names; ``compat doctor --missing`` lists all such names.
    """


class ImportNotServedError(NotServedError, ImportError):
    """``from module import name`` asked for such a name.

    Cause: as for :class:`NotServedError`.
    Cure: use what the message names; code that has a fallback may catch ImportError.
    """


class DownloadError(CompatError, OSError):
    """A file that the old Keras downloaded cannot be had; the message says which one, and where to put it.

    Cause: the machine has no network, or the address is gone.
    Cure: download the file elsewhere and copy it to the folder that the message names.
    """


class EraError(CompatError, ValueError):
    """A Keras version that was asked for as era is not one this package knows.

    Cause: a misspelled version in ``Era``, ``set_era``, ``--era`` or ``COMPAT_ERA``.
    Cure: give one from 1.0 to 3; ``"2.4"`` to ``"2.15"`` mean the tf.keras of that TensorFlow.
    """


class ModelFileNotFoundError(CompatError, FileNotFoundError):
    """There is no file at the given path.

    Cause: a wrong path, or another working folder than was meant.
    Cure: correct the path.
    """


class NotAModelFileError(CompatError, ValueError):
    """The file is not HDF5, is truncated, or holds neither a model configuration nor weights.

    Cause: a download that stopped halfway, a web page saved under the name of the model, or a file of another program.
    Cure: copy or download it again, and compare its size. ``compat inspect FILE`` says what is in it.
    """


class ArchitectureMissingError(NotAModelFileError):
    """The file holds weights alone, and no architecture was given with it.

    Cause: the file was written by ``save_weights``, or is a checkpoint of a subclassed model.
    Cure: ``load_model("model.json", weights=FILE)``; or build the model with its code and call ``compat.load_weights``.
    """


class UnsafeFileError(CompatError, ValueError):
    """The file does something that no honest model file does; the message names the place and the limit.

    Cause: links to other files, sizes that the file cannot account for, or more than a limit allows. The file is
        damaged, made to do harm, or very large.
    Cure: do not use it if you do not know where it comes from. For a large file that you trust, ``safe_mode=False``
        lifts the limits on size.
    """


class ConfigError(CompatError, ValueError):
    """A model configuration that cannot be understood, or cannot be expressed on the installed flavor.

    Cause: a damaged or hand-edited configuration, or a layer that the installed Keras cannot build with these
        arguments.
    Cure: the message names the layer; replace it in the model that wrote the file, or open the file on an older Keras.
    """


class UnknownLayerError(CompatError, ValueError):
    """The file names a layer, function or object whose code was not given in ``custom_objects``.

    Cause: a class of the author's own, whose code no model file holds.
    Cure: pass it: ``custom_objects={"Name": Class}``, or ``--custom MODULE:CLASS``. ``compat inspect FILE`` prints a
        class to fill in.
    """


class LambdaError(CompatError, ValueError):
    """A Lambda layer whose function has to be given, because the file's own is never executed.

    Cause: its bytecode does more than compute with tensors, or cannot be read.
    Cure: pass the function: ``lambdas={"layer": fn}``, or ``--lambda 'layer=lambda x: …'``. ``compat inspect FILE``
        shows what it is called and what is known of it.
    """


class WeightsError(CompatError, ValueError):
    """The weights of a file do not fit the model: names, number or shapes differ.

    Cause: the weights belong to another version of the model, or the layers stand in another order.
    Cure: build the model as it was when the file was written; ``by_name=True`` and ``skip_mismatch=True`` load what
        fits.
    """


class MaskingError(CompatError, TypeError):
    """A mask reached a layer that does not support masking, or has a rank that cannot be applied.

    Cause: an ``Embedding(mask_zero=True)`` or ``Masking`` before a layer such as ``Flatten``, which an old Keras
        refused too; or the mask of other steps.
    Cure: if the layer may hand the mask on, set ``supports_masking = True`` in it; if the mask ends there, drop it before,
        for example with ``Lambda(lambda x: x)``, or return None from the layer's ``compute_mask``.
    """


class VerificationError(CompatError, ValueError):
    """A converted model does not compute what the reference says.

    Cause: the installed Keras computes something else, or the reference was made with other weights or inputs.
    Cure: ``compat compare OLD NEW --check NPZ`` names the first layer that differs. Rounding alone: raise ``--rtol``
        and ``--atol``.
    """


class StandaloneError(CompatError, ValueError):
    """A model that cannot be a file of nothing but Keras's own layers and operations, although that was required.

    Cause: a layer of Keras 2 has no counterpart in Keras 3; the message lists each with its reason.
    Cure: convert without ``--standalone`` and ``import compat.layers`` before you open the file; or replace the layers.
    """


class ArgumentError(CompatError, TypeError):
    """An argument of the old API with a value that no later Keras has, or given under its old and its new name.

    Cause: code of Keras 1 or 2 that used an option which was dropped, or both spellings of one argument.
    Cure: use what the message names, and keep one of two spellings.
    """


class UnsupportedError(CompatError, NotImplementedError):
    """A call of the old API that cannot be bridged to the installed flavor.

    Cause: the call needs something that the installed Keras, or the format of the new file, does not have.
    Cure: do what the message says: another call, a package to install, or another format.
    """


class ScriptNotFoundError(CompatError, FileNotFoundError):
    """There is no program at the given path.

    Cause: a wrong path or name of a module, or another working folder than was meant.
    Cure: give the path of a Python file or, after ``-m``, a module.
    """


class LegacySyntaxError(CompatError, SyntaxError):
    """A program is Python 2, or in an encoding that it does not state.

    Cause: ``print`` statements, ``except E, e``, or a source in an encoding that it does not state.
    Cure: the message names the line. ``compat migrate --write`` lifts Python 2 to Python 3 by the fixers of 2to3.
    """


class ComparisonError(CompatError):
    """Two models cannot be compared: one does not take the inputs, or has no graph of layers.

    Cause: other inputs than those of the model in the ``.npz``, or a subclassed model.
    Cure: write ``x0``, ``x1`` … in the order and the shapes of the model's inputs; of subclassed models compare the
        outputs of ``predict``.
    """


class DrawingError(CompatError):
    """A model cannot be drawn: the file has no architecture, or Graphviz is missing or fails.

    Cause: a file of weights alone, or an environment without Graphviz.
    Cure: draw the file that has the architecture; install the extra ``draw``, or Graphviz itself.
    """


class OptionError(CompatError, ValueError):
    """An option of a command is not of the form it takes, or makes no sense with the others.

    Cause: a misspelled option, or two that exclude each other.
    Cure: the message names the option and the form it takes; so does ``--help``.
    """


class NotebookError(CompatError, ValueError):
    """The file is named like a notebook of Jupyter and holds no cells.

    Cause: a file of another program with the ending ``.ipynb``, or a damaged notebook.
    Cure: open and save it in Jupyter, or leave it out.
    """


class WorkerError(CompatError, RuntimeError):
    """The processes that should convert files die before they can begin.

    Cause: the Keras of the environment cannot be imported, or the machine has too little memory for it.
    Cure: the message quotes the last process. ``compat doctor`` tries the same; raise ``--memory``, or lower
        ``--jobs``.
    """


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
        >>> plain_text("<class 'Dense'> could not be deserialized properly. config={'config': {'name': 'hidden'}}.\\n\\n"
        ...            "Exception encountered: Unrecognized keyword arguments passed to Dense: {'unit': 1}")
        "'hidden': Unrecognized keyword arguments passed to Dense: {'unit': 1}"
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
    return callers + _innermost(cause)


def _innermost(cause: str) -> str:
    """The last reason of those that Keras 3 gives for one object in another, without their configurations."""
    frames, _, reason = cause.rpartition(_REASON)
    name = frames.rpartition(_REASON)[2].partition("'name': '")[2].partition("'")[0]
    reason = reason.partition(_CONFIGURATION)[0].strip()
    return "{!r}: {}".format(name, reason) if name else reason
