"""The options of every command that loads a model; :mod:`compat.loading.references` says what their texts mean."""
import argparse


def add_loading_arguments(parser: argparse.ArgumentParser) -> None:
    """``--custom``, ``--lambda``, ``--lambda-mask``, ``--weights``, ``--unsafe``."""
    parser.add_argument("--custom", action="append", default=[], metavar="[NAME=]MODULE:OBJECT",
                        help="a class or function that the file needs; may be repeated")
    parser.add_argument("--lambda", dest="lambdas", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="the function of a Lambda layer, e.g. 'crop=lambda x: x[:, 2:, :]'; may be repeated")
    parser.add_argument("--lambda-mask", dest="masks", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="its mask function, e.g. 'crop=lambda inputs, mask: mask[:, 2:]'")
    parser.add_argument("--weights", metavar="H5", help="weights for an architecture given as .json or .yaml")
    parser.add_argument("--unsafe", action="store_true", help="lift the limits on size; code is never run either way")
