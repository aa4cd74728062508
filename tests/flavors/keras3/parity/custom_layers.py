"""Layers that people wrote: own variables, updates and losses, several inputs, nodes, configurations."""
import numpy as np
from flavors.keras3.parity.common import case, fixed, mask_reader, outputs, sequences


@case
def a_keras_1_layer_with_its_own_variables(keras):
    K = keras.backend

    class Old(keras.layers.Layer):
        def __init__(self, output_dim, **kwargs):
            self.output_dim = output_dim
            super(Old, self).__init__(**kwargs)

        def build(self, input_shape):
            self.W = K.variable(np.full((input_shape[1], self.output_dim), 0.5), name="W")
            self.b = K.variable(np.zeros((self.output_dim,)))
            self.seen = K.variable(0.0)
            self.trainable_weights = [self.W, self.b]

        def call(self, x, mask=None):
            return K.dot(x, self.W) + self.b

        def compute_output_shape(self, input_shape):
            return (input_shape[0], self.output_dim)

    model = keras.models.Sequential([Old(2, input_shape=(3,), name="old"), keras.layers.Dense(1, name="out")])
    fixed(model)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    rng = np.random.RandomState(0)
    losses = [float(model.train_on_batch(rng.normal(size=(4, 3)), rng.normal(size=(4, 1)))) for _ in range(3)]
    return [[list(np.shape(w)) for w in model.get_weights()], losses, len(model.trainable_weights),
            [w.tolist() for w in model.get_weights()]]


@case
def updates_and_losses_of_a_layer(keras):
    K = keras.backend

    class Counting(keras.layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
            self.steps = self.add_weight(shape=(1,), initializer="zeros", trainable=False, name="steps")
            self.mean = self.add_weight("mean", (input_shape[-1],), initializer="zeros", trainable=False)
            self.add_update(K.update_add(self.steps, [1.0]))
            super(Counting, self).build(input_shape)

        def call(self, inputs, training=None):
            self.add_update([K.update(self.mean, K.mean(inputs, axis=0))], inputs)
            self.add_loss(0.1 * K.sum(K.square(inputs * self.scale)), inputs)
            return K.in_train_phase(inputs * self.scale, inputs * self.scale * 2.0, training=training)

    layer = Counting(input_shape=(3,))
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    rng = np.random.RandomState(0)
    weights = [rng.uniform(-1, 1, size=np.shape(w)) for w in model.get_weights()]
    model.set_weights(weights[:1] + [np.zeros(1), np.zeros(3)] + weights[3:])
    model.compile(keras.optimizers.SGD(0.01), "mse")
    x, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 1))
    found = [model.predict(x).tolist(), float(model.evaluate(x, y, verbose=0)), layer.get_weights()[1].tolist(),
             float(model.train_on_batch(x, y)), float(model.train_on_batch(x, y))]
    layer_weights = [w.tolist() for w in layer.get_weights()]
    model.predict(x)
    return found + [layer_weights, layer.get_weights()[1].tolist()]


@case
def a_layer_of_two_inputs_and_two_outputs(keras):
    K = keras.backend

    class Swap(keras.layers.Layer):
        def call(self, inputs):
            a, b = inputs
            return [b * 2.0, K.concatenate([a, b])]

        def compute_output_shape(self, input_shape):
            a, b = input_shape
            return [b, (a[0], a[1] + b[1])]

        def compute_mask(self, inputs, mask=None):
            return [None, None]

    x, z = keras.layers.Input((2,)), keras.layers.Input((3,))
    layer = Swap()
    one, two = layer([x, z])
    shapes = [list(s)[1:] for s in layer.output_shape], [list(s)[1:] for s in layer.input_shape]
    data = [np.arange(4.0).reshape(2, 2), np.arange(6.0).reshape(2, 3)]
    return [shapes[0], shapes[1], outputs(keras, [x, z], [one, two], data), layer.output_mask == [None, None]]


@case
def nodes_of_a_shared_layer(keras):
    layer = keras.layers.Dense(2)
    a, b = keras.layers.Input((3,)), keras.layers.Input((3,))
    y, z = layer(a), layer(b)
    return [list(layer.output_shape)[1:], list(layer.get_input_shape_at(1))[1:], layer.get_input_at(0) is a,
            layer.get_output_at(1) is z, layer.get_output_at(0) is y, layer.get_input_mask_at(0) is None,
            len(layer._inbound_nodes), list(y._keras_shape)[1:], y._keras_history[0] is layer]


@case
def configurations_have_the_old_keys(keras):
    L = keras.layers
    found = {}
    for layer in [L.Dense(3, input_shape=(4,), name="d"), L.LSTM(2, name="l"), L.Dropout(0.5, name="o"),
                  L.Embedding(5, 2, name="e", input_length=4), L.Masking(name="m")]:
        config = layer.get_config()
        found[config["name"]] = [k for k in sorted(config) if k in (
            "name", "trainable", "units", "activation", "rate", "input_dim", "mask_value", "mask_zero", "use_bias",
            "return_sequences", "output_dim")]
    return found


@case
def a_layer_that_is_a_subclass_of_dense(keras):
    K = keras.backend

    class Positive(keras.layers.Dense):
        def call(self, inputs):
            return K.abs(super(Positive, self).call(inputs))

    x = keras.layers.Input((5, 3))
    y = Positive(2, activation="tanh")(keras.layers.Masking()(x))
    return [outputs(keras, x, y, sequences()), outputs(keras, x, mask_reader(keras)(y), sequences())]


@case
def order_of_layers_and_weights_in_a_branched_model(keras):
    L = keras.layers
    a, b = L.Input((3,), name="a"), L.Input((4,), name="b")
    left = L.Dense(2, name="left")(a)
    right = L.Dense(2, name="right2")(L.Dense(5, name="right1")(b))
    both = L.concatenate([left, right], name="both")
    model = keras.models.Model([a, b], [L.Dense(1, name="out")(both), L.Activation("relu", name="act")(left)])
    return [[layer.name for layer in model.layers], [list(np.shape(w)) for w in model.get_weights()],
            model.output_names, model.input_names]
