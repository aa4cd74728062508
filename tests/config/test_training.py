"""The compiled state of every era."""
import pytest

from compat.config import upgrade_training, without_lost_clipping
from compat.errors import ConfigError
from compat.hub.records import Origin

KERAS2 = Origin("2.2.4", "tensorflow")


def optimizer(class_name, config, origin=KERAS2):
    return upgrade_training({"loss": "mse", "optimizer_config": {"class_name": class_name, "config": config}}, origin)[
        "optimizer_config"
    ]


def test_lr_is_the_learning_rate():
    assert optimizer("SGD", {"lr": 0.5})["config"] == {
        "learning_rate": 0.5, "momentum": 0.0, "decay": 0.0, "nesterov": False
    }  # fmt: skip


@pytest.mark.parametrize("written", ["adam", "Adam", "Custom>Adam"])
def test_an_optimizer_has_one_name(written):
    assert optimizer(written, {})["class_name"] == "Adam"


def test_an_optimizer_of_the_users_own_keeps_its_name():
    assert optimizer("Custom>Mine", {"lr": 1.0}) == {"class_name": "Custom>Mine", "config": {"learning_rate": 1.0}}


@pytest.mark.parametrize("version, epsilon", [("1.2.2", 1e-8), ("2.2.4", 1e-7)])
def test_an_epsilon_that_is_not_stated_is_the_one_of_the_time(version, epsilon):
    config = optimizer("Adam", {"epsilon": None}, Origin(version, "tensorflow"))["config"]
    assert config["epsilon"] == epsilon


@pytest.mark.parametrize("written, in_root", [
    (("RMSprop", {}), False), (("Custom>RMSprop", {}), True), (("Custom>Adagrad", {}), True),
    (("RMSprop", {"momentum": 0.9}), True),
])
def test_rmsprop_and_adagrad_say_whether_epsilon_is_under_the_root(written, in_root):
    assert optimizer(*written)["config"]["epsilon_in_root"] is in_root


@pytest.mark.parametrize("written, decay", [
    (("Nadam", {"schedule_decay": 0.01}), 0.01), (("Nadam", {"decay": 0.02}), 0.02), (("Nadam", {}), 0.004),
    (("Custom>Nadam", {}), 1.0),
])
def test_nadam_has_one_name_for_how_fast_its_momentum_grows(written, decay):
    config = optimizer(*written)["config"]
    assert config["schedule_decay"] == decay and "decay" not in config


@pytest.mark.parametrize(
    "written, named",
    [
        ("mse", "mse"),
        (["mse", None], ["mse", None]),
        ({"a": "mse"}, {"a": "mse"}),
        ({"class_name": "function", "config": "my_loss"}, "my_loss"),
        ({"class_name": "MeanMetricWrapper", "config": {"name": "acc", "fn": "binary_accuracy"}}, "acc"),
        ({"class_name": "MeanMetricWrapper", "config": {"name": "mae", "fn": "mean_absolute_error"}}, "mae"),
        ({"class_name": "MeanMetricWrapper", "config": {"name": "mine", "fn": "binary_accuracy"}}, "binary_accuracy"),
        (
            {"class_name": "Huber", "config": {"delta": 2.0}, "module": "keras.losses", "registered_name": None},
            {"class_name": "Huber", "config": {"delta": 2.0}},
        ),
    ],
)
def test_losses_and_metrics_go_by_name_where_they_have_one(written, named):
    state = {"loss": written, "metrics": [[written]], "optimizer_config": {"class_name": "SGD", "config": {}}}
    upgraded = upgrade_training(state, KERAS2)
    assert (upgraded["loss"], upgraded["metrics"]) == (named, [[named]])


@pytest.mark.parametrize("broken", [{}, {"optimizer_config": None}, {"optimizer_config": {"config": {}}}, []])
def test_a_state_without_an_optimizer_is_a_typed_error(broken):
    with pytest.raises(ConfigError):
        upgrade_training(broken, KERAS2)


@pytest.mark.parametrize("written, inner, expected", [
    ("LossScaleOptimizer", "RMSprop", False), ("LossScaleOptimizerV3", "RMSprop", True),
])
def test_what_scales_losses_stands_beside_the_optimizer_inside(written, inner, expected):
    scaling = {"inner_optimizer": {"class_name": inner, "config": {"learning_rate": 0.5, "momentum": 0.0}},
               "dynamic": True, "initial_scale": 8.0, "dynamic_growth_steps": 20}
    config = {"loss": "mse", "optimizer_config": {"class_name": written, "config": scaling}}
    found = upgrade_training(config, Origin("2.15.0", "tensorflow"))["optimizer_config"]
    assert found["class_name"] == "RMSprop" and found["config"]["epsilon_in_root"] is expected
    assert found["loss_scale"] == {"dynamic": True, "initial_scale": 8.0, "dynamic_growth_steps": 20}


@pytest.mark.parametrize("version, name", [("2.2.4", "cosine_proximity"), ("2.3.1", "cosine_similarity"),
                                           ("2.2.4-tf", "cosine_similarity"), ("2.15.0", "cosine_similarity")])
def test_the_metric_of_the_cosine_goes_by_the_name_that_says_its_sign(version, name):
    wrapped = {"class_name": "MeanMetricWrapper", "config": {"name": "c", "fn": "cosine_proximity"}}
    config = {"loss": "cosine_proximity", "metrics": [[wrapped], "mae"], "optimizer_config": {"class_name": "SGD"}}
    found = upgrade_training(config, Origin(version, "tensorflow"))
    assert found["metrics"] == [[name], "mae"] and found["loss"] == "cosine_proximity"


@pytest.mark.parametrize("scale, wanted", [
    ({"class_name": "DynamicLossScale", "config": {"initial_loss_scale": 512.0, "increment_period": 9, "multiplier": 2.0}},
     {"dynamic": True, "initial_scale": 512.0, "dynamic_growth_steps": 9}),
    ({"class_name": "FixedLossScale", "config": {"loss_scale_value": 64.0}},
     {"dynamic": False, "initial_scale": None, "dynamic_growth_steps": None}),
])
def test_the_optimizer_that_tf_keras_2_2_scaled_losses_for_is_the_one_inside(scale, wanted):
    inner = {"class_name": "RMSprop", "config": {"name": "RMSprop", "learning_rate": 0.01, "momentum": 0.0}}
    stated = {"class_name": "LossScaleOptimizer", "config": {"optimizer": inner, "loss_scale": scale}}
    origin = Origin("2.3.0-tf", "tensorflow")
    found = upgrade_training({"optimizer_config": stated, "loss": "mse"}, origin)["optimizer_config"]
    plain = upgrade_training({"optimizer_config": inner, "loss": "mse"}, origin)["optimizer_config"]
    assert found == dict(plain, loss_scale=wanted)


@pytest.mark.parametrize("version, slots, kept", [
    ("2.2.4-tf", ["Adam/iter:0", "Adam/d/kernel/m:0"], {}), ("2.2.4-tf", [], {}),
    ("2.2.4-tf", ["training/Adam/iter:0"], {"clipnorm": 0.1, "clipvalue": 0.2}),
    ("2.3.0-tf", ["Adam/iter:0"], {"clipnorm": 0.1, "clipvalue": 0.2}), ("2.2.4", [], {"clipnorm": 0.1, "clipvalue": 0.2})])
def test_tensorflow_2_0_left_bounds_of_gradients_aside(version, slots, kept):
    origin = Origin(version, "tensorflow")
    stated = {"loss": "mse", "optimizer_config": {"class_name": "Adam", "config": {"clipnorm": 0.1, "clipvalue": 0.2}}}
    found = without_lost_clipping(upgrade_training(stated, origin), origin, slots)["optimizer_config"]["config"]
    assert {key: value for key, value in found.items() if key.startswith("clip")} == kept
