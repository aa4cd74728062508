"""What old programs do with NumPy that newer NumPys refuse: ``compat run`` serves it, ``compat migrate`` rewrites it.

The names and functions are those of NumPy 1.13 to 1.26; what is gone since is what NumPy 2.4 does not have.
"""
from typing import Dict, NamedTuple, Tuple

#: Names that NumPy dropped (1.24, 2.0): the built-in type that each was.
NUMPY_TYPES = {"bool": bool, "complex": complex, "float": float, "int": int, "long": int, "object": object, "str": str,
               "unicode": str}
#: Names that NumPy dropped, and its own name for the same thing.
NUMPY_NAMES = {"AxisError": "exceptions.AxisError", "ComplexWarning": "exceptions.ComplexWarning", "Inf": "inf",
               "Infinity": "inf", "NAN": "nan", "NaN": "nan", "PINF": "inf", "RankWarning": "exceptions.RankWarning",
               "VisibleDeprecationWarning": "exceptions.VisibleDeprecationWarning", "alltrue": "all", "bool8": "bool_",
               "bytes0": "bytes_", "cfloat": "complex128", "clongfloat": "clongdouble", "complex_": "complex128",
               "cumproduct": "cumprod", "float_": "float64", "in1d": "isin", "infty": "inf", "int0": "intp",
               "longcomplex": "clongdouble", "longfloat": "longdouble", "mat": "asmatrix", "object0": "object_",
               "product": "prod", "round_": "round", "row_stack": "vstack", "singlecomplex": "complex64", "sometrue": "any",
               "str0": "str_", "string_": "bytes_", "trapz": "trapezoid", "typeDict": "sctypeDict", "uint0": "uintp",
               "unicode_": "str_", "void0": "void"}
#: Names that NumPy dropped and that are plain values: the text for each, with NumPy's name in the file.
NUMPY_CONSTANTS = {"NINF": "(-{}.inf)", "NZERO": "(-0.0)", "PZERO": "0.0"}
#: Modules of Python that could be reached through NumPy.
NUMPY_MODULES = {"math": "math", "sys": "sys", "warnings": "warnings"}


class NumpyCall(NamedTuple):
    """What a call of a dropped function of one argument becomes, ``{}`` being NumPy's name in the file.

    Attributes:
        function: in place of the function.
        argument: a further argument.
        after: after the call.
        shown: all of it, for the record.
    """

    function: str
    argument: str
    after: str
    shown: str


NUMPY_CALLS = {
    "alen": NumpyCall("len({}.atleast_1d", "", ")", "len({}.atleast_1d(…))"),
    "asfarray": NumpyCall("{}.asarray", "dtype={}.float64", "", "{}.asarray(…, dtype=float64)"),
    "asscalar": NumpyCall("{}.asarray", "", ".item()", "{}.asarray(…).item()"),
    "msort": NumpyCall("{}.sort", "axis=0", "", "{}.sort(…, axis=0)"),
}
#: Names that NumPy dropped and that are no other name → what to write where no rule can.
NUMPY_ADVICE = {
    **dict.fromkeys(NUMPY_CONSTANTS, "write the number"),
    **{name: "import the module " + name for name in NUMPY_MODULES},
    "alen": "write len(np.atleast_1d(a))", "asfarray": "write np.asarray(a, dtype=…) with a dtype of floats",
    "asscalar": "write a.item()", "find_common_type": "write np.result_type, which counts scalars as arrays",
    "issubclass_": "write issubclass", "msort": "write np.sort(a, axis=0)",
}

#: Functions that left ``numpy.lib`` and are NumPy's own.
NUMPY_LIB = frozenset((
    "append", "array_split", "column_stack", "cov", "delete", "diag", "diff", "digitize", "dstack", "expand_dims",
    "eye", "flip", "fliplr", "flipud", "hsplit", "insert", "interp", "load", "loadtxt", "median", "meshgrid",
    "nanmax", "nanmean", "nanmin", "nansum", "pad", "percentile", "piecewise", "polyfit", "polyval", "rot90", "save",
    "savetxt", "savez", "select", "setdiff1d", "split", "tile", "tril", "triu", "union1d", "unique", "unravel_index",
    "vectorize", "vsplit"))


#: Methods that NumPy's arrays no longer have → what to write where no rule can. (NumPy 2.0; ``tostring`` 2.3)
ARRAY_METHODS: Dict[str, str] = {
    "itemset": "write a[index] = value, or a.flat[number] = value",
    "newbyteorder": "write a.view(a.dtype.newbyteorder()); of a dtype it stays",
    "ptp": "write np.ptp(a)",
    "tostring": "write a.tobytes()",
}
#: Functions that make arrays, of which ``copy=False`` and rows of different lengths changed (NumPy 1.24 and 2.0).
MAKE_ARRAYS = ("array", "asanyarray", "asarray")
#: Functions that took a generator of arrays (NumPy 1.15) and take a list.
STACKS = ("column_stack", "concatenate", "dstack", "hstack", "stack", "vstack")
#: Keywords of functions that have another name. (NumPy 1.22 to 2.4)
NUMPY_KEYWORDS: Dict[str, Dict[str, str]] = {
    **dict.fromkeys(("nanpercentile", "nanquantile", "percentile", "quantile"), {"interpolation": "method"}),
    **dict.fromkeys(("histogram", "histogram2d", "histogramdd"), {"normed": "density"}),
    "reshape": {"newshape": "shape"},
}
#: What takes numbers, and took arrays of one element for them until NumPy 2.4: types, and functions of :mod:`math`.
NUMBERS: Tuple[str, ...] = ("complex", "float", "int")
OF_ONE_NUMBER: Tuple[str, ...] = (
    "ceil", "exp", "fabs", "floor", "isinf", "isnan", "log", "log10", "log2", "pow", "sqrt", "trunc")
#: Functions of ``numpy.random`` → the place of the size.
SIZES_OF_DRAWS: Dict[str, int] = {
    "binomial": 2, "choice": 1, "exponential": 1, "normal": 2, "poisson": 1, "rand": 0, "randint": 2, "randn": 0, "random": 0,
    "random_integers": 2, "random_sample": 0, "uniform": 2}
#: Functions that make an array of a shape.
MAKE_OF_SHAPE: Tuple[str, ...] = ("empty", "full", "ones", "zeros")
#: Functions of NumPy whose result is an array: what old methods are called on.
GIVE_ARRAYS = frozenset((
    "abs", "append", "arange", "argsort", "array", "asanyarray", "asarray", "asfortranarray", "ascontiguousarray", "atleast_1d",
    "atleast_2d", "clip", "concatenate", "copy", "cumsum", "diff", "dot", "dstack", "empty", "empty_like", "expand_dims", "eye",
    "frombuffer", "fromfile", "fromstring", "full", "full_like", "hstack", "identity", "linspace", "loadtxt", "matmul", "ones",
    "ones_like", "pad", "repeat", "reshape", "rint", "round", "sort", "split", "squeeze", "stack", "swapaxes", "tile",
    "transpose", "unique", "vstack", "where", "zeros", "zeros_like"))
#: Methods that give an array whatever has them: arrays of other libraries lack the methods that NumPy's dropped.
METHODS_GIVING_ARRAYS = frozenset((
    "astype", "byteswap", "flatten", "predict", "predict_on_batch", "ravel", "reshape", "squeeze", "transpose"))
