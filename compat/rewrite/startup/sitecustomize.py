"""Run by Python at the start of a child process of ``compat run``; :mod:`compat.rewrite.children` says why.

The user's own ``sitecustomize``, which this one hides, runs first, as it does without this.
"""
import importlib
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_HOME = os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))


def _run_the_next_one() -> None:
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != _HERE]
    this = sys.modules.pop("sitecustomize")
    try:
        importlib.import_module("sitecustomize")
    except ModuleNotFoundError as error:
        if error.name != "sitecustomize":
            raise
        sys.modules["sitecustomize"] = this


def _redirect() -> None:
    sys.path.insert(0, _HOME)  # this package need not be installed: a checkout will do
    try:
        from compat.rewrite.children import redirect_this_process
    finally:
        sys.path.remove(_HOME)
    redirect_this_process()


_run_the_next_one()
_redirect()
