"""Options go by keyword; the ways of compat 0.1 still work, and say that they will not."""
import inspect

import pytest
from goldens.catalog import golden

import compat
from compat.errors import ArgumentError

MLP = str(golden("keras-2.2.4-py37", "mlp").path)


@pytest.mark.parametrize("function, positions", [
    ("load_model", ["path"]), ("inspect", ["path"]), ("convert", ["source", "target"]), ("load_weights", ["model", "path"])])
def test_all_but_the_paths_is_keyword_only_in_the_signature(function, positions):
    parameters = inspect.signature(getattr(compat, function)).parameters.values()
    assert [each.name for each in parameters if each.kind is not each.KEYWORD_ONLY] == positions


def test_an_option_by_position_still_counts_and_names_its_keyword():
    with pytest.warns(DeprecationWarning, match=r"pass custom_objects=…, compile=… to load_model\(\)") as seen:
        model = compat.load_model(MLP, None, False)
    assert model.get_layer("hidden") is not None and seen[0].filename == __file__


def test_safe_is_still_taken_for_safe_mode(monkeypatch):
    limits = []
    monkeypatch.setattr("compat.loading.load.load", lambda path, options: limits.append(options.limits) or _Loaded)
    with pytest.warns(DeprecationWarning, match="safe_mode="):
        compat.load_model(MLP, safe=False)
    compat.load_model(MLP)
    assert limits[0].total_bytes > limits[1].total_bytes


class _Loaded:
    model, warnings = None, ()


@pytest.mark.parametrize("arguments, options", [((None,), {"custom_objects": {}}), ((), {"safe": True, "safe_mode": True})])
def test_an_option_that_is_given_twice_is_refused(arguments, options):
    with pytest.raises(ArgumentError, match="twice"):
        compat.load_model(MLP, *arguments, **options)


@pytest.mark.parametrize("arguments, options", [((None,) * 8, {}), ((), {"no_such_option": 1})])
def test_what_never_was_an_option_is_a_type_error(arguments, options):
    with pytest.raises(TypeError, match="load_model"):
        compat.load_model(MLP, *arguments, **options)
