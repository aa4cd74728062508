"""The whole upgrade of a model's configuration: choose the context, run the steps, hand back model and report."""

from __future__ import annotations

from typing import List, Optional

from compat.api.arguments import DIM_ORDERINGS
from compat.config.models import states_model, upgrade_model
from compat.config.origins import dictionaries, origin_of_config
from compat.config.records import Context, Note, Upgraded
from compat.config.steps import STEPS
from compat.errors import ConfigError, typed
from compat.hub.records import Config, Origin


def upgrade(saved_config: Config, origin: Optional[Origin] = None) -> Upgraded:
    """A model's configuration in the hub dialect; the argument is left as it is.

    Args:
        saved_config: ``{"class_name": …, "config": …}`` as any Keras from 1.0 to tf.keras 2.15 wrote it.
        origin: which Keras wrote it; inferred from the configuration when None.

    Returns:
        The configuration, a report of what was changed, and the origin used.

    Raises:
        ConfigError: the configuration cannot be understood; the message names the layer.

    Example:
        >>> old = {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": {
        ...     "name": "d", "output_dim": 2, "batch_input_shape": [None, 3]}}]}
        >>> [layer["class_name"] for layer in upgrade(old).config["config"]["layers"]]
        ['InputLayer', 'Dense']
    """
    if not isinstance(saved_config, dict) or not isinstance(saved_config.get("class_name"), str):
        raise ConfigError("the configuration has no class name, so that it is not that of a model")
    if not states_model(saved_config) and not isinstance(saved_config.get("config"), list):
        raise ConfigError("{!r} is not a kind of model that Keras saves".format(saved_config["class_name"]))
    origin = origin or origin_of_config(saved_config)
    if origin.major >= 3:
        raise ConfigError("the file was written by Keras {}; open it with keras.models".format(origin.keras_version))
    notes: List[Note] = []
    context = Context(origin, channel_order(saved_config, origin), notes)
    with typed(ConfigError, "the configuration does not have the form of any Keras"):
        config = upgrade_model(saved_config, context, STEPS)
    return Upgraded(config, tuple(notes), origin)


def channel_order(config: Config, origin: Origin) -> str:
    """The channel order of a model's image layers, for those that do not state theirs."""
    for part in dictionaries(config):
        stated = part.get("data_format") or DIM_ORDERINGS.get(str(part.get("dim_ordering")))
        if stated in ("channels_first", "channels_last"):
            return str(stated)
    return "channels_first" if origin.backend == "theano" and origin.major == 1 else "channels_last"
