"""What the two Keras 2 flavors share: multi-backend Keras, and tf.keras or tf_keras. Each is handed its installed Keras."""
