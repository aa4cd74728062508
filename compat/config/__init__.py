"""Configuration to configuration: what Keras 1.0 to tf.keras 2.15 wrote, upgraded to one hub dialect.

    upgraded = upgrade(saved.model_config, origin_of(saved))
    upgraded.config     # hub dialect; upgraded.report says what was changed

The hub dialect is that of tf.keras 2.15's HDF5 files (``model.get_config()`` in its legacy form), with one way to say
each thing:

* A model is ``{"class_name": "Sequential" | "Functional", "config": {…}}``, nested ones likewise.
* Sequential: ``{"name", "layers": [{"class_name", "config"}, …]}``. When the input's shape is known, the first layer
  is an ``InputLayer`` with ``batch_input_shape``; no other layer has that argument. Without it the model is built by
  its data.
* Functional: ``{"name", "layers": [{"class_name", "config", "name", "inbound_nodes"}, …], "input_layers",
  "output_layers"}``. ``inbound_nodes`` is a list of calls; a call is a list of references ``[layer, call, output,
  keywords]`` (rarely a dictionary or nested lists of them, when the layer was called so). ``input_layers`` and
  ``output_layers`` are lists of ``[layer, call, output]`` (or dictionaries of them). A tensor among the keywords is
  ``[layer, call, output]``. A constant argument is ``["_CONSTANT_VALUE", -1, value, keywords]``.
* **Calls are counted from 0 in the order the configuration lists them, for nested models as for layers.** tf.keras
  itself counts those of a nested model from 1.
* Every layer's configuration has its ``name``. Class names and arguments are those of tf.keras 2.15. A class of the
  user's own keeps its name (``"Package>Name"`` where it was registered) and its arguments untouched. Layers that no
  later Keras has keep their names: ``compat.api.classes.REMOVED_LAYERS``.
* Tuples are lists, dtypes and policies are strings; initializers, regularizers and constraints are None, a string, or
  ``{"class_name", "config"}`` without module.
* Defaults that changed are explicit: ``recurrent_activation``, ``reset_after``, ``unit_forget_bias``, ``data_format``
  of image layers, ``axis`` and ``epsilon`` of BatchNormalization, ``interpolation`` … ``"hard_sigmoid"`` means
  clip(0.2 x + 0.5, 0, 1).
* Arguments that some version removed are left out where they mean nothing: ``time_major=False``, ``implementation``,
  ``input_length``, ``groups=1`` of layers without groups …
* A Lambda keeps ``function`` as the file has it: ``[code, defaults, closure]`` with ``function_type`` ``"lambda"``,
  or a name with ``"function"``; the same for ``output_shape`` and ``mask`` (None where the file lost it).
* Names are as in the file, also where a later Keras forbids them.
"""

from compat.config.origins import origin_of, origin_of_config
from compat.config.records import Note, Upgraded
from compat.config.steps import STEPS
from compat.config.training import upgrade_training, without_lost_clipping
from compat.config.upgrade import upgrade
from compat.hub.records import Config, Origin

__all__ = [
    "STEPS",
    "Config",
    "Note",
    "Origin",
    "Upgraded",
    "origin_of",
    "origin_of_config",
    "upgrade",
    "upgrade_training",
    "without_lost_clipping",
]
