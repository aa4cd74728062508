"""Functions that Keras 2.3 had among the losses alone."""
from .losses import KLD, kl_divergence, kld, log_cosh

__all__ = ["KLD", "kl_divergence", "kld", "log_cosh"]
