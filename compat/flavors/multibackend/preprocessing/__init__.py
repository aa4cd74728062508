"""``keras.preprocessing`` on Keras 2.2 and 2.3: what Keras 2.0 and 2.1 had beside it."""
