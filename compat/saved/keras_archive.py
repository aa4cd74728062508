"""``.keras`` archives of tf.keras 2.12 to 2.15: ``config.json``, ``model.weights.h5``, ``metadata.json`` and assets.

Those of Keras 3 have the same members; what a record of one says is which Keras wrote it, since that opens it best itself.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Dict, Iterator, Optional, Tuple

import h5py

import compat.saved.hdf5 as hdf5
from compat.errors import NotAModelFileError
from compat.saved.archive import Archive
from compat.saved.documents import check_layers, parse_json
from compat.saved.keras_weights import read_objects
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.records import ProgramModel, SavedModel
from compat.saved.source import Source

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
ASSETS = "assets/"
LONGEST_VOCABULARY = 64 << 20
_SHORT = 1 << 16


class ArchiveSource(Source):
    """The file of weights inside an archive, opened in its place."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.path)
        self._archive = archive

    def _open(self) -> h5py.File:
        member = self._archive.open(WEIGHTS)
        with hdf5.typed("{} in {!r}".format(WEIGHTS, self.path)):
            return h5py.File(member, "r")


@contextmanager
def open_archive(path: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[SavedModel]:
    """Read a ``.keras`` archive; the file of weights in it stays open in the ``with`` block.

    Raises:
        NotAModelFileError: it is damaged, or no archive of a Keras.
        UnsafeFileError: a limit was exceeded, or a member leads elsewhere.
    """
    archive = Archive(path, limits)
    config, metadata = config_of(archive, limits), _json(archive, METADATA, limits) or {}
    version = metadata.get("keras_version")
    model_config: Dict[str, Any] = {key: config[key] for key in ("class_name", "config") if key in config}
    saved = SavedModel(
        path=path, kind="model", model_config=model_config,
        training_config=_training_config(config.get("compile_config")), backend="tensorflow", program=_program(config),
        keras_version=version if isinstance(version, str) else None)
    if WEIGHTS not in archive.names:
        yield _taught(saved, archive)
        return
    source = ArchiveSource(archive)
    with source.opened() as file:
        objects = read_objects(source, file, limits, os.stat(path).st_size)
        yield _taught(replace(saved, objects=objects), archive)


def _program(config: Dict[str, Any]) -> Optional[ProgramModel]:
    if isinstance(config.get("config"), dict) and isinstance(config["config"].get("layers"), list):
        return None
    from compat.saved.program import of_build_config, program_model  # here, since few files hold such a model

    return program_model(config, of_build_config(config.get("build_config")))


def _taught(saved: SavedModel, archive: Archive) -> SavedModel:
    """The same with the vocabularies of lookup layers in the configuration."""
    files = _vocabularies(archive)
    if not files:
        return saved
    from compat.saved.vocabularies import of_archive  # here, since few models look words up

    return replace(saved, model_config=of_archive(saved.model_config, files, saved.objects, saved.path))


def config_of(archive: Archive, limits: Limits = DEFAULT_LIMITS) -> Dict[str, Any]:
    """The configuration of an archive as it is stored, what ``compile`` was given included.

    Raises:
        NotAModelFileError: it has none, or it is damaged.
        UnsafeFileError: a limit was exceeded.
    """
    config = _json(archive, CONFIG, limits)
    if config is None:
        raise NotAModelFileError("{!r} is a zip archive without {}, so no Keras wrote it (it has: {}).".format(
            archive.path, CONFIG, ", ".join(archive.names[:10]) or "nothing"))
    check_layers(config, "{} in {!r}".format(CONFIG, archive.path), limits)
    return config


def version_of(path: str) -> Optional[str]:
    """The version of Keras that an archive states, or None.

    Raises:
        NotAModelFileError: it is damaged.
        UnsafeFileError: a limit was exceeded, or a member leads elsewhere.
    """
    version = (_json(Archive(path, DEFAULT_LIMITS), METADATA, DEFAULT_LIMITS) or {}).get("keras_version")
    return version if isinstance(version, str) else None


def _json(archive: Archive, name: str, limits: Limits) -> Optional[Dict[str, Any]]:
    text = archive.read(name, max(limits.json_bytes, _SHORT))
    if text is None:
        return None
    place = "{} in {!r}".format(name, archive.path)
    value = parse_json(text, place, limits)
    if not isinstance(value, dict):
        raise NotAModelFileError("{} is not a JSON object.".format(place))
    return value


def _training_config(compiled: Any) -> Optional[Dict[str, Any]]:
    """What ``compile`` was given, as an HDF5 file states it."""
    if not isinstance(compiled, dict) or not isinstance(compiled.get("optimizer"), (dict, str)):
        return None
    found = {key: compiled.get(key) for key in ("loss", "metrics", "weighted_metrics", "loss_weights")}
    stated = compiled["optimizer"]
    optimizer = {"class_name": "Custom>" + stated, "config": {}} if isinstance(stated, str) else _optimizer(stated)
    return dict(found, optimizer_config=optimizer)


def _optimizer(stated: Dict[str, Any]) -> Dict[str, Any]:
    """The optimizer by the name that HDF5 has for it, which tells the optimizers of tf.keras since 2.11 from older ones."""
    config = stated.get("config")
    if isinstance(config, dict) and config.get("is_legacy_optimizer") is False and stated.get("registered_name") is None:
        return dict(stated, class_name="Custom>{}".format(stated.get("class_name")))
    return stated


def _vocabularies(archive: Archive) -> Tuple[Tuple[str, bytes], ...]:
    """The vocabularies of lookup layers by the path of the layer, ``layers/text_vectorization``."""
    found = []
    for name in archive.names:
        folder, _, file = name.rpartition("/")
        if name.startswith(ASSETS) and file == "vocabulary.txt":
            found.append((folder[len(ASSETS):], archive.read(name, LONGEST_VOCABULARY) or b""))
    return tuple(found)
