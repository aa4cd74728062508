"""Functions that Keras 3 stored as code where it does not read them back: an error that says which, in words."""
import base64
import json
import marshal

import pytest

import compat
from compat.errors import LambdaError
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="no Keras 2 opens files of Keras 3")


@pytest.mark.parametrize("argument", ["activation", "kernel_initializer"])
@pytest.mark.parametrize("is_object", [True, False])
def test_code_as_an_argument_of_a_layer_is_refused_in_words(argument, is_object, tmp_path):
    keras = pytest.importorskip("keras")
    model = json.loads(keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1, name="last")]).to_json())
    code = (lambda t: t * 2).__code__.replace(co_filename="program.py")
    stored = {"value": [base64.b64encode(marshal.dumps(code)).decode() + "\n", None, None]}
    if is_object:
        stored = {"class_name": "__lambda__", "config": stored}
    next(each for each in model["config"]["layers"] if each["class_name"] == "Dense")["config"][argument] = stored
    (tmp_path / "model.json").write_text(json.dumps(model))
    with pytest.raises(LambdaError) as caught:
        compat.load_model(tmp_path / "model.json")
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "model.json")) and stored_text(stored) not in message
    assert "layer 'last' (Dense) has a function as its {}".format(argument) in message and "t * 2" in message


def stored_text(stored):
    return stored.get("config", stored)["value"][0][:20]
