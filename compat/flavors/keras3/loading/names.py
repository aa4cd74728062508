"""Names of layers and models in words that Keras 3 takes: it allows no ``/``, which TensorFlow used for scopes.

``conv1/conv`` of the DenseNet in ``keras.applications`` is ``conv1_conv`` in that of Keras 3 too. Everything else
(weights, losses, functions of Lambda layers) still goes by the names of the file.
"""
from typing import Optional


def native_name(name: Optional[str]) -> Optional[str]:
    """The name under which Keras 3 has a layer or model of the file.

    Example:
        >>> native_name("conv1/conv"), native_name("dense_1"), native_name(None)
        ('conv1_conv', 'dense_1', None)
    """
    return None if name is None else name.replace("/", "_")
