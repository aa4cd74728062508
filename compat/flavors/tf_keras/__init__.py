"""tf.keras inside TensorFlow 2.2 to 2.15, and tf_keras: a Keras 2 that computes at once.

Each module lists in ``__all__`` only what it overrides; every other name is the installed Keras's own.
"""
