from .model import Attention, build
