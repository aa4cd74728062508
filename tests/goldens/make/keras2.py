"""Write the goldens of the installed Keras 2.1 to 2.3 or tf.keras 2: ``python keras2.py --out DIR [names]``."""
from __future__ import print_function

import command
import recipes.attention
import recipes.convolution
import recipes.cudnn
import recipes.custom
import recipes.dense
import recipes.gone
import recipes.graphs
import recipes.lambdas
import recipes.masking
import recipes.operations
import recipes.optimizers
import recipes.published
import recipes.recurrent  # noqa: F401

if __name__ == "__main__":
    command.main(__doc__)
