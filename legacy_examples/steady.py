"""Runs a program so that Keras 2.2.4's training gives the same numbers each time, without a change to the program.

::

    python legacy_examples/steady.py program.py [argument ...]
    python legacy_examples/steady.py -m module [argument ...]

Multi-backend Keras on TensorFlow 1 assigns new weights while gradients of earlier layers may still be reading the old
ones: its reference variables share their memory with whoever reads them. From the second training batch on, losses then
differ from run to run (by more than 0.1 in a model of 40 weights), on one thread too. TensorFlow's resource variables,
the default since TensorFlow 2, have no such race and give what NumPy gives. Only the kind of variable is chosen here.

(Optimizers whose step depends on `iterations`, such as Adam, race even so: the count may be read before or after it is
advanced. The programs use SGD.)
"""
import os
import runpy
import sys


def choose_resource_variables():
    """Uses TensorFlow's own switch, where it is TensorFlow 1 (1.11 or later); TensorFlow 2 has no need of it."""
    import tensorflow

    if tensorflow.__version__.startswith("1."):
        tensorflow.enable_resource_variables()


def main():
    """Runs what the command line names, as ``python`` would."""
    choose_resource_variables()
    del sys.argv[0]
    if sys.argv[0] == "-m":
        del sys.argv[0]
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
