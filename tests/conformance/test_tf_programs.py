"""Programs in the style of the tutorials of 2019 to 2023 give the numbers of the real tf.keras 2.15."""
import contextlib
import json
from pathlib import Path

import numpy as np
import pytest
from conformance.tf_programs import images, models, objects, projects, sequences, states, steps, tapes, training

import compat
from compat import tf
from compat.flavor import active

RECORDED = json.loads((Path(__file__).parent / "tf_programs" / "recorded.json").read_text(encoding="utf8"))
MODULES = (images, models, objects, projects, sequences, states, steps, tapes, training)
PROGRAMS = {program.__name__: program for module in MODULES for program in module.PROGRAMS}
pytestmark = pytest.mark.skipif(active().name in ("multibackend", "tf.keras"), reason="the numbers are its own")


def differences(found, expected, place=""):
    """Where two nested results differ: names and words at all, numbers by more than 2e-4 of them."""
    if isinstance(expected, dict) and isinstance(found, dict) and set(found) == set(expected):
        return [each for key in expected for each in differences(found[key], expected[key], place + "/" + str(key))]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return [each for number, (one, other) in enumerate(zip(found, expected))
                for each in differences(one, other, "{}/{}".format(place, number))]
    numbers = all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in (found, expected))
    same = np.isclose(found, expected, rtol=2e-4, atol=2e-4) if numbers else found == expected
    return [] if same else ["{}: {!r}, not {!r}".format(place, found, expected)]


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_program_gives_what_the_real_tf_keras_gives(name):
    backends = [each for module in (projects, steps, tapes) for each, programs in module.ON.items()
                if PROGRAMS[name] in programs]
    if backends and active().backend not in backends[0].split():
        pytest.skip("needs " + backends[0].replace(" ", " or "))
    if name == "files_of_callbacks" and active().name == "tf_keras":
        pytest.skip("tf.summary of TensorFlow 2.21 needs the package tensorboard")
    if name == "weights_of_spectral_normalization" and active().name == "tf_keras":
        pytest.skip("its SpectralNormalization asks the tf.keras of TensorFlow 2.21, which is Keras 3, for an InputSpec")
    tf.keras.backend.clear_session()
    of_tensorflow_2 = PROGRAMS[name] in tapes.PROGRAMS  # whose variables are not those of a graph
    with compat.Era("2.15") if of_tensorflow_2 else contextlib.nullcontext():
        found = json.loads(json.dumps(PROGRAMS[name](tf)))
    assert differences(found, RECORDED[name]) == []


def test_every_recorded_program_is_run():
    assert set(PROGRAMS) == set(RECORDED) and len(PROGRAMS) >= 65
