"""The backend API ``K`` of Keras 2.2.4 over ``keras.ops``: the same functions on TensorFlow, JAX and torch.

Each works on values, inside the ``call`` of a layer that is compiled (``tf.function``, ``jax.jit``), and on the
KerasTensors of a functional model. Names, parameters, defaults and numbers are those of
https://github.com/keras-team/keras/blob/2.2.4/keras/backend/tensorflow_backend.py, as that version computes them.

K has the functions that these modules define and that :mod:`compat.api.names` lists for it.
"""
from typing import Dict

from compat.flavors.keras3.lazily import defined, lazily

_MODULES = (
    ".averages", ".config", ".control", ".conv", ".creation", ".ctc", ".devices", ".dims", ".elementwise", ".graph", ".images",
    ".layout", ".linear", ".losses", ".nn", ".phase", ".random", ".recurrent", ".reductions",
    ".session", ".shapes", ".sparse", ".state", ".tensors",
    "compat.flavors.keras3.graph.function", "compat.flavors.keras3.variables", "compat.flavors.shared.dim_ordering",
)


def _functions_of_k() -> Dict[str, str]:
    from compat.api.names import NAMES

    of_k = {row.attribute for row in NAMES if row.home == "backend"}
    return {name: module for name, module in defined(__name__, _MODULES).items() if name in of_k}


__getattr__, __dir__ = lazily(__name__, _functions_of_k)
