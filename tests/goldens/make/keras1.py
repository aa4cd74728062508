"""Write the goldens of the installed Keras 1: ``python keras1.py --out DIR [names]``."""
from __future__ import print_function

import command
import recipes.keras1_merges
import recipes.keras1_sequences
import recipes.keras1_static
import recipes.optimizers  # noqa: F401

if __name__ == "__main__":
    command.main(__doc__)
