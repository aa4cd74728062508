"""The layers that this package brings itself, by class name: known in every file without being given."""
from typing import Tuple

OWN_LAYERS: Tuple[str, ...] = (
    "DecayingDropout", "Keras1BatchNormalization", "MaskedMeanPooling1D", "MyLayer", "MyMeanPool")
