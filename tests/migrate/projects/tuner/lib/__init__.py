from .data import load, split
from .metrics import mae, rmsle
