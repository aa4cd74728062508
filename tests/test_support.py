"""What ``docs/support.md`` promises to keep is what the package has, and each public name has its place in the pages."""
import ast
import importlib.util
import re
from pathlib import Path

import pytest

import compat
from compat.api.migration import MIGRATIONS
from compat.cli import COMMANDS, parser

ROOT = Path(__file__).resolve().parent.parent
MODULES = {"era", "errors", "keras", "layers", "tf"}


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf8")


def layers():
    """``compat.layers.__all__``, which needs a Keras to be imported."""
    tree = ast.parse((ROOT / "compat" / "layers" / "__init__.py").read_text(encoding="utf8"))
    (names,) = (each.value for each in tree.body if isinstance(each, ast.Assign) and each.targets[0].id == "__all__")
    return ast.literal_eval(names)


def headings():
    return set(re.findall(r"^      heading: (compat\.\S+)$", page("api.md"), re.MULTILINE))


def promised():
    """The names in the paragraph that says what is public."""
    (paragraph,) = re.findall(r"Public are: .*?\n\n", page("support.md"), re.DOTALL)
    return re.findall(r"`(compat[\w.]*)`", paragraph)


def test_what_the_policy_names_is_there():
    names = promised()
    assert names == ["compat.__all__", "compat.layers.__all__", "compat.keras", "compat.tf", "compat.errors"]
    for name in names:
        assert importlib.util.find_spec(name.replace(".__all__", "")) is not None


def test_every_public_name_is_on_the_page_of_functions_and_classes():
    names = {"compat." + name for name in compat.__all__ if name not in MODULES and name != "Lambda"}
    of_layers = {"compat.layers." + name for name in layers() if name != "Lambda" and "compat." + name not in names}
    assert names | of_layers <= headings()
    assert "`compat.Lambda` is the `Lambda` of `compat.keras.layers`" in page("api.md")
    assert set(compat.__all__) >= MODULES


def test_the_page_shows_nothing_that_is_not_public():
    public = {"compat." + name for name in compat.__all__} | {"compat.layers." + name for name in layers()}
    assert headings() - public == {"compat.era.current"}  # of a module that is public


def test_every_command_is_on_its_page_and_takes_json(capsys):
    rows = set(re.findall(r"^\| `compat ([\w-]+)", page("commands.md"), re.MULTILINE))
    names = {module.__name__.rpartition(".")[2].replace("_", "-") for module in COMMANDS}
    assert rows == names and len(names) == len(COMMANDS)
    for name in names - {"run"}:
        with pytest.raises(SystemExit):
            parser().parse_args([name, "--help"])
        assert "--json" in capsys.readouterr().out


def test_every_rule_has_a_code_of_its_own():
    codes = [rule.code for rule in MIGRATIONS]
    assert len(codes) == len(set(codes)) and codes == sorted(codes)
    assert codes == re.findall(r"^## (K\d{3})$", page("rules.md"), re.MULTILINE)
