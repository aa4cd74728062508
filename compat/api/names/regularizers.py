"""Public names of the old Keras whose home is ``regularizers`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("L1L2", "class", "regularizers", ("keras.regularizers",), '(l1=0.0, l2=0.0)'),
    Name("Regularizer", "class", "regularizers", ("keras.regularizers",), '(*args, **kwargs)'),
    Name("deserialize", "function", "regularizers", ("keras.regularizers",), '(config, custom_objects=None)'),
    Name("get", "function", "regularizers", ("keras.regularizers",), '(identifier)'),
    Name("l1", "function", "regularizers", ("keras.regularizers",), '(l=0.01)'),
    Name("l1_l2", "function", "regularizers", ("keras.regularizers",), '(l1=0.01, l2=0.01)'),
    Name("l2", "function", "regularizers", ("keras.regularizers",), '(l=0.01)'),
    Name("serialize", "function", "regularizers", ("keras.regularizers",), '(regularizer)'),
)
