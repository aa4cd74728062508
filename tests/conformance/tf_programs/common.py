"""What the programs share: data and weights that are the same everywhere, and results as plain numbers."""
import numpy as np


def random(seed=0):
    return np.random.RandomState(seed)


def fill(model, seed=1):
    """Weights that do not depend on whose random numbers they are; variances stay positive."""
    source, values = random(seed), []
    for value in model.get_weights():
        drawn = source.uniform(-0.5, 0.5, value.shape)
        values.append(np.abs(drawn) + 0.5 if value.ndim == 1 and np.all(value == 1) else drawn)
    model.set_weights(values)
    return model


def logs(history):
    """The numbers of ``fit`` by name."""
    return {name: [float(value) for value in values] for name, values in history.history.items()}


def some(array, count=6):
    """A few numbers of an array, and their sum."""
    array = np.asarray(array.detach() if hasattr(array, "detach") else array, "float64")
    return [list(array.shape), array.ravel()[:count].tolist(), float(array.sum())]


def plain(value):
    """Nested results with NumPy's numbers and arrays as those of Python."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
