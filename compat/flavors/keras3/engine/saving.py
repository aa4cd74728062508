"""``save``, ``save_weights`` and ``load_weights`` of a model with the arguments of Keras 1 and 2."""
import functools
import importlib
import json
import os
from typing import Any, Optional

import h5py

from compat.era import current
from compat.errors import UnsupportedError
from compat.flavors.protocol import old_files
from compat.flavors.shared.cloud_files import allow_read_from_gcs, allow_write_to_gcs
from compat.flavors.shared.hdf5_data import may_overwrite
from compat.flavors.shared.hdf5_places import is_stream, path_for, place_of
from compat.writing import replacing, write_model, write_weights
from compat.writing.hdf5 import as_json

from ..serializing import name_optimizer_for_every_backend
from ..written.models import stated
from .deferred_weights import LoadStatus, must_wait


class LegacySaving:
    """Mix-in of a model: ``save``, ``save_weights`` and ``load_weights`` for files of any name."""

    @allow_write_to_gcs
    def save(self: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True, **kwargs: Any) -> None:
        """Write architecture, weights and training state: ``.keras`` as Keras 3 does, any other name as HDF5 of Keras 2.

        The file is there whole or not at all. An open HDF5 group or a dictionary is filled like a file
        (Keras 2.2), a binary stream is written to (Keras 2.3).

        Raises:
            NotImplementedError: HDF5, and the model has a ``call`` of its own.
            UnsupportedError: HDF5, and the Keras of the era has no words for a part of the model.
        """
        if str(filepath).endswith(".keras"):
            name_optimizer_for_every_backend(self)
            super().save(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
        elif overwrite or _is_free(filepath) or may_overwrite(str(filepath)):
            written = _collector().written_model(self, include_optimizer)
            with path_for(filepath) as temporary:
                write_model(temporary, written)

    def to_json(self: Any, **kwargs: Any) -> str:
        """The architecture as JSON of Keras 2, for ``model_from_json``; ``kwargs`` are those of ``json.dumps``.

        Raises:
            NotImplementedError: a subclass with a ``call`` of its own.
            UnsupportedError: the Keras of the era has no words for a part of it.
        """
        return as_json(stated(self), **kwargs)

    def to_yaml(self: Any, **kwargs: Any) -> str:
        """The architecture as YAML, for ``model_from_yaml``; ``kwargs`` are those of ``yaml.dump``.

        Raises:
            UnsupportedError: PyYAML is not installed.
        """
        try:
            import yaml
        except ImportError as error:
            raise UnsupportedError("to_yaml needs PyYAML: run 'pip install pyyaml', or use to_json()") from error
        return str(yaml.safe_dump(json.loads(self.to_json()), **kwargs))

    @allow_write_to_gcs
    def save_weights(self: Any, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Write the weights: ``.weights.h5`` as Keras 3 does, a checkpoint of TensorFlow for a name with ``.ckpt`` or with
        ``save_format="tf"``, any other name in the HDF5 layout of Keras 2.

        Under the era of a tf.keras, a name without an ending of HDF5 is a checkpoint too, as it was there.

        Raises:
            FileExistsError: ``overwrite`` is False, and there is a file.
            UnsupportedError: a checkpoint, and no attribute leads to a weight.
        """
        if _is_checkpoint(self, str(filepath), kwargs.pop("save_format", None)):
            _save_checkpoint(self, str(filepath), overwrite)
            return
        if str(filepath).endswith(".weights.h5"):
            super().save_weights(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
            return
        if not overwrite and os.path.exists(filepath):
            raise FileExistsError("{!r} exists; pass overwrite=True".format(str(filepath)))
        written = _collector().written_weights(self)
        with replacing(str(filepath)) as temporary:
            write_weights(temporary, written)

    @allow_read_from_gcs
    def load_weights(self: Any, filepath: Any, by_name: bool = False, skip_mismatch: bool = False,
                     reshape: bool = False, **kwargs: Any) -> Any:
        """Read weights, by the order of layers or by their names: ``.keras`` and ``.weights.h5`` of Keras 3 as it does, any
        other file, also one in the HDF5 layout or the checkpoints that :meth:`save_weights` writes, as
        ``compat.load_weights`` does.

        A checkpoint waits until a model with a ``call`` of its own has weights; an object that says that all fit is returned.

        Raises:
            CompatError: a file that does not open or fit; see ``compat.load_weights``.
        """
        path = str(filepath)
        load = functools.partial(old_files().load_weights, self, filepath, by_name=by_name, skip_mismatch=skip_mismatch,
                                 reshape=reshape)
        if old_files().keras3_version(path) or path.endswith(".weights.h5") and _is_of_keras_3(path):
            super().load_weights(filepath, skip_mismatch=skip_mismatch, **kwargs)  # type: ignore[misc]
        elif must_wait(self, path):
            self._load_later(load)
        else:
            load()
        return LoadStatus() if current(self).of_tf_keras and not path.endswith((".h5", ".hdf5", ".keras")) else None


def _is_checkpoint(model: Any, path: str, save_format: Optional[str]) -> bool:
    """Whether weights are to be written as TensorFlow writes them, as tf.keras decides."""
    if save_format is not None:
        return save_format in ("tf", "tensorflow")
    is_hdf5 = path.endswith((".h5", ".hdf5", ".keras"))
    return not is_hdf5 and (".ckpt" in os.path.basename(path) or current(model).of_tf_keras)


def _save_checkpoint(model: Any, prefix: str, overwrite: bool) -> None:
    if not overwrite and os.path.exists(prefix + ".index"):
        raise FileExistsError("{!r} exists; pass overwrite=True".format(prefix + ".index"))
    objects = importlib.import_module("compat.flavors.keras3.written.objects").tracked_model(model)
    folder = os.path.dirname(prefix)
    if folder:
        os.makedirs(folder, exist_ok=True)  # as TensorFlow does
    importlib.import_module("compat.writing.checkpoint").write_checkpoint(prefix, objects)


def _is_free(target: Any) -> bool:
    return place_of(target) is not None or is_stream(target, "write") or not os.path.exists(target)


def _collector() -> Any:
    """What collects the records of a file; few programs need it."""
    return importlib.import_module("compat.flavors.keras3.written.files")


def _is_of_keras_3(path: str) -> bool:
    """Whether Keras 3 wrote a ``.weights.h5``. tf.keras 2.12 to 2.15 left an empty group where an object has no variables
    of its own, or listed layers as before; where there is no file, the rooms above explain it."""
    try:
        with h5py.File(path, "r") as file:
            listed = "layer_names" in file.attrs or "layer_names0" in file.attrs  # the latter where the list is long
            is_empty = "layers" in file and "vars" in file and not len(file["vars"])
            return not listed and not is_empty and "_layer_checkpoint_dependencies" not in file
    except OSError:
        return False
