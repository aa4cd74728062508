"""The examples in the docstrings of the modules that need no Keras; for the others see flavors/test_examples_on_keras.py."""
import examples
import pytest


@pytest.mark.parametrize("module", [name for name in examples.modules_with_examples() if not examples.needs_keras(name)])
def test_examples_of_a_module_do_what_they_say(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    examples.check_examples(module, tmp_path)
