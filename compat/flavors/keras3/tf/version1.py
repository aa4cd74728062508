"""The names of TensorFlow 1: the public functions and classes that the modules beside this one define.

``tf.compat``, which is built on these, is beside. A function that is added to one of the modules is a name of ``tf``.
"""
from typing import TYPE_CHECKING, Any, Dict

import compat.flavors.keras3.backend.devices as devices
import compat.flavors.keras3.tf.arrays as arrays
import compat.flavors.keras3.tf.comparison as comparison
import compat.flavors.keras3.tf.control as control
import compat.flavors.keras3.tf.dtypes as dtypes
import compat.flavors.keras3.tf.elementwise as elementwise
import compat.flavors.keras3.tf.image as image
import compat.flavors.keras3.tf.indexing as indexing
import compat.flavors.keras3.tf.linalg as linalg
import compat.flavors.keras3.tf.logging as logging
import compat.flavors.keras3.tf.math as math
import compat.flavors.keras3.tf.nn as nn
import compat.flavors.keras3.tf.products as products
import compat.flavors.keras3.tf.random as random
import compat.flavors.keras3.tf.reductions as reductions
import compat.flavors.keras3.tf.segments as segments
import compat.flavors.keras3.tf.session as session
import compat.flavors.keras3.tf.variables as variables
from compat.flavors.keras3.backend.session import Graph, InteractiveSession, Session, get_default_session
from compat.flavors.keras3.lazily import defined_in

_MODULES = (arrays, comparison, control, dtypes, elementwise, indexing, products, random, reductions, segments, session,
            variables)
#: Where TensorFlow's name means something else in the module that defines the function.
_RENAMED = {"Options": "ConfigProto", "bool_": "bool", "cast_to": "cast", "rank_of": "rank"}
#: What other modules use, and names of ``tf.random`` that are not names of ``tf``.
_WITHIN = frozenset((
    "EagerVariable", "SizeError", "any_tensor", "new_variable", "checked",
    "normal", "set_seed", "shuffle", "uniform", "with_dependencies"))


def _names() -> Dict[str, Any]:
    found = {name: getattr(module, name) for module in _MODULES for name in defined_in(module)}
    found.update((name, value) for name, value in vars(dtypes).items() if isinstance(value, dtypes.DType))
    found["DType"] = dtypes.DType
    return {_RENAMED.get(name, name): value for name, value in found.items() if name not in _WITHIN}


globals().update(_names())
depth_to_space, space_to_depth = nn.depth_to_space, nn.space_to_depth
name_scope = devices.name_scope
GPUOptions = OptimizerOptions = GraphOptions = RunOptions = session.Options

__all__ = [
    "GPUOptions", "Graph", "GraphOptions", "InteractiveSession", "OptimizerOptions", "RunOptions", "Session", "depth_to_space",
    "get_default_session", "image", "linalg", "logging", "math", "name_scope", "nn", "random", "space_to_depth",
]
__all__ += sorted(_names())

if TYPE_CHECKING:
    def __getattr__(name: str) -> Any: ...
