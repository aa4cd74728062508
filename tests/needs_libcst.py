"""Which tests a folder leaves out where LibCST and its kin are not installed: those need CPython 3.9 or newer."""
import sys

collect_ignore_glob = [] if sys.version_info >= (3, 9) else ["test_*.py"]
if not collect_ignore_glob:
    try:
        import fissix  # noqa: F401
        import libcst  # noqa: F401
        import pathspec  # noqa: F401
    except ImportError:
        collect_ignore_glob = ["test_*.py"]
