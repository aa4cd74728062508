"""An optimizer's arrays are sorted into slots by the names or the order that each Keras gave them."""
import numpy as np
import pytest

from compat.hub.records import Origin
from compat.saved.records import Dataset, Node, SavedModel
from compat.weights.choosing import optimizer_datasets
from compat.weights.pairing import Pair
from compat.weights.slot_fit import why_not
from compat.weights.slots import named_slots, slots

KERAS2, KERAS1, TF_KERAS = (Origin(v, "tensorflow") for v in ("2.2.4", "1.2.2", "2.15.0"))


def dataset(name, shape, value=0.0):
    array = np.full(shape, value, "float32")
    return Dataset(name, array.shape, array.dtype, name, lambda: array)


def dense(origin, weights=(("d/kernel:0", (2, 3)), ("d/bias:0", (3,)))):
    layer = {"class_name": "Dense", "config": {"name": "d", "units": 3, "use_bias": True}}
    return Pair(("d",), layer, tuple(dataset(*each) for each in weights), origin)


def sorted_slots(name, arrays, origin=KERAS2, pairs=None, flags=(True, True)):
    return slots({"class_name": name, "config": {}}, arrays, pairs or [dense(origin)], [(("d",), list(flags))], origin)


def values(found):
    return {name: [float(array.flat[0]) for array in arrays] for name, arrays in found.arrays.items()}


def test_multi_backend_keras_wrote_one_slot_of_all_weights_after_the_other():
    arrays = [dataset("Adam/iterations:0", (), 7), dataset("training/Adam/Variable:0", (2, 3), 1),
              dataset("training/Adam/Variable_1:0", (3,), 2), dataset("training/Adam/Variable_2:0", (2, 3), 3),
              dataset("training/Adam/Variable_3:0", (3,), 4)]
    found = sorted_slots("Adam", arrays)
    assert values(found) == {"m": [1, 2], "v": [3, 4]} and found.iterations == 7


def test_the_zeros_that_stand_in_for_amsgrad_are_no_slot():
    shapes = [(2, 3), (3,), (2, 3), (3,), (1,), (1,)]
    arrays = [dataset("training/Adam/Variable_{}:0".format(i), shape) for i, shape in enumerate(shapes)]
    assert sorted(sorted_slots("Adam", arrays).arrays) == ["m", "v"]


def test_iterations_that_the_file_leaves_out_are_unknown():
    found = sorted_slots("RMSprop", [dataset("training/RMSprop/Variable:0", (2, 3)), dataset("V1", (3,))])
    assert found.iterations is None and list(found.arrays) == ["rms"]


def test_tf_keras_named_its_slots():
    arrays = [dataset("Adam/iter:0", (), 3), dataset("Adam/d/kernel/m:0", (2, 3), 1),
              dataset("Adam/d/bias/m:0", (3,), 2), dataset("Adam/d/kernel/v:0", (2, 3), 3),
              dataset("Adam/d/bias/v:0", (3,), 4)]
    assert values(sorted_slots("Adam", arrays, TF_KERAS)) == {"m": [1, 2], "v": [3, 4]}


def test_newer_tf_keras_wrote_weight_by_weight():
    arrays = [dataset("iteration:0", (), 3), dataset("Adam/m/d/kernel:0", (2, 3), 1),
              dataset("Adam/v/d/kernel:0", (2, 3), 3), dataset("Adam/m/d/bias:0", (3,), 2),
              dataset("Adam/v/d/bias:0", (3,), 4)]
    assert values(sorted_slots("Adam", arrays, TF_KERAS)) == {"m": [1, 2], "v": [3, 4]}


def test_under_a_loss_scale_newer_tf_keras_left_the_optimizers_name_out():
    arrays = [dataset("iteration:0", (), 3), dataset("m/d/kernel:0", (2, 3), 1), dataset("v/d/kernel:0", (2, 3), 3),
              dataset("m/d/bias:0", (3,), 2), dataset("v/d/bias:0", (3,), 4)]
    assert values(sorted_slots("Adam", arrays, TF_KERAS)) == {"m": [1, 2], "v": [3, 4]}


def test_a_weight_of_a_layer_may_have_the_name_of_a_slot():
    layer = {"class_name": "Attention", "config": {"name": "d"}}
    pair = Pair(("d",), layer, (dataset("d/W:0", (2, 3)), dataset("d/v:0", (3,))), TF_KERAS)
    arrays = [dataset("iteration:0", (), 3), dataset("Adam/m/d/W:0", (2, 3), 1), dataset("Adam/v/d/W:0", (2, 3), 2),
              dataset("Adam/m/d/v:0", (3,), 3), dataset("Adam/v/d/v:0", (3,), 4)]
    assert values(sorted_slots("Adam", arrays, TF_KERAS, [pair])) == {"m": [1, 3], "v": [2, 4]}
    older = [dataset("Adam/iter:0", (), 3), dataset("Adam/d/W/m:0", (2, 3), 1), dataset("Adam/d/v/m:0", (3,), 3),
             dataset("Adam/d/W/v:0", (2, 3), 2), dataset("Adam/d/v/v:0", (3,), 4)]
    assert values(sorted_slots("Adam", older, TF_KERAS, [pair])) == {"m": [1, 3], "v": [2, 4]}


def test_mixed_precision_puts_the_scope_of_a_branch_before_the_name_of_the_optimizer():
    arrays = [dataset("iteration:0", (), 7)] + [
        dataset("cond_1/Adam/{}/d/{}:0".format(slot, name), shape, value) for value, (slot, name, shape) in enumerate(
            [("m", "kernel", (2, 3)), ("v", "kernel", (2, 3)), ("m", "bias", (3,)), ("v", "bias", (3,))])]
    assert values(sorted_slots("Adam", arrays, TF_KERAS)) == {"m": [0, 2], "v": [1, 3]}


@pytest.mark.parametrize("numbered", [False, True])
def test_adafactor_keeps_averages_over_an_axis_of_weights_with_two(numbered):
    shapes = [("r", "kernel", (2,)), ("c", "kernel", (3,)), ("v", "kernel", (2, 3)), ("v", "bias", (3,))]
    names = ["optimizer/vars/{}".format(place + 1) if numbered else "Adafactor/{}/d/{}:0".format(slot, name)
             for place, (slot, name, _) in enumerate(shapes)]
    arrays = [dataset("iteration", (), 2)] + [dataset(name, shape, value) for value, (name, (_, _, shape)) in enumerate(
        zip(names, shapes))]
    assert values(sorted_slots("Adafactor", arrays, TF_KERAS)) == {"r": [0], "c": [1], "v": [2, 3]}


@pytest.mark.parametrize("has_rate", [False, True])
def test_the_slot_of_a_single_number_is_no_counter(has_rate):
    scale = Pair(("s",), {"class_name": "Attention", "config": {"name": "s", "use_scale": True}},
                 (dataset("s/scale:0", ()),), TF_KERAS)
    shapes = [()] * has_rate + [(), (2, 3), (3,)]
    arrays = [dataset("iteration", (), 3)] + [
        dataset("optimizer/vars/{}".format(place + 1), shape, place) for place, shape in enumerate(shapes)]
    found = slots({"class_name": "Adagrad", "config": {}}, arrays, [scale, dense(TF_KERAS)],
                  [(("s",), [True]), (("d",), [True, True])], TF_KERAS)
    assert values(found) == {"accumulator": [has_rate, 1 + has_rate, 2 + has_rate]} and found.iterations == 3


@pytest.mark.parametrize("steps, fresh", [(0, True), (3, False)])
def test_an_optimizer_that_took_no_step_has_nothing_to_lose(steps, fresh):
    assert sorted_slots("SGD", [dataset("iteration:0", (), steps)], TF_KERAS).is_fresh is fresh


def test_newer_tf_keras_gave_the_slots_of_two_optimizers_names_of_others():
    weights = [("d/kernel:0", (2, 3)), ("d/bias:0", (3,))]
    momenta = [dataset("SGD/m/" + name, shape, 1) for name, shape in weights]
    assert values(sorted_slots("SGD", momenta, TF_KERAS)) == {"momentum": [1, 1]}
    squares = [dataset("RMSprop/velocity/" + name, shape, 2) for name, shape in weights]
    assert values(sorted_slots("RMSprop", squares, TF_KERAS)) == {"rms": [2, 2]}


@pytest.mark.parametrize("name, slot, begin", [("SGD", "momentum", 0.0), ("Adagrad", "accumulator", np.float32(0.1))])
def test_a_weight_that_never_had_a_gradient_has_the_slot_that_it_would_begin_with(name, slot, begin):
    arrays = [dataset(name + "/iter:0", (), 3), dataset("{}/d/bias/{}:0".format(name, slot), (3,), 2)]
    found = sorted_slots(name, arrays, TF_KERAS)
    assert values(found) == {slot: [begin, 2]} and found.arrays[slot][0].shape == (2, 3) and found.iterations == 3


def test_where_names_do_not_tell_which_weight_has_a_slot_there_is_no_state():
    arrays = [dataset("SGD/iter:0", (), 3), dataset("SGD/e/bias/momentum:0", (3,), 2)]
    assert sorted_slots("SGD", arrays, TF_KERAS) is None


@pytest.mark.parametrize("name", ["SGD", "Adam", "RMSprop"])
def test_a_model_without_trained_weights_keeps_the_count_of_its_steps(name):
    found = sorted_slots(name, [dataset("{}/iter:0".format(name), (), 3)], TF_KERAS, flags=(False, False))
    assert found.iterations == 3 and not found.arrays


def test_keras_1_sorted_its_weights_by_name():
    pair = dense(KERAS1, (("d_W:0", (2, 3)), ("d_A:0", (3,))))
    arrays = [dataset("Variable:0", (), 5), dataset("Variable_1:0", (3,), 1), dataset("Variable_2:0", (2, 3), 2)]
    found = sorted_slots("RMSprop", arrays, KERAS1, [pair])
    assert values(found) == {"rms": [2, 1]} and found.iterations == 5


def test_a_frozen_weight_has_no_slot():
    found = sorted_slots("SGD", [dataset("Variable_1:0", (2, 3), 1)], flags=(True, False))
    assert values(found) == {"momentum": [1]}


@pytest.mark.parametrize("shapes", [[(2, 3)], [(2, 3), (4,)], []])
def test_arrays_that_do_not_fit_the_weights_are_no_state(shapes):
    arrays = [dataset("V{}:0".format(i), shape) for i, shape in enumerate(shapes)]
    found = sorted_slots("SGD", arrays)
    assert found is None or not found.arrays


def test_nadams_schedule_follows_from_the_number_of_steps_where_the_file_does_not_hold_it():
    arrays = [dataset("Nadam/iterations:0", (), 2)] + [dataset("training/Nadam/Variable_{}:0".format(i), shape)
                                                       for i, shape in enumerate([(2, 3), (3,), (2, 3), (3,)])]
    expected = np.prod([0.9 * (1 - 0.5 * 0.96 ** (step * 0.004)) for step in (1, 2)])
    assert sorted_slots("Nadam", arrays).schedule == pytest.approx(expected)


def test_the_product_of_tf_keras_2_11_and_later_went_on_with_each_weight():
    arrays = [dataset("iteration:0", (), 3)] + [dataset("Nadam/{}/d/{}:0".format(slot, name), shape) for slot in "mv"
                                                for name, shape in (("kernel", (2, 3)), ("bias", (3,)))]
    found = slots({"class_name": "Nadam", "config": {"schedule_decay": 1.0}}, arrays, [dense(TF_KERAS)],
                  [(("d",), [True, True])], TF_KERAS)
    # The second step is that of the first weight, the third that of the second one: there one of the two left it as it was.
    expected = np.prod([(0.9 * (1 - 0.5 * 0.96 ** step)) ** times for step, times in ((1, 2), (2, 1), (3, 1))])
    assert found.schedule == pytest.approx(expected)


@pytest.mark.parametrize("form", ["Adam/d/{1}/{0}:0", "Adam/{0}/d/{1}:0"])
def test_slots_of_weights_that_were_frozen_since_are_left_out(form):
    arrays = [dataset("Adam/iter:0", (), 3)] + [dataset(form.format(slot, name), shape, value) for slot, name, shape, value in (
        ("m", "kernel", (2, 3), 1), ("m", "bias", (3,), 2), ("v", "kernel", (2, 3), 3), ("v", "bias", (3,), 4))]
    assert values(sorted_slots("Adam", arrays, TF_KERAS, flags=(False, True))) == {"m": [2], "v": [4]}
    assert sorted_slots("Adam", arrays, TF_KERAS, flags=(False, True)).iterations == 3


@pytest.mark.parametrize("name, arrays, expected", [
    ("Adam", [("Adam/d/kernel/m:0", (2, 3)), ("Adam/d/kernel/v:0", (2, 3)), ("Adam/d/bias/v:0", (3,))],
     "slot 'm' has 1 array for 2 trained weights"),
    ("RMSprop", [("a:0", (2, 3)), ("b:0", (4,))], "slot 'rms' of 'd/bias:0' has the shape (4,), and the weight (3,)"),
    ("SGD", [("a:0", (2, 3)), ("b:0", (3,)), ("c:0", (3,))], "its 3 arrays are no slots of SGD for 2 trained weights"),
    ("Adam", [("a:0", (2, 3)), ("b:0", (3,))], "the file holds m of 2 trained weights, and its Adam has other slots")])
def test_why_a_state_does_not_fit_names_the_slot(name, arrays, expected):
    kept, pairs, trainable = [dataset(*each) for each in arrays], [dense(KERAS2)], [(("d",), [True, True])]
    asked = {"class_name": name, "config": {}}, kept, pairs, trainable, KERAS2
    assert why_not(*asked, slots(*asked)) == expected


@pytest.mark.parametrize("version, shrinkage, expected", [
    ("2.4.0", 0.01, 40.0), ("2.4.0", 0.0, 2.0), ("2.10.0", 0.01, 2.0), ("2.15.0", 0.01, 2.0)])
def test_the_linear_terms_of_ftrl_were_kept_times_the_learning_rate_by_tf_keras_24(version, shrinkage, expected):
    arrays = [dataset("Ftrl/d/{}/{}:0".format(weight, slot), shape, 2.0)
              for weight, shape in (("kernel", (2, 3)), ("bias", (3,))) for slot in ("accumulator", "linear")]
    origin = Origin(version, "tensorflow")
    config = {"learning_rate": 0.05, "l2_shrinkage_regularization_strength": shrinkage}
    found = slots({"class_name": "Ftrl", "config": config}, arrays, [dense(origin)], [(("d",), [True, True])], origin)
    np.testing.assert_allclose(found.arrays["linear"][0], expected, rtol=1e-6)
    np.testing.assert_allclose(found.arrays["accumulator"][0], 2.0)


def test_the_state_of_an_optimizer_in_one_that_scales_losses_is_numbered_as_its_own():
    def array(number, shape):
        name = "optimizer/inner_optimizer/vars/{}".format(number)
        return Node(dataset=Dataset(name, shape, np.dtype("float32"), name, lambda: np.full(shape, number, "float32")))

    shapes = [(), (2, 3), (2, 3), (3,), (3,)]  # the steps, then the momenta of one weight after the other
    state = Node(children={"vars": Node(children={str(number): array(number, shape) for number, shape in enumerate(shapes)})})
    root = Node(children={"optimizer": Node(children={"inner_optimizer": state, "vars": state.at("vars")})})
    datasets = optimizer_datasets(SavedModel("m.keras", "model", objects=root), [])
    found = named_slots({"class_name": "Custom>Adam", "config": {"amsgrad": False}}, datasets, [(2, 3), (3,)])
    assert {slot: [each.read().flat[0] for each in arrays] for slot, arrays in found.items()} == {"m": [1, 3], "v": [2, 4]}
