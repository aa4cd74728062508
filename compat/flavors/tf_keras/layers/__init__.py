"""Layers of tf.keras and tf_keras with the masks, names and defaults of Keras 2.2."""
from ..installed import keras
from .builtin import *  # noqa: F403
from .lambdas import Lambda as Lambda
from .normalization import BatchNormalization as BatchNormalization
from .recurrent import GRU as GRU
from .recurrent import LSTM as LSTM
from .recurrent import Bidirectional as Bidirectional
from .recurrent import ConvLSTM2D as ConvLSTM2D
from .recurrent import GRUCell as GRUCell
from .recurrent import LSTMCell as LSTMCell
from .removed import *  # noqa: F403

Wrapper = keras.layers.Wrapper
