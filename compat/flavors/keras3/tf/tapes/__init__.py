"""``tf.GradientTape`` where TensorFlow is not the backend: torch records by itself, for JAX each operation is noted here."""
