"""The backend API ``K`` of Keras 2.2.4 over ``keras.ops``: the same functions on TensorFlow, JAX and torch.

Each works on values, inside the ``call`` of a layer that is compiled (``tf.function``, ``jax.jit``), and on the
KerasTensors of a functional model. Names, parameters, defaults and numbers are those of
https://github.com/keras-team/keras/blob/2.2.4/keras/backend/tensorflow_backend.py, as that version computes them.
"""
from compat.flavors.keras3.backend.config import (
    backend,
    cast_to_floatx,
    clear_session,
    epsilon,
    floatx,
    get_uid,
    image_data_format,
    image_dim_ordering,
    manual_variable_initialization,
    normalize_data_format,
    reset_uids,
    set_epsilon,
    set_floatx,
    set_image_data_format,
    set_image_dim_ordering,
)
from compat.flavors.keras3.backend.control import (
    foldl,
    foldr,
    map_fn,
    switch,
)
from compat.flavors.keras3.backend.creation import (
    arange,
    constant,
    eye,
    ones,
    ones_like,
    random_normal_variable,
    random_uniform_variable,
    variable,
    zeros,
    zeros_like,
)
from compat.flavors.keras3.backend.dims import (
    count_params,
    int_shape,
    ndim,
    shape,
)
from compat.flavors.keras3.backend.elementwise import (
    abs,
    clip,
    cos,
    cumprod,
    cumsum,
    equal,
    exp,
    greater,
    greater_equal,
    identity,
    less,
    less_equal,
    log,
    maximum,
    minimum,
    not_equal,
    pow,
    round,
    sign,
    sin,
    sqrt,
    square,
    stop_gradient,
)
from compat.flavors.keras3.backend.linear import (
    batch_dot,
    dot,
)
from compat.flavors.keras3.backend.phase import (
    in_test_phase,
    in_train_phase,
    learning_phase,
    set_learning_phase,
)
from compat.flavors.keras3.backend.random import (
    dropout,
    random_binomial,
    random_normal,
    random_uniform,
    truncated_normal,
)
from compat.flavors.keras3.backend.reductions import (
    all,
    any,
    argmax,
    argmin,
    logsumexp,
    max,
    mean,
    min,
    prod,
    std,
    sum,
    var,
)
from compat.flavors.keras3.backend.shapes import (
    batch_flatten,
    concatenate,
    expand_dims,
    flatten,
    gather,
    one_hot,
    permute_dimensions,
    repeat,
    repeat_elements,
    reshape,
    reverse,
    slice,
    squeeze,
    stack,
    tile,
    transpose,
)
from compat.flavors.keras3.backend.state import (
    batch_get_value,
    batch_set_value,
    eval,
    get_value,
    moving_average_update,
    set_value,
    update,
    update_add,
    update_sub,
)
from compat.flavors.keras3.backend.tensors import (
    cast,
    dtype,
    is_symbolic,
    is_tensor,
)

__all__ = [
    "abs", "all", "any", "arange", "argmax", "argmin", "backend", "batch_dot", "batch_flatten", "batch_get_value",
    "batch_set_value", "cast", "cast_to_floatx", "clear_session", "clip", "concatenate", "constant", "cos",
    "count_params", "cumprod", "cumsum", "dot", "dropout", "dtype", "epsilon", "equal", "eval", "exp", "expand_dims",
    "eye", "flatten", "floatx", "foldl", "foldr", "gather", "get_uid", "get_value", "greater", "greater_equal",
    "identity", "image_data_format", "image_dim_ordering", "in_test_phase", "in_train_phase", "int_shape",
    "is_symbolic", "is_tensor", "learning_phase", "less", "less_equal", "log", "logsumexp",
    "manual_variable_initialization", "map_fn", "max", "maximum", "mean", "min", "minimum", "moving_average_update",
    "ndim", "normalize_data_format", "not_equal", "one_hot", "ones", "ones_like", "permute_dimensions", "pow", "prod",
    "random_binomial", "random_normal", "random_normal_variable", "random_uniform", "random_uniform_variable",
    "repeat", "repeat_elements", "reset_uids", "reshape", "reverse", "round", "set_epsilon", "set_floatx",
    "set_image_data_format", "set_image_dim_ordering", "set_learning_phase", "set_value", "shape", "sign", "sin",
    "slice", "sqrt", "square", "squeeze", "stack", "std", "stop_gradient", "sum", "switch", "tile", "transpose",
    "truncated_normal", "update", "update_add", "update_sub", "var", "variable", "zeros", "zeros_like",
]
