"""Which recipes a stack writes when none is named.

The repository keeps a few megabytes of goldens: what every Keras 2 writes alike is written by Keras 2.2.4 alone, and
each other stack writes the models that people have most, and those in which it differs.
"""
from __future__ import print_function

from recipe import RECIPES

EVERYTHING = ("keras-1.2.2-py36", "keras-2.2.4-py37")

ONCE = {
    "activations", "bidirectional_gru_sum", "conv_bn_frozen", "conv_lstm", "conv_separable", "conv_shapes",
    "lambda_output_shape", "lstm_stacked", "lstm_stateful", "lstm_states", "lstm_weights_json", "masked_bidirectional",
    "masked_concatenate", "masked_concatenate_time", "masked_mean_pooling_no_mask", "masked_stacked_rnns", "merges",
    "mlp_binary", "mlp_dropout", "mlp_regularized", "mlp_uncompiled", "mlp_weights_yaml", "nested_frozen", "residual",
    "shared_model", "frozen_regularized", "shared_inside_and_outside",
    "locally_connected", "locally_connected_first", "locally_connected_dense", "locally_connected_sparse",
    "thresholded_noise", "highway_maxout", "random_fourier",
    "attention_with_context", "attention_over_steps", "attention_layer", "crf_masked", "crf", "crf_marginal",
    "contrib_normalizations", "capsules", "l2_normalization", "cudnn_lstm", "cudnn_gru",
}

BESIDES = {
    "keras-2.3.1-py37": {"conv_bn_frozen", "conv_lstm", "lstm_stacked", "nested_frozen"},
    "tf.keras-2.15-py311": {"activations", "conv_bn_frozen", "conv_lstm", "lstm_states", "masked_concatenate", "merges",
                            "nested_frozen", "residual", "shared_inside_and_outside", "shared_model", "locally_connected",
                            "locally_connected_dense", "locally_connected_sparse", "thresholded_noise",
                            "random_fourier"},
}

# Elsewhere than on Keras 2.2.4: the optimizers whose files are not the same there, without "optimizer_".
OPTIMIZERS = {
    "keras-1.2.2-py36": {"sgd_nesterov_decay", "rmsprop_decay", "adagrad", "adadelta", "adamax", "nadam"},
    "keras-2.1.6-py36": set(),
    "keras-2.2.4-py27": set(),
    "keras-2.3.1-py37": {"sgd_nesterov_decay", "rmsprop_decay", "adagrad", "adadelta", "adam_amsgrad", "nadam"},
    "tf.keras-2.15-py311": {
        "sgd", "sgd_momentum", "sgd_clipnorm", "sgd_clipvalue", "adagrad", "adadelta", "adam_amsgrad", "adamax",
        "nadam", "legacy_sgd_nesterov_decay", "legacy_rmsprop_decay", "legacy_adagrad", "legacy_adadelta",
        "legacy_adam_decay", "legacy_adam_amsgrad", "legacy_adamax", "legacy_nadam"},
}

# These stacks write nothing else: models that show what only they write, and three that every stack has.
EVERYWHERE = {"mlp", "lstm", "my_mean_pool"}
OPERATIONS = {"operators", "slicing", "tensor_shapes", "tensor_math", "backend_functions", "image_functions"}
ATTENTION = {"attention_dot", "attention_causal", "attention_concat", "attention_masked", "multi_head_attention",
             "multi_head_attention_axes", "multi_head_attention_masked", "several_axes", "dtype_policies"}
ALONE = {
    "tf.keras-2.3-py37": EVERYWHERE | OPERATIONS,
    "tf.keras-2.4-py38": EVERYWHERE | OPERATIONS | ATTENTION | {"shared_inside_and_outside"},
    "tf.keras-2.10-py39": EVERYWHERE | ATTENTION | {"operators", "penalties_in_wrappers"},
}

# Nothing in these depends on Python 2's bytecode or text.
PYTHON_2_LEAVES = {"conv1d", "mlp_functional", "simple_rnn", "time_distributed", "masked_add", "nested_sequential",
                   "penalties_in_wrappers"}


def is_planned(recipe, stack_name):
    """Whether the stack writes ``recipe`` by itself."""
    if stack_name in ALONE:
        return recipe.name in ALONE[stack_name]
    if "optimizer" in recipe.tags and stack_name in OPTIMIZERS:
        return recipe.name[len("optimizer_"):] in OPTIMIZERS[stack_name]
    if stack_name in EVERYTHING or recipe.name in BESIDES.get(stack_name, ()):
        return "legacy-optimizer" not in recipe.tags
    if stack_name.endswith("py27") and recipe.name in PYTHON_2_LEAVES:
        return False
    return recipe.name not in ONCE


def planned(stack_name):
    """The names of the recipes of the stack, in the order in which they are written in the modules."""
    return [name for name, recipe in RECIPES.items() if is_planned(recipe, stack_name)]
