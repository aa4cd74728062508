"""STEPS: the upgrades of one layer, in the order in which they have to run.

Each is ``step(layer, context) -> layer``, pure, and does nothing to a layer that does not need it. They run on
layers; what concerns the model around them is :mod:`compat.config.models`.
"""

from __future__ import annotations

from typing import Tuple

from compat.config.defaults import drop_neutral_arguments, single_axis, state_defaults
from compat.config.discrete import leave_experimental
from compat.config.keras1 import (
    drop_arguments,
    join_sizes,
    rename_arguments,
    rename_class,
    state_channel_order,
    translate_values,
    unroll_time_distributed_dense,
)
from compat.config.merge import merge_to_class
from compat.config.models import Step
from compat.config.regularizers import drop_regularizers_of_steps
from compat.config.values import object_specs, plain_values, state_expressions

STEPS: Tuple[Step, ...] = (
    state_expressions,  # before all: what stands beside a configuration is dropped next
    plain_values,  # then: everything below sees lists where tf.keras encoded tuples
    unroll_time_distributed_dense,  # before renaming: its arguments are those of a Keras 1 Dense
    merge_to_class,
    rename_class,  # before the tables of arguments, which are keyed by the new name
    join_sizes,
    rename_arguments,
    translate_values,
    leave_experimental,
    drop_arguments,
    state_channel_order,
    object_specs,  # after renaming: it goes by the new argument names
    state_defaults,
    single_axis,
    drop_regularizers_of_steps,
    drop_neutral_arguments,  # last: earlier steps may read what it drops
)
