"""Write the goldens of the installed Keras 2.1 to 2.3 or tf.keras 2: ``python keras2.py --out DIR [names]``."""
from __future__ import print_function

import command
import recipes.convolution  # noqa: F401  (importing a module registers its recipes)
import recipes.custom  # noqa: F401
import recipes.dense  # noqa: F401
import recipes.graphs  # noqa: F401
import recipes.lambdas  # noqa: F401
import recipes.masking  # noqa: F401
import recipes.recurrent  # noqa: F401

if __name__ == "__main__":
    command.main(__doc__)
