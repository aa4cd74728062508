"""The examples in the docstrings of the modules that need a Keras, all in one process."""
import examples
import pytest

from compat.flavor import active

#: Beginnings of the names of modules → (the flavors whose cells cannot run their examples, why).
CANNOT_RUN = {
    "compat.flavors.keras3.": ({"multibackend", "tf_keras", "tf.keras"}, "imports Keras 3"),
}
MODULES = [name for name in examples.modules_with_examples() if examples.needs_keras(name)]


def why_not(module):
    """Why the examples of a module cannot run on the installed Keras; None where they can."""
    reasons = (why for name, (flavors, why) in CANNOT_RUN.items() if module.startswith(name) and active().name in flavors)
    return next(reasons, None)


@pytest.mark.parametrize("module", [name for name in MODULES if why_not(name) is None])
def test_examples_of_a_module_do_what_they_say_on_the_installed_keras(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    examples.check_examples(module, tmp_path)


def test_each_example_that_cannot_run_somewhere_is_there():
    assert [name for name in CANNOT_RUN if not any(module.startswith(name) for module in MODULES)] == []
