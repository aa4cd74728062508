"""Tests pass in a clone with nothing beside it: they read files of the checkout, or those that a variable names."""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_real_models_are_collected_and_skipped_without_their_folder():
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COMPAT_", "PYTEST_"))}
    ran = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/loading/test_real_models.py"],
                         cwd=str(ROOT), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert ran.returncode == 0, ran.stdout
    assert "2 skipped" in ran.stdout
