"""Sets of versions that are known to install and run together: one row a cell of the matrix, one Keras on one CPython.

The noxfile of this project runs its own tests in them; ``compat matrix-template`` writes them into the noxfile of a user's
project. This module imports nothing of compat: the noxfile reads it before anything is installed.
"""
from typing import NamedTuple, Tuple


class Facts(NamedTuple):
    """One Keras and what it runs on.

    Attributes:
        name: of the cell, and of its nox session.
        python: the CPython it runs on.
        pins: requirements that are known to install and run together.
        flavor: what ``COMPAT_FLAVOR`` selects there.
        backend: what ``KERAS_BACKEND`` selects there.
        keras: how people call it.
        bare: requirements installed without their own dependencies.
    """

    name: str
    python: str
    pins: Tuple[str, ...]
    flavor: str
    backend: str
    keras: str
    bare: Tuple[str, ...] = ()


#: What wheels of TensorFlow 1.15 to 2.2 were built against.
OLD = ("h5py<3", "protobuf<3.21", "numpy<1.19")

CELLS = (
    Facts("keras-2.1.6", "3.7", ("keras==2.1.6", "tensorflow-cpu==1.15.0", *OLD), "multibackend", "tensorflow", "Keras 2.1.6"),
    Facts("keras-2.2.4", "3.7", ("keras==2.2.4", "tensorflow-cpu==1.15.0", *OLD), "multibackend", "tensorflow", "Keras 2.2.4"),
    Facts("keras-2.3.1", "3.7", ("keras==2.3.1", "tensorflow-cpu==2.2.0", *OLD), "multibackend", "tensorflow", "Keras 2.3.1"),
    Facts("tf.keras-2.4", "3.8", ("tensorflow-cpu==2.4.4", "protobuf<3.21"), "tf.keras", "tensorflow", "tf.keras 2.4"),
    Facts("tf.keras-2.10", "3.9", ("tensorflow-cpu==2.10.1", "numpy<2"), "tf.keras", "tensorflow", "tf.keras 2.10"),
    Facts("tf.keras-2.15", "3.11", ("tensorflow-cpu==2.15.1",), "tf.keras", "tensorflow", "tf.keras 2.15"),
    Facts("tf_keras-2.21", "3.11", ("tensorflow-cpu==2.21.0",), "tf_keras", "tensorflow", "tf_keras 2.21",
          bare=("tf-keras==2.21.0",)),  # it asks for the full tensorflow
    Facts("keras-3.3", "3.12", ("keras==3.3.3", "tensorflow-cpu==2.17.1"), "keras3", "tensorflow", "Keras 3.3"),
    Facts("keras-3.15-tensorflow", "3.11", ("keras==3.15.1", "tensorflow-cpu==2.21.0"), "keras3", "tensorflow", "Keras 3.15"),
    Facts("keras-3.15-jax", "3.13", ("keras==3.15.1", "jax==0.10.2"), "keras3", "jax", "Keras 3.15"),
    Facts("keras-3.15-torch", "3.11", ("keras==3.15.1", "torch==2.13.0"), "keras3", "torch", "Keras 3.15"),
    Facts("keras-3.15-py311", "3.11", ("keras==3.15.1", "jax==0.10.2"), "keras3", "jax", "Keras 3.15"),
    Facts("keras-3.15-py312", "3.12", ("keras==3.15.1", "jax==0.10.2"), "keras3", "jax", "Keras 3.15"),
)
