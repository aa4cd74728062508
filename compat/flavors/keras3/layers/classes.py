"""The classes and functions of ``keras.layers``, by name, out of the modules that hold them."""
from ..engine.inputs import Input, InputLayer, InputSpec  # noqa: F401
from ..engine.layer import Layer  # noqa: F401
from .advanced_activations import ELU, LeakyReLU, PReLU, ReLU, Softmax  # noqa: F401
from .attention import (  # noqa: F401
    MaskedAdditiveAttention,
    MaskedAttention,
    MultiHeadAttention,
    UnmaskedMultiHeadAttention,
)
from .convolutional import (  # noqa: F401
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Conv3DTranspose,
    Convolution1D,
    Convolution2D,
    Convolution2DTranspose,
    Convolution3D,
    Cropping1D,
    Cropping2D,
    Cropping3D,
    Deconv2D,
    Deconv3D,
    Deconvolution2D,
    Deconvolution3D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
    SeparableConvolution1D,
    SeparableConvolution2D,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from .convolutional_recurrent import ConvLSTM2D  # noqa: F401
from .core import (  # noqa: F401
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
from .cudnn import CuDNNGRU, CuDNNLSTM  # noqa: F401
from .embeddings import Embedding  # noqa: F401
from .kernel import RandomFourierFeatures  # noqa: F401
from .lambdas import Lambda  # noqa: F401
from .legacy_activations import ThresholdedReLU  # noqa: F401
from .legacy_core import (  # noqa: F401
    AtrousConv1D,
    AtrousConv2D,
    AtrousConvolution1D,
    AtrousConvolution2D,
    TimeDistributedDense,
)
from .legacy_recurrent import ConvRecurrent2D, Recurrent  # noqa: F401
from .local import LocallyConnected1D, LocallyConnected2D  # noqa: F401
from .merge import (  # noqa: F401
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
from .noise import AlphaDropout, GaussianDropout, GaussianNoise  # noqa: F401
from .normalization import BatchNormalization  # noqa: F401
from .pooling import (  # noqa: F401
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    AvgPool1D,
    AvgPool2D,
    AvgPool3D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalAvgPool1D,
    GlobalAvgPool2D,
    GlobalAvgPool3D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    GlobalMaxPool3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from .recurrent import GRU, LSTM, RNN, GRUCell, LSTMCell, SimpleRNN, SimpleRNNCell, StackedRNNCells  # noqa: F401
from .removed import *  # noqa: F403
from .several_axes import MultiAxisBatchNormalization, MultiAxisLayerNormalization  # noqa: F401
from .wrappers import Bidirectional, TimeDistributed, Wrapper  # noqa: F401
