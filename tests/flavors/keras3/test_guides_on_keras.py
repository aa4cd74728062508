"""The Python of README and docs runs as it stands, block after block of a page, and so do their commands."""
import doctest

import guides
import pytest

import compat
from compat.cli import main
from compat.era import current, set_era

#: What a command needs that the cells do not install, or that a test elsewhere does with more files.
NOT_RUN = {"--out": "tests/cli/test_fleet.py runs it", "new.onnx": "needs onnx", "savedmodel": "needs TensorFlow",
           "new.tflite": "needs LiteRT"}
RUN = [command for command in guides.ours("convert", "compare", "doctor")
       if "src/" not in command.arguments and not set(command.arguments) & set(NOT_RUN)]
#: Pages that open what another page, or a command, has written.
CONVERTED = ("README.md",)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    guides.prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    era = current()
    yield tmp_path
    set_era(era.version, era.exact)


@pytest.mark.parametrize("guide", sorted({block.guide for block in guides.blocks("python", "pycon")}))
def test_python_of_a_guide_runs(guide, folder):
    if guide in CONVERTED:
        compat.convert("old.h5", "new.keras")
    names = {"__name__": "guide"}
    for block in (each for each in guides.blocks("python", "pycon") if each.guide == guide):
        run(block, names)


def run(block, names):
    if block.language == "python":
        exec(compile("\n" * block.line + block.text, block.guide, "exec"), names)
        return
    report = []
    test = doctest.DocTestParser().get_doctest(block.text, names, str(block), block.guide, block.line)
    assert doctest.DocTestRunner(verbose=False).run(test, out=report.append).failed == 0, "".join(report)


@pytest.mark.parametrize("command", RUN, ids=str)
def test_commands_of_a_guide_do_what_it_says(command, folder, monkeypatch, capsys):
    if command.arguments[0] == "compare":
        compat.convert("old.h5", "new.keras")
    if any(each.startswith("tests/") for each in command.arguments):  # files of the checkout
        (folder / "tests").symlink_to(guides.ROOT / "tests")
    assert main(command.arguments) in (0, 1), capsys.readouterr().err
