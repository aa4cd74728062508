"""A generator and a critic that is frozen after it was compiled, in the style of collections of GANs, of 2018."""
from __future__ import print_function, division
import numpy as np
from keras.layers import Input, Dense, Reshape, Flatten, Dropout
from keras.layers import Activation, ZeroPadding2D
from keras.layers import LeakyReLU
from keras.layers import UpSampling2D, Conv2D
from keras.models import Sequential, Model
from keras.optimizers import Adam
import functools
import keras
from keras import ops


def compile_of_keras_2(model, *args, **kwargs):
    """model.compile of Keras 2: it trains what is trainable now, whatever is switched before it trains."""

    def flags(layer):
        inner = getattr(layer, "layers", None) or [each for each in [getattr(layer, "layer", None)] if each is not None]
        return [(layer, layer.trainable), *(flag for each in inner for flag in flags(each))]

    def switch(to):
        for layer, trainable in to:  # a model before its layers: it switches all of them
            layer.trainable = trainable

    def as_compiled(method):
        @functools.wraps(method)
        def train(*args, **kwargs):
            now = flags(model)
            switch(compiled)
            try:
                return method(*args, **kwargs)
            finally:
                switch(now)

        return train

    compiled = flags(model)
    type(model).compile(model, *args, **kwargs)
    model.compile = functools.partial(compile_of_keras_2, model)  # where it is compiled again, that counts
    for name in ("fit", "train_on_batch"):
        setattr(model, name, as_compiled(getattr(type(model), name).__get__(model)))


@keras.saving.register_keras_serializable("keras_2")
class BatchNormalizationOfKeras2(keras.layers.BatchNormalization):
    """BatchNormalization of Keras 1 to 2.2: its first step of training replaces the moving statistics, frozen or masked
    it still computes with those of the whole batch, and the variance that it keeps is the unbiased one."""

    def build(self, input_shape):
        super().build(input_shape)
        self.steps = keras.random.SeedGenerator(0)  # its state counts, and is no weight that a file would hold

    def call(self, inputs, training=None, mask=None):
        if not training:
            return super().call(inputs, training=False)
        axis = self.axis % len(inputs.shape)
        mean, variance = ops.moments(inputs, [each for each in range(len(inputs.shape)) if each != axis])
        if self.trainable:
            self._keep(mean, variance * self._unbiased(inputs, axis))
        return ops.batch_normalization(
            inputs, mean, variance, axis, offset=self.beta if self.center else None,
            scale=self.gamma if self.scale else None, epsilon=self.epsilon)

    def _unbiased(self, inputs, axis):
        count = ops.cast(ops.size(inputs), inputs.dtype) / inputs.shape[axis]
        once = count / (count - (1.0 + self.epsilon))
        return once * count / ops.maximum(count - 1.0, 1.0) if len(inputs.shape) == 4 and axis == 3 else once

    def _keep(self, mean, variance):
        seen = 1.0 - ops.power(self.momentum, ops.cast(self.steps.state[1], mean.dtype))
        self.steps.next()
        share = 1.0 - self.momentum * (1.0 - seen)
        for average, value in ((self.moving_mean, mean), (self.moving_variance, variance)):
            average.assign(average * (self.momentum * seen / share) + value * ((1.0 - self.momentum) / share))


class DCGAN():
    def __init__(self):
        self.latent_dim = 5
        optimizer = Adam(0.02, beta_1=0.5)
        self.discriminator = self.build_discriminator()
        compile_of_keras_2(self.discriminator, loss='binary_crossentropy', optimizer=optimizer, metrics=['accuracy'])
        self.generator = self.build_generator()
        z = Input(shape=(self.latent_dim,))
        img = self.generator(z)
        self.discriminator.trainable = False
        valid = self.discriminator(img)
        self.combined = Model(z, valid)
        self.combined.compile(loss='binary_crossentropy', optimizer=Adam(0.02, beta_1=0.5))

    def build_generator(self):
        model = Sequential()
        model.add(Dense(8 * 2 * 2, activation="relu", input_dim=self.latent_dim))
        model.add(Reshape((2, 2, 8)))
        model.add(UpSampling2D())
        model.add(Conv2D(4, kernel_size=3, padding="same"))
        model.add(BatchNormalizationOfKeras2(momentum=0.8))
        model.add(Activation("relu"))
        model.add(Conv2D(1, kernel_size=3, padding="same"))
        model.add(Activation("tanh"))
        noise = Input(shape=(self.latent_dim,))
        img = model(noise)
        return Model(noise, img)

    def build_discriminator(self):
        model = Sequential()
        model.add(Conv2D(4, kernel_size=3, strides=2, input_shape=(4, 4, 1), padding="same"))
        model.add(LeakyReLU(negative_slope=0.2))
        model.add(ZeroPadding2D(padding=((0, 1), (0, 1))))
        model.add(BatchNormalizationOfKeras2(momentum=0.8))
        model.add(Dropout(0.0))
        model.add(Flatten())
        model.add(Dense(1, activation='sigmoid'))
        img = Input(shape=(4, 4, 1))
        validity = model(img)
        return Model(img, validity)

    def train(self, epochs, x):
        for part in (self.generator, self.discriminator):
            for k, l in enumerate(part.layers[1].layers):
                l.set_weights([np.random.RandomState(k).uniform(-.5, .5, w.shape) if w.ndim > 1 else w for w in l.get_weights()])
        r = np.random.RandomState(3)
        valid, fake = np.ones((4, 1)), np.zeros((4, 1))
        for epoch in range(epochs):
            noise = r.normal(0, 1, (4, self.latent_dim))
            gen_imgs = self.generator.predict(noise)
            d_loss_real = self.discriminator.train_on_batch(x[:4], valid)
            d_loss_fake = self.discriminator.train_on_batch(gen_imgs, fake)
            d_loss = 0.5 * np.add(d_loss_real, d_loss_fake)
            g_loss = self.combined.train_on_batch(noise, valid)
            print("RESULT", epoch, d_loss.tolist(), float(g_loss))
        print("RESULT predict", self.generator.predict(noise)[0, 0, :, 0].tolist())


if __name__ == '__main__':
    DCGAN().train(4, np.random.RandomState(0).uniform(-1, 1, (8, 4, 4, 1)))
