"""What users get beside the modules."""
from pathlib import Path

import compat


def test_type_checkers_read_the_types_of_the_installed_package():
    assert (Path(compat.__file__).parent / "py.typed").is_file()
