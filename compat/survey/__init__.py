"""Reads a code base and its model files, without importing or running any of it, for ``compat doctor PATH``.

It finds which Keras the code was written for, each legacy use by the rules of ``compat migrate``, what compat serves of the
names that are used, and the state of every model file. Concerns code for Keras 1.0 to tf.keras 2.15. Code is read on CPython
3.9 or newer, with the extra ``migrate``.
"""
from compat.survey.survey import survey as survey
