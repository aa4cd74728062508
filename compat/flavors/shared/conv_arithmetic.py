"""Sizes before and after a convolution, and checks of its arguments (``keras.utils.conv_utils`` of Keras 2)."""
from typing import Any, Optional, Sequence, Tuple

_PADDINGS = ("same", "valid", "full", "causal")


def conv_output_length(input_length: Optional[int], filter_size: int, padding: str, stride: int,
                       dilation: int = 1) -> Optional[int]:
    """Steps after a convolution, or None for an unknown number.

    Example:
        >>> conv_output_length(7, 3, "valid", 2), conv_output_length(7, 3, "same", 2)
        (3, 4)
    """
    _check_padding(padding, _PADDINGS)
    if input_length is None:
        return None
    reach = _dilated(filter_size, dilation) - 1
    grown = {"valid": -reach, "full": reach}.get(padding, 0)
    return (input_length + grown + stride - 1) // stride


def conv_input_length(output_length: Optional[int], filter_size: int, padding: str, stride: int) -> Optional[int]:
    """Steps before a convolution that left ``output_length``, or None for an unknown number."""
    _check_padding(padding, _PADDINGS[:3])
    if output_length is None:
        return None
    return (output_length - 1) * stride - 2 * _padded(filter_size, padding) + filter_size


def deconv_length(dim_size: Optional[int], stride_size: int, kernel_size: int, padding: str,
                  output_padding: Optional[int], dilation: int = 1) -> Optional[int]:
    """Steps after a transposed convolution, or None for an unknown number."""
    _check_padding(padding, _PADDINGS[:3])
    if dim_size is None:
        return None
    kernel_size = _dilated(kernel_size, dilation)
    if output_padding is not None:
        return (dim_size - 1) * stride_size + kernel_size - 2 * _padded(kernel_size, padding) + output_padding
    grown = {"valid": max(kernel_size - stride_size, 0), "full": -(stride_size + kernel_size - 2)}.get(padding, 0)
    return dim_size * stride_size + grown


def normalize_padding(value: str) -> str:
    """A padding in small letters.

    Raises:
        ValueError: neither ``'valid'``, ``'same'`` nor ``'causal'``.
    """
    padding = value.lower()
    if padding not in ("valid", "same", "causal"):
        raise ValueError('The `padding` argument must be one of "valid", "same" (or "causal" for Conv1D). Received: {}'
                         .format(padding))
    return padding


def normalize_tuple(value: Any, n: int, name: str) -> Tuple[int, ...]:
    """``n`` whole numbers, from one or from as many.

    Args:
        value: a number or a sequence of ``n``.
        name: of the argument, for the error.

    Raises:
        ValueError: anything else.
    """
    if isinstance(value, int):
        return (value,) * n
    problem = ValueError("The `{}` argument must be a tuple of {} integers. Received: {}".format(name, n, value))
    if not isinstance(value, (tuple, list)) or len(value) != n:
        raise problem
    try:
        return tuple(int(size) for size in value)
    except (TypeError, ValueError):
        raise problem from None


def transpose_shape(shape: Sequence[Any], target_format: str, spatial_axes: Sequence[int]) -> Tuple[Any, ...]:
    """A shape with channels last, in the order that ``target_format`` names.

    Example:
        >>> transpose_shape((16, 3, 2, 4), "channels_first", (1, 2))
        (16, 4, 3, 2)
    """
    if target_format == "channels_last":
        return tuple(shape)
    if target_format != "channels_first":
        raise ValueError("The `data_format` argument must be one of \"channels_first\", \"channels_last\". Received: {}"
                         .format(target_format))
    return (*shape[:spatial_axes[0]], shape[-1], *(shape[axis] for axis in spatial_axes))


def _check_padding(padding: str, known: Sequence[str]) -> None:
    if padding not in known:
        raise AssertionError("unknown padding {!r}; it is one of {}".format(padding, ", ".join(known)))


def _dilated(filter_size: int, dilation: int) -> int:
    return filter_size + (filter_size - 1) * (dilation - 1)


def _padded(filter_size: int, padding: str) -> int:
    return {"same": filter_size // 2, "full": filter_size - 1}.get(padding, 0)
