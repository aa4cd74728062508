"""Rewrites legacy source in memory, for ``compat run``: nothing is written to disk and no installed package is touched.

The user's own files say ``import keras`` or ``import tensorflow as tf``; what is executed says ``import compat.keras as
keras``. The few TensorFlow 1 idioms that no import can bring back, such as ``tensor.eval()``, become calls of
:mod:`compat.rewrite.runtime`. Concerns code for Keras 1.0 to 2.3 and for the tf.keras of TensorFlow 1.4 to 2.15.
Standard library only, Python 3.7 and later.
"""
from compat.rewrite.own import root_named
from compat.rewrite.program import run_code, run_module, run_script
from compat.rewrite.rules import RULES, ModuleRule, Rules
from compat.rewrite.source import Change, Rewritten, rewrite_source

__all__ = ["RULES", "Change", "ModuleRule", "Rewritten", "Rules", "rewrite_source", "root_named", "run_code", "run_module",
           "run_script"]
