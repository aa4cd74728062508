"""What ``import tensorflow as tf`` becomes on Keras 3: every name of TensorFlow, from where it is served.

The functions themselves are in :mod:`compat.flavors.keras3.tf`; the tables that name them are :mod:`compat.api.tf_functions`.
"""
