"""``keras.preprocessing`` on tf.keras and tf_keras, one module for each of its modules."""
