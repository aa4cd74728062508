"""What ``compat run`` redirects: module prefixes as data, and how a dotted name is looked up in them.

``tensorflow.contrib`` and ``tensorflow.python`` are where TensorFlow 1.0–1.8 kept its copy of Keras, before
``tensorflow.keras`` was public. Old code also imports functions of ``tf`` from the modules that define them, such as
``tensorflow.python.ops.math_ops``.
"""
from typing import Iterable, NamedTuple, Optional, Tuple


class ModuleRule(NamedTuple):
    """One redirected module.

    Attributes:
        source: the old dotted name, e.g. ``"keras"``.
        target: where it is served, e.g. ``"compat.keras"``.
        submodules: whether ``source.x`` is ``target.x``; if not, only ``source`` itself is redirected.
    """

    source: str
    target: str
    submodules: bool = True


class Rules(NamedTuple):
    """The module rules of one run, and the module that rewritten expressions call."""

    modules: Tuple[ModuleRule, ...]
    runtime: str = "compat.rewrite.runtime"

    def target(self, name: str) -> Optional[str]:
        """The dotted name to import instead of ``name``, or None where ``name`` stays as it is.

        Example:
            >>> RULES.target("tensorflow.python.keras.layers"), RULES.target("keras_contrib")
            ('compat.tf.keras.layers', None)
        """
        fitting = [rule for rule in self.modules if _covers(rule, name)]
        if not fitting:
            return None
        rule = max(fitting, key=lambda rule: len(rule.source))
        return rule.target + name[len(rule.source):]

    def concerns(self, name: str) -> bool:
        """Whether the top-level package of ``name`` has a rule; if it has, a name without a target deserves a note."""
        top = name.split(".")[0]
        return any(rule.source.split(".")[0] == top for rule in self.modules)

    def tops(self) -> Tuple[str, ...]:
        """The top-level names that rules redirect or need, e.g. ``("compat", "keras", "tensorflow")``."""
        names = {name.split(".")[0] for rule in self.modules for name in rule[:2]}
        return tuple(sorted(names))

    def with_own(self, own: Iterable[ModuleRule]) -> "Rules":
        """These rules, where the given ones come in place of all that begin with the same top-level name."""
        own = tuple(own)
        names = {rule.source for rule in own}
        kept = tuple(rule for rule in self.modules if rule.source.split(".")[0] not in names)
        return self._replace(modules=kept + own)


def _covers(rule: ModuleRule, name: str) -> bool:
    return name == rule.source or (rule.submodules and name.startswith(rule.source + "."))


#: Modules inside TensorFlow whose functions are names of ``tf``.
_DEFINING = tuple("tensorflow.python." + name for name in (
    "framework.constant_op", "framework.dtypes", "framework.ops", "framework.tensor_shape", "framework.tensor_spec",
    "framework.tensor_util", "ops.init_ops_v2", "ops.array_ops", "ops.check_ops", "ops.clip_ops",
    "ops.control_flow_ops", "ops.gradients", "ops.gradients_impl", "ops.init_ops", "ops.math_ops", "ops.random_ops",
    "ops.state_ops", "ops.variable_scope", "ops.variables"))
#: Modules inside TensorFlow whose functions are names of ``tf.nn``.
_DEFINING_NN = tuple("tensorflow.python.ops." + name for name in ("nn", "nn_impl", "nn_ops"))

#: Modules inside tf.keras 2, below ``tensorflow.python.keras`` and since 2.5 below ``keras``.
_INSIDE_KERAS = tuple(package + "." + name for package in ("tensorflow.python.keras", "keras") for name in (
    "engine.base_preprocessing_layer", "engine.data_adapter", "engine.functional", "engine.keras_tensor", "optimizer_v2",
    "optimizer_v2.optimizer_v2", "optimizers.optimizer_v2.optimizer_v2", "utils.control_flow_util", "utils.losses_utils",
    "utils.tf_utils")) + ("tensorflow.python.keras.layers.convolutional",)

#: Namespaces of ``tf`` that are not TensorFlow's own everywhere.
_NAMESPACES = (
    "compat", "config", "contrib.framework", "contrib.layers", "data", "debugging", "distribute", "errors", "image",
    "initializers", "io", "layers", "linalg", "logging", "losses", "math", "metrics", "nest", "nn", "optimizers",
    "random", "signal", "sparse", "strings", "test", "train", "version")

RULES = Rules((
    ModuleRule("keras", "compat.keras"),
    ModuleRule("tensorflow", "compat.tf", submodules=False),
    ModuleRule("tensorflow.compat.v1", "compat.tf.compat.v1"),
    ModuleRule("tensorflow.compat.v2", "compat.tf.compat.v2"),
    ModuleRule("tensorflow.keras", "compat.tf.keras"),
    ModuleRule("tensorflow.compat.v1.keras", "compat.tf.keras_v1"),
    ModuleRule("tensorflow.compat.v2.keras", "compat.tf.keras"),
    ModuleRule("tensorflow.python.keras", "compat.tf.keras"),
    ModuleRule("tensorflow.python.keras.backend_config", "compat.tf.keras.backend"),
    ModuleRule("tensorflow.python.keras.engine.input_spec", "compat.tf.keras.layers"),
    ModuleRule("tensorflow.python.keras.optimizer_v2.learning_rate_schedule", "compat.tf.keras.optimizers.schedules"),
    ModuleRule("tensorflow.python.keras._impl.keras", "compat.keras"),
    ModuleRule("tensorflow.contrib.keras", "compat.keras"),
    ModuleRule("tensorflow.contrib.keras.api.keras", "compat.keras"),
    ModuleRule("tensorflow.contrib.keras.python.keras", "compat.keras"),
) + tuple(ModuleRule("tensorflow." + name, "compat.tf." + name) for name in _NAMESPACES)
  + tuple(ModuleRule(source, "compat.tf.inner", submodules=False) for source in _DEFINING)
  + tuple(ModuleRule(source, "compat.tf.inner_keras", submodules=False) for source in _INSIDE_KERAS)
  + tuple(ModuleRule(package + ".saving.hdf5_format", "compat.keras.engine.saving")
          for package in ("tensorflow.python.keras", "keras"))
  + tuple(ModuleRule("tensorflow.python.keras.optimizer_v2." + name, "compat.tf.keras.optimizers.legacy")
          for name in ("adadelta", "adagrad", "adam", "adamax", "ftrl", "gradient_descent", "nadam", "rmsprop"))
  + tuple(ModuleRule(source, "compat.tf.nn") for source in _DEFINING_NN))

#: What ``compat migrate`` swaps: besides, modules that code imports which was moved to a newer Keras halfway. That code runs as
#: it is, so ``compat run`` leaves it.
ON_DISK = Rules(RULES.modules + (
    ModuleRule("keras.src.legacy", "compat.keras"),
    ModuleRule("tf_keras", "compat.tf.keras"),
))

#: The name under which rewritten code sees the runtime. It ends in underscores so that a class body does not mangle it.
RUNTIME_NAME = "__compat_run__"
#: Bound by ``import keras.layers``, which must load the submodule but binds ``keras`` only.
UNUSED_NAME = "__compat_module__"

#: Method calls on tensors that newer tensors lack, and the function of the runtime that takes the receiver first.
METHODS = {"eval": "eval_method", "get_shape": "get_shape", "numpy": "numpy_method",
           "set_shape": "set_shape"}
#: Methods of a part of a variable, which is a tensor elsewhere.
ASSIGNING = frozenset(("assign", "assign_add", "assign_sub"))
#: Attributes of tensors that newer tensors lack.
ATTRIBUTES = {"_keras_shape": "keras_shape"}
#: Attributes of TensorFlow's dtypes that those of torch, NumPy and JAX lack, all or some.
DTYPE_ATTRIBUTES = frozenset((
    "as_numpy_dtype", "base_dtype", "is_bool", "is_complex", "is_floating", "is_integer", "is_unsigned", "name", "real_dtype"))
#: The same of the texts, datasets and files of h5py 2, and what it did when it was asked for a file without a mode.
HDF5_METHODS = {"decode": "decode_method", "File": "file_method"}
HDF5_ATTRIBUTES = {"fid": "fid_attribute", "value": "value_attribute"}
