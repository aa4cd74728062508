"""Functions and classes whose old meaning a migrated file defines itself, where it uses them: name → its text.

Each is what the documentation of Keras 2.2.4 says, written with public names of Keras 3 alone. ``ops.``, ``keras.``, ``np.`` …
stand for the names under which the file reaches them. ``tests/flavors/keras3/test_plain_keras.py`` compares their numbers
with the old ones.
"""
from typing import Mapping

_HARD_SIGMOID = '''
@keras.saving.register_keras_serializable("keras_2")
def hard_sigmoid_of_keras_2(x):
    """The hard_sigmoid of Keras 1 and 2; Keras 3 computes another function under that name."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)
'''

_BATCH_DOT = '''
def batch_dot_of_keras_2(x, y, axes=None):
    """K.batch_dot of Keras 2.2.4 on TensorFlow: a matrix product of the last two axes, all before them matched."""
    axes = [axes, axes] if isinstance(axes, int) else axes
    if len(x.shape) == 2 and len(y.shape) == 2:
        if axes is None or axes[0] == axes[1]:
            return ops.sum(x * y, axis=1, keepdims=True)
        return ops.sum(ops.transpose(x) * y, axis=1, keepdims=True)
    lower = abs(len(x.shape) - len(y.shape))
    lost = len(x.shape) + len(y.shape) - 3 if len(x.shape) > len(y.shape) else len(x.shape) - 1
    if len(x.shape) < len(y.shape):
        x = ops.reshape(x, tuple(ops.shape(x)) + (1,) * lower)
    elif len(y.shape) < len(x.shape):
        y = ops.reshape(y, tuple(ops.shape(y)) + (1,) * lower)
    last = len(x.shape) - 1
    if axes is not None and axes[0] != last:
        x = ops.swapaxes(x, -1, -2)
    if axes is not None and axes[1] == last:
        y = ops.swapaxes(y, -1, -2)
    product = ops.matmul(x, y)
    return ops.squeeze(product, axis=tuple(range(lost, lost + lower))) if lower else product
'''

_PREDICT_CLASSES = '''
def predict_classes_of_keras_2(model, x, **arguments):
    """Sequential.predict_classes of Keras 2: the class of each sample; of one output, whether it is above 0.5."""
    found = model.predict(x, **arguments)
    return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")
'''

_METRICS_NAMES = '''
def metrics_names_of_keras_2(model):
    """model.metrics_names of Keras 2: what the numbers of evaluate are, in their order."""
    try:
        there = list(model.get_metrics_result())
    except ValueError as error:
        raise RuntimeError("Keras 3 names the metrics at the first batch: fit or evaluate before metrics_names") from error
    names = [each.name for metric in model.metrics for each in getattr(metric, "metrics", [metric])]
    known = [name for name in names if name in there]
    return known + sorted(set(there) - set(known))
'''

_FUNCTION = '''
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
'''

_GRADIENTS = '''
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
'''

_CTC_BATCH_COST = '''
def ctc_batch_cost_of_keras_2(y_true, y_pred, input_length, label_length):
    """K.ctc_batch_cost of Keras 2: the CTC loss of each sample, (samples, 1); the last class is the blank."""
    loss = ops.ctc_loss(
        ops.cast(y_true, "int32"), ops.log(y_pred + keras.config.epsilon()),
        ops.cast(ops.reshape(label_length, (-1,)), "int32"), ops.cast(ops.reshape(input_length, (-1,)), "int32"),
        mask_index=y_pred.shape[-1] - 1)
    return ops.expand_dims(loss, 1)
'''

_IN_TRAIN_PHASE = '''
def in_train_phase_of_keras_2(x, alt, training):
    """K.in_train_phase of Keras 2 with training given: the first in training, else the second; functions are called."""
    chosen = x if training else alt
    return chosen() if callable(chosen) else chosen
'''

_SWITCH = '''
def switch_of_keras_2(condition, then_expression, else_expression):
    """K.switch of Keras 2: one of two expressions, or element by element where the condition has axes."""
    condition = ops.cast(condition, "bool")
    if len(condition.shape) == 0:
        return ops.cond(condition, *(each if callable(each) else lambda each=each: each
                                     for each in (then_expression, else_expression)))
    chosen = [each() if callable(each) else each for each in (then_expression, else_expression)]
    missing = len(chosen[0].shape) - len(condition.shape)
    return ops.where(ops.reshape(condition, tuple(ops.shape(condition)) + (1,) * missing), *chosen)
'''

_WITH_WEIGHTS = '''
def with_weights_of_keras_2(layer, weights):
    """A layer with the argument weights= of Keras 2: it gets them when it is built."""
    build = layer.build

    @functools.wraps(build)
    def build_and_set(*args, **kwargs):
        build(*args, **kwargs)
        if weights is not None:
            layer.set_weights(weights)

    layer.build = build_and_set
    return layer
'''

_STATEFUL = '''
def stateful_of_keras_2(layer):
    """A stateful layer that trains on torch too: it computes with copies of its states, which Keras 3 replaces in place."""
    call = layer.call

    @functools.wraps(call)
    def call_with_copies(sequences, initial_state=None, **arguments):
        if initial_state is None and layer.states is not None:
            initial_state = [ops.multiply(state, 1) for state in layer.states]
        return call(sequences, initial_state=initial_state, **arguments)

    layer.call = call_with_copies
    return layer
'''

_SHAPE = '''
class ShapeOfKeras2(keras.Operation):
    """K.shape of Keras 2 for a symbolic tensor whose sizes are not all known: its shape as a tensor."""

    def call(self, x):
        return ops.convert_to_tensor(ops.shape(x), dtype="int32")

    def compute_output_spec(self, x):
        return keras.KerasTensor((len(x.shape),), "int32")


def shape_of_keras_2(x):
    """K.shape of Keras 2: the sizes of a tensor as a tensor of integers."""
    return ShapeOfKeras2()(x)
'''

_ADD_LOSS = '''
def add_loss_of_keras_2(model, loss):
    """model.add_loss of Keras 2: a symbolic loss of a functional model, beside that of compile."""
    losses = [*getattr(model.call, "losses", []), loss]
    whole = keras.Model(model.inputs, [model.output, losses])

    def call(inputs, training=None, mask=None):
        outputs, values = whole(inputs, training=training)
        keras.layers.Layer.add_loss(model, values)
        return outputs

    call.losses = losses
    model.call = call
'''

_COMPILE = '''
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
'''

_NORMALIZATION = '''
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
'''

_REDUCED = '''
def reduced_of_keras_2(function, x, axis=None, keepdims=True):
    """K.sum and its like of Keras 2: over all axes it keeps them with keepdims, which Keras 3 forgets on torch."""
    axis = tuple(range(len(x.shape))) if axis is None and keepdims else axis
    return function(x, axis=axis, keepdims=keepdims)
'''

_NORMALIZED = '''
def l2_normalize_of_keras_2(x, axis=None):
    """K.l2_normalize of Keras 2: over all axes by default; zeros stay zeros with gradients, of which Keras 3 makes nan."""
    axis = tuple(range(len(x.shape))) if axis is None else axis
    return x * ops.rsqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), 1e-12))
'''

_METRIC = '''
def metric_of_keras_2(function):
    """A metric function as Keras 2 called it: labels are columns of the type of the predictions, and the mean over batches
    counts the samples of each."""

    @functools.wraps(function)
    def metric(y_true, y_pred):
        y_true = ops.cast(y_true, y_pred.dtype)
        y_true = ops.expand_dims(y_true, -1) if len(y_true.shape) == 1 else y_true
        value = ops.convert_to_tensor(function(y_true, y_pred))
        return value if len(value.shape) else ops.broadcast_to(value, ops.shape(y_pred)[:-1] or ops.shape(y_pred))

    return metric
'''

_METRIC_OF_TF_KERAS = '''
def metric_of_tf_keras(function):
    """A metric function as tf.keras 2 called it: labels of one number a sample are a column beside predictions in columns."""

    @functools.wraps(function)
    def metric(y_true, y_pred):
        is_flat = len(y_true.shape) == 1 and len(y_pred.shape) == 2
        return function(ops.expand_dims(y_true, -1) if is_flat else y_true, y_pred)

    return metric
'''

_SUMMED = '''
@keras.saving.register_keras_serializable("keras_2")
class SummedOfKeras2(keras.regularizers.Regularizer):
    """An activity regularizer of Keras 1 to 2.3: the sum over the batch, which Keras 3 divides by the size of the batch."""

    def __init__(self, regularizer):
        self.regularizer = keras.regularizers.get(regularizer)

    def __call__(self, x):
        return self.regularizer(x) * ops.cast(ops.shape(x)[0], x.dtype)

    def get_config(self):
        return {"regularizer": keras.regularizers.serialize(self.regularizer)}
'''

_OPTIMIZER = '''
@keras.saving.register_keras_serializable("keras_2")
class {name}OfKeras2(keras.optimizers.Optimizer):
    """{name} of Keras 1 and 2: it adds epsilon to the root, and not to what the root is taken of."""

    def __init__(self, learning_rate={rate}, {rho}epsilon=None, name="{lower}", **arguments):
        super().__init__(learning_rate=learning_rate, name=name, **arguments)
{keep}        self.epsilon = keras.config.epsilon() if epsilon is None else epsilon

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.squares = [self.add_variable_from_reference(each, "squares") for each in variables]

    def update_step(self, gradient, variable, learning_rate):
        gradient, rate = ops.cast(gradient, variable.dtype), ops.cast(learning_rate, variable.dtype)
        squares = self.squares[self._get_variable_index(variable)]
        self.assign(squares, {squares})
        self.assign_sub(variable, rate * gradient / (ops.sqrt(squares) + self.epsilon))

    def get_config(self):
        return {{**super().get_config(), {saved}"epsilon": self.epsilon}}
'''

_RMSPROP = _OPTIMIZER.format(
    name="RMSprop", lower="rmsprop", rate="0.001", rho="rho=0.9, ", keep="        self.rho = rho\n", saved='"rho": self.rho, ',
    squares="self.rho * squares + (1.0 - self.rho) * ops.square(gradient)")
_ADAGRAD = _OPTIMIZER.format(
    name="Adagrad", lower="adagrad", rate="0.01", rho="", keep="", saved="", squares="squares + ops.square(gradient)")

_WRAPPER = '''
class {name}:
    """keras.wrappers.scikit_learn.{name} of Keras 2: an estimator that builds, trains and asks a model."""

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params

    def __sklearn_tags__(self):
        from sklearn.utils import Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=True))

    def get_params(self, **params):
        return dict(self.sk_params, build_fn=self.build_fn)

    def set_params(self, **params):
        self.build_fn = params.pop("build_fn", self.build_fn)
        self.sk_params.update(params)
        return self

    def filter_sk_params(self, function, override=None):
        """The parameters that a function takes, those of override over them."""
        taken = inspect.signature(function).parameters
        return {{**{{name: value for name, value in self.sk_params.items() if name in taken}}, **(override or {{}})}}

    def _targets(self, y):
        loss = getattr(self.model.loss, "__name__", getattr(self.model.loss, "name", self.model.loss))
        return keras.utils.to_categorical(y) if loss == "categorical_crossentropy" and len(y.shape) != 2 else y

    def _evaluated(self, x, y, arguments):
        arguments = self.filter_sk_params(keras.Model.evaluate, arguments)
        return self.model.evaluate(x, self._targets(y), return_dict=True, **arguments)
'''

_CLASSIFIER = _WRAPPER.format(name="KerasClassifier") + '''
    def fit(self, x, y, **arguments):
        y = np.array(y)
        one_hot = y.ndim == 2 and y.shape[1] > 1
        self.classes_ = np.arange(y.shape[1]) if one_hot else np.unique(y)
        self.n_classes_ = len(self.classes_)
        build = self.build_fn or self.__call__
        self.model = build(**self.filter_sk_params(build))
        y = self._targets(y if one_hot else np.searchsorted(self.classes_, y))
        return self.model.fit(x, y, **self.filter_sk_params(keras.Model.fit, arguments))

    def predict(self, x, **arguments):
        found = self.model.predict(x, **self.filter_sk_params(keras.Model.predict, arguments))
        return self.classes_[found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")]

    def predict_proba(self, x, **arguments):
        found = self.model.predict(x, **self.filter_sk_params(keras.Model.predict, arguments))
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x, y, **arguments):
        found = self._evaluated(x, np.searchsorted(self.classes_, y), arguments)
        return found["acc"] if "acc" in found else found["accuracy"]
'''

_REGRESSOR = _WRAPPER.format(name="KerasRegressor") + '''
    def fit(self, x, y, **arguments):
        build = self.build_fn or self.__call__
        self.model = build(**self.filter_sk_params(build))
        return self.model.fit(x, self._targets(y), **self.filter_sk_params(keras.Model.fit, arguments))

    def predict(self, x, **arguments):
        found = self.model.predict(x, **self.filter_sk_params(keras.Model.predict, arguments))
        return np.squeeze(found, axis=-1) if found.shape[-1] == 1 else found

    def score(self, x, y, **arguments):
        return -self._evaluated(x, y, arguments)["loss"]
'''

HELPERS: Mapping[str, str] = {
    "hard_sigmoid_of_keras_2": _HARD_SIGMOID,
    "batch_dot_of_keras_2": _BATCH_DOT,
    "predict_classes_of_keras_2": _PREDICT_CLASSES,
    "metrics_names_of_keras_2": _METRICS_NAMES,
    "function_of_keras_2": _FUNCTION,
    "gradients_of_keras_2": _GRADIENTS,
    "ctc_batch_cost_of_keras_2": _CTC_BATCH_COST,
    "in_train_phase_of_keras_2": _IN_TRAIN_PHASE,
    "switch_of_keras_2": _SWITCH,
    "with_weights_of_keras_2": _WITH_WEIGHTS,
    "stateful_of_keras_2": _STATEFUL,
    "shape_of_keras_2": _SHAPE,
    "add_loss_of_keras_2": _ADD_LOSS,
    "compile_of_keras_2": _COMPILE,
    "BatchNormalizationOfKeras2": _NORMALIZATION,
    "reduced_of_keras_2": _REDUCED,
    "l2_normalize_of_keras_2": _NORMALIZED,
    "metric_of_keras_2": _METRIC,
    "metric_of_tf_keras": _METRIC_OF_TF_KERAS,
    "SummedOfKeras2": _SUMMED,
    "RMSpropOfKeras2": _RMSPROP,
    "AdagradOfKeras2": _ADAGRAD,
    "KerasClassifier": _CLASSIFIER,
    "KerasRegressor": _REGRESSOR,
}
