"""Files of weights as Keras 2.2.4 wrote them, with values that every Keras can compute again."""
import h5py
import numpy as np

#: layer class → the names of its weights
WEIGHTS = {"Conv2D": ("kernel", "bias"), "BatchNormalization": ("gamma", "beta", "moving_mean", "moving_variance")}
IMAGES = np.random.RandomState(0).uniform(-1, 1, (2, 64, 64, 3)).astype("float32")


def values(model):
    """Layer → its arrays, random by the place of the layer: of a size that keeps the numbers near one through all layers."""
    found = {}
    for index, layer in enumerate(model.layers):
        random = np.random.RandomState(index)
        found[layer.name] = [_values(random, name, tuple(int(size) for size in array.shape))
                             for name, array in zip(WEIGHTS.get(type(layer).__name__, ()), layer.weights)]
    return found


def _values(random, name, shape):
    if name == "kernel":
        return random.normal(0, np.sqrt(1.5 / np.prod(shape[:-1])), shape).astype("float32")
    if name in ("gamma", "moving_variance"):
        return random.uniform(0.5, 1.5, shape).astype("float32")
    return random.normal(0, 0.1, shape).astype("float32")


def write(path, model, renamed=str):
    """The file that ``model.save_weights`` of Keras 2.2.4 writes for these values; ``renamed`` changes names of layers."""
    arrays = values(model)
    with h5py.File(str(path), "w") as file:
        file.attrs["layer_names"] = [renamed(layer.name).encode("utf8") for layer in model.layers]
        file.attrs["backend"], file.attrs["keras_version"] = b"tensorflow", b"2.2.4"
        for layer in model.layers:
            group = file.create_group(renamed(layer.name))
            names = ["{}/{}:0".format(renamed(layer.name), name) for name, _ in zip(
                WEIGHTS.get(type(layer).__name__, ()), arrays[layer.name])]
            group.attrs["weight_names"] = [name.encode("utf8") for name in names]
            for name, array in zip(names, arrays[layer.name]):
                group[name] = array


def layout(path):
    """The names in a file of weights and the shapes under them, in their order."""
    with h5py.File(str(path), "r") as file:
        return [[_text(layer), [[_text(name), list(file[_text(layer)][_text(name)].shape)]
                                for name in file[_text(layer)].attrs["weight_names"]]]
                for layer in file.attrs["layer_names"] if not _text(layer).startswith("input_")]


def _text(name):
    return name.decode("utf8") if isinstance(name, bytes) else str(name)


def summary(predictions):
    """What is compared: the shape, the mean, and some numbers from all over."""
    flat = np.asarray(predictions, dtype="float64").ravel()
    return {"shape": list(np.shape(predictions)), "mean": float(flat.mean()), "some": flat[:: max(1, flat.size // 20)].tolist()}
