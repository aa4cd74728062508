"""Custom layers as people published them for old Keras: the files that hold them name these classes.

``compute_output_shape`` is Keras 2's name and ``get_output_shape_for`` Keras 1's; authors who wanted both wrote both.
"""
from __future__ import print_function

from stack import IS_MULTIBACKEND, K, Layer


class MyMeanPool(Layer):
    """The mean over ``axis``, of unmasked steps only when there is a mask."""

    def __init__(self, axis, **kwargs):
        self.supports_masking = True
        self.axis = axis
        super(MyMeanPool, self).__init__(**kwargs)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        if mask is None:
            return K.mean(x, axis=self.axis)
        mask = K.repeat(mask, K.int_shape(x)[-1])
        mask = K.permute_dimensions(K.cast(mask, K.floatx()), (0, 2, 1))
        return K.sum(x * mask, axis=self.axis) / K.sum(mask, axis=self.axis)

    def compute_output_shape(self, input_shape):
        return tuple(size for axis, size in enumerate(input_shape) if axis != self.axis)

    get_output_shape_for = compute_output_shape

    def get_config(self):
        config = {"axis": self.axis}
        base_config = super(MyMeanPool, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


class MaskedMeanPooling1D(Layer):
    """The mean over time, of unmasked steps only; the form that multiplies by the mask with its last axis added."""

    def __init__(self, **kwargs):
        self.supports_masking = True
        super(MaskedMeanPooling1D, self).__init__(**kwargs)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        if mask is None:
            return K.mean(x, axis=1)
        mask = K.expand_dims(K.cast(mask, K.floatx()), -1)
        return K.sum(x * mask, axis=1) / (K.sum(mask, axis=1) + K.epsilon())

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])

    get_output_shape_for = compute_output_shape


class MyLayer(Layer):
    """The custom layer of the Keras documentation: a product with one kernel."""

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(MyLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.output_dim), initializer="uniform",
                                      trainable=True)
        super(MyLayer, self).build(input_shape)

    def call(self, x, mask=None):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[:-1]) + (self.output_dim,)

    get_output_shape_for = compute_output_shape

    def get_config(self):
        base_config = super(MyLayer, self).get_config()
        return dict(list(base_config.items()) + [("output_dim", self.output_dim)])


class DecayingDropout(Layer):
    """Dropout whose keep rate decays with the number of training batches seen."""

    def __init__(self, initial_keep_rate=1., decay_interval=10000, decay_rate=0.977, noise_shape=None, seed=None,
                 **kwargs):
        super(DecayingDropout, self).__init__(**kwargs)
        self.initial_keep_rate = initial_keep_rate
        self.decay_interval = decay_interval
        self.decay_rate = decay_rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True
        self.uses_learning_phase = True  # Keras 1 asks for it

    def build(self, input_shape):
        self.iterations = self.add_weight(name="iterations", shape=(1,), initializer="zero", trainable=False)
        super(DecayingDropout, self).build(input_shape)

    def call(self, inputs, mask=None, training=None):
        keep_rate = self.initial_keep_rate * K.pow(self.decay_rate, self.iterations[0] / float(self.decay_interval))
        self.count_batch(inputs, training)

        def dropped():
            return K.dropout(inputs, 1. - keep_rate, self.noise_shape, self.seed)

        if IS_MULTIBACKEND:
            return K.in_train_phase(dropped, inputs)
        return K.in_train_phase(dropped, inputs, training=training)

    def count_batch(self, inputs, training):
        """Advance ``iterations`` in training; tf.keras runs an update wherever the layer is called."""
        if IS_MULTIBACKEND:
            self.add_update([K.update_add(self.iterations, K.ones_like(self.iterations))], inputs)
        else:
            one = K.ones_like(self.iterations)
            self.add_update(K.update_add(self.iterations, K.in_train_phase(one, 0. * one, training=training)))

    def get_config(self):
        config = {"initial_keep_rate": self.initial_keep_rate, "decay_interval": self.decay_interval,
                  "decay_rate": self.decay_rate, "noise_shape": self.noise_shape, "seed": self.seed}
        base_config = super(DecayingDropout, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))
