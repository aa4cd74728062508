"""Which parts of an image a classifier looks at."""
from keras import backend as K
from keras.applications import vgg16
from keras.layers import Dropout, Layer
from keras.models import Sequential, load_model
import keras
from keras import ops


def in_train_phase_of_keras_2(x, alt, training):
    """K.in_train_phase of Keras 2 with training given: the first in training, else the second; functions are called."""
    chosen = x if training else alt
    return chosen() if callable(chosen) else chosen


class GradientsOfKeras2(keras.Operation):
    """What K.gradients of Keras 2 stands for between two symbolic tensors: the gradients of a function's sum."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def _sum(self, values):
        return sum(ops.sum(each) for each in keras.tree.flatten(self.function(list(values))))

    def call(self, *values):
        if keras.config.backend() == "tensorflow":
            import tensorflow

            with tensorflow.GradientTape() as tape:
                tape.watch(values)
                total = self._sum(values)
            return list(tape.gradient(total, values))
        if keras.config.backend() == "jax":
            import jax

            return list(jax.grad(self._sum)(values))
        import torch

        with torch.enable_grad():
            values = [value if value.requires_grad else value.detach().requires_grad_() for value in values]
            return list(torch.autograd.grad(self._sum(values), values))

    def compute_output_spec(self, *values):
        return [keras.KerasTensor(value.shape, value.dtype) for value in values]


def gradients_of_keras_2(loss, variables):
    """K.gradients of Keras 2 for the inputs or layer outputs that a symbolic loss was computed from: a list."""
    variables = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    return GradientsOfKeras2(keras.Function(variables, loss))(*variables)


def function_of_keras_2(inputs, outputs, takes_phase=False):
    """K.function of Keras 2: from arrays in a list to arrays in a list; the last may be the learning phase, 0 or 1."""
    model = keras.Model(inputs, outputs)

    def function(values):
        values = list(values) if isinstance(values, (list, tuple)) else values
        training = bool(values.pop()) if takes_phase else False
        found = model(values, training=training)
        if not isinstance(outputs, (list, tuple)):
            return ops.convert_to_numpy(found)
        return [ops.convert_to_numpy(each) for each in keras.tree.flatten(found)]

    return function


def predict_classes_of_keras_2(model, x, **arguments):
    """Sequential.predict_classes of Keras 2: the class of each sample; of one output, whether it is above 0.5."""
    found = model.predict(x, **arguments)
    return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")

model = vgg16.VGG16(weights='imagenet')


class Noise(Layer):
    def call(self, inputs, training=None):
        def noised():
            return inputs + keras.random.normal(shape=ops.shape(inputs), mean=0., stddev=0.1)
        return in_train_phase_of_keras_2(noised, inputs, training=training)


def saliency(image, index):
    picture = model.input
    score = ops.mean(model.output[:, index])
    grads = gradients_of_keras_2(score, picture)[0]
    grads = grads / (ops.sqrt(ops.maximum(ops.mean(ops.square(grads)), 0.0)) + 1e-5)
    return function_of_keras_2([picture], [score, grads])([image])


def class_activation_map(image, index, layer='block5_conv3'):
    features = model.get_layer(layer)
    weights = ops.mean(gradients_of_keras_2(model.output[:, index], features.output)[0], axis=(0, 1, 2))
    iterate = function_of_keras_2([model.input], [weights, features.output[0]])
    pooled, values = iterate([image])
    return (values * pooled).mean(axis=-1)


def hidden(path, x, in_training=0):
    network = load_model(path)
    f = function_of_keras_2([network.inputs[0]], [network.layers[-2].output], takes_phase=True)
    return f([x, in_training])[0]


def labels(x):
    classifier = Sequential([Dropout(0.5, input_shape=(4,))])
    return predict_classes_of_keras_2(classifier, x, batch_size=16), classifier.predict(x)


def influence(loss):
    """What has no equal: the gradients of weights."""
    # compat: K201 Keras 3 has no K.gradients: take gradients by tf.GradientTape, jax.grad or torch.autograd
    return function_of_keras_2(model.inputs, K.gradients(loss, model.trainable_weights))
