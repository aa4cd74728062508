"""The old Kerases that write the golden files: ``nox -s goldens`` installs each and runs its script.

This module imports nothing of compat or of its neighbors: the noxfile reads it before anything is installed.
"""
from typing import NamedTuple, Tuple


class Stack(NamedTuple):
    """An old Keras that writes golden files.

    Attributes:
        name: of the folder below ``tests/goldens``.
        python: the CPython it runs on.
        script: what makes its files.
        pins: requirements, first those that must be installed before the others.
        bare: requirements installed without their own dependencies.
    """

    name: str
    python: str
    script: str
    pins: Tuple[Tuple[str, ...], ...]
    bare: Tuple[str, ...] = ()


_OLDER = ("h5py<3", "numpy<1.17", "protobuf<3.18")
_PIP_36 = ("pip==21.3.1",)
_KERAS_1 = ("tensorflow==1.12.0", "h5py==2.10.0", "pyyaml==5.4.1", "numpy<1.17", "protobuf<3.18", "scipy<1.6")


def writers(old: Tuple[str, ...]) -> Tuple[Tuple[Stack, ...], Tuple[Stack, ...]]:
    """Those that write HDF5, and those that write the other containers: checkpoints, SavedModels, ``.keras`` archives.

    Args:
        old: what wheels of TensorFlow 1.15 to 2.2 were built against.
    """
    models = (
        Stack("keras-1.2.2-py36", "3.6", "keras1.py", (_PIP_36, _KERAS_1), bare=("keras==1.2.2",)),
        Stack("keras-2.1.6-py36", "3.6", "keras2.py", (_PIP_36, ("keras==2.1.6", "tensorflow==1.8.0", *_OLDER))),
        Stack("keras-2.2.4-py27", "2.7", "keras2.py", (("keras==2.2.4", "tensorflow==1.14.0", *_OLDER),)),
        Stack("keras-2.2.4-py37", "3.7", "keras2.py", (("keras==2.2.4", "tensorflow-cpu==1.15.0", *old),)),
        Stack("keras-2.3.1-py37", "3.7", "keras2.py", (("keras==2.3.1", "tensorflow-cpu==2.2.0", *old),)),
        Stack("tf.keras-2.3-py37", "3.7", "keras2.py", (("tensorflow-cpu==2.2.0", *old),)),
        Stack("tf.keras-2.4-py38", "3.8", "keras2.py", (("tensorflow-cpu==2.4.4", "protobuf<3.20"),)),
        Stack("tf.keras-2.10-py39", "3.9", "keras2.py", (("tensorflow-cpu==2.10.1", "numpy<1.24", "protobuf<3.20"),)),
        Stack("tf.keras-2.15-py311", "3.11", "keras2.py", (("tensorflow-cpu==2.15.1",),)),
    )
    containers = (
        Stack("tensorflow-1.15-py37", "3.7", "saver.py", (("keras==2.2.4", "tensorflow-cpu==1.15.0", *old),)),
        Stack("tf.keras-2.2-py37", "3.7", "containers.py", (("tensorflow-cpu==2.2.0", *old),)),
        Stack("tf.keras-2.4-py38", "3.8", "containers.py", (("tensorflow-cpu==2.4.4", "protobuf<3.20"),)),
        Stack("tensorflowjs-3.3-py38", "3.8", "tfjs.py", (("tensorflow-cpu==2.4.4", "protobuf<3.20"),),
              bare=("tensorflowjs==3.3.0", "tensorflow-hub==0.9.0")),
        Stack("tf.keras-2.7-py39", "3.9", "containers.py", (("tensorflow-cpu==2.7.4", "numpy<1.24", "protobuf<3.20"),)),
        Stack("tf.keras-2.10-py39", "3.9", "containers.py", (("tensorflow-cpu==2.10.1", "numpy<1.24", "protobuf<3.20"),)),
        Stack("tf.keras-2.12-py310", "3.10", "containers.py", (("tensorflow-cpu==2.12.1",),)),
        Stack("tf.keras-2.15-py311", "3.11", "containers.py", (("tensorflow-cpu==2.15.1",),)),
        Stack("keras-3.0.5-py311", "3.11", "keras3.py", (("keras==3.0.5", "tensorflow-cpu==2.16.1", "numpy<2"),)),
        Stack("keras-3.1.1-py311", "3.11", "keras3.py", (("keras==3.1.1", "tensorflow-cpu==2.16.1", "numpy<2"),)),
        Stack("keras-3.2.1-py311", "3.11", "keras3.py", (("keras==3.2.1", "tensorflow-cpu==2.16.1", "numpy<2"),)),
        Stack("keras-3.3.3-py311", "3.11", "keras3.py", (("keras==3.3.3", "tensorflow-cpu==2.17.1", "numpy<2"),)),
    )
    return models, containers
