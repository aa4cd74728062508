"""Public names of the old Keras whose home is ``wrappers`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("BaseWrapper", "class", "wrappers.scikit_learn", ("keras.wrappers.scikit_learn",), '(build_fn=None, **sk_params)'),
    Name("KerasClassifier", "class", "wrappers.scikit_learn", ("keras.wrappers.scikit_learn",), '(build_fn=None, **sk_params)'),
    Name("KerasRegressor", "class", "wrappers.scikit_learn", ("keras.wrappers.scikit_learn",), '(build_fn=None, **sk_params)'),
)
