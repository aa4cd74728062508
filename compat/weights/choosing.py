"""The arrays of a record for the layers of a model, whichever way its container keeps them."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from compat.errors import OptionError
from compat.hub.records import Origin, Spec
from compat.saved.records import Dataset, LayerWeights, SavedModel
from compat.weights.pairing import Pair, pair


def pairs_of(model: Spec, saved: SavedModel, origin: Origin, by: Optional[str] = None) -> Tuple[Pair, ...]:
    """Assign the arrays of a record to the layers of a model.

    Args:
        model: the outermost model in the hub dialect.
        saved: with weights.
        origin: which Keras wrote them.
        by: as for :func:`compat.weights.pair`.

    Raises:
        WeightsError: layers do not fit; the message lists what was expected and what was found.
        ConfigError: parts of a layer do not have the form of any Keras.
        OptionError: by name, from a container that has no names of layers.
    """
    if saved.objects is None or by == "name" and saved.layers:
        return pair(model, saved.layers, origin, by)
    if by == "name":
        raise OptionError("{!r} is a TensorFlow checkpoint, which names no layers: its weights are loaded by the structure of "
                          "the model, so leave by_name out".format(saved.path))
    from compat.weights.structure import pair_objects  # here, since most files list weights by layer

    return pair_objects(model, saved.objects, origin, saved.has_scopes)


def layers_of(saved: SavedModel) -> Tuple[LayerWeights, ...]:
    """The weights by layer, in a container without layers by the object that they belong to."""
    if saved.layers or saved.objects is None:
        return saved.layers
    from compat.weights.structure import weights_by_path

    return tuple(LayerWeights(path, datasets) for path, datasets in weights_by_path(saved.objects))


def optimizer_datasets(saved: SavedModel, pairs: Sequence[Pair]) -> Tuple[Dataset, ...]:
    """The optimizer's arrays in the order in which an HDF5 file lists them.

    Args:
        saved: the record.
        pairs: its weights by layer, in the order of the model.
    """
    if saved.optimizer_weights or saved.objects is None:
        return saved.optimizer_weights
    from compat.weights.kept import kept  # here, since most files list them

    return kept(saved, pairs)
