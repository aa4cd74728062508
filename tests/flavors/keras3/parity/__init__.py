"""Small legacy programs by name, and what real Keras 2.2.4 gave for each (recorded.json, written by record.py)."""
from flavors.keras3.parity import custom_layers, layers, losses, masks, objectives, recurrent, training
from flavors.keras3.parity.common import CASES

__all__ = ["CASES", "custom_layers", "layers", "losses", "masks", "objectives", "recurrent", "training"]
