"""From hub configuration and arrays to a live model of Keras 3: what :mod:`compat.loading.load` asks of this flavor.

The result consists of native Keras 3 classes wherever these do what the file's Keras did, so that a plain model that is
saved again opens without this package; classes registered under the package name ``compat`` stand where they do not.
"""
from typing import TYPE_CHECKING

from compat.flavors.keras3.lazily import lazily, listed
from compat.flavors.keras3.loading.build import build as build
from compat.flavors.keras3.loading.build import knows as knows
from compat.flavors.keras3.loading.build import live as live
from compat.flavors.keras3.loading.files import compile_own as compile_own
from compat.flavors.keras3.loading.files import open_own as open_own
from compat.flavors.keras3.loading.files import open_own_config as open_own_config
from compat.flavors.keras3.loading.files import predict as predict
from compat.flavors.keras3.loading.files import reopen as reopen
from compat.flavors.keras3.loading.files import save as save
from compat.flavors.keras3.loading.files import values_of as values_of
from compat.flavors.keras3.loading.files import weights_of as weights_of
from compat.flavors.keras3.loading.objects import from_config as from_config
from compat.flavors.keras3.loading.objects import registered as registered
from compat.flavors.keras3.loading.variables import assign as assign

if TYPE_CHECKING:
    from compat.flavors.keras3.loading.calls import calls as calls
    from compat.flavors.keras3.loading.calls import computed as computed
    from compat.flavors.keras3.loading.calls import taken as taken
    from compat.flavors.keras3.loading.exports import export as export
    from compat.flavors.keras3.loading.exports import runner as runner
    from compat.flavors.keras3.loading.exports import save_for as save_for
    from compat.flavors.keras3.loading.own_hdf5 import open_own_hdf5 as open_own_hdf5
    from compat.flavors.keras3.loading.resuming import resume as resume
    from compat.flavors.keras3.loading.resuming import trainable as trainable
    from compat.flavors.keras3.loading.training import compile_model as compile_model
    from compat.flavors.keras3.standalone import standalone as standalone
    from compat.flavors.keras3.standalone.alike import example_inputs as example_inputs

#: For compiled files, conversions and comparisons alone.
_LATER = {".calls": "calls computed taken", ".exports": "export runner save_for",
          ".own_hdf5": "open_own_hdf5", ".training": "compile_model", ".resuming": "resume trainable",
          "..standalone": "standalone", "..standalone.alike": "example_inputs"}

__getattr__, __dir__ = lazily(__name__, lambda: listed(_LATER))
