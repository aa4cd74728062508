"""The old ``tf.keras.datasets`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.tf.keras.datasets import boston_housing as boston_housing
    from compat.tf.keras.datasets import cifar10 as cifar10
    from compat.tf.keras.datasets import cifar100 as cifar100
    from compat.tf.keras.datasets import fashion_mnist as fashion_mnist
    from compat.tf.keras.datasets import imdb as imdb
    from compat.tf.keras.datasets import mnist as mnist
    from compat.tf.keras.datasets import reuters as reuters
