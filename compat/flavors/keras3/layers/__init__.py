"""Layers of Keras 1 and 2 on Keras 3, one module for each module of ``keras.layers``."""
from compat.api.weights import REMOVED
from compat.flavors.keras3.lazily import lazily, listed

#: Module → the classes and functions of ``keras.layers`` that it holds.
_NAMES = {
    "compat.flavors.keras3.engine.inputs": "Input InputLayer InputSpec",
    "compat.flavors.keras3.engine.layer": "Layer",
    ".advanced_activations": "ELU LeakyReLU PReLU ReLU Softmax",
    ".attention": "MaskedAdditiveAttention MaskedAttention MultiHeadAttention UnmaskedMultiHeadAttention",
    ".base_classes": "_Conv _GlobalPooling1D _GlobalPooling2D _GlobalPooling3D _Pooling1D _Pooling2D _Pooling3D",
    ".convolutional": (
        "Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose Convolution1D Convolution2D Convolution2DTranspose "
        "Convolution3D Cropping1D Cropping2D Cropping3D Deconv2D Deconv3D Deconvolution2D Deconvolution3D "
        "DepthwiseConv2D SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D UpSampling1D "
        "UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D"),
    ".convolutional_recurrent": "ConvLSTM2D ConvLSTM2DCell ConvRNN2D",
    ".core": (
        "Activation ActivityRegularization Dense Dropout Flatten Masking Permute RepeatVector Reshape "
        "SpatialDropout1D SpatialDropout2D SpatialDropout3D"),
    ".cropping": "RandomCrop Resizing",
    ".cudnn": "CuDNNGRU CuDNNLSTM",
    ".einsum": "EinsumDense",
    ".embeddings": "Embedding",
    ".kernel": "RandomFourierFeatures",
    ".lambdas": "Lambda",
    ".legacy_activations": "ThresholdedReLU",
    ".legacy_core": (
        "AtrousConv1D AtrousConv2D AtrousConvolution1D AtrousConvolution2D TimeDistributedDense"),
    ".legacy_recurrent": "ConvRecurrent2D Recurrent",
    ".local": "LocallyConnected1D LocallyConnected2D",
    ".lookup": "NumericIntegerLookup",
    ".merge": (
        "_Merge Add Average Concatenate Dot Maximum Minimum Multiply Subtract add average concatenate dot maximum minimum "
        "multiply subtract"),
    ".noise": "AlphaDropout GaussianDropout GaussianNoise",
    ".normalization": "BatchNormalization",
    ".pooling": (
        "AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D AvgPool3D GlobalAveragePooling1D "
        "GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D "
        "GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D "
        "MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D MaxPooling3D"),
    ".removed": " ".join(REMOVED),
    ".recurrent": "GRU LSTM RNN GRUCell LSTMCell SimpleRNN SimpleRNNCell StackedRNNCells",
    ".several_axes": "MultiAxisBatchNormalization MultiAxisLayerNormalization VirtualBatchNormalization",
    ".words": "PlainHashedCrossing PlainHashing PlainStringLookup PlainTextVectorization",
    ".wrappers": "Bidirectional TimeDistributed Wrapper",
    ".serialization": "deserialize serialize",
}

__getattr__, __dir__ = lazily(__name__, lambda: listed(_NAMES))
