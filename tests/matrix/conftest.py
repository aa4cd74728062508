"""The tools of the repository are imported from the checkout; compat stays the one that is installed."""
import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent.parent)
if ROOT not in sys.path:
    sys.path.append(ROOT)
