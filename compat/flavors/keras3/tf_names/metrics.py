"""Short names of functions that Keras 3 has among the losses alone."""
import keras

__all__ = ["KLD", "kld"]

KLD = kld = keras.losses.kl_divergence
