"""How calls of Keras 1 become calls of Keras 2 where more than a name changed (``keras.legacy.interfaces``).

Each takes the arguments of a call, with the object first, and returns the new ones and a list that is empty when nothing
has changed.
"""
import warnings
from typing import Any, Dict, List, Sequence, Tuple

from compat.api.arguments import KERAS1_TUPLES, PADDING_SIDES

Called = Tuple[Any, Dict[str, Any], List[Tuple[str, Any]]]
_KERNEL_2D, _KERNEL_3D = KERAS1_TUPLES["Conv2D"]["kernel_size"], KERAS1_TUPLES["Conv3D"]["kernel_size"]


def embedding_kwargs_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """Leave ``dropout`` out, with a warning."""
    if kwargs.pop("dropout", None) is not None:
        warnings.warn("The `dropout` argument is no longer support in `Embedding`. You can apply a "
                      "`keras.layers.SpatialDropout1D` layer right after the `Embedding` layer to get the same behavior.",
                      stacklevel=3)
    return args, kwargs, []


def _forget_bias(kwargs: Dict[str, Any]) -> List[Tuple[str, Any]]:
    if "forget_bias_init" not in kwargs:
        return []
    if kwargs.pop("forget_bias_init") == "one":
        kwargs["unit_forget_bias"] = True
        return [("forget_bias_init", "unit_forget_bias")]
    warnings.warn("The `forget_bias_init` argument has been ignored. Use `unit_forget_bias=True` instead to initialize "
                  "with ones.", stacklevel=4)
    return []


def _input_shape(kwargs: Dict[str, Any]) -> List[Tuple[str, Any]]:
    if "input_dim" not in kwargs:
        return []
    kwargs["input_shape"] = (kwargs.pop("input_length", None), kwargs.pop("input_dim"))
    return [("input_shape", "input_dim")]


def recurrent_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``forget_bias_init`` as ``unit_forget_bias``, ``input_dim`` and ``input_length`` as ``input_shape``."""
    converted = _forget_bias(kwargs)
    shaped = _input_shape(kwargs)
    if shaped:
        warnings.warn("The `input_dim` and `input_length` arguments in recurrent layers are deprecated. Use `input_shape` "
                      "instead.", stacklevel=3)
    return args, kwargs, converted + shaped


def conv1d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``input_dim`` and ``input_length`` as ``input_shape``."""
    return args, kwargs, _input_shape(kwargs)


def _joined_kernel(args: Any, kwargs: Dict[str, Any], parts: Sequence[str]) -> Called:
    """The sizes of a kernel, by position, by name or both, as ``kernel_size``."""
    if len(args) > 2 + len(parts):
        raise TypeError("Layer can receive at most {} positional arguments.".format(1 + len(parts)))
    given = tuple(args[2:])
    if not all(isinstance(size, int) for size in given):
        return args, kwargs, []
    if len(given) == 2 and {"padding", "strides", "data_format"} & set(kwargs):
        raise ValueError("It seems that you are using the Keras 2 and you are passing both `kernel_size` and `strides` as "
                         "integer positional arguments. For safety reasons, this is disallowed. Pass `strides` as a "
                         "keyword argument instead.")
    named = parts[len(given):]
    if not all(part in kwargs for part in named):
        return args, kwargs, []
    size = given + tuple(kwargs.pop(part) for part in named)
    if len(args) > 1:
        args = [args[0], args[1], size]
    else:
        kwargs["kernel_size"] = size
    return args, kwargs, [("kernel_size", "/".join(parts))]


def conv2d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``nb_row`` and ``nb_col`` as ``kernel_size``."""
    return _joined_kernel(args, kwargs, _KERNEL_2D)


def conv3d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``kernel_dim1``, ``kernel_dim2`` and ``kernel_dim3`` as ``kernel_size``."""
    return _joined_kernel(args, kwargs, _KERNEL_3D)


def separable_conv2d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``init`` for both kernels, and the sizes of the kernel as ``kernel_size``."""
    converted: List[Tuple[str, Any]] = []
    if "init" in kwargs:
        kwargs["depthwise_initializer"] = kwargs["pointwise_initializer"] = kwargs.pop("init")
        converted.append(("init", "depthwise_initializer/pointwise_initializer"))
    args, kwargs, joined = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + joined


def deconv2d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """Without ``output_shape``, and the sizes of the kernel as ``kernel_size``."""
    converted: List[Tuple[str, Any]] = []
    if len(args) == 5 and isinstance(args[4], tuple):
        args = args[:-1]
        converted.append(("output_shape", None))
    if "output_shape" in kwargs:
        del kwargs["output_shape"]
        converted.append(("output_shape", None))
    args, kwargs, joined = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + joined


def convlstm2d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``forget_bias_init`` as ``unit_forget_bias``, and the sizes of the kernel as ``kernel_size``."""
    converted = _forget_bias(kwargs)
    args, kwargs, joined = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + joined


def batchnorm_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """Without ``mode``, which has to be 0; nothing by position."""
    if len(args) > 1:
        raise TypeError("The `BatchNormalization` layer does not accept positional arguments. Use keyword arguments "
                        "instead.")
    if "mode" not in kwargs:
        return args, kwargs, []
    if kwargs.pop("mode") != 0:
        raise TypeError("The `mode` argument of `BatchNormalization` no longer exists. `mode=1` and `mode=2` are no longer "
                        "supported.")
    return args, kwargs, [("mode", None)]


def zeropadding2d_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """A dictionary of sides as two pairs."""
    if isinstance(kwargs.get("padding"), dict):
        kwargs["padding"] = _sides(kwargs["padding"])
    elif len(args) == 2 and isinstance(args[1], dict):
        args = (args[0], _sides(args[1]))
    return args, kwargs, []


def _sides(padding: Dict[str, int]) -> Any:
    sides = PADDING_SIDES["ZeroPadding2D"]
    if not set(padding) <= {side for pair in sides for side in pair}:
        return padding
    warnings.warn("The `padding` argument in the Keras 2 API no longer accepts dict types. You can now input argument as: "
                  "`padding=((top_pad, bottom_pad), (left_pad, right_pad))`", stacklevel=4)
    return tuple(tuple(padding.get(side, 0) for side in pair) for pair in sides)


def generator_methods_args_preprocessor(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``samples_per_epoch`` as ``steps_per_epoch``, divided by the batch size where the generator states one."""
    counting = {"samples_per_epoch", "val_samples", "nb_epoch", "nb_val_samples", "nb_worker"} & set(kwargs)
    converted: List[Tuple[str, Any]] = []
    if len(args) < 3 and "samples_per_epoch" in kwargs:
        generator = args[1] if len(args) > 1 else kwargs["generator"]
        kwargs["steps_per_epoch"] = kwargs.pop("samples_per_epoch") // getattr(generator, "batch_size", 1)
        converted.append(("samples_per_epoch", "steps_per_epoch"))
    if counting - {"samples_per_epoch"}:
        warnings.warn("The semantics of the Keras 2 argument `steps_per_epoch` is not the same as the Keras 1 argument "
                      "`samples_per_epoch`. `steps_per_epoch` is the number of batches to draw from the generator at each "
                      "epoch. Update your method calls accordingly: {} changed.".format(", ".join(sorted(counting))),
                      stacklevel=3)
    return args, kwargs, converted


def add_weight_args_preprocessing(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``add_weight(shape, name)`` as ``add_weight(shape=…, name=…)``."""
    args = tuple(args)
    if len(args) > 1 and isinstance(args[1], (tuple, list)):
        kwargs["shape"] = args[1]
        args = args[:1] + args[2:]
        if len(args) > 1 and isinstance(args[1], str):
            kwargs["name"] = args[1]
            args = args[:1] + args[2:]
    return args, kwargs, []


def get_updates_arg_preprocessing(args: Any, kwargs: Dict[str, Any]) -> Called:
    """``get_updates(params, constraints, loss)`` as ``get_updates(loss=…, params=…)``."""
    if len(args) > 4:
        raise TypeError("`get_update` call received more arguments than expected.")
    if len(args) == 4:
        kwargs.update(params=args[1], loss=args[3])
        return [args[0]], kwargs, []
    if len(args) == 3 and isinstance(args[1], (list, tuple)):
        assert isinstance(args[2], dict) and "loss" in kwargs
        kwargs["params"] = args[1]
        return [args[0]], kwargs, []
    return args, kwargs, []
