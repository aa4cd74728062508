"""Every function of tf gives what real TensorFlow 1.15 gave: on values, compiled, and in functional models."""
from pathlib import Path

import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

from flavors.keras3.replay import Replay

from compat.flavors.keras3 import tf

replay = Replay(Path(__file__).parent, tf, "1.15")
cases_of_tensors = [case for case in replay.cases.CASES if case[2]]
every_case = pytest.mark.parametrize("case", replay.cases.CASES, ids=[case[0] for case in replay.cases.CASES])
every_case_of_tensors = pytest.mark.parametrize("case", cases_of_tensors, ids=[case[0] for case in cases_of_tensors])


@every_case
def test_on_values(case):
    replay.on_values(case)


@every_case
def test_compiled_for_any_batch_size(case):
    replay.compiled(case)


@every_case_of_tensors
def test_in_a_functional_model_of_any_batch_size(case):
    replay.in_a_functional_model(case)


@every_case_of_tensors
def test_inside_a_layer_of_any_batch_size(case):
    replay.inside_a_layer(case)
