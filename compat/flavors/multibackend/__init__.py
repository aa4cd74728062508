"""Multi-backend Keras 2.2 and 2.3 on TensorFlow: mostly the installed Keras itself; this folder holds the differences to 2.2.4.

Each module lists in ``__all__`` only what it overrides; every other name is the installed Keras's own.
"""
