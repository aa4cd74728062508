"""The CRF of keras-contrib with its loss and accuracy, by the names and weights that its authors gave it, for Keras 2.2."""
from __future__ import print_function

from stack import K, Layer, keras

initializers = keras.initializers


class CRF(Layer):
    """The layer of keras-contrib for sequences of known length, its recurrences written out step by step."""

    NAMES = ("kernel", "chain", "bias", "boundary")

    def __init__(self, units, learn_mode="join", test_mode=None, sparse_target=False, use_boundary=True, use_bias=True,
                 unroll=False, input_dim=None, activation="linear", **kwargs):
        for name in list(kwargs):
            if name.endswith(("_initializer", "_regularizer", "_constraint")):
                kwargs.pop(name)
        super(CRF, self).__init__(**kwargs)
        self.supports_masking = True
        self.units, self.learn_mode, self.sparse_target = units, learn_mode, sparse_target
        self.test_mode = test_mode or ("viterbi" if learn_mode == "join" else "marginal")
        self.use_boundary, self.use_bias, self.unroll = use_boundary, use_bias, unroll

    def build(self, input_shape):
        self.input_dim = input_shape[-1]
        self.kernel = self.add_weight((self.input_dim, self.units), name="kernel", initializer="glorot_uniform")
        self.chain_kernel = self.add_weight((self.units, self.units), name="chain_kernel", initializer="orthogonal")
        self.bias = self.add_weight((self.units,), name="bias", initializer="zeros") if self.use_bias else 0
        if self.use_boundary:
            self.left_boundary = self.add_weight((self.units,), name="left_boundary", initializer="zeros")
            self.right_boundary = self.add_weight((self.units,), name="right_boundary", initializer="zeros")
        self.built = True

    def energies(self, X, mask):
        """A list of (batch, units), one for each step, and of (batch, 1), whether it is linked to the next."""
        time = K.int_shape(X)[1]
        steps = [K.dot(X[:, t], self.kernel) + self.bias for t in range(time)]
        valid = None if mask is None else K.cast(mask, K.floatx())
        if mask is None:
            if self.use_boundary:
                steps[0] += self.left_boundary
                steps[-1] += self.right_boundary
            return steps, [K.ones_like(step[:, :1]) for step in steps]
        links = []
        for t in range(time):
            now = valid[:, t:t + 1]
            before = valid[:, t - 1:t] if t else K.zeros_like(now)
            after = valid[:, t + 1:t + 2] if t < time - 1 else K.zeros_like(now)
            if self.use_boundary:
                steps[t] += K.cast(K.greater(now, before), K.floatx()) * self.left_boundary
                steps[t] += K.cast(K.greater(after, now), K.floatx()) * self.right_boundary
            steps[t] = steps[t] * now
            links.append(now * after)
        return steps, links

    def sums(self, steps, links):
        """The logarithm of the summed weights of paths, for each step."""
        value, values = K.zeros_like(steps[0]), []
        for step, link in zip(steps, links):
            energy = K.expand_dims(self.chain_kernel, 0) * K.expand_dims(link) + K.expand_dims(step - value, 2)
            value = K.logsumexp(-energy, 1)
            values.append(value)
        return values

    def viterbi_decoding(self, X, mask):
        steps, links = self.energies(X, mask)
        value, tables = K.zeros_like(steps[0]), []
        for step, link in zip(steps, links):
            energy = K.expand_dims(self.chain_kernel, 0) * K.expand_dims(link) + K.expand_dims(step + value, 2)
            value = K.min(energy, 1)
            tables.append(K.cast(K.argmin(energy, 1), K.floatx()))
        chosen, path = K.one_hot(K.cast(tables[-1][:, 0], "int32"), self.units), []
        for table in reversed(tables):
            chosen = K.one_hot(K.cast(K.sum(table * chosen, -1), "int32"), self.units)
            path.insert(0, chosen)
        return K.stack(path, axis=1)

    def get_marginal_prob(self, X, mask):
        steps, links = self.energies(X, mask)
        alpha = self.sums(steps, links)
        if mask is not None:
            valid = K.cast(mask, K.floatx())
            time = len(steps)
            links = [valid[:, t:t + 1] * (valid[:, t - 1:t] if t else 0.0 * valid[:, :1]) for t in range(time)]
        beta = self.sums(steps[::-1], links[::-1])[::-1]
        zero = K.zeros_like(steps[0])
        margin = [-(a + step + b) for a, step, b in zip([zero] + alpha[:-1], steps, beta[1:] + [zero])]
        return K.softmax(K.stack(margin, axis=1))

    def negative_log_likelihood(self, y_true, X, mask):
        steps, links = self.energies(X, mask)
        energy = sum(K.sum(step * y_true[:, t], -1) for t, step in enumerate(steps))
        for t in range(len(steps) - 1):
            between = K.sum(K.dot(y_true[:, t], self.chain_kernel) * y_true[:, t + 1], -1)
            energy += between if mask is None else between * links[t][:, 0]
        total = self.sums(steps, links)[-1][:, 0] + energy
        return total / (len(steps) if mask is None else K.sum(K.cast(mask, K.floatx()), 1))

    def call(self, X, mask=None):
        self.uses_learning_phase = True
        tested = self.viterbi_decoding if self.test_mode == "viterbi" else self.get_marginal_prob
        if self.learn_mode == "join":
            return K.in_train_phase(K.zeros_like(K.dot(X, self.kernel)), tested(X, mask))
        return tested(X, mask)

    def compute_mask(self, inputs, mask=None):
        return K.any(mask, axis=1) if mask is not None and self.learn_mode == "join" else mask

    def compute_output_shape(self, input_shape):
        return input_shape[:2] + (self.units,)

    def get_config(self):
        config = {"units": self.units, "learn_mode": self.learn_mode, "test_mode": self.test_mode,
                  "use_boundary": self.use_boundary, "use_bias": self.use_bias, "sparse_target": self.sparse_target,
                  "activation": "linear", "input_dim": self.input_dim, "unroll": self.unroll,
                  "kernel_initializer": initializers.serialize(initializers.get("glorot_uniform")),
                  "chain_initializer": initializers.serialize(initializers.get("orthogonal")),
                  "bias_initializer": initializers.serialize(initializers.get("zeros")),
                  "boundary_initializer": initializers.serialize(initializers.get("zeros"))}
        config.update({"%s_%s" % (name, rule): None for name in self.NAMES for rule in ("regularizer", "constraint")})
        return dict(list(super(CRF, self).get_config().items()) + list(config.items()))


def inputs_of(y_pred):
    """The CRF that made ``y_pred``, its input and its mask."""
    crf, node = y_pred._keras_history[:2]
    return crf, crf._inbound_nodes[node].input_tensors[0], crf._inbound_nodes[node].input_masks[0]


def labels_of(crf, y_true):
    """One-hot labels."""
    return K.one_hot(K.cast(y_true[:, :, 0], "int32"), crf.units) if crf.sparse_target else y_true


def crf_loss(y_true, y_pred):
    crf, X, mask = inputs_of(y_pred)
    if crf.learn_mode == "join":
        return crf.negative_log_likelihood(labels_of(crf, y_true), X, mask)
    return K.categorical_crossentropy(y_true, y_pred)


def crf_viterbi_accuracy(y_true, y_pred):
    crf, X, mask = inputs_of(y_pred)
    found = K.argmax(crf.viterbi_decoding(X, mask), -1)
    right = K.cast(K.equal(found, K.argmax(labels_of(crf, y_true), -1)), K.floatx())
    if mask is None:
        return K.mean(right)
    mask = K.cast(mask, K.floatx())
    return K.sum(right * mask) / K.sum(mask)
