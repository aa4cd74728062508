"""What each layer of Keras 2.2.4 does with a mask that reaches it.

Read off real Keras 2.2.4: a layer with a ``compute_mask`` of its own decides itself; one that only says
``supports_masking`` passes the mask on unchanged; any other raises a TypeError. Custom layers start as the last kind.
"""

#: They define ``compute_mask``: they make, change or end a mask.
COMPUTES = (
    "Add", "Average", "Bidirectional", "Concatenate", "ConvLSTM2D", "Dot", "Embedding", "GRU",
    "GlobalAveragePooling1D", "GlobalAvgPool1D", "LSTM", "Lambda", "Masking", "Maximum", "Minimum", "Multiply", "RNN",
    "SimpleRNN", "Subtract", "TimeDistributed",
)

#: ``supports_masking`` is True: the mask goes on unchanged.
PASSES = (
    "Activation", "ActivityRegularization", "AlphaDropout", "BatchNormalization", "Dense", "Dropout", "ELU",
    "GaussianDropout", "GaussianNoise", "LeakyReLU", "PReLU", "ReLU", "Softmax", "SpatialDropout1D",
    "SpatialDropout2D", "SpatialDropout3D", "ThresholdedReLU",
)

#: A mask that reaches them is an error.
REFUSES = (
    "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "AvgPool1D", "AvgPool2D", "AvgPool3D", "Conv1D",
    "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose", "ConvLSTM2DCell", "Convolution1D", "Convolution2D",
    "Convolution2DTranspose", "Convolution3D", "Cropping1D", "Cropping2D", "Cropping3D", "DepthwiseConv2D", "Flatten",
    "GRUCell", "GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalAvgPool2D", "GlobalAvgPool3D",
    "GlobalMaxPool1D", "GlobalMaxPool2D", "GlobalMaxPool3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D",
    "GlobalMaxPooling3D", "LSTMCell", "MaxPool1D", "MaxPool2D", "MaxPool3D", "MaxPooling1D", "MaxPooling2D",
    "MaxPooling3D", "Permute", "RepeatVector", "Reshape", "SeparableConv1D", "SeparableConv2D",
    "SeparableConvolution1D", "SeparableConvolution2D", "SimpleRNNCell", "StackedRNNCells", "UpSampling1D",
    "UpSampling2D", "UpSampling3D", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D",
)
