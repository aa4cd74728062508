"""``Normalization`` layers, which keep a copy of what their weights say. A module of its own: each load of a file asks it."""
from typing import Any

import keras


def finalize_states(layer: Any) -> None:
    """Let each ``Normalization`` in a layer or model compute with the weights that it has now, of which it keeps a copy."""
    for each in layer._flatten_layers():
        if isinstance(each, keras.layers.Normalization):
            each.finalize_state()
