"""Programs of Keras 3 that compute: ``keras.ops``, random numbers, trees, variables, layers that came with it."""
import keras
import numpy as np
from keras import layers, ops, random, tree


def operations():
    x = ops.reshape(ops.arange(6, dtype="float32"), (2, 3))
    return [ops.einsum("ij,kj->ik", x, x), ops.softmax(x), ops.logsumexp(x, axis=-1),
            ops.segment_sum(x, ops.array([0, 0]), 1),
            ops.scatter(ops.array([[0], [2]]), ops.array([1.0, 2.0]), (3,)), ops.top_k(x, 2)[0], ops.one_hot(ops.array([1]), 3),
            ops.cond(ops.sum(x) > 1, lambda: x, lambda: -x), ops.while_loop(lambda i: i < 3, lambda i: (i + 1,), (0,))[0],
            ops.vectorized_map(lambda row: row * 2, x), ops.image.resize(ops.ones((1, 2, 2, 1)), (3, 3)), x[..., None].shape]


def random_numbers():
    generator = random.SeedGenerator(3)
    drawn = [random.normal((2, 2), seed=1), random.uniform((3,), seed=generator), random.uniform((3,), seed=generator),
             random.randint((2,), 0, 9, seed=2), random.dropout(ops.ones((4,)), 0.5, seed=5), random.categorical(
                 ops.zeros((1, 4)), 2, seed=1), random.truncated_normal((2,), seed=7)]
    keras.utils.set_random_seed(11)
    return [*drawn, random.normal((2,)), layers.Dense(2)(ops.ones((1, 2)))]


def trees_and_variables():
    variable = keras.Variable([1.0, 2.0], name="v", trainable=False)
    variable.assign_add([1.0, 1.0])
    mapped = tree.map_structure(lambda each: each + 1, {"a": 1, "b": [2, (3,)]})
    return [variable, variable.name, variable.path, variable.trainable, mapped, tree.flatten(mapped), variable + 1.0,
            ops.convert_to_numpy(variable), keras.backend.backend() in ("jax", "torch", "tensorflow"), keras.config.floatx()]


def layers_of_today():
    x, image = ops.reshape(ops.arange(24, dtype="float32"), (2, 3, 4)) / 24, ops.ones((1, 4, 4, 2))
    found = []
    for layer, value in ((layers.GroupNormalization(2), x), (layers.RMSNormalization(), x), (layers.UnitNormalization(), x),
                         (layers.EinsumDense("abc,cd->abd", output_shape=(None, 2), kernel_initializer="ones"), x),
                         (layers.Identity(), x), (layers.LayerNormalization(), x),
                         (layers.LeakyReLU(negative_slope=0.2), x - 0.5),
                         (layers.Rescaling(2.0), x), (layers.Conv1DTranspose(2, 2, kernel_initializer="ones"), x),
                         (layers.DepthwiseConv1D(2, depthwise_initializer="ones"), x), (layers.Flatten(), image),
                         (layers.UpSampling2D(2, interpolation="bilinear"), image), (layers.GlobalAveragePooling1D(), x),
                         (layers.LSTM(2, kernel_initializer="ones", recurrent_initializer="ones"), x),
                         (layers.GRU(2, kernel_initializer="ones", recurrent_initializer="ones"), x),
                         (layers.Activation("hard_sigmoid"), x), (layers.Activation("leaky_relu"), x - 0.5)):
        found.append(layer(value))
    attention = layers.MultiHeadAttention(2, 2, kernel_initializer="ones")
    grouped = layers.GroupQueryAttention(2, 2, 1, kernel_initializer="ones")
    return [*found, attention(x, x, use_causal_mask=True), grouped(x, x), layers.Attention()([x, x])]


def names_and_policies():
    dense = layers.Dense(2, dtype="mixed_float16", name="d")
    dense.build((None, 3))
    keras.config.set_dtype_policy("float32")
    cell = layers.LSTMCell(2)
    inputs = keras.Input((3,), name="i")
    model = keras.Model(inputs, layers.Dense(1, name="o")(inputs), name="m")
    return [dense.compute_dtype, dense.variable_dtype, [weight.path for weight in dense.weights], cell.state_size, model.name,
            [layer.name for layer in model.layers], model.output_shape, inputs.shape, keras.version()[0]]


def losses_and_metrics():
    y, p = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[0.2, 0.7], [0.6, 0.9]])
    metrics = [keras.metrics.BinaryAccuracy(), keras.metrics.AUC(), keras.metrics.F1Score(threshold=0.5),
               keras.metrics.R2Score()]
    for metric in metrics:
        metric.update_state(y, p)
    losses = [keras.losses.BinaryCrossentropy(), keras.losses.Huber(), keras.losses.CategoricalFocalCrossentropy(),
              keras.losses.Dice(), keras.losses.Tversky(), keras.losses.CosineSimilarity(reduction=None)]
    return [[metric.result() for metric in metrics], [loss(y, p) for loss in losses], keras.losses.mean_squared_error(y, p),
            [metric.name for metric in metrics]]


PROGRAMS = (operations, random_numbers, trees_and_variables, layers_of_today, names_and_policies, losses_and_metrics)
