"""Names of tf.keras 2.4 to 2.15 that Keras 2.2.4 lacks and Keras 3 renamed, changed or removed, by their home."""
