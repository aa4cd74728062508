"""Names that layers and models get where the program gives none."""
import keras
from keras.src.backend.common import global_state  # not public: what clear_session forgets

from compat.era import current
from compat.flavors.shared.generic import to_snake_case

from ..backend.config import get_uid


def numbered_name(layer_class: type) -> str:
    """``dense_1``, ``dense_2`` …: Keras 2 counted from 1; tf.keras and Keras 3 call the first one ``dense``.

    A model of class ``MyNet`` was ``mynet_1``, a layer ``my_net_1``.
    """
    of_tf_keras = current().of_tf_keras
    prefix = to_snake_case(layer_class.__name__, splits_at_digits=not of_tf_keras or current().is_before("2.9"))
    if not of_tf_keras and issubclass(layer_class, keras.Model):
        prefix = layer_class.__name__.lower()
    given = global_state.get_global_attribute("compat_names_of_layers", {}, set_to_default=True)
    while True:  # a program that has layers of both may use them in one model
        number = get_uid("tf.keras " + prefix) - 1 if of_tf_keras else get_uid(prefix)
        name = "{}_{}".format(prefix, number) if number else prefix
        if given.setdefault(name, of_tf_keras) == of_tf_keras:
            return name
