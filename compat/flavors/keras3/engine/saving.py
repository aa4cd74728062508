"""``save``, ``save_weights`` and ``load_weights`` of a model with the arguments of Keras 1 and 2."""
import json
from typing import Any

import h5py
from keras.src.legacy.saving import legacy_h5_format  # not public: HDF5 files of any name

from compat.errors import UnsupportedError
from compat.flavors.protocol import old_files


class LegacySaving:
    """Mix-in of a model: ``save``, ``save_weights`` and ``load_weights`` for files of any name."""

    def save(self: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True, **kwargs: Any) -> None:
        """Write architecture, weights and training state: ``.keras`` as Keras 3 does, any other name as HDF5."""
        if str(filepath).endswith(".keras"):
            super().save(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
        else:
            legacy_h5_format.save_model_to_hdf5(self, str(filepath), overwrite, include_optimizer)

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

    def save_weights(self: Any, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Write the weights: ``.weights.h5`` as Keras 3 does, any other name in the HDF5 layout of Keras 2."""
        if str(filepath).endswith(".weights.h5"):
            super().save_weights(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
            return
        with h5py.File(str(filepath), "w" if overwrite else "x") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, self)

    def load_weights(self: Any, filepath: Any, by_name: bool = False, skip_mismatch: bool = False,
                     **kwargs: Any) -> None:
        """Read weights, by the order of layers or by their names: ``.keras`` and ``.weights.h5`` of Keras 3 as it does, any
        other file, also one in the HDF5 layout that :meth:`save_weights` writes, as ``compat.load_weights`` does.

        Raises:
            CompatError: a file that does not open or fit; see ``compat.load_weights``.
        """
        kwargs.pop("reshape", None)
        path = str(filepath)
        if path.endswith(".keras") or path.endswith(".weights.h5") and not _has_layers_of_keras_2(path):
            super().load_weights(filepath, skip_mismatch=skip_mismatch, **kwargs)  # type: ignore[misc]
        else:
            old_files().load_weights(self, filepath, by_name=by_name, skip_mismatch=skip_mismatch)


def _has_layers_of_keras_2(path: str) -> bool:
    """Whether a file lists layers as Keras 2 did; also where there is none, which the rooms above explain."""
    try:
        with h5py.File(path, "r") as file:
            return "layer_names" in file.attrs or "layer_names0" in file.attrs  # the latter where the list is long
    except OSError:
        return True
