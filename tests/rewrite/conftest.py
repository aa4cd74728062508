"""A stand-in for the package that imports are redirected to, so that these tests need no Keras."""
import os
import subprocess
import sys
import textwrap

import pytest

import compat

FAKE = {
    "fakecompat/__init__.py": "",
    "fakecompat/keras/__init__.py": "from fakecompat.keras import layers\nserved_by = 'fake'\n",
    "fakecompat/keras/layers.py": "class Dense:\n    pass\nclass _Hidden:\n    pass\n",
    "fakecompat/keras/backend.py": "def eval(x):\n    return ('K.eval', x)\n",
    "fakecompat/tf.py": "served_by = 'fake tf'\n",
}
RUNNER = """
import sys
from compat.rewrite import ModuleRule, Rules, run_script
rules = Rules((ModuleRule("keras", "fakecompat.keras"),
               ModuleRule("tensorflow", "fakecompat.tf", submodules=False),
               ModuleRule("tensorflow.keras", "fakecompat.keras")))
sys.exit(run_script(sys.argv[1], sys.argv[2:], rules))
"""


class Project:
    """A folder with a program in it, and an environment with the packages that are installed beside it."""

    def __init__(self, root):
        self.root = root
        self.installed = root / "elsewhere"
        self.write("runner/runner.py", RUNNER)
        for name, text in FAKE.items():
            self.install(name, text)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(textwrap.dedent(text).encode("utf8"))
        return path

    def install(self, name, text):
        """Puts a module where an installed package would be."""
        return self.write("elsewhere/site-packages/" + name, text)

    def run(self, script, *argv, folder="user"):
        """Runs a program of the project as ``compat run`` does, in a fresh interpreter."""
        places = [str(self.installed / "site-packages"), os.path.dirname(os.path.dirname(compat.__file__))]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(places), PYTHONIOENCODING="utf8")
        return subprocess.run(
            [sys.executable, str(self.root / "runner" / "runner.py"), script] + list(argv), cwd=str(self.root / folder),
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
