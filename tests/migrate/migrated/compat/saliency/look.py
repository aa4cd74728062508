"""Which parts of an image a classifier looks at."""
from compat.keras import backend as K
from compat.keras.applications import vgg16
from compat.keras.layers import Dropout, Layer
from compat.keras.models import Sequential, load_model

K.set_learning_phase(0)
model = vgg16.VGG16(weights='imagenet')


class Noise(Layer):
    def call(self, inputs, training=None):
        def noised():
            return inputs + K.random_normal(shape=K.shape(inputs), mean=0., stddev=0.1)
        return K.in_train_phase(noised, inputs, training=training)


def saliency(image, index):
    picture = model.input
    score = K.mean(model.output[:, index])
    grads = K.gradients(score, picture)[0]
    grads /= (K.sqrt(K.mean(K.square(grads))) + 1e-5)
    return K.function([picture], [score, grads])([image])


def class_activation_map(image, index, layer='block5_conv3'):
    features = model.get_layer(layer)
    weights = K.mean(K.gradients(model.output[:, index], features.output)[0], axis=(0, 1, 2))
    iterate = K.function([model.input], [weights, features.output[0]])
    pooled, values = iterate([image])
    return (values * pooled).mean(axis=-1)


def hidden(path, x, in_training=0):
    network = load_model(path)
    f = K.function([network.layers[0].input, K.learning_phase()], [network.layers[-2].output])
    return f([x, in_training])[0]


def labels(x):
    classifier = Sequential([Dropout(0.5, input_shape=(4,))])
    return classifier.predict_classes(x, 16), classifier.predict_proba(x)


def influence(loss):
    """What has no equal: the gradients of weights."""
    return K.function(model.inputs, K.gradients(loss, model.trainable_weights))
