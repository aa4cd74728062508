"""Models of this flavor as an old Keras writes them: configurations, weights and compiled state for :mod:`compat.writing`."""
