"""The old ``keras.utils.multi_gpu_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as K
    from compat.keras.layers.core import Lambda as Lambda
    from compat.keras.engine.training import Model as Model
    from compat.keras.models import clone_model as clone_model
    from compat.keras.layers.merge import concatenate as concatenate
    def multi_gpu_model(model: Any, gpus: Any = None, cpu_merge: Any = True, cpu_relocation: Any = False) -> Any: ...
    from compat.keras.utils.generic_utils import to_list as to_list
