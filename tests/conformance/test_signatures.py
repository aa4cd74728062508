"""Each public function and class that is served takes the arguments of Keras 2.2.4 at their positions and by their names."""
import inspect

import numpy as np
import pytest

from compat.api.names import NAMES, lookup
from compat.api.rows import path_and_versions
from compat.api.signatures import parameters
from compat.era import Era
from compat.errors import NotServedError
from compat.flavor import active
from compat.flavors import resolve

ROWS = [row for row in NAMES if row.kind != "value" and row.v2_2_4 is not None]
CONV = ((2, 2), (1, 1), "same")


def found(row):
    """What is served for a row, None if nothing is."""
    try:
        return resolve(path_and_versions(row.paths[0])[0], row.name)
    except NotServedError:
        return None


def shown(served):
    """The parameters of what is served, None where Python cannot tell them."""
    try:
        return [each for each in inspect.signature(served).parameters.values() if each.name != "self"]
    except (TypeError, ValueError):
        return None


@pytest.mark.parametrize("version", ["2.2.4", "2.3.1"])
def test_every_old_argument_is_taken_at_its_position_and_by_its_name(version):
    wrong = []
    for row in NAMES:
        signature = row.v2_2_4 if version == "2.2.4" else row.v2_3_1
        with Era(version):
            now = shown(found(row)) if row.kind != "value" and signature is not None else None
        if now is None:
            continue
        old = [each.name for each in parameters(signature) if each.kind is each.POSITIONAL_OR_KEYWORD]
        takes_all = any(each.kind is each.VAR_KEYWORD for each in now)
        places = [each.name for each in now if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
        if any(each.kind is each.VAR_POSITIONAL for each in now):
            old = old[:len(places)]
        names = {each.name for each in now}
        if places[:len(old)] != old or not (takes_all or set(old) <= names):
            wrong.append("{}.{}{}".format(row.home, row.name, places))
    assert wrong == []


#: Layer → arguments by position, and some of what they mean.
BY_POSITION = {
    "Conv1D": ((3, 2, 1, "same", "channels_last", 2, "relu", False), {"dilation_rate": 2, "use_bias": False}),
    "Conv2D": ((3,) + CONV + ("channels_last", (2, 2), "relu", False), {"dilation_rate": (2, 2), "activation": "relu"}),
    "Conv3D": ((3, 2, 1, "same", "channels_last", 1, "relu", False), {"activation": "relu", "use_bias": False}),
    "Conv2DTranspose": ((3,) + CONV + (None, "channels_last", (1, 1), "relu", False),
                        {"activation": "relu", "use_bias": False}),
    "Conv3DTranspose": ((3, 2, 1, "same", None, "channels_last", "relu", False), {"activation": "relu", "use_bias": False}),
    "SeparableConv1D": ((3, 2, 1, "same", "channels_last", 1, 2, "relu", False), {"depth_multiplier": 2, "use_bias": False}),
    "SeparableConv2D": ((3,) + CONV + ("channels_last", (1, 1), 2, "relu", False),
                        {"depth_multiplier": 2, "use_bias": False}),
    "DepthwiseConv2D": (CONV + (2, "channels_last", "relu", False), {"depth_multiplier": 2, "activation": "relu"}),
    "Dense": ((3, "relu", False), {"units": 3, "activation": "relu", "use_bias": False}),
    "LSTM": ((3, "relu", "tanh", False), {"activation": "relu", "recurrent_activation": "tanh", "use_bias": False}),
    "LSTMCell": ((3, "relu", "tanh", False), {"recurrent_activation": "tanh", "use_bias": False}),
    "GRU": ((3, "relu", "tanh", False) + ("zeros",) * 3 + (None,) * 7 + (0.0, 0.0, 2) + (False,) * 5 + (True,),
            {"recurrent_activation": "tanh", "use_bias": False, "reset_after": True}),
    "GRUCell": ((3, "relu", "tanh", False) + ("zeros",) * 3 + (None,) * 6 + (0.0, 0.0, 1, True),
                {"recurrent_activation": "tanh", "use_bias": False, "reset_after": True}),
    "SimpleRNN": ((3, "relu", False), {"activation": "relu", "use_bias": False}),
    "ConvLSTM2D": ((3,) + CONV + ("channels_last", (1, 1), "relu", "tanh", False),
                   {"activation": "relu", "recurrent_activation": "tanh", "use_bias": False}),
    "LocallyConnected1D": ((3, 2, 1, "valid", "channels_last", "relu", False), {"activation": "relu", "use_bias": False}),
    "Dot": ((1, True), {"axes": 1, "normalize": True}),
}


def takes_positions(cls):
    """Real Keras 2.2 and 2.3 take the first arguments of most layers by position only, as Keras 1 had others after them."""
    return active().folder != "multibackend" or hasattr(cls, "old_call")


def by_name(name, arguments):
    """Old names of arguments by position."""
    return dict(zip((each.name for each in parameters(lookup("keras.layers", name).v2_2_4)), arguments))


@pytest.mark.parametrize("name", sorted(BY_POSITION))
def test_a_layer_reads_its_arguments_by_position_and_comes_back_from_its_configuration(name):
    arguments, expected = BY_POSITION[name]
    cls = resolve("keras.layers", name)
    layer = cls(*arguments) if takes_positions(cls) else cls(**by_name(name, arguments))
    config = layer.get_config()
    for key, value in expected.items():
        given = config[key]
        assert (tuple(given) == (value,) or tuple(given) == value) if isinstance(given, (list, tuple)) else given == value
    again = cls.from_config(config)
    assert isinstance(layer, cls) and type(again) is type(layer) and again.get_config() == config


def test_a_subclass_of_a_layer_calls_the_old_constructor_by_position():
    from compat.keras.layers import GRU

    class Twice(GRU):
        def __init__(self, units, **kwargs):
            super().__init__(units, "relu", "tanh", False, **kwargs)

    layer = Twice(3, name="twice")
    config = layer.get_config()
    assert (config["activation"], config["recurrent_activation"], config["use_bias"]) == ("relu", "tanh", False)
    assert (config["name"], config["reset_after"], isinstance(layer, GRU)) == ("twice", False, True)


def test_the_third_argument_of_an_optimizer_is_its_decay():
    from compat.keras import backend as K
    from compat.keras.optimizers import SGD

    sgd = SGD(0.5, 0.25, 0.125, True)
    config = sgd.get_config()
    rate = config.get("lr", config.get("learning_rate"))
    assert (float(rate), float(config["momentum"]), bool(config["nesterov"])) == (0.5, 0.25, True)
    assert isinstance(sgd, SGD) and float(K.get_value(getattr(sgd, "decay", config["decay"]))) == 0.125


def test_callbacks_of_batches_are_called():
    from compat.keras.callbacks import LambdaCallback
    from compat.keras.layers import Dense
    from compat.keras.models import Sequential

    seen = []
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    callback = LambdaCallback(None, None, lambda batch, logs: seen.append(batch), lambda batch, logs: seen.append("end"))
    model.fit(np.zeros((2, 2)), np.zeros((2, 1)), batch_size=1, epochs=1, verbose=0, callbacks=[callback])
    assert seen == [0, "end", 1, "end"]


def test_an_image_generator_reads_the_arguments_after_zca_epsilon_by_position():
    from compat.keras.preprocessing.image import ImageDataGenerator

    made = ImageDataGenerator(False, False, False, False, False, 1e-5, 20, 0.5, 0.25)
    assert (made.zca_epsilon, made.rotation_range, made.width_shift_range, made.height_shift_range) == (1e-5, 20, 0.5, 0.25)


def test_what_the_installed_keras_lost_is_served():
    from compat.keras.callbacks import TensorBoard

    if active().name == "keras3":  # the others take it, and say themselves where they ignore it
        assert TensorBoard(write_grads=True).write_grads
    assert isinstance(TensorBoard(write_grads=False), TensorBoard)


def test_the_real_keras_serves_its_own_classes():
    flavor = active()
    if (flavor.name, flavor.version) != ("multibackend", "2.2.4"):
        served = resolve("keras.layers", "DepthwiseConv2D")
        assert shown(served)[5].name == "activation"
        return
    import keras

    names = [row.name for row in ROWS if row.home == "layers" and hasattr(keras.layers, row.name)]
    stand_ins = {name for name in names if hasattr(resolve("keras.layers", name), "old_call")}
    assert stand_ins == {"LSTM", "LSTMCell", "GRU", "GRUCell", "ConvLSTM2D"}  # with a default of the era


@pytest.mark.parametrize("version, activation, reset_after", [("2.2.4", "hard_sigmoid", False), ("2.15", "sigmoid", True)])
def test_a_default_of_the_era_comes_from_its_row(version, activation, reset_after):
    from compat.keras.layers import GRU, GRUCell

    with Era(version):
        for layer in (GRU(2), GRUCell(2)):
            config = layer.get_config()
            words = str(config["recurrent_activation"]).replace("'", " ").replace(">", " ").split()  # Keras 3: a dict
            assert activation in words and config["reset_after"] is reset_after
