"""Models of the installed Keras's own layers, run without a graph: to trace one takes longer than the few batches of a test.

Models with a layer of compat always run as graphs, and so do the programs and layers that conformance tests train.
"""
import importlib
from contextlib import contextmanager

from compat.flavor import active


@contextmanager
def own_layers_eagerly(model):
    """On TensorFlow 2, a model of Keras's own layers alone runs without a graph."""
    if active().name == "multibackend" or active().backend != "tensorflow" or _has_layers_of_compat(model):
        yield
        return
    tensorflow = importlib.import_module("tensorflow")
    tensorflow.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(False)


def _has_layers_of_compat(model):
    return any(type(each).__module__.startswith("compat.") for each in model._flatten_layers())
