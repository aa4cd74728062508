"""Which regularizers of layers inside others count; measured with Keras 2.0.5 to 2.3.1 and tf.keras 2.15."""
import pytest

from compat.config import regularizers
from compat.config.records import Context
from compat.era import Era
from compat.flavors.shared.bidirectional import with_counted_regularizers
from compat.hub.records import Origin

L2 = {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.5}}
DENSE = {"class_name": "Dense", "config": {"name": "d", "units": 1, "activity_regularizer": L2, "kernel_regularizer": L2}}
PENALTY = {"class_name": "ActivityRegularization", "config": {"name": "a", "l1": 0.0, "l2": 0.5}}
OLD_FORM = {"class_name": "Sequential", "config": [DENSE, PENALTY]}
FORM = {"class_name": "Sequential", "config": {"name": "s", "layers": [DENSE, PENALTY]}}


def each_step(held):
    return {"class_name": "TimeDistributed", "config": {"name": "t", "layer": held}}


@pytest.mark.parametrize("held", [OLD_FORM, FORM])
def test_multi_backend_keras_left_out_what_the_outputs_of_a_model_for_each_step_cost(held):
    context = Context(Origin("2.2.4", "tensorflow"))
    found = regularizers.drop_regularizers_of_steps(each_step(held), context)["config"]["layer"]["config"]
    dense, penalty = found["layers"] if isinstance(found, dict) else found
    assert dense["config"]["activity_regularizer"] is None
    assert dense["config"]["kernel_regularizer"] == L2
    assert (penalty["config"]["l1"], penalty["config"]["l2"]) == (0.0, 0.0)
    assert "activity regularizers" in context.notes[0].text


@pytest.mark.parametrize("version, held", [("2.10.0", FORM), ("2.2.4-tf", FORM), ("2.2.4", DENSE)])
def test_elsewhere_they_stay(version, held):
    layer = each_step(held)
    assert regularizers.drop_regularizers_of_steps(layer, Context(Origin(version, "tensorflow"))) is layer


@pytest.mark.parametrize("version, counted", [
    ("1.2.2", True), ("2.0.3", False), ("2.1.6", False), ("2.2.0", True), ("2.15", True)])
def test_keras_2_1_left_out_what_the_weights_cost_that_go_backwards(version, counted):
    lstm = {"class_name": "LSTM", "config": {"name": "l", "units": 1, "go_backwards": False, "recurrent_regularizer": L2}}
    spec = {"class_name": "Bidirectional", "config": {"name": "b", "layer": lstm}}
    found = with_counted_regularizers(spec, Era(version))["config"]
    assert found["layer"] == lstm
    if counted:
        assert "backward_layer" not in found
    else:
        assert found["backward_layer"]["config"] == dict(lstm["config"], go_backwards=True, recurrent_regularizer=None)
