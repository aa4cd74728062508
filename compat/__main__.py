"""``python -m compat``: the command line."""
import sys

from compat.cli import main

if __name__ == "__main__":
    sys.exit(main())
