"""``get_config`` and ``serialize`` give what real Keras gave, and ``from_config`` takes it back, on Keras 3."""
import importlib.util
import json
from pathlib import Path

import pytest

from compat import keras
from compat.era import Era
from compat.flavor import active

HERE = Path(__file__).parent / "configurations"
_spec = importlib.util.spec_from_file_location("configuration_cases", str(HERE / "cases.py"))
cases = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)
RECORDED = json.loads((HERE / "recorded.json").read_text(encoding="utf8"))
LAYERS = [row for row in cases.ROWS if row[0] == "layers"]
pytestmark = pytest.mark.skipif(active().folder != "keras3", reason="other Kerases answer for themselves")


@pytest.mark.parametrize("row", cases.ROWS, ids=cases.title)
@pytest.mark.parametrize("version", sorted(RECORDED))
def test_a_configuration_is_that_of_the_era(version, row):
    with Era(version):
        assert cases.answer(keras, row) == RECORDED[version][cases.title(row)]


@pytest.mark.parametrize("row", LAYERS, ids=cases.title)
def test_a_layer_is_made_again_from_what_real_keras_wrote(row):
    recorded = RECORDED["2.2.4"][cases.title(row)]
    again = keras.layers.deserialize(recorded)
    assert cases.plain(keras.layers.serialize(again)) == recorded
