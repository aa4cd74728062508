"""Names of layers and models as Keras 3 allows them: without ``/``, which TensorFlow used for scopes.

``conv1/conv`` of the DenseNet in ``keras.applications`` is ``conv1_conv`` in that of Keras 3 too. On torch there is no ``.``
either, which torch allows in no name of a parameter. ``get_layer`` finds a layer by either name; files (weights, losses,
functions of Lambda layers) go by the name that they hold.
"""
from typing import Optional

import keras


def native_name(name: Optional[str]) -> Optional[str]:
    """The name under which Keras 3 has a layer or model that an old program or file calls so.

    Example:
        >>> native_name("conv1/conv"), native_name("dense_1"), native_name(None)
        ('conv1_conv', 'dense_1', None)
    """
    plain = functional_name(name)
    return plain.replace(".", "_") if plain and keras.backend.backend() == "torch" else plain


def functional_name(name: Optional[str]) -> Optional[str]:
    """The same for a functional model: its layers have their weights already, so that torch finds its dots in no name.

    Example:
        >>> functional_name("mobilenet_1.00_224")
        'mobilenet_1.00_224'
    """
    return None if name is None else name.replace("/", "_")
