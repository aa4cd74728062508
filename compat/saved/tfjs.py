"""TensorFlow.js layers models → records: ``model.json`` with topology and a manifest of weights, and ``.bin`` shards.

The converter wrote them from models of tf.keras, TensorFlow.js itself with ``model.save()``. Weights may be quantised: to whole
numbers of 8 or 16 bits between two values, or to float16. https://www.tensorflow.org/js/guide/save_load
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

from compat.errors import ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.saved.budget import Budget
from compat.saved.documents import check_layers, parse_json
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.memory import aligned
from compat.saved.places import check_inside, check_is_file
from compat.saved.records import Dataset, LayerWeights, SavedModel, element_count

#: dtype of a weight → NumPy's.
_DTYPES = {"float32": "<f4", "int32": "<i4", "bool": "?", "uint8": "u1", "uint16": "<u2", "float16": "<f2"}
#: What a weight may be quantised to.
_QUANTISED = ("uint8", "uint16", "float16")
MOST_SHARDS = 100_000
#: The tf.keras whose configurations TensorFlow.js writes itself.
OWN_VERSION = "2.4.0"


class _Weight(NamedTuple):
    """One weight of the manifest.

    Attributes:
        stored: NumPy's dtype in the shards.
        dtype: NumPy's dtype of the weight.
        scale, least: what whole numbers are multiplied by, then added to; None for other weights.
        offset: in the shards of its group, put together.
    """

    name: str
    shape: Tuple[int, ...]
    stored: np.dtype
    dtype: np.dtype
    scale: Optional[float]
    least: float
    offset: int

    @property
    def size(self) -> int:
        """Bytes in the shards."""
        return element_count(self.shape) * self.stored.itemsize


class _Shards(NamedTuple):
    """The files of one group, read as if they were one."""

    paths: Tuple[str, ...]
    sizes: Tuple[int, ...]

    def read_into(self, octets: np.ndarray, offset: int, name: str) -> None:
        filled = 0
        for path, size in zip(self.paths, self.sizes):
            if offset < size and filled < octets.size:
                with open(path, "rb") as file:
                    file.seek(offset)
                    count = file.readinto(octets[filled:filled + size - offset].data)
                if count != min(size - offset, octets.size - filled):
                    raise NotAModelFileError("{!r} became shorter while {!r} was being read.".format(path, name))
                filled += count
                offset = 0
            else:
                offset = max(0, offset - size)


def read_tfjs(path: str, limits: Limits = DEFAULT_LIMITS) -> SavedModel:
    """Read a layers model of TensorFlow.js; its arrays stay on disk until asked for.

    Args:
        path: of its ``model.json``.
        limits: upper bounds, checked before anything large is read.

    Raises:
        ModelFileNotFoundError: a shard is missing.
        NotAModelFileError: damaged, or a graph model, which has operations instead of layers.
        UnsafeFileError: a limit was exceeded, or a shard's path leads elsewhere.
    """
    document = _document(path, limits)
    topology = document.get("modelTopology")
    if not isinstance(topology, dict) or document.get("format") == "graph-model" or "node" in topology:
        raise NotAModelFileError("{!r} is a graph model of TensorFlow.js, which has operations and no layers; it cannot be "
                                 "turned back into a model of Keras.".format(path))
    config = topology.get("model_config", topology)
    if not isinstance(config, dict) or not isinstance(config.get("class_name"), str):
        raise NotAModelFileError("{!r} states no configuration: 'class_name' is missing in its modelTopology.".format(path))
    check_layers(config, path, limits)
    training = topology.get("training_config", document.get("trainingConfig"))
    version = topology.get("keras_version")
    is_own = not isinstance(version, str) or not version[:1].isdigit()
    return SavedModel(
        path=path, kind="model", model_config={key: config[key] for key in ("class_name", "config") if key in config},
        training_config=training if isinstance(training, dict) and "optimizer_config" in training else None,
        keras_version=OWN_VERSION if is_own else version, backend="tensorflow", layers=_layers(path, document, limits))


def _document(path: str, limits: Limits) -> Dict[str, Any]:
    check_is_file(path)
    size = os.stat(path).st_size
    if size > limits.json_bytes:
        raise UnsafeFileError("{!r} is {:,} bytes long, more than Limits.json_bytes = {:,}.".format(
            path, size, limits.json_bytes))
    with open(path, "rb") as file:
        value = parse_json(file.read(limits.json_bytes + 1), path, limits)
    if not isinstance(value, dict):
        raise NotAModelFileError("{!r} is not a JSON object.".format(path))
    return value


def _layers(path: str, document: Dict[str, Any], limits: Limits) -> Tuple[LayerWeights, ...]:
    """The weights by the first part of their names, the layer's."""
    manifest = document.get("weightsManifest") or []
    groups = [_group(path, each) for each in manifest] if isinstance(manifest, list) else []
    if sum(len(weights) for _, weights in groups) > limits.weights:
        raise UnsafeFileError("{!r} has more than Limits.weights = {:,} arrays.".format(path, limits.weights))
    budget = Budget(limits, 4 * sum(sum(shards.sizes) for shards, _ in groups))  # a byte may stand for a float32
    found: Dict[str, List[Dataset]] = {}
    for shards, weights in groups:
        for weight in weights:
            if weight.offset + weight.size > sum(shards.sizes):
                raise NotAModelFileError("the shards of {!r} are too short for {!r}: {}; copy or download them again.".format(
                    path, weight.name, ", ".join(os.path.basename(each) for each in shards.paths[:5]) or "there are none"))
            dataset = Dataset(weight.name, weight.shape, weight.dtype, weight.name, partial(_read, shards, weight))
            budget.spend(dataset)
            found.setdefault(weight.name.split("/")[0], []).append(dataset)
    return tuple(LayerWeights(name, tuple(datasets)) for name, datasets in found.items())


def _group(path: str, group: Any) -> Tuple[_Shards, List[_Weight]]:
    paths = group.get("paths") if isinstance(group, dict) else None
    stated = group.get("weights") if isinstance(group, dict) else None
    if not isinstance(paths, list) or not isinstance(stated, list) or not all(isinstance(each, str) for each in paths):
        raise _damaged(path, "a group has no paths or no weights")
    if len(paths) > MOST_SHARDS:
        raise UnsafeFileError("{!r} states {:,} shards.".format(path, len(paths)))
    files = [_shard(path, each) for each in paths]
    weights: List[_Weight] = []
    for each in stated:
        offset = weights[-1].offset + weights[-1].size if weights else 0
        weights.append(_weight(path, each, offset))
    return _Shards(tuple(files), tuple(os.stat(file).st_size for file in files)), weights


def _shard(path: str, name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if not name or ".." in parts or parts[0] == "" or ":" in name or "\0" in name:
        raise UnsafeFileError("{!r} names the shard {!r}, which leads out of its folder.".format(path, name[:80]))
    folder = os.path.dirname(path)
    found = os.path.join(folder, *parts)
    if not os.path.exists(found):
        raise ModelFileNotFoundError("{!r} needs {!r} beside it, which is missing; copy or download it too.".format(path, name))
    check_is_file(found)
    check_inside(folder, found)
    return found


def _weight(path: str, stated: Any, offset: int) -> _Weight:
    if not isinstance(stated, dict) or not isinstance(stated.get("name"), str) or not isinstance(stated.get("shape"), list):
        raise _damaged(path, "a weight has no name or no shape")
    name, shape = stated["name"], stated["shape"]
    dtype: Any = stated.get("dtype")
    quantised: Any = stated.get("quantization") or {}
    if not isinstance(quantised, dict):
        raise _damaged(path, "{!r} is quantised by {!r:.60}".format(name, quantised))
    stored: Any = quantised.get("dtype") if quantised else dtype
    if not all(type(size) is int and 0 <= size < 1 << 40 for size in shape) or len(shape) > 32:
        raise _damaged(path, "{!r} has the shape {!r}".format(name, shape[:32]))
    is_known = all(isinstance(each, str) and each in _DTYPES for each in (dtype, stored))
    if not is_known or quantised and stored not in _QUANTISED:
        raise NotAModelFileError("{!r} has {!r} of dtype {!r}, stored as {!r}, which is not read.".format(
            path, name, dtype, stored))
    is_scaled = bool(quantised) and stored != "float16"
    scale: Any = quantised.get("scale") if is_scaled else None
    least: Any = quantised.get("min") if is_scaled else 0.0
    if is_scaled and not all(isinstance(each, (int, float)) for each in (scale, least)):
        raise _damaged(path, "{!r} is quantised without scale or min".format(name))
    native = np.dtype(_DTYPES[dtype]).newbyteorder("=")
    return _Weight(name, tuple(shape), np.dtype(_DTYPES[stored]), native, scale, least, offset)


def _read(shards: _Shards, weight: _Weight) -> np.ndarray:
    stored = aligned(weight.shape, weight.stored)
    shards.read_into(stored.reshape(-1).view(np.uint8), weight.offset, weight.name)
    if weight.scale is None:
        return stored.astype(weight.dtype, copy=False)
    values = aligned(weight.shape, weight.dtype)
    # as TensorFlow.js computes it, in the precision of the weight for floats, rounded for whole numbers
    exact = stored.astype("float64") * weight.scale + weight.least
    values[...] = np.rint(exact) if weight.dtype.kind in "iu" else exact
    return values


def _damaged(path: str, why: str) -> NotAModelFileError:
    return NotAModelFileError("{!r} is damaged: {}; copy or download it again.".format(path, why))
