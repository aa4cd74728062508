"""``tf.float32`` and its kin: names of dtypes that work wherever a dtype is expected, in ``K.cast`` too."""
from typing import Any

from compat.flavors.keras3.backend.tensors import dtype_name

from ..dtypes import DType as DType


def as_dtype(type_value: Any) -> DType:
    """The :class:`DType` of a name or a dtype of any library."""
    return type_value if isinstance(type_value, DType) else DType(dtype_name(type_value))


float16, float32, float64 = DType("float16"), DType("float32"), DType("float64")
bfloat16 = DType("bfloat16")
int8, int16, int32, int64 = DType("int8"), DType("int16"), DType("int32"), DType("int64")
uint8, uint16, uint32, uint64 = DType("uint8"), DType("uint16"), DType("uint32"), DType("uint64")
complex64, complex128 = DType("complex64"), DType("complex128")
half, double = float16, float64
bool_ = DType("bool")
string = DType("string")
