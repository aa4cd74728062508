"""Names directly under ``tf`` that choose how TensorFlow runs, mark functions, or say what it is.

There is no graph to choose or to leave: models are compiled anyway, and other code computes at once.
"""
import functools
import logging
from contextlib import contextmanager
from typing import Any, Callable, Iterator, List, Optional, TypeVar

from compat.era import current
from compat.errors import NotServedError
from compat.flavors.keras3 import context

Function = TypeVar("Function", bound=Callable[..., Any])

__git_version__ = GIT_VERSION = "unknown"
__compiler_version__ = COMPILER_VERSION = "unknown"
CXX11_ABI_FLAG, MONOLITHIC_BUILD = 1, 0
GRAPH_DEF_VERSION, GRAPH_DEF_VERSION_MIN_CONSUMER, GRAPH_DEF_VERSION_MIN_PRODUCER = 1286, 0, 0
newaxis = None


def version() -> str:
    """The version that old code compares: the TensorFlow whose names and behavior it finds here.

    Example:
        >>> from compat import Era
        >>> with Era("2.15"):
        ...     version()
        '2.15.0'
    """
    era = current(context.current_layer())
    return "2.15.0" if era.of_tf_keras else "1.15.0"


def executing_eagerly() -> bool:
    """Whether code computes at once: in an era of TensorFlow 2, outside of what the backend compiles."""
    return current(context.current_layer()).of_tf_keras and not context.in_stateless_scope()


executing_eagerly_outside_functions = executing_eagerly


def inside_function() -> bool:
    """Whether the backend compiles this code."""
    return context.in_stateless_scope()


def function(func: Optional[Callable[..., Any]] = None, input_signature: Any = None, autograph: bool = True,
             jit_compile: Any = None, **options: Any) -> Any:
    """The function itself, called as it is: ``model.fit`` and ``K.function`` compile their steps, with what they call.

    Example:
        >>> @function
        ... def double(x):
        ...     return x * 2
        >>> double(4), double.python_function(5)
        (8, 10)
    """
    if func is None:
        return functools.partial(function, input_signature=input_signature, autograph=autograph)

    @functools.wraps(func)
    def called(*args: Any, **kwargs: Any) -> Any:
        with context.compiled():
            return func(*args, **kwargs)

    called.python_function = func  # type: ignore[attr-defined]
    called.input_signature = input_signature  # type: ignore[attr-defined]
    called.get_concrete_function = _no_graph  # type: ignore[attr-defined]
    called.experimental_get_tracing_count = lambda: 0  # type: ignore[attr-defined]
    return called


def _no_graph(*args: Any, **kwargs: Any) -> Any:
    raise NotServedError("get_concrete_function gives a graph of TensorFlow, which is not the backend here; call the function, "
                         "or export the model: keras.Model.export, where TensorFlow is the backend")


def get_logger() -> logging.Logger:
    """Python's logger named ``tensorflow``."""
    return logging.getLogger("tensorflow")


@contextmanager
def init_scope() -> Iterator[None]:
    """Accepted: code computes at once."""
    yield


@contextmanager
def colocate_with(op: Any = None, ignore_existing: bool = False) -> Iterator[None]:
    """Accepted; the backend places its tensors itself."""
    yield


container = colocate_with


def no_gradient(op_type: str) -> None:
    """Accepted: no operation of TensorFlow is differentiated here."""


NoGradient = NotDifferentiable = no_gradient


def _accepted(*args: Any, **kwargs: Any) -> None:
    """Accepted; there is nothing to switch."""


disable_eager_execution = enable_eager_execution = disable_v2_behavior = enable_v2_behavior = _accepted
disable_v2_tensorshape = enable_v2_tensorshape = disable_resource_variables = enable_resource_variables = _accepted
disable_control_flow_v2 = enable_control_flow_v2 = disable_tensor_equality = enable_tensor_equality = _accepted
enable_numpy_behavior = _accepted


def resource_variables_enabled() -> bool:
    """True: variables hold their own value."""
    return True


control_flow_v2_enabled = resource_variables_enabled


def do_not_convert(func: Optional[Function] = None) -> Any:
    """The function itself: nothing is converted."""
    return do_not_convert if func is None else func


def to_graph(entity: Function, recursive: bool = True, experimental_optional_features: Any = None) -> Function:
    """The function itself: nothing is converted."""
    return entity


def set_loop_options(**options: Any) -> None:
    """Accepted; nothing is converted."""


set_verbosity = trace = _accepted


class GraphKeys:
    """Names of collections."""

    GLOBAL_VARIABLES, LOCAL_VARIABLES, TRAINABLE_VARIABLES = "variables", "local_variables", "trainable_variables"
    REGULARIZATION_LOSSES, LOSSES, UPDATE_OPS, SUMMARIES = "regularization_losses", "losses", "update_ops", "summaries"
    WEIGHTS, BIASES, ACTIVATIONS, GLOBAL_STEP = "weights", "biases", "activations", "global_step"
    MOVING_AVERAGE_VARIABLES, MODEL_VARIABLES, INIT_OP = "moving_average_variables", "model_variables", "init_op"


_collections: "dict[str, List[Any]]" = {}


def add_to_collection(name: str, value: Any) -> None:
    """Put a value under a name."""
    _collections.setdefault(name, []).append(value)


def get_collection(key: str, scope: Optional[str] = None) -> List[Any]:
    """What was put under a name. What a graph collected by itself is the model's: ``model.losses``, ``model.updates``."""
    return list(_collections.get(key, []))


def get_collection_ref(key: str) -> List[Any]:
    """The list itself."""
    return _collections.setdefault(key, [])


class VariableAggregation:
    """How the copies of a variable on several devices become one, in the words of Keras 3."""

    NONE, SUM, MEAN, ONLY_FIRST_REPLICA = "none", "sum", "mean", "only_first_replica"


class VariableSynchronization:
    """When the copies of a variable on several devices become one."""

    AUTO, NONE, ON_WRITE, ON_READ = "AUTO", "NONE", "ON_WRITE", "ON_READ"


class AggregationMethod:
    """How gradients that flow to one tensor are added; there is one way."""

    ADD_N, DEFAULT, EXPERIMENTAL_TREE, EXPERIMENTAL_ACCUMULATE_N = 0, 0, 1, 2


class UnconnectedGradients:
    """What the gradient is of what a loss does not depend on."""

    NONE, ZERO = "none", "zero"


class ResizeMethod:
    """The methods of ``tf.image.resize`` of TensorFlow 2, by their names."""

    AREA, BICUBIC, BILINEAR, NEAREST_NEIGHBOR = "area", "bicubic", "bilinear", "nearest"
    GAUSSIAN, LANCZOS3, LANCZOS5, MITCHELLCUBIC = "gaussian", "lanczos3", "lanczos5", "mitchellcubic"
