"""Layers of Keras 1 and 2 on Keras 3, one module for each module of ``keras.layers``."""
from ..engine.inputs import Input, InputLayer, InputSpec
from ..engine.layer import Layer
from .core import (
    Activation,
    ActivityRegularization,
    Dense,
    Dropout,
    Flatten,
    Masking,
    Permute,
    RepeatVector,
    Reshape,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from .embeddings import Embedding
from .lambdas import Lambda
from .merge import (
    Add,
    Average,
    Concatenate,
    Dot,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
    add,
    average,
    concatenate,
    dot,
    maximum,
    minimum,
    multiply,
    subtract,
)
from .pooling import GlobalAveragePooling1D
from .recurrent import GRU, LSTM, RNN, GRUCell, LSTMCell, SimpleRNN, SimpleRNNCell, StackedRNNCells
from .wrappers import Bidirectional, TimeDistributed, Wrapper

__all__ = [
    "GRU", "LSTM", "RNN", "Activation", "ActivityRegularization", "Add", "Average", "Bidirectional", "Concatenate", "Dense",
    "Dot", "Dropout", "Embedding", "Flatten", "GRUCell", "GlobalAveragePooling1D", "Input", "InputLayer", "InputSpec",
    "LSTMCell", "Lambda", "Layer", "Masking", "Maximum", "Minimum", "Multiply", "Permute", "RepeatVector", "Reshape",
    "SimpleRNN", "SimpleRNNCell", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "StackedRNNCells", "Subtract",
    "TimeDistributed", "Wrapper", "add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract",
]
