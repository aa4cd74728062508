"""The backend API ``K`` of Keras 2.2.4 over ``keras.ops``: the same functions on TensorFlow, JAX and torch.

Each works on values, inside the ``call`` of a layer that is compiled (``tf.function``, ``jax.jit``), and on the
KerasTensors of a functional model. Names, parameters, defaults and numbers are those of
https://github.com/keras-team/keras/blob/2.2.4/keras/backend/tensorflow_backend.py, as that version computes them.
"""
from compat.flavors.keras3.backend.averages import (
    moving_average_update,
)
from compat.flavors.keras3.backend.config import (
    backend,
    cast_to_floatx,
    clear_session,
    epsilon,
    floatx,
    get_uid,
    image_data_format,
    manual_variable_initialization,
    normalize_data_format,
    reset_uids,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from compat.flavors.keras3.backend.control import (
    foldl,
    foldr,
    map_fn,
    name_scope,
    switch,
)
from compat.flavors.keras3.backend.conv import (
    conv1d,
    conv2d,
    conv2d_transpose,
    conv3d,
    conv3d_transpose,
    depthwise_conv2d,
    local_conv1d,
    local_conv2d,
    pool2d,
    pool3d,
    separable_conv1d,
    separable_conv2d,
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
from compat.flavors.keras3.backend.ctc import (
    ctc_batch_cost,
    ctc_decode,
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
from compat.flavors.keras3.backend.graph import (
    Function,
    function,
    get_variable_shape,
    has_arg,
    is_keras_tensor,
    is_placeholder,
    is_sparse,
    placeholder,
    print_tensor,
    size,
    to_dense,
)
from compat.flavors.keras3.backend.images import (
    resize_images,
    resize_volumes,
    spatial_2d_padding,
    spatial_3d_padding,
    temporal_padding,
)
from compat.flavors.keras3.backend.layout import (
    transpose_shape,
)
from compat.flavors.keras3.backend.linear import (
    batch_dot,
    dot,
)
from compat.flavors.keras3.backend.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from compat.flavors.keras3.backend.nn import (
    batch_normalization,
    bias_add,
    elu,
    hard_sigmoid,
    in_top_k,
    l2_normalize,
    normalize_batch_in_training,
    relu,
    sigmoid,
    softmax,
    softplus,
    softsign,
    tanh,
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
from compat.flavors.keras3.backend.recurrent import (
    rnn,
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
from compat.flavors.keras3.backend.session import get_session, set_session
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
from compat.flavors.keras3.variables import is_variable
from compat.flavors.shared.dim_ordering import image_dim_ordering, set_image_dim_ordering

__all__ = [
    "Function", "abs", "all", "any", "arange", "argmax", "argmin", "backend", "batch_dot", "batch_flatten",
    "batch_get_value", "batch_normalization", "batch_set_value", "bias_add", "binary_crossentropy", "cast",
    "cast_to_floatx", "categorical_crossentropy", "clear_session", "clip", "concatenate", "constant", "conv1d",
    "conv2d", "conv2d_transpose", "conv3d", "conv3d_transpose", "cos", "count_params", "ctc_batch_cost", "ctc_decode",
    "cumprod", "cumsum", "depthwise_conv2d", "dot", "dropout", "dtype", "elu", "epsilon", "equal", "eval", "exp",
    "expand_dims", "eye", "flatten", "floatx", "foldl", "foldr", "function", "gather", "get_session", "get_uid",
    "get_value", "get_variable_shape", "greater", "greater_equal", "hard_sigmoid", "has_arg", "identity",
    "image_data_format", "image_dim_ordering", "in_test_phase", "in_top_k", "in_train_phase", "int_shape",
    "is_keras_tensor", "is_placeholder", "is_sparse", "is_symbolic", "is_tensor", "is_variable", "l2_normalize",
    "learning_phase", "less", "less_equal", "local_conv1d", "local_conv2d", "log", "logsumexp",
    "manual_variable_initialization", "map_fn", "max", "maximum", "mean", "min", "minimum", "moving_average_update",
    "name_scope", "ndim", "normalize_batch_in_training", "normalize_data_format", "not_equal", "one_hot", "ones", "ones_like",
    "permute_dimensions", "placeholder", "pool2d", "pool3d", "pow", "print_tensor", "prod", "random_binomial",
    "random_normal", "random_normal_variable", "random_uniform", "random_uniform_variable", "relu", "repeat",
    "repeat_elements", "reset_uids", "reshape", "resize_images", "resize_volumes", "reverse", "rnn", "round",
    "separable_conv1d", "separable_conv2d", "set_epsilon", "set_floatx", "set_image_data_format",
    "set_image_dim_ordering", "set_learning_phase", "set_session", "set_value", "shape", "sigmoid", "sign", "sin",
    "size", "slice", "softmax", "softplus", "softsign", "sparse_categorical_crossentropy", "spatial_2d_padding",
    "spatial_3d_padding", "sqrt", "square", "squeeze", "stack", "std", "stop_gradient", "sum", "switch", "tanh",
    "temporal_padding", "tile", "to_dense", "transpose", "transpose_shape", "truncated_normal", "update",
    "update_add", "update_sub", "var", "variable", "zeros", "zeros_like",
]
