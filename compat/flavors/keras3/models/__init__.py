"""Models of Keras 1 and 2 on Keras 3: ``Model``, ``Sequential``, and what builds, saves and copies them."""
from compat.flavors.keras3.lazily import lazily, listed

_NAMES = {
    "compat.flavors.keras3.engine.inputs": "Input InputLayer",
    "compat.flavors.keras3.engine.model": "Functional Model",
    "compat.flavors.keras3.engine.sequential": "Sequential",
    ".saving": (
        "clone_model load_model load_weights_from_hdf5_group load_weights_from_hdf5_group_by_name model_from_config "
        "model_from_json model_from_yaml preprocess_weights_for_loading save_model"),
}

__getattr__, __dir__ = lazily(__name__, lambda: listed(_NAMES))
