"""Public names of the old Keras whose home is ``constraints`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("Constraint", "class", "constraints", ("keras.constraints",), '(*args, **kwargs)'),
    Name("MaxNorm", "class", "constraints", ("keras.constraints",), '(max_value=2, axis=0)'),
    Name("MinMaxNorm", "class", "constraints", ("keras.constraints",), '(min_value=0.0, max_value=1.0, rate=1.0, axis=0)'),
    Name("NonNeg", "class", "constraints", ("keras.constraints",), '(*args, **kwargs)'),
    Name("UnitNorm", "class", "constraints", ("keras.constraints",), '(axis=0)'),
    Name("deserialize", "function", "constraints", ("keras.constraints",), '(config, custom_objects=None)'),
    Name("get", "function", "constraints", ("keras.constraints",), '(identifier)'),
    Name("max_norm", "class", "constraints", ("keras.constraints",), '(max_value=2, axis=0)', alias_of="MaxNorm"),
    Name("maxnorm", "class", "constraints", ("keras.constraints",), '(max_value=2, axis=0)', alias_of="MaxNorm"),
    Name("min_max_norm", "class", "constraints", ("keras.constraints",), '(min_value=0.0, max_value=1.0, rate=1.0, axis=0)', alias_of="MinMaxNorm"),
    Name("non_neg", "class", "constraints", ("keras.constraints",), '(*args, **kwargs)', alias_of="NonNeg"),
    Name("nonneg", "class", "constraints", ("keras.constraints",), '(*args, **kwargs)', alias_of="NonNeg"),
    Name("serialize", "function", "constraints", ("keras.constraints",), '(constraint)'),
    Name("unit_norm", "class", "constraints", ("keras.constraints",), '(axis=0)', alias_of="UnitNorm"),
    Name("unitnorm", "class", "constraints", ("keras.constraints",), '(axis=0)', alias_of="UnitNorm"),
)
