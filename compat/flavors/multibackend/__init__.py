"""Multi-backend Keras 2.2 and 2.3 on TensorFlow: mostly the real thing; what is here is what it did otherwise than 2.2.4.

Each module lists in ``__all__`` only what it overrides; every other name is the installed Keras's own.
"""
