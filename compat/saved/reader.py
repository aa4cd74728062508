"""File → records: what Keras 1.0 to tf.keras 2.15 wrote into an ``.h5``, read lazily and within limits.

Layout (unchanged since Keras 1.0): ``model_config``, ``training_config``, ``keras_version`` and ``backend`` are
attributes; ``layer_names`` lists the groups below ``model_weights`` (or below the root in a weights-only file); each
group's ``weight_names`` lists its datasets; ``optimizer_weights`` has ``weight_names`` too.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import Any, Dict, Iterator, List, Optional, Tuple

import h5py

import compat.saved.hdf5 as hdf5
from compat.errors import CompatError, NotAModelFileError, UnsafeFileError
from compat.saved.budget import Budget
from compat.saved.documents import check_layers, parse_json
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.records import Dataset, LayerWeights, SavedModel
from compat.saved.source import PathLike, Source

WEIGHTS_GROUP = "model_weights"
OPTIMIZER_GROUP = "optimizer_weights"
TOP_LEVEL_GROUP = "top_level_model_weights"
SHORT_TEXT = 4096
#: Groups that files without a list of layers have.
_OBJECTS = ("_layer_checkpoint_dependencies", "layers", "vars", "optimizer")


@contextmanager
def open_keras_hdf5(path: PathLike, limits: Limits = DEFAULT_LIMITS) -> Iterator[SavedModel]:
    """The record of an HDF5 file, which stays open in the ``with`` block; its arrays stay on disk until asked for.

    Args:
        path: the file.
        limits: upper bounds, checked before anything large is read.

    Raises:
        ModelFileNotFoundError: no such file.
        NotAModelFileError: not HDF5, damaged, or with neither configuration nor weights.
        UnsafeFileError: a link, external data, or a limit exceeded; the message names the place.

    Example:
        >>> with open_keras_hdf5("old.h5") as saved:
        ...     saved.layers[0].datasets[0].read().shape
        (5, 8)
    """
    source = Source(path)
    with source.opened() as file:
        if _holds_objects(file):
            yield _of_objects(source, file, limits)
        else:
            yield _Reader(source, file, limits).saved_model()


def _holds_objects(file: h5py.File) -> bool:
    """Whether an HDF5 file is laid out so, not as Keras 1 and 2 did before."""
    with hdf5.typed("the file"):
        listed = any(name.startswith("layer_names") for name in ("layer_names", "layer_names0") if name in file.attrs)
        return not listed and "model_config" not in file.attrs and any(hdf5.has_member(file, part) for part in _OBJECTS)


def _of_objects(source: Source, file: h5py.File, limits: Limits) -> SavedModel:
    """A ``.weights.h5`` of tf.keras 2.12 or later, which keeps weights by the attributes of objects."""
    from compat.saved.keras_weights import read_objects  # here, since most files list weights by layer

    return SavedModel(source.path, "weights", backend="tensorflow", objects=read_objects(source, file, limits))


class _Reader:
    """Reads one open file; holds what its parts share: source, limits, budget, warnings."""

    def __init__(self, source: Source, file: h5py.File, limits: Limits) -> None:
        self.source = source
        self.file = file
        self.limits = limits
        self.budget = Budget(limits, os.stat(source.path).st_size)
        self.warnings: List[str] = []

    def saved_model(self) -> SavedModel:
        """The whole record."""
        group_name = WEIGHTS_GROUP if hdf5.has_member(self.file, WEIGHTS_GROUP) else ""
        group = hdf5.subgroup(self.file, group_name, "") if group_name else self.file
        config = self._json("model_config")
        layers = self._layers(group, group_name)
        if config is None and layers is None:
            raise NotAModelFileError(self._neither())
        return SavedModel(
            path=self.source.path,
            kind="weights" if config is None else "model",
            model_config=config,
            training_config=self._training_config(),
            keras_version=self._stated("keras_version", group, group_name),
            backend=self._stated("backend", group, group_name),
            layers=layers or (),
            top_level=self._top_level(group, group_name),
            optimizer_weights=self._optimizer_weights(),
            warnings=tuple(self.warnings),
        )

    def _json(self, name: str) -> Optional[Dict[str, Any]]:
        text = hdf5.text_attribute(self.file, name, "", max(self.limits.json_bytes, SHORT_TEXT))
        if text is None:
            return None
        value = parse_json(text, "attribute {!r}".format(name), self.limits)
        if not isinstance(value, dict):
            raise NotAModelFileError("attribute {!r} is not a JSON object.".format(name))
        check_layers(value, "attribute {!r}".format(name), self.limits)
        return value

    def _training_config(self) -> Optional[Dict[str, Any]]:
        # The model opens without it, so a damaged one is only a warning.
        try:
            return self._json("training_config")
        except NotAModelFileError as error:
            self.warnings.append("the model is read as uncompiled: {}".format(error))
            return None

    def _stated(self, name: str, group: h5py.Group, place: str) -> Optional[str]:
        for holder, where in ((self.file, ""), (group, place)):
            text = hdf5.text_attribute(holder, name, where, SHORT_TEXT)
            if text:
                return text
        return None

    def _layers(self, group: h5py.Group, place: str) -> Optional[Tuple[LayerWeights, ...]]:
        limits = self.limits
        names = hdf5.text_list_attribute(group, "layer_names", place, limits.attribute_bytes, limits.layers)
        if names is None:
            return None
        return tuple(self._layer(group, name, place) for name in names)

    def _layer(self, group: h5py.Group, name: str, place: str) -> LayerWeights:
        found = hdf5.subgroup(group, name, place)
        where = "{}/{}".format(place, name) if place else name
        return LayerWeights(name, self._datasets(found, where))

    def _datasets(self, group: h5py.Group, place: str) -> Tuple[Dataset, ...]:
        limits = self.limits
        names = hdf5.text_list_attribute(group, "weight_names", place, limits.attribute_bytes, limits.weights)
        return tuple(self._dataset(group, name, place) for name in names or ())

    def _dataset(self, group: h5py.Group, name: str, place: str) -> Dataset:
        found = hdf5.dataset(group, name, place)
        where = "{}/{}".format(place, name)
        with hdf5.typed(where):
            shape, dtype = tuple(int(size) for size in found.shape), found.dtype
        dataset = Dataset(name, shape, dtype, where, partial(self.source.read, place, name, dtype))
        self.budget.spend(dataset)
        return dataset

    def _top_level(self, group: h5py.Group, place: str) -> Tuple[Dataset, ...]:
        if not hdf5.has_member(group, TOP_LEVEL_GROUP):
            return ()
        where = "{}/{}".format(place, TOP_LEVEL_GROUP) if place else TOP_LEVEL_GROUP
        return self._datasets(hdf5.subgroup(group, TOP_LEVEL_GROUP, place), where)

    def _optimizer_weights(self) -> Tuple[Dataset, ...]:
        if not hdf5.has_member(self.file, OPTIMIZER_GROUP):
            return ()
        try:
            return self._datasets(hdf5.subgroup(self.file, OPTIMIZER_GROUP, ""), OPTIMIZER_GROUP)
        except UnsafeFileError:
            raise
        except CompatError as error:
            self.warnings.append("the optimizer's state is ignored: {}".format(error))
            return ()

    def _neither(self) -> str:
        with hdf5.typed(self.source.path):
            names = ", ".join(sorted(self.file.attrs.keys())[:10]) or "none"
        return (
            "{!r} is HDF5 but has neither 'model_config' nor 'layer_names', so no Keras from 1.0 on wrote it "
            "(attributes found: {}).".format(self.source.path, names)
        )
