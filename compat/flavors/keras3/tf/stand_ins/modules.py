"""``tf.Module`` where TensorFlow is the backend: TensorFlow's own, which knows the layers of Keras 3 that it holds, too.

The layers of tf.keras 2 were modules; those of Keras 3 are none, so that a module of them had no variables to train.
"""
from typing import Any, Tuple

import tensorflow

from compat.flavors.keras3.tf.stand_ins.scopes import submodules_of, variables_of


class Module(tensorflow.Module):  # type: ignore[misc]
    """An object that knows its variables, and those of the modules and layers it holds."""

    _TF_MODULE_IGNORED_PROPERTIES = tensorflow.Module._TF_MODULE_IGNORED_PROPERTIES

    @property
    def submodules(self) -> Tuple[Any, ...]:
        """The modules and layers it holds, and those that they hold."""
        return submodules_of(self)

    @property
    def variables(self) -> Tuple[Any, ...]:
        """Its variables and those of what it holds."""
        return variables_of(self)

    @property
    def trainable_variables(self) -> Tuple[Any, ...]:
        """Those of its variables that are trained."""
        return tuple(variable for variable in self.variables if variable.trainable)

    @property
    def non_trainable_variables(self) -> Tuple[Any, ...]:
        """Those of its variables that are not trained."""
        return tuple(variable for variable in self.variables if not variable.trainable)
