"""The command line that keras1.py and keras2.py share."""
from __future__ import print_function

import argparse
import os

import stack
from plan import planned
from recipe import RECIPES
from recorder import record_golden


def arguments(description):
    """The parsed command line: the folder to write to and the recipes to run."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", required=True, help="folder that gets <stack>/<name>.h5, .npz and manifest.json")
    parser.add_argument("names", nargs="*", help="recipes to run; those of plan.py when none is named")
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(RECIPES))
    if unknown:
        parser.error("no recipe called %s; there are: %s" % (", ".join(unknown), ", ".join(RECIPES)))
    return options


def main(description):
    """Write the goldens that were asked for; recipes that this Keras cannot build are named and left out."""
    options = arguments(description)
    for name in options.names or planned(stack.NAME):
        try:
            record_golden(RECIPES[name], os.path.abspath(options.out))
        except stack.Unavailable as missing:
            print("%s: left out %s: %s" % (stack.NAME, name, missing))
        except Exception:
            print("%s: failed at %s" % (stack.NAME, name))
            raise
        else:
            print("%s: wrote %s" % (stack.NAME, name))
