"""What comes before and after a published image model (``keras.applications`` of Keras 2): scaling images, naming classes.

The models themselves are not served: those of Keras 3 have other layer names, and normalise by other rules when frozen.
"""
