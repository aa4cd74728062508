"""Rewrites code bases on disk, for ``compat migrate``: to imports of compat, or to plain Keras 3.

:mod:`ast` finds what is concerned, as in ``compat run``; LibCST rewrites the calls whose arguments change; every other byte of
a file stays. Needs CPython 3.9 or newer and the extra ``migrate``.
"""
