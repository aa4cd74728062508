"""Recurrent convolutions (``keras.layers.convolutional_recurrent`` of Keras 2)."""
import keras

from .base import legacy
from .recurrent import RNN


@legacy
class ConvLSTM2D(keras.layers.ConvLSTM2D, RNN):
    """LSTM whose products are convolutions over images; hard_sigmoid gates in the default era."""
