"""What stands in for the parts of TensorFlow that need no tensors, where TensorFlow is neither the backend nor installed.

Each module serves one or more namespaces of ``tf``, see :mod:`compat.api.tf_functions`: its public names are theirs.
"""
