from .backend import keras, K


class Attention(keras.layers.Layer):
    """Attends to the last step.

    >>> from keras.layers import Input
    >>> layer = Attention()
    """

    def compute_mask(self, inputs, mask=None):
        return None

    def call(self, x, mask=None):
        if mask is not None:
            x = x * K.expand_dims(K.cast(mask, K.floatx()), -1)
        return K.sum(x, axis=1)


def build():
    from keras.models import load_model  # where it is needed
    return load_model("m.h5", custom_objects={"Attention": Attention})
