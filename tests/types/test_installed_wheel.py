"""mypy sees the types of compat from an installed wheel; `nox -s types` builds it and names it in COMPAT_WHEEL."""
import os
import subprocess
import sys
import venv
import zipfile

import pytest

PROGRAM = '''\
import compat
reveal_type(compat.inspect("old.h5").parameters)
reveal_type(compat.era.current())
compat.inspect(1)
reveal_type(compat.convert("old.h5", "new.keras").verification.level)
compat.load_model("old.h5", None)
compat.load_model("old.h5", safe_mode="no")
compat.load_weights(None, "old.h5", by_name=True, skip_mismatch=1.5)
'''


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What mypy says of the program, in an environment that has the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("user")
    venv.create(str(folder / "environment"))
    (packages,) = (folder / "environment").glob("lib/python*/site-packages")
    with zipfile.ZipFile(os.environ["COMPAT_WHEEL"]) as wheel:
        wheel.extractall(str(packages))
    (folder / "program.py").write_text(PROGRAM)
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file=", "--python-executable",
         str(folder / "environment" / "bin" / "python"), "program.py"],
        cwd=str(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        env={name: value for name, value in os.environ.items() if name not in ("MYPYPATH", "PYTHONPATH")})
    return ran.stdout


def test_results_have_the_types_that_compat_states(said):
    assert 'program.py:2: note: Revealed type is "int"' in said.replace("builtins.", "")
    assert 'program.py:3: note: Revealed type is "compat.era.Era"' in said
    assert 'program.py:5: note: Revealed type is "str"' in said.replace("builtins.", "")


def test_a_wrong_argument_is_an_error(said):
    assert 'program.py:4: error: Argument 1 to "inspect" has incompatible type "int"' in said


def test_an_option_by_position_or_of_another_type_is_an_error(said):
    assert 'program.py:6: error: Too many positional arguments for "load_model"' in said
    assert 'program.py:7: error: Argument "safe_mode" to "load_model" has incompatible type "str"' in said
    assert 'program.py:8: error: Argument "skip_mismatch" to "load_weights" has incompatible type "float"' in said
