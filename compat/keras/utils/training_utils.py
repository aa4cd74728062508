"""The old ``keras.utils.training_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as K
    from compat.keras.layers.core import Lambda as Lambda
    from compat.keras.engine.training import Model as Model
    from compat.keras.layers.merge import concatenate as concatenate
    from compat.keras.utils.multi_gpu_utils import multi_gpu_model as multi_gpu_model
