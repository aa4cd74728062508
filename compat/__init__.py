"""Code and models written for Keras 1 and 2, on the Keras people have today.

::

    from compat import load_model, MyMeanPool
    model = load_model("old.h5", custom_objects={"MyMeanPool": MyMeanPool})

    from compat.keras.engine.topology import Layer      # was: from keras.engine.topology import Layer
    from compat.keras import backend as K

``import compat`` by itself imports no Keras, TensorFlow, JAX or torch; each name brings what it needs on first use.
"""
import importlib
from typing import TYPE_CHECKING, Any, List

from compat import era as era
from compat import errors as errors
from compat.era import Era as Era
from compat.era import set_era as set_era
from compat.flavors.protocol import OldFiles, provide_old_files

if TYPE_CHECKING:
    from compat import keras as keras
    from compat import layers as layers
    from compat import tf as tf
    from compat.layers import DecayingDropout as DecayingDropout
    from compat.layers import Lambda as Lambda
    from compat.layers import MaskedMeanPooling1D as MaskedMeanPooling1D
    from compat.layers import MyLayer as MyLayer
    from compat.layers import MyMeanPool as MyMeanPool
    from compat.loading.convert import convert as convert
    from compat.loading.inspection import inspect as inspect
    from compat.loading.load import load_model as load_model
    from compat.loading.transfer import load_weights as load_weights

__version__ = "0.2.0"

#: public name → the module that defines it; a name that is itself a module maps to None.
_HOMES = {
    "convert": "compat.loading.convert",
    "load_model": "compat.loading.load",
    "load_weights": "compat.loading.transfer",
    "inspect": "compat.loading.inspection",
    "MyMeanPool": "compat.layers",
    "MaskedMeanPooling1D": "compat.layers",
    "MyLayer": "compat.layers",
    "DecayingDropout": "compat.layers",
    "Lambda": "compat.layers",
    "keras": None,
    "layers": None,
    "tf": None,
}

__all__ = ["Era", "era", "errors", "set_era"] + sorted(_HOMES)


def _old_files() -> OldFiles:
    from compat.loading import provider
    return provider


provide_old_files(_old_files)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError("module 'compat' has no attribute {!r}".format(name))
    home = _HOMES[name]
    if home is None:
        return importlib.import_module("compat." + name)
    found = getattr(importlib.import_module(home), name)
    globals()[name] = found
    return found


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext compat``: cells import Keras and TensorFlow from compat, and ``%compat`` is the command line."""
    from compat.cli import notebook
    notebook.load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext compat``."""
    from compat.cli import notebook
    notebook.unload(shell)


def __dir__() -> List[str]:
    return sorted(set(globals()) | set(__all__))
