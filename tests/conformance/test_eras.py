"""Each value of each row of the era table: what a real Keras of that era gave is given again on the installed flavor.

The numbers are in eras/recorded.json, written by eras/record.py with the real Kerases it names.
"""
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conformance.eras.programs import PROGRAMS

from compat import keras
from compat.api.semantics import BEHAVIOURS
from compat.era import Era, current
from compat.flavors import loading
from compat.hub.custom_objects import CustomObjects

RECORDED = json.loads((Path(__file__).parent / "eras" / "recorded.json").read_text(encoding="utf8"))
VERSIONS = ("2.2.4", "2.3.1", "2.4", "2.10", "2.15", "3.15")
#: Rows without a program: what they say is tested elsewhere, in the default era or on files.
WITHOUT_PROGRAM = {
    "batch_dot", "batch_logs", "batch_normalization_masks", "bidirectional_weight_regularizers",
    "binary_accuracy", "class_and_sample_weights",
    "early_stopping",
    "first_step", "fused_batch_normalization", "group_normalization", "hinge_labels", "history_of_fits", "keras1_arguments",
    "logits_of_activations",
    "loss_without_targets", "losses_inside_time_distributed", "masked_metrics", "metric_keys",
    "models_inside_time_distributed", "multi_head_attention_masks",
    "numbers_of_optimizers",
    "plain_code", "pooling_of_wholly_masked_row", "rnn_output_before_valid_steps", "signatures", "softmax_masks",
    "steps_of_sequence",
    "tf_keras_layers",
    "tf_optimizers", "top_k_accuracy", "trainable_of_inner_layers", "updates_of_frozen_layers",
    # tests/flavors/keras3/test_since_keras_23.py
    "attribute_variables", "binary_crossentropy", "dtype_of_weights", "identity_initializer", "identity_of_gates",
    "initial_weights", "length_of_sequence", "model_metrics", "order_of_samples", "rates_at_threshold",
    "seed_of_initializers", "weights_of_models",
    "weights_of_wrappers",
}


def values():
    """(row, version): for each value of a row the first recorded version that shows it."""
    for row in sorted(PROGRAMS):
        seen = set()
        for version in VERSIONS:
            value = Era(version, exact=True).behaviour(row)
            if value not in seen and RECORDED[version][row] is not None:
                seen.add(value)
                yield row, version


def alike(found, expected):
    """Whether two nested lists of numbers, or two words, are the same."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(alike(one, other) for one, other in zip(found, expected))
    return found == expected if isinstance(expected, (str, bool)) else bool(np.isclose(found, expected, rtol=1e-4, atol=1e-6))


def test_every_row_has_a_program_or_a_test_of_its_own():
    assert {row.name for row in BEHAVIOURS} == set(PROGRAMS) | WITHOUT_PROGRAM


@pytest.mark.parametrize("row", sorted(PROGRAMS))
def test_real_kerases_agree_exactly_where_the_table_says_so(row):
    given = [(Era(version, exact=True).behaviour(row), RECORDED[version][row]) for version in VERSIONS]
    given = [(value, result) for value, result in given if result is not None]
    for value, result in given:
        for other_value, other in given:
            assert alike(result, other) == (value == other_value), (value, other_value)


@pytest.mark.parametrize("row, version", list(values()))
def test_an_era_gives_what_its_keras_gave(row, version):
    with Era(version, exact=True):
        assert alike(PROGRAMS[row](keras), RECORDED[version][row])


def test_loading_in_one_thread_leaves_the_era_of_others_and_its_own_as_it_was():
    seen = []

    class Asks(keras.layers.Dense):
        @classmethod
        def from_config(cls, config):
            with ThreadPoolExecutor(1) as pool:
                seen.append(pool.submit(current).result(60).version)
            return cls(**config)

    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
              {"class_name": "Asks", "config": {"name": "asks", "units": 1}}]
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": layers}}
    loading().build(spec, CustomObjects({"Asks": Asks}, {}), Era("2.10"), 1 << 20)
    assert seen == ["2.2.4"] and current().version == "2.2.4"
