"""Public names of the old Keras whose home is ``activations`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("deserialize", "function", "activations", ("keras.activations",), '(name, custom_objects=None)'),
    Name("elu", "function", "activations", ("keras.activations",), '(x, alpha=1.0)'),
    Name("exponential", "function", "activations", ("keras.activations",), '(x)'),
    Name("get", "function", "activations", ("keras.activations",), '(identifier)'),
    Name("hard_sigmoid", "function", "activations", ("keras.activations",), '(x)'),
    Name("linear", "function", "activations", ("keras.activations",), '(x)'),
    Name("relu", "function", "activations", ("keras.activations",), '(x, alpha=0.0, max_value=None, threshold=0.0)'),
    Name("selu", "function", "activations", ("keras.activations",), '(x)'),
    Name("serialize", "function", "activations", ("keras.activations",), '(activation)'),
    Name("sigmoid", "function", "activations", ("keras.activations",), '(x)'),
    Name("softmax", "function", "activations", ("keras.activations",), '(x, axis=-1)'),
    Name("softplus", "function", "activations", ("keras.activations",), '(x)'),
    Name("softsign", "function", "activations", ("keras.activations",), '(x)'),
    Name("tanh", "function", "activations", ("keras.activations",), '(x)'),
)
