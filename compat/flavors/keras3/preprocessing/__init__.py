"""``keras.preprocessing`` on Keras 3, one module for each of its modules."""
