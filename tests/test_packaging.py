"""What users get beside the modules."""
import sys
from pathlib import Path

import compat


def test_type_checkers_read_the_types_of_the_installed_package():
    assert (Path(compat.__file__).parent / "py.typed").is_file()


def test_a_module_of_compat_is_imported_under_its_name_also_where_a_function_has_it():
    import compat.era as module

    assert module is sys.modules["compat.era"] and module.current().version == compat.Era("2.2.4").version == "2.2.4"
