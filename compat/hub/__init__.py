"""The hub dialect: its records, its one walker and its predicates; see :mod:`compat.config` for what holds in it."""
