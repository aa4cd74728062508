"""Files of an old Keras for the functions and methods by which old code opens them: an ``OldFiles`` of flavors/protocol.py."""
import os
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Tuple

from compat.flavors.protocol import KerasLayer, KerasModel, Models, PathLike
from compat.hub.records import Origin, Spec
from compat.loading.load import load, with_warnings
from compat.loading.options import LoadOptions
from compat.loading.transfer import load_weights as load_weights
from compat.saved import Limits
from compat.saved.source import is_zip
from compat.weights import upgrade

if TYPE_CHECKING:
    import numpy as np


def open_model(path: PathLike, custom_objects: Optional[Mapping[str, Any]], compile: bool, models: Models) -> KerasModel:
    """As :func:`load_model`, for the functions by which old code opens files: the result has the classes of ``models``."""
    return with_warnings(path, load(path, LoadOptions(custom_objects, compile, models=models)))


def upgrade_weights(class_name: str, config: Spec, arrays: "Sequence[np.ndarray]", origin: Origin) -> "List[np.ndarray]":
    """The arrays of one layer in the hub's order and layout, for ``preprocess_weights_for_loading``."""
    return upgrade(class_name, config, arrays, origin)


def weight_attributes(layer: KerasLayer) -> Optional[List[Tuple[str, ...]]]:
    """The attributes under which tf.keras keeps each weight of a layer, for ``save_weights`` to a checkpoint."""
    from compat.loading.objects import weight_attributes as found

    return found(layer)


def keras3_version(path: PathLike) -> Optional[str]:
    """The version of the Keras 3 that wrote a ``.keras`` archive; None for any other file."""
    if not is_zip(os.fspath(path)):
        return None
    from compat.loading.keras3_files import keras3_version as version  # here, since few files are archives

    return version(path)


def values_of_yaml(text: str) -> Any:
    """YAML as plain values, with the limits of files from strangers, for ``model_from_yaml``."""
    from compat.saved.yaml_text import parse_yaml  # here, since few programs need it

    return parse_yaml(text, "the YAML text", Limits())
