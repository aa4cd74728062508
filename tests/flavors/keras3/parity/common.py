"""What the parity cases share. A case is a small legacy program as a function of a Keras package.

That package is real Keras 2.2.4 (see record.py) or ``compat.keras``. A case returns numbers, shapes or names that JSON
can hold. Weights come from seeded NumPy, so nothing depends on an initializer. The code is what people wrote for
Keras 1.2 to 2.2.4.
"""
import numpy as np

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def fixed(model, seed=0, low=-0.6, high=0.6):
    rng = np.random.RandomState(seed)
    model.set_weights([rng.uniform(low, high, np.shape(w)) for w in model.get_weights()])
    return model


def sequences(rows=4, steps=5, features=3, seed=1):
    """Padded with zeros at the end; row 1 begins with a masked step, row 2 has one in its middle, row 3 has none
    valid."""
    x = np.random.RandomState(seed).normal(size=(rows, steps, features)).astype("float32")
    x[0, 3:] = 0.0
    x[1, 0] = 0.0
    x[2, 2] = 0.0
    x[3] = 0.0
    return x


def mask_reader(keras):
    """A layer whose output is the mask that reaches it, as numbers."""
    K = keras.backend

    class ReadMask(keras.layers.Layer):
        def __init__(self, **kwargs):
            super(ReadMask, self).__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            if mask is None:
                return K.zeros_like(x[:, :, :1]) - 1.0
            mask = K.cast(mask, K.floatx())
            return K.expand_dims(mask) if K.ndim(mask) == 2 else mask

        def compute_output_shape(self, input_shape):
            return input_shape[:2] + (1,)

    return ReadMask()


def outputs(keras, inputs, tensor, data, seed=0):
    model = fixed(keras.models.Model(inputs, tensor), seed)
    found = model.predict(data)
    return [one.tolist() for one in found] if isinstance(found, list) else found.tolist()



def unmasked_model(keras, activation=None, units=2):
    model = keras.models.Sequential([keras.layers.Dense(units, activation=activation, input_shape=(3,))])
    return fixed(model)
