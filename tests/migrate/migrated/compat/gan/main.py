"""A generator and a critic that is frozen after it was compiled, in the style of collections of GANs, of 2018."""
from __future__ import print_function, division
import numpy as np
from compat.keras.layers import Input, Dense, Reshape, Flatten, Dropout
from compat.keras.layers import BatchNormalization, Activation, ZeroPadding2D
from compat.keras.layers.advanced_activations import LeakyReLU
from compat.keras.layers.convolutional import UpSampling2D, Conv2D
from compat.keras.models import Sequential, Model
from compat.keras.optimizers import Adam


class DCGAN():
    def __init__(self):
        self.latent_dim = 5
        optimizer = Adam(0.02, 0.5)
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(loss='binary_crossentropy', optimizer=optimizer, metrics=['accuracy'])
        self.generator = self.build_generator()
        z = Input(shape=(self.latent_dim,))
        img = self.generator(z)
        self.discriminator.trainable = False
        valid = self.discriminator(img)
        self.combined = Model(z, valid)
        self.combined.compile(loss='binary_crossentropy', optimizer=Adam(0.02, 0.5))

    def build_generator(self):
        model = Sequential()
        model.add(Dense(8 * 2 * 2, activation="relu", input_dim=self.latent_dim))
        model.add(Reshape((2, 2, 8)))
        model.add(UpSampling2D())
        model.add(Conv2D(4, kernel_size=3, padding="same"))
        model.add(BatchNormalization(momentum=0.8))
        model.add(Activation("relu"))
        model.add(Conv2D(1, kernel_size=3, padding="same"))
        model.add(Activation("tanh"))
        noise = Input(shape=(self.latent_dim,))
        img = model(noise)
        return Model(noise, img)

    def build_discriminator(self):
        model = Sequential()
        model.add(Conv2D(4, kernel_size=3, strides=2, input_shape=(4, 4, 1), padding="same"))
        model.add(LeakyReLU(alpha=0.2))
        model.add(ZeroPadding2D(padding=((0, 1), (0, 1))))
        model.add(BatchNormalization(momentum=0.8))
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
