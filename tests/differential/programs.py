"""Hypothesis strategies for small programs as users of Keras 2.2.4 wrote them: layers, masks, training, the backend.

A program is its text. What is drawn is what differs between programs: which layers in which order, with which arguments,
which mask, loss, optimizer, weights of samples and classes. Numbers come from :class:`numpy.random.RandomState`. Nothing is
drawn that is random in itself (dropout, noise), since two Kerases never draw the same.
"""
from hypothesis import strategies as st

ROWS = 6

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "hard_sigmoid", "softmax", "elu", "selu", "softplus", "softsign",
               "exponential")
REGULARIZERS = ("keras.regularizers.l2(0.01)", "keras.regularizers.l1(0.02)", "keras.regularizers.l1_l2(0.01, 0.02)")
CONSTRAINTS = ("keras.constraints.MaxNorm(0.8)", "keras.constraints.NonNeg()", "keras.constraints.UnitNorm(axis=0)",
               "keras.constraints.MinMaxNorm(0.1, 0.9)")


def words(*values):
    """One of some texts, as it is written in a program."""
    return st.sampled_from([repr(value) for value in values])


def numbers(low, high):
    return st.integers(low, high).map(str)


def tuples(low, high, length=2):
    return st.tuples(*[st.integers(low, high)] * length).map(str)


BOOLEANS = words(True, False)
ACTIVATION = words(*ACTIVATIONS)
REGULARIZER = st.sampled_from(REGULARIZERS)
CONSTRAINT = st.sampled_from(CONSTRAINTS)
PADDING = words("valid", "same")
FORMAT = words("channels_last", "channels_last", "channels_first")

KERNEL = {"kernel_regularizer": REGULARIZER, "bias_regularizer": REGULARIZER, "activity_regularizer": REGULARIZER,
          "kernel_constraint": CONSTRAINT, "use_bias": BOOLEANS, "activation": ACTIVATION}
RECURRENT = {"activation": words("tanh", "relu", "sigmoid"), "use_bias": BOOLEANS, "go_backwards": BOOLEANS,
             "unroll": BOOLEANS, "kernel_regularizer": REGULARIZER, "recurrent_regularizer": REGULARIZER,
             "kernel_constraint": CONSTRAINT, "implementation": words(1, 2)}
GATED = dict(RECURRENT, recurrent_activation=words("hard_sigmoid", "sigmoid"))

#: Layers by the rank of what they take: class, positional arguments, further arguments of which some are drawn.
VECTORS = (
    ("Dense", (numbers(1, 5),), KERNEL),
    ("Activation", (ACTIVATION,), {}),
    ("LeakyReLU", (), {"alpha": words(0.1, 0.5)}),
    ("ELU", (), {"alpha": words(0.5, 2.0)}),
    ("ThresholdedReLU", (), {"theta": words(0.2, 0.5)}),
    ("PReLU", (), {"alpha_regularizer": REGULARIZER}),
    ("ReLU", (), {"max_value": words(0.5, 6.0), "negative_slope": words(0.0, 0.2), "threshold": words(0.0, 0.3)}),
    ("Softmax", (), {}),
    ("BatchNormalization", (), {"momentum": words(0.9, 0.5), "epsilon": words(0.001, 0.1), "center": BOOLEANS,
                                "scale": BOOLEANS, "gamma_regularizer": REGULARIZER}),
    ("ActivityRegularization", (), {"l1": words(0.0, 0.01), "l2": words(0.0, 0.02)}),
    ("Lambda", (st.sampled_from(("lambda x: x * 2 - 1", "lambda x: K.square(x)", "lambda x: K.l2_normalize(x, axis=-1)",
                                 "lambda x: x - K.mean(x, axis=-1, keepdims=True)")),), {}),
)
SEQUENCES = (
    ("SimpleRNN", (numbers(1, 4),), dict(RECURRENT, return_sequences=words(True))),
    ("LSTM", (numbers(1, 4),), dict(GATED, return_sequences=words(True), unit_forget_bias=BOOLEANS)),
    ("GRU", (numbers(1, 4),), dict(GATED, return_sequences=words(True), reset_after=BOOLEANS)),
    ("TimeDistributed", (st.sampled_from(("keras.layers.Dense(3)", "keras.layers.Dense(2, activation='tanh')",
                                          "keras.layers.BatchNormalization()")),), {}),
    ("Bidirectional", (st.sampled_from(("keras.layers.LSTM(2, return_sequences=True)",
                                        "keras.layers.GRU(3, return_sequences=True, go_backwards=True)",
                                        "keras.layers.SimpleRNN(2, return_sequences=True)")),),
     {"merge_mode": words("sum", "mul", "concat", "ave")}),
    ("Dense", (numbers(1, 4),), KERNEL),
    ("Activation", (ACTIVATION,), {}),
    ("BatchNormalization", (), {"axis": words(-1, 2, 1), "momentum": words(0.9)}),
    ("Permute", (words((2, 1)),), {}),
    ("Masking", (), {"mask_value": words(0.0, 1.0)}),
)
#: Layers that do not pass a mask on: they end the part of a program that may be masked.
CONVOLUTIONS_1D = (
    ("Conv1D", (numbers(1, 4), numbers(1, 3)), dict(KERNEL, padding=words("valid", "same", "causal"),
                                                     strides=words(1, 2), dilation_rate=words(1))),
    ("LocallyConnected1D", (numbers(1, 3), numbers(1, 2)), {"activation": ACTIVATION, "use_bias": BOOLEANS}),
    ("SeparableConv1D", (numbers(1, 4), numbers(1, 3)), {"padding": PADDING, "depth_multiplier": words(1, 2)}),
    ("MaxPooling1D", (), {"pool_size": words(2, 3), "strides": words(1, 2), "padding": PADDING}),
    ("AveragePooling1D", (), {"pool_size": words(2), "padding": PADDING}),
    ("ZeroPadding1D", (), {"padding": words(1, (1, 2))}),
    ("Cropping1D", (), {"cropping": words(1, (0, 1))}),
    ("UpSampling1D", (), {"size": words(2, 3)}),
)
IMAGES = (
    ("Conv2D", (numbers(1, 4), numbers(1, 3)), dict(KERNEL, padding=PADDING, strides=words(1, (2, 1)), data_format=FORMAT)),
    ("Conv2DTranspose", (numbers(1, 3), numbers(1, 3)), {"padding": PADDING, "strides": words(1, 2),
                                                         "activation": ACTIVATION}),
    ("DepthwiseConv2D", (numbers(1, 3),), {"padding": PADDING, "depth_multiplier": words(1, 2)}),
    ("SeparableConv2D", (numbers(1, 3), numbers(1, 3)), {"padding": PADDING, "depth_multiplier": words(1, 2),
                                                         "pointwise_regularizer": REGULARIZER}),
    ("LocallyConnected2D", (numbers(1, 3), words((2, 2), (1, 2))), {"activation": ACTIVATION}),
    ("MaxPooling2D", (), {"pool_size": words((2, 2), (1, 2)), "padding": PADDING, "strides": words(1, None)}),
    ("AveragePooling2D", (), {"pool_size": words((2, 2)), "padding": PADDING, "data_format": FORMAT}),
    ("ZeroPadding2D", (), {"padding": words(1, (1, 2), ((1, 0), (0, 2)))}),
    ("Cropping2D", (), {"cropping": words(1, ((0, 1), (1, 0)))}),
    ("UpSampling2D", (), {"size": words((2, 2), (1, 2)), "interpolation": words("nearest", "bilinear")}),
    ("BatchNormalization", (), {"axis": words(-1, 1), "momentum": words(0.8)}),
    ("PReLU", (), {"shared_axes": words([1, 2], [1])}),
)
#: From a sequence or an image to a vector.
ENDS = {3: (("GlobalAveragePooling1D", (), {}), ("GlobalMaxPooling1D", (), {}), ("Flatten", (), {}),
            ("LSTM", (numbers(1, 4),), GATED), ("GRU", (numbers(1, 4),), GATED), ("SimpleRNN", (numbers(1, 4),), RECURRENT),
            ("Bidirectional", (st.sampled_from(("keras.layers.LSTM(2)", "keras.layers.GRU(2)")),),
             {"merge_mode": words("sum", "concat")})),
        4: (("GlobalAveragePooling2D", (), {}), ("GlobalMaxPooling2D", (), {}), ("Flatten", (), {}))}
MERGES = ("Add", "Multiply", "Average", "Maximum", "Concatenate", "Subtract")
OPTIMIZERS = ("SGD(lr=0.05)", "SGD(lr=0.05, momentum=0.9, nesterov=True)", "SGD(lr=0.1, decay=0.5)", "RMSprop()",
              "RMSprop(lr=0.01, rho=0.8)", "Adagrad()", "Adadelta()", "Adam()", "Adam(lr=0.01, amsgrad=True, decay=0.1)",
              "Adamax()", "Nadam()", "SGD(lr=0.1, clipnorm=0.5)", "Adam(clipvalue=0.05)")
LOSSES = ("mse", "mae", "mape", "msle", "hinge", "squared_hinge", "categorical_hinge", "logcosh", "poisson", "kld",
          "cosine_proximity", "binary_crossentropy", "categorical_crossentropy")
METRICS = ("mae", "acc", "binary_accuracy", "categorical_accuracy", "mse", "cosine_proximity")


@st.composite
def layers(draw, table):
    """The text that makes one layer of a table, with some of its arguments."""
    name, positional, keywords = draw(st.sampled_from(table))
    chosen = draw(st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True)) if keywords else []
    if "return_sequences" in keywords and "return_sequences" not in chosen:
        chosen.append("return_sequences")
    arguments = [draw(each) for each in positional] + ["{}={}".format(word, draw(keywords[word])) for word in sorted(chosen)]
    return "keras.layers.{}({})".format(name, ", ".join(arguments))


@st.composite
def stacks(draw):
    """The lines that end with the tensors ``x`` (input) and ``y`` (a vector), and the text of the input's data."""
    kind = draw(st.sampled_from(("vector", "sequence", "masked", "embedded", "image")))
    if kind == "vector":
        lines, rank = ["x = keras.layers.Input((5,))", "y = x"], 2
        data = "np.random.RandomState(0).standard_normal(({}, 5))".format(ROWS)
    elif kind == "image":
        lines, rank = ["x = keras.layers.Input((6, 5, 3))", "y = x"], 4
        data = "np.random.RandomState(0).standard_normal(({}, 6, 5, 3))".format(ROWS)
    elif kind == "embedded":
        arguments = draw(st.sampled_from(("mask_zero=True", "mask_zero=False", "mask_zero=True, input_length=7",
                                          "embeddings_regularizer=keras.regularizers.l2(0.1)")))
        lines, rank = ["x = keras.layers.Input((7,))", "y = keras.layers.Embedding(9, 4, {})(x)".format(arguments)], 3
        data = "np.random.RandomState(0).randint(0, 9, ({}, 7))".format(ROWS)
    else:
        lines, rank = ["x = keras.layers.Input((7, 4))", "y = x"], 3
        data = "np.random.RandomState(0).standard_normal(({}, 7, 4))".format(ROWS)
        if kind == "masked":
            lines.append("y = keras.layers.Masking(0.0)(y)")
            data = ("np.random.RandomState(0).standard_normal(({0}, 7, 4)) * (np.arange(7) < np.arange(2, {0} + 2)[:, None])"
                    "[..., None]").format(ROWS)
    if rank == 3:
        table = SEQUENCES if kind != "sequence" else SEQUENCES + CONVOLUTIONS_1D
        lines += ["y = {}(y)".format(each) for each in draw(st.lists(layers(table), max_size=2))]
    elif rank == 4:
        lines += ["y = {}(y)".format(each) for each in draw(st.lists(layers(IMAGES), min_size=1, max_size=2))]
    if rank > 2:
        lines.append("y = {}(y)".format(draw(layers(ENDS[rank]))))
    lines += ["y = {}(y)".format(each) for each in draw(st.lists(layers(VECTORS), max_size=2))]
    if draw(st.booleans()):
        merge = draw(st.sampled_from(MERGES))
        lines += ["one = keras.layers.Dense(3)(y)", "shared = keras.layers.Dense(3, activation='tanh')",
                  "y = keras.layers.{}()([one, shared(y)])".format(merge)]
        if draw(st.booleans()):
            lines.append("y = keras.layers.Concatenate()([y, one])")
    return lines, data


@st.composite
def training_programs(draw):
    """A functional model: its prediction, two training steps, an evaluation, and its weights after them."""
    lines, data = draw(stacks())
    last = draw(st.sampled_from(("softmax", "sigmoid", "linear")))
    optimizer, loss = draw(st.sampled_from(OPTIMIZERS)), draw(st.sampled_from(LOSSES))
    metrics = draw(st.lists(st.sampled_from(METRICS), max_size=2, unique=True))
    weights = draw(st.sampled_from(("", "", "sample_weight=np.linspace(0.2, 2, {})".format(ROWS),
                                    "class_weight={0: 0.5, 1: 2.0, 2: 1.0}")))
    evaluated = weights if weights.startswith("sample_weight") else ""
    lines += [
        "y = keras.layers.Dense(3, activation='{}')(y)".format(last),
        "model = fixed_weights(keras.models.Model(x, y))",
    ]
    if draw(st.booleans()):
        lines.append("model.layers[{}].trainable = False".format(draw(st.integers(1, 3))))
    lines += [
        "model.compile(optimizer=keras.optimizers.{}, loss='{}', metrics={!r})".format(optimizer, loss, metrics),
        "data = " + data,
        # A percentage of 0 makes weights of millions, of which sums hold the rounding errors alone.
        "targets = {}np.eye(3)[np.random.RandomState(1).randint(0, 3, {})]".format("1 + " if loss == "mape" else "", ROWS),
        "values['predicted'] = model.predict(data)",
        "values['names'] = [layer.name for layer in model.layers]",
        "values['shapes'] = [list(layer.output_shape) for layer in model.layers[1:]]",
        "values['metrics'] = model.metrics_names",
        "values['first step'] = model.train_on_batch(data, targets{})".format(", " + weights if weights else ""),
        "values['second step'] = model.train_on_batch(data, targets{})".format(", " + weights if weights else ""),
        "values['evaluated'] = model.evaluate(data, targets, batch_size=4, verbose=0{})".format(
            ", " + evaluated if evaluated else ""),
        "values['weights'] = model.get_weights()",
        "values['predicted after'] = model.predict(data, batch_size=4)",
    ]
    return "\n".join(lines) + "\n"


def _array(*shape):
    return "K.constant(np.random.RandomState({}).standard_normal({}))".format(len(shape), shape)


AXES = words(0, 1, -1, None, [0, 1])
#: Calls of the backend on the array ``a`` of shape (2, 3, 4): text with places for drawn arguments.
CALLS = (
    ("K.{}(a, axis={}, keepdims={})", st.sampled_from(("sum", "mean", "max", "min", "prod", "std", "var", "logsumexp")), AXES,
     BOOLEANS),
    ("K.{}(a)", st.sampled_from(("abs", "square", "exp", "sign", "round", "sigmoid", "tanh", "relu", "elu", "softplus",
                                 "softsign", "hard_sigmoid", "softmax", "flatten", "batch_flatten", "transpose", "cos",
                                 "sin", "zeros_like", "ones_like"))),
    ("K.argmax(a, axis={})", words(0, 1, 2, -1)),
    ("K.argmin(a, axis={})", words(0, 1, 2, -1)),
    ("K.cumsum(a, axis={})", words(0, 1, 2)),
    ("K.cumprod(a, axis={})", words(0, 1, 2)),
    ("K.concatenate([a, a * 2], axis={})", words(0, 1, 2, -1)),
    ("K.stack([a, a * 2], axis={})", words(0, 1, -1)),
    ("K.permute_dimensions(a, {})", words((0, 2, 1), (2, 1, 0), (1, 0, 2))),
    ("K.repeat_elements(a, {}, axis={})", numbers(1, 3), words(0, 1, 2)),
    ("K.tile(a, {})", words((1, 2, 1), (2, 1, 3), [1, 1, 2])),
    ("K.expand_dims(a, {})", words(0, 1, -1, 2)),
    ("K.reshape(a, {})", words((6, 4), (-1, 2), (4, 3, 2), (-1,))),
    ("K.clip(a, {}, {})", words(-0.5, 0.0), words(0.3, 1.0)),
    ("K.pow(K.abs(a), {})", words(2, 0.5, 3.0)),
    ("K.l2_normalize(a, axis={})", words(0, 1, -1)),
    ("K.dot(a, {})", st.sampled_from((_array(4, 2), _array(5, 4, 2)))),
    ("K.batch_dot(a, {}, axes={})", st.sampled_from((_array(2, 4, 3), _array(2, 3, 4), _array(2, 5, 3))),
     words((2, 1), (1, 2), (2, 2), (1, 1), None, 1)),
    ("K.gather(a, K.constant({}, dtype='int32'))", words([0, 1, 1], [[1, 0], [0, 0]])),
    ("K.one_hot(K.constant([0, 2, 1], dtype='int32'), {})", numbers(3, 5)),
    ("K.reverse(a, {})", words(0, 1, (0, 2), [1])),
    ("K.slice(a, {}, {})", words((0, 1, 0)), words((2, 2, 4), (1, 1, 2))),
    ("K.temporal_padding(a, {})", words((1, 1), (0, 2))),
    ("K.any(a > {}, axis={})", words(0.5, 2.0), AXES),
    ("K.all(a > {}, axis={}, keepdims={})", words(-1.0, 0.0), AXES, BOOLEANS),
    ("K.switch(K.constant({}) > 0, a, a * 3)", words(1.0, -1.0)),
    ("K.in_test_phase(a, a * 2, training={})", words(0, 1)),
    ("K.relu(a, alpha={}, max_value={}, threshold={})", words(0.0, 0.2), words(None, 0.8), words(0.0, 0.3)),
    ("K.elu(a, alpha={})", words(0.5, 1.0)),
    ("K.softmax(a, axis={})", words(-1, 1, 0)),
    ("K.{}(K.softmax(a), K.softmax(a * 2))", st.sampled_from(("categorical_crossentropy", "binary_crossentropy"))),
    ("K.map_fn(lambda each: each * {}, a)", numbers(1, 3)),
    ("K.foldl(lambda one, other: one {} other, a)", st.sampled_from("+-*")),
    ("K.foldr(lambda one, other: one {} other, a)", st.sampled_from("+-*")),
    ("K.bias_add(a, {})", st.sampled_from((_array(4), _array(3, 4)))),
    ("K.resize_images(a[:, :, :, None], {}, {}, 'channels_last')", numbers(1, 2), numbers(1, 3)),
    ("K.conv1d(a, {}, strides={}, padding={})", st.just(_array(2, 4, 3)), words(1, 2),
     words("valid", "same", "causal")),
    ("K.pool2d(a[..., None], {}, strides={}, padding={}, pool_mode={})", words((2, 2), (1, 2)),
     words((1, 1), (2, 2)), PADDING, words("max", "avg")),
)


@st.composite
def backend_programs(draw):
    """A call of the backend on an array: its value, shape, dtype and rank."""
    lines = ["a = " + _array(2, 3, 4)]
    pattern, *places = draw(st.sampled_from(CALLS))
    lines += ["b = " + pattern.format(*map(draw, places)),
              "values['b'] = K.eval(b)", "values['shape'] = list(K.int_shape(b))",
              "values['dtype'] = K.dtype(b).replace('int64', 'int32')",  # JAX has no int64 unless asked for
              "values['rank'] = K.ndim(b)"]
    return "\n".join(lines) + "\n"


PROGRAMS = st.one_of(training_programs(), training_programs(), backend_programs())
