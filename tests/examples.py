"""The examples in the docstrings of compat: where they stand, and what runs them."""
import doctest
import importlib
import shutil
from pathlib import Path
from typing import List

from goldens.catalog import HERE as GOLDENS

import compat

PACKAGE = Path(compat.__file__).parent
#: What an example may open, and the golden that it is.
FILES = {"old.h5": "keras-2.2.4-py37/mlp.h5"}
#: Modules whose examples need a Keras.
NEED_KERAS = ("compat.flavors", "compat.flavors.keras3.", "compat.flavors.shared.homes.",
              "compat.flavors.shared.input_data", "compat.flavors.shared.keras_objects",
              "compat.flavors.shared.merge_functions", "compat.flavors.shared.preprocessing.",
              "compat.flavors.shared.warmstart", "compat.flavors.shared.weighted_losses", "compat.flavors.tf_root",
              "compat.layers.", "compat.loading.convert", "compat.loading.load", "compat.loading.transfer")


def modules_with_examples() -> List[str]:
    """Names of the modules, generated ones aside, whose text holds a ``>>>``; none is imported."""
    paths = (path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py")
             if ">>> " in path.read_text(encoding="utf8"))
    names = (".".join(path.parts) for path in paths)
    return sorted(name[:-len(".__init__")] if name.endswith(".__init__") else name for name in names)


def needs_keras(name: str) -> bool:
    """Whether the examples of a module run on an installed Keras only."""
    return any(name == each or each.endswith(".") and name.startswith(each) for each in NEED_KERAS)


def check_examples(name: str, folder: Path) -> None:
    """Run the examples of a module in a folder that holds the files they open; fail with what differs."""
    for file, golden in FILES.items():
        shutil.copy(str(GOLDENS / golden), str(folder / file))
    module = importlib.import_module(name)
    report: List[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(module, name):
        assert not any(doctest.SKIP in example.options for example in test.examples), "examples run; none is skipped"
        runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)
    assert runner.tries, "{} has examples that doctest does not find".format(name)
