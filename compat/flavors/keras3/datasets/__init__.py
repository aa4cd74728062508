"""Small data sets (``keras.datasets`` of Keras 1 and 2): Keras 3 returns the same arrays from the same files."""
