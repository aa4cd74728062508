"""Writing a model for others: for an old Keras, and for programs that only run it. And running what was exported."""
import importlib
import inspect
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import keras
import numpy as np

from compat.era import Era
from compat.errors import UnsupportedError
from compat.writing import dialect_of, write_model

from ..layers.lambdas import Lambda
from ..standalone.alike import example_batch
from ..written.files import written_model
from ..written.forms import in_dialect

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
        needs.append("the file holds no compiled state: this model was compiled by Keras 3, not by code of Keras 2")
    return tuple(needs)


def _needed(layer: Any, version: str) -> str:
    name = getattr(layer.function, "__name__", "")
    expression = getattr(layer.function, "expression", None)
    return ("Keras {} finds the function of Lambda {!r} in custom_objects={{{!r}: …}}, as files hold no code for it{}".format(
        version, layer.name, name if name.isidentifier() else layer.name,
        "" if expression is None else "; it is: {}".format(expression)))


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
        raise UnsupportedError("Keras {} exports no {}; install Keras 3.15".format(keras.__version__, format))
    model(_one_or_all([keras.ops.convert_to_tensor(each) for each in example_batch(model)]))  # or Keras does not export it
    model.export(path, format=_OF_EXPORT[format], verbose=False)


def example_inputs(model: Any) -> List[np.ndarray]:
    """One batch of inputs that any model accepts, the same at each call."""
    return example_batch(model)


def run_exported(path: str, format: str, inputs: Sequence[np.ndarray]) -> Optional[List[np.ndarray]]:
    """The outputs of an exported model for one batch, in the order of the model.

    Args:
        path: what :func:`export` wrote.
        format: of it.
        inputs: arrays in the order of the model's inputs.

    Returns:
        The outputs; None where nothing that runs this format is installed.
    """
    try:
        return _RUNNERS[format](path, [np.asarray(each) for each in inputs])
    except ImportError:
        return None


def _run_saved_model(path: str, inputs: List[np.ndarray]) -> List[np.ndarray]:
    tensorflow = importlib.import_module("tensorflow")
    found = tensorflow.saved_model.load(path)
    return [np.asarray(each) for each in keras.tree.flatten(found.serve(*map(tensorflow.constant, inputs)))]


def _run_onnx(path: str, inputs: List[np.ndarray]) -> List[np.ndarray]:
    session = importlib.import_module("onnxruntime").InferenceSession(path, providers=["CPUExecutionProvider"])
    found: List[np.ndarray] = session.run(None, {each.name: value for each, value in zip(session.get_inputs(), inputs)})
    return found


def _run_litert(path: str, inputs: List[np.ndarray]) -> List[np.ndarray]:
    runner = importlib.import_module("tensorflow").lite.Interpreter(model_path=path).get_signature_runner()
    found = runner(**dict(zip(sorted(runner.get_input_details(), key=_numbered), inputs)))
    return [np.asarray(found[name]) for name in sorted(found, key=_numbered)]


def _numbered(name: str) -> Tuple[str, int]:
    """``output_2`` before ``output_10``."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem):] or 0)


_RUNNERS: Dict[str, Callable[[str, List[np.ndarray]], List[np.ndarray]]] = {
    "onnx": _run_onnx, "savedmodel": _run_saved_model, "litert": _run_litert}


def _one_or_all(tensors: Sequence[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else list(tensors)
