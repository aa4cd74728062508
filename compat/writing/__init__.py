"""Records → files: what models of the installed Keras become in the layout of an old Keras, the reverse of reading.

    dialect = dialect_of(era)                                  # how that Keras wrote configurations
    layer_config("Dense", native, dialect)                     # its keys, names and values for one layer
    with replacing("m.h5") as temporary:                       # the file is there whole or not at all
        write_model(temporary, written)

Configurations are dictionaries, weights are arrays: no Keras is imported here. What a Keras has no words for is a
:class:`compat.errors.UnsupportedError` that names the layer and the argument, before anything is written.
"""

from compat.writing.dialects import Dialect, dialect_of
from compat.writing.files import replacing, replacing_folder
from compat.writing.hdf5 import Written, write_model, write_weights
from compat.writing.layers import layer_config
from compat.writing.objects import plain_object
from compat.writing.training import State, optimizer_arrays, optimizer_config

__all__ = ["Dialect", "State", "Written", "dialect_of", "layer_config", "optimizer_arrays", "optimizer_config", "plain_object",
           "replacing", "replacing_folder", "write_model", "write_weights"]
