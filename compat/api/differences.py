"""Why two layers in the same place may compute other numbers: arguments and classes → rows of :mod:`compat.api.semantics`.

``compat compare`` names these for the first layer whose outputs differ.
"""
from typing import Mapping, Tuple

#: Argument of a layer's configuration → the row that says what the versions do, "" where there is none, and a sentence.
ARGUMENTS: Mapping[str, Tuple[str, str]] = {
    "activation": ("", "another function is applied"),
    "recurrent_activation": (
        "recurrent_activation", "LSTM and GRU had hard_sigmoid by default, and have sigmoid since Keras 2.3"),
    "reset_after": (
        "gru_reset_after", "GRU applied the reset gate before the product by default, and since TensorFlow 2.0 after it"),
    "epsilon": ("", "it is added to the variance; TensorFlow's fused batch normalization raises one below 1.001e-5"),
    "axis": ("", "another axis is normalized or joined; look at data_format too"),
    "data_format": ("", "the channels stand on another axis"),
    "interpolation": ("bilinear_upsampling", "bilinear upsampling samples at other places since TensorFlow 2.0"),
    "mask_zero": ("", "one of them makes a mask of zeros"),
    "mask_value": ("", "other steps are masked"),
    "merge_mode": ("", "the two directions are joined in another way"),
    "padding": ("", "the borders are padded in another way"),
    "go_backwards": ("", "the steps are read in another order"),
    "implementation": ("", "the same numbers in another order of operations; expect rounding alone"),
    "unroll": (
        "rnn_output_before_valid_steps", "steps before the first valid one differ where a recurrent layer is not unrolled"),
}
#: Arguments that change no output in inference, and endings of such.
WITHOUT_EFFECT: Tuple[str, ...] = (
    "autocast", "batch_input_shape", "batch_shape", "build_config", "dtype", "input_layers", "layers", "module", "momentum",
    "name", "noise_shape", "optional", "output_layers", "quantization_config",
    "rate", "registered_name", "renorm", "seed", "stateful",
    "synchronized", "time_major", "trainable", "unit_forget_bias", "use_cudnn", "virtual_batch_size")
WITHOUT_EFFECT_ENDINGS: Tuple[str, ...] = ("_constraint", "_initializer", "_regularizer", "dropout")
#: Class of a layer → the rows that may be the reason where its configuration and weights agree.
CLASSES: Mapping[str, Tuple[str, ...]] = {
    "Add": ("merge_masks",), "Average": ("merge_masks",), "Concatenate": ("merge_masks",), "Maximum": ("merge_masks",),
    "Minimum": ("merge_masks",), "Multiply": ("merge_masks",), "Subtract": ("merge_masks",),
    "BatchNormalization": ("fused_batch_normalization",),
    "Bidirectional": ("bidirectional_output_on_masked_steps", "recurrent_activation"),
    "ConvLSTM2D": ("convolutional_recurrent_activation",),
    "GRU": ("gru_reset_after", "hard_sigmoid", "rnn_output_before_valid_steps"),
    "Lambda": ("lambda_without_mask",),
    "LSTM": ("hard_sigmoid", "recurrent_activation", "rnn_output_before_valid_steps"),
    "MultiHeadAttention": ("multi_head_attention_masks",),
    "MyMeanPool": ("pooling_of_wholly_masked_row",),
    "RNN": ("rnn_output_before_valid_steps",), "SimpleRNN": ("rnn_output_before_valid_steps",),
    "UpSampling2D": ("bilinear_upsampling",),
    "Activation": ("hard_sigmoid",), "Dense": ("hard_sigmoid",),
}
