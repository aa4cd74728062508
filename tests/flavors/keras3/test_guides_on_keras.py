"""The Python of README and docs runs as it stands: the blocks of a page one after the other, in a folder with the files it opens."""
import doctest
import shutil

import guides
import pytest
from goldens.catalog import HERE as GOLDENS

from compat.era import current, set_era

#: The file that a page opens → the golden that it is.
FILES = {"old.h5": "mlp.h5", "pooled.h5": "my_mean_pool.h5", "cropped.h5": "lambda_plain.h5"}
#: Pages that open what another page, or a command, has written.
CONVERTED = ("README.md",)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, golden in FILES.items():
        shutil.copy(str(GOLDENS / "keras-2.2.4-py37" / golden), str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    era = current()
    yield tmp_path
    set_era(era.version, era.exact)


@pytest.mark.parametrize("guide", sorted({block.guide for block in guides.blocks("python", "pycon")}))
def test_python_of_a_guide_runs(guide, folder):
    if guide in CONVERTED:
        import compat
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
