"""File → records: read what Keras 1.0 to tf.keras 2.15 saved, without any Keras and without trusting the file.

    with open_model("old.h5") as saved:       # SavedModel: configuration, version, backend, weights by layer
        saved.layers[0].datasets[0].read()    # one ndarray
    read("old.h5")                            # the same record; each Dataset.read() opens the file for itself
    read_architecture("old.json")             # the architecture of a .json (or .yaml) + weights pair

Only hard links are followed, only numbers stored in the file itself are read, and everything is checked against
:class:`Limits` first.
"""

from compat.saved.architecture import is_architecture, read_architecture
from compat.saved.containers import open_model, read
from compat.saved.limits import Limits
from compat.saved.records import Dataset, LayerWeights, Node, SavedModel, Slot

__all__ = ["Dataset", "LayerWeights", "Limits", "Node", "SavedModel", "Slot", "is_architecture", "open_model", "read",
           "read_architecture"]
