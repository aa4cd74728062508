"""What holds in the hub dialect, on every file that real old Keras wrote."""
import json
import os
from pathlib import Path

import pytest

from compat.api.classes import LAYERS
from compat.config import origin_of, upgrade, upgrade_training
from compat.config.origins import dictionaries
from compat.hub.references import CONSTANT, is_reference
from compat.saved import read, read_architecture

ROOT = Path(__file__).parent.parent.parent
GOLDENS = ROOT / "tests" / "goldens"
MANIFEST = json.loads((GOLDENS / "manifest.json").read_text(encoding="utf-8"))
REAL = os.environ.get("COMPAT_REAL_MODELS")
FILES = [GOLDENS / (golden["architecture"] or golden["file"]) for golden in MANIFEST]
FILES += sorted(Path(REAL).glob("*.h5")) if REAL else []


def saved_of(path):
    if path.suffix == ".yaml":
        pytest.importorskip("yaml")
    return read(path) if path.suffix == ".h5" else read_architecture(path)


def models_in(model):
    return [part for part in dictionaries(model) if part.get("class_name") in ("Sequential", "Functional")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_the_hub_dialect_holds(path):
    saved = saved_of(path)
    hub = upgrade(saved.model_config, origin_of(saved)).config
    for model in models_in(hub):
        layers = model["config"]["layers"]
        assert all(layer["config"]["name"] for layer in layers)
        assert not {layer["class_name"] for layer in layers} & (set(LAYERS) | {"Merge", "Model"})
        for layer in layers[0 if model["class_name"] == "Functional" else 1 :]:
            assert layer["class_name"] == "InputLayer" or "batch_input_shape" not in layer["config"]
        if model["class_name"] == "Functional":
            known = {layer["name"]: len(layer["inbound_nodes"]) or 1 for layer in layers}
            known[CONSTANT] = 0  # its call is written as -1
            for layer in layers:
                for node in layer["inbound_nodes"]:
                    assert all(is_reference(part) and part[1] < known[part[0]] for part in node)
    assert json.loads(json.dumps(hub)) == hub


@pytest.mark.parametrize("path", FILES[::3], ids=lambda path: "/".join(path.parts[-2:]))
def test_upgrading_the_hub_changes_nothing(path):
    saved = saved_of(path)
    hub = upgrade(saved.model_config, origin_of(saved)).config
    again = upgrade(hub, origin_of(saved)).config
    assert again == hub


@pytest.mark.parametrize(
    "golden", [golden for golden in MANIFEST if golden["compiled"]], ids=lambda golden: golden["file"]
)
def test_the_compiled_state_of_every_golden_is_read(golden):
    saved = read(GOLDENS / golden["file"])
    state = upgrade_training(saved.training_config, origin_of(saved))
    assert state["optimizer_config"]["class_name"] == golden["optimizer"]
    assert state["optimizer_config"]["config"]["learning_rate"] > 0
