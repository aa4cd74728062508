"""Writing a model for others: for an old Keras, and for programs that only run it. And running what was exported."""
import importlib
import inspect
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import keras
import numpy as np

from compat.era import Era
from compat.errors import UnsupportedError
from compat.flavor import active
from compat.writing import dialect_of, write_model

from ..layers.lambdas import Lambda
from ..standalone.alike import example_inputs
from ..written.files import written_model
from ..written.forms import in_dialect
from ..written.lambdas import name_of

Runner = Callable[[Sequence[np.ndarray]], List[np.ndarray]]
#: What Keras's ``export`` calls each format.
_OF_EXPORT = {"onnx": "onnx", "savedmodel": "tf_saved_model", "litert": "litert"}


def save_for(model: Any, path: str, era: Era) -> Tuple[str, ...]:
    """Write a model as the HDF5 file that the Keras of an era reads.

    Args:
        model: of the classes of :mod:`..models`, or one of Keras's own.
        path: the file.
        era: of the Keras that is to read it.

    Returns:
        What that Keras needs to open the file, one sentence each.

    Raises:
        UnsupportedError: it has no words for a part of the model.
    """
    dialect = dialect_of(era)
    with in_dialect(dialect):
        written = written_model(model, include_optimizer=True)
    write_model(path, written)
    needs = [_needed(each, dialect.version) for each in model._flatten_layers() if isinstance(each, Lambda)]
    if getattr(model, "compiled", False) and written.training_config is None:
        needs.append("the file holds no compiled state: Keras {} does not have this {} of Keras 3, or what is given to compile "
                     "beside it".format(dialect.version, type(model.optimizer).__name__))
    return tuple(needs)


def _needed(layer: Any, version: str) -> str:
    expression = getattr(layer.function, "expression", None)
    stated = "" if expression is None else "; it is: {}".format(expression.source())
    return "Keras {} finds the function of Lambda {!r} in custom_objects={{{!r}: …}}: the file holds no code for it{}".format(
        version, layer.name, name_of(layer.function, layer), stated)


def export(model: Any, path: str, format: str) -> None:
    """Write a model with Keras's own ``export``.

    Args:
        model: to export.
        path: of the file; of a folder that does not exist, for a SavedModel.
        format: ``"onnx"``, ``"savedmodel"`` or ``"litert"``.

    Raises:
        UnsupportedError: this Keras exports nothing of the kind.
    """
    if "format" not in inspect.signature(keras.Model.export).parameters:
        raise UnsupportedError("Keras {} exports no {}; install Keras 3.15".format(active().version, format))
    model(_one_or_all([keras.ops.convert_to_tensor(each) for each in example_inputs(model)]))  # or Keras does not export it
    model.export(path, format=_OF_EXPORT[format], verbose=False)


def runner(path: str, format: str) -> Optional[Runner]:
    """What computes the outputs of an exported model, in the order of the model, for one batch of inputs in that order.

    Args:
        path: what :func:`export` wrote.
        format: of it.

    Returns:
        None where nothing that runs this format is installed.
    """
    try:
        return _RUNNERS[format](path)
    except ImportError:
        return None


def _saved_model(path: str) -> Runner:
    tensorflow = importlib.import_module("tensorflow")
    loaded = tensorflow.saved_model.load(path)  # held as long as its functions are called: they do not hold its variables
    return lambda inputs: [np.asarray(each) for each in keras.tree.flatten(loaded.serve(*map(tensorflow.constant, inputs)))]


def _onnx(path: str) -> Runner:
    session = importlib.import_module("onnxruntime").InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_inputs()]
    return lambda inputs: list(session.run(None, dict(zip(names, inputs))))


def _litert(path: str) -> Runner:
    run = importlib.import_module("tensorflow").lite.Interpreter(model_path=path).get_signature_runner()
    names = sorted(run.get_input_details(), key=_numbered)

    def outputs(inputs: Sequence[np.ndarray]) -> List[np.ndarray]:
        found = run(**dict(zip(names, inputs)))
        return [np.asarray(found[name]) for name in sorted(found, key=_numbered)]

    return outputs


def _numbered(name: str) -> Tuple[str, int]:
    """``output_2`` before ``output_10``."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem):] or 0)


_RUNNERS: Dict[str, Callable[[str], Runner]] = {"onnx": _onnx, "savedmodel": _saved_model, "litert": _litert}


def _one_or_all(tensors: Sequence[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else list(tensors)
