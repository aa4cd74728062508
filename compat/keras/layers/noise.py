"""The old ``keras.layers.noise`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class AlphaDropout(Any):
        def __init__(self, rate: Any, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> None: ...
    class GaussianDropout(Any):
        def __init__(self, rate: Any, **kwargs: Any) -> None: ...
    class GaussianNoise(Any):
        def __init__(self, stddev: Any, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.legacy import interfaces as interfaces
