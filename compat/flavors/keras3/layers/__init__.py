"""Layers of Keras 1 and 2 on Keras 3, one module for each module of ``keras.layers``."""
from .base_classes import _Conv as _Conv
from .base_classes import _GlobalPooling1D as _GlobalPooling1D
from .base_classes import _GlobalPooling2D as _GlobalPooling2D
from .base_classes import _GlobalPooling3D as _GlobalPooling3D
from .base_classes import _Pooling1D as _Pooling1D
from .base_classes import _Pooling2D as _Pooling2D
from .base_classes import _Pooling3D as _Pooling3D
from .classes import *  # noqa: F403
from .merge import _Merge as _Merge
from .serialization import deserialize as deserialize
from .serialization import serialize as serialize
