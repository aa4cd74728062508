"""The same model of Keras's own layers and operations alone, so that its file opens without this package.

A layer of this package is called on symbolic tensors. What that leaves in the graph are operations of ``keras.ops`` and the
layers that it holds: where these are all, they take its place, and masks that no longer travel by themselves become arguments.
"""
from .model import standalone as standalone
