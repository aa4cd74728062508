"""What code of Keras 2 becomes in plain Keras 3, where the meaning is the same: functions of ``K``, moved names, methods.

Checked against Keras 3.15.1; ``tests/flavors/keras3/test_plain_keras.py`` compares the signatures that these rows rely on, and
the numbers that they give, with the installed Keras.
"""
from typing import Any, Dict, FrozenSet, Mapping, NamedTuple, Tuple

from compat.api.arguments import ANY


class Function(NamedTuple):
    """A function of Keras 3 that takes the place of one of ``K``.

    Attributes:
        target: its name below ``keras``.
        renamed: old argument → its name there.
        defaults: arguments that mean something else there when they are left out → the value to write.
    """

    target: str
    renamed: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}


def _functions(text: str) -> Dict[str, Function]:
    """One function a line: ``name target old=new +argument=value``; the target is the name itself where none stands there."""
    found = {}
    for line in text.strip().splitlines():
        name, *words = line.split()
        target = words.pop(0) if words and "=" not in words[0] else "ops." + name
        pairs = [word.split("=") for word in words]
        found[name] = Function(target, {old: new for old, new in pairs if old[0] != "+"},
                               {old[1:]: value for old, value in pairs if old[0] == "+"})
    return found


#: Functions of ``keras.backend`` → those of Keras 3 that take the same arguments in the same order.
BACKEND: Mapping[str, Function] = _functions("""
    abs
    all
    any
    arange
    argmax +axis=-1
    argmin +axis=-1
    cast
    clip min_value=x_min max_value=x_max
    concatenate tensors=xs +axis=-1
    conv1d ops.conv x=inputs
    conv2d ops.conv x=inputs
    conv3d ops.conv x=inputs
    cos
    cumprod +axis=0
    cumsum +axis=0
    depthwise_conv2d ops.depthwise_conv x=inputs depthwise_kernel=kernel
    dot x=x1 y=x2
    elu
    equal x=x1 y=x2
    exp
    expand_dims +axis=-1
    gather ops.take reference=x +axis=0
    greater x=x1 y=x2
    greater_equal x=x1 y=x2
    less x=x1 y=x2
    less_equal x=x1 y=x2
    log
    logsumexp
    max
    maximum x=x1 y=x2
    mean
    min
    minimum x=x1 y=x2
    name_scope name_scope
    not_equal x=x1 y=x2
    one_hot indices=x
    ones_like
    permute_dimensions ops.transpose pattern=axes
    pow ops.power x=x1 a=x2
    prod
    repeat_elements ops.repeat rep=repeats
    reshape shape=newshape
    reverse ops.flip axes=axis
    round
    sigmoid
    sign
    sin
    softmax
    softplus
    softsign
    square
    squeeze
    stack +axis=0
    std
    stop_gradient variables=variable
    sum
    tanh
    tile n=repeats
    transpose
    var
    zeros_like
    shape
    separable_conv2d ops.separable_conv x=inputs
    random_normal random.normal
    random_uniform random.uniform
    truncated_normal random.truncated_normal
    size ops.size
    is_tensor ops.is_tensor
    to_dense ops.convert_to_tensor tensor=x
""")

#: Functions of ``keras.backend`` whose meaning is an expression of Keras 3; arguments stand in braces, a default after a colon
#: where the old one has to be written. ``{…!}`` is an argument in parentheses where it is not a single name or call, and
#: ``{…*}`` one that must be given.
BACKEND_TEMPLATES: Mapping[str, str] = {
    "batch_flatten": "ops.reshape({x}, (-1, math.prod(ops.shape({x})[1:])))",
    "binary_crossentropy": "ops.binary_crossentropy({target}, {output}, from_logits={from_logits})",
    "bias_add": "ops.add({x}, {bias})",
    "cast_to_floatx": "ops.cast({x}, keras.config.floatx())",
    "categorical_crossentropy":
        "ops.categorical_crossentropy({target}, {output}, from_logits={from_logits}, axis={axis})",
    "constant": "ops.convert_to_tensor({value}, dtype={dtype:keras.config.floatx()})",
    "dtype": "keras.backend.standardize_dtype({x!}.dtype)",
    "eval": "ops.convert_to_numpy({x})",
    "eye": "ops.eye({size}, dtype={dtype:keras.config.floatx()})",
    "flatten": "ops.reshape({x}, (-1,))",
    "get_value": "ops.convert_to_numpy({x})",
    "hard_sigmoid": "ops.clip(0.2 * {x!} + 0.5, 0.0, 1.0)",
    "identity": "{x}",
    "image_dim_ordering": "{'channels_first': 'th', 'channels_last': 'tf'}[keras.config.image_data_format()]",
    "int_shape": "tuple({x!}.shape)",
    "get_variable_shape": "tuple({x!}.shape)",
    "ndim": "len({x!}.shape)",
    "placeholder": "keras.Input(batch_shape={shape*}, dtype={dtype}, name={name})",
    "relu": "keras.activations.relu({x}, negative_slope={alpha}, max_value={max_value}, threshold={threshold})",
    "repeat": "ops.repeat(ops.expand_dims({x}, 1), {n}, axis=1)",
    "set_image_dim_ordering":
        "keras.config.set_image_data_format({'th': 'channels_first', 'tf': 'channels_last'}[{dim_ordering}])",
    "set_value": "{x!}.assign({value})",
    "sparse_categorical_crossentropy":
        "ops.sparse_categorical_crossentropy({target}, {output}, from_logits={from_logits}, axis={axis})",
    "sqrt": "ops.sqrt(ops.maximum({x}, 0.0))",
    "update": "{x!}.assign({new_x})",
    "update_add": "{x!}.assign_add({increment})",
    "update_sub": "{x!}.assign_sub({decrement})",
    "variable": "keras.Variable({value}, dtype={dtype:keras.config.floatx()}, name={name})",
    "count_params": "math.prod({x!}.shape)",
    "temporal_padding": "ops.pad({x}, ((0, 0), {padding}, (0, 0)))",
    "is_keras_tensor": "keras.utils.is_keras_tensor({x})",
    "ones": "ops.ones({shape}, dtype={dtype:keras.config.floatx()})",
    "zeros": "ops.zeros({shape}, dtype={dtype:keras.config.floatx()})",
}

#: What a person does in place of other functions of ``keras.backend``.
BACKEND_ADVICE: Mapping[str, str] = {
    "batch_dot": "write ops.matmul or ops.einsum for the ranks that the tensors have, or keras.layers.Dot",
    "function": "make a keras.Model of the inputs and outputs and call it",
    "gradients": "take gradients by tf.GradientTape, jax.grad or torch.autograd",
    "placeholder": "use keras.Input",
    "learning_phase": "give call() an argument training",
    "set_learning_phase": "call models and layers with training=True or training=False",
    "in_train_phase": "give call() an argument training, and choose by it",
    "in_test_phase": "give call() an argument training, and choose by it",
    "get_session": "Keras 3 has no sessions; remove it",
    "set_session": "Keras 3 has no sessions; remove it",
    "tf": "import tensorflow as tf, or use functions of keras.ops",
    "l2_normalize": "call it: a file that does defines what it was",
    "rnn": "write a layer with a cell: keras.layers.RNN",
    "switch": "use ops.where for elements, ops.cond for branches",
    "ctc_batch_cost": "use keras.losses.CTC or ops.ctc_loss, whose blank label is the first and not the last class",
    "ctc_decode": "use ops.ctc_decode, whose blank label is the first and not the last class",
    "dropout": "use keras.layers.Dropout or keras.random.dropout",
    "foldl": "use ops.scan or functools.reduce",
    "foldr": "use ops.scan or functools.reduce",
    "resize_images": "use keras.layers.UpSampling2D",
    "conv1d": "pad the steps in front, and use ops.conv",
    "print_tensor": "use print, or a callback",
    "map_fn": "use ops.vectorized_map or ops.map, which trace the function",
}

_LEGACY_TEXT = "keras.src.legacy.preprocessing.text"
_LEGACY_IMAGE = "keras.src.legacy.preprocessing.image"
#: Names of the old Keras that Keras 3 has elsewhere under another path → where.
MOVED: Mapping[str, str] = {
    "keras.backend.clear_session": "keras.utils.clear_session",
    "keras.engine.topology.InputSpec": "keras.layers.InputSpec",
    "keras.experimental.CosineDecay": "keras.optimizers.schedules.CosineDecay",
    "keras.experimental.CosineDecayRestarts": "keras.optimizers.schedules.CosineDecayRestarts",
    "keras.utils.np_utils.to_categorical": "keras.utils.to_categorical",
    "keras.utils.data_utils.Sequence": "keras.utils.PyDataset",
    "keras.utils.Sequence": "keras.utils.PyDataset",
    "keras.preprocessing.text.Tokenizer": _LEGACY_TEXT + ".Tokenizer",
    "keras.preprocessing.text.text_to_word_sequence": _LEGACY_TEXT + ".text_to_word_sequence",
    "keras.preprocessing.text.one_hot": _LEGACY_TEXT + ".one_hot",
    "keras.preprocessing.text.hashing_trick": _LEGACY_TEXT + ".hashing_trick",
    "keras.preprocessing.text.tokenizer_from_json": _LEGACY_TEXT + ".tokenizer_from_json",
    "keras.preprocessing.image.ImageDataGenerator": _LEGACY_IMAGE + ".ImageDataGenerator",
    "keras.preprocessing.image.Iterator": _LEGACY_IMAGE + ".Iterator",
    "keras.preprocessing.image.NumpyArrayIterator": _LEGACY_IMAGE + ".NumpyArrayIterator",
    "keras.preprocessing.image.DirectoryIterator": _LEGACY_IMAGE + ".DirectoryIterator",
    "keras.preprocessing.image.random_rotation": _LEGACY_IMAGE + ".random_rotation",
    "keras.preprocessing.image.random_shift": _LEGACY_IMAGE + ".random_shift",
    "keras.preprocessing.image.random_shear": _LEGACY_IMAGE + ".random_shear",
    "keras.preprocessing.image.random_zoom": _LEGACY_IMAGE + ".random_zoom",
    "keras.preprocessing.image.apply_affine_transform": _LEGACY_IMAGE + ".apply_affine_transform",
    "keras.preprocessing.image.random_channel_shift": _LEGACY_IMAGE + ".random_channel_shift",
    "keras.preprocessing.image.random_brightness": _LEGACY_IMAGE + ".random_brightness",
    "keras.preprocessing.sequence.TimeseriesGenerator": "keras.src.legacy.preprocessing.sequence.TimeseriesGenerator",
}
#: Modules inside Keras 3 that are not public; what lies there may go with any release.
PRIVATE_MODULES: FrozenSet[str] = frozenset(
    [_LEGACY_TEXT, _LEGACY_IMAGE, "keras.src.legacy.preprocessing.sequence"])

#: Methods of models → what they are called now, and arguments that have another name there.
METHODS: Mapping[str, Tuple[str, Mapping[str, str]]] = {
    "fit_generator": ("fit", {"generator": "x"}),
    "evaluate_generator": ("evaluate", {"generator": "x"}),
    "predict_generator": ("predict", {"generator": "x"}),
}
#: The positional parameters of these methods in Keras 2.2.4, which have other places in Keras 3.
METHOD_PARAMETERS: Mapping[str, Tuple[str, ...]] = {
    "fit_generator": ("generator", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps",
                      "class_weight", "max_queue_size", "workers", "use_multiprocessing", "shuffle", "initial_epoch"),
    "evaluate_generator": ("generator", "steps", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
    "predict_generator": ("generator", "steps", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
}
#: Arguments of ``fit``, ``evaluate`` and ``predict`` that say how batches are prepared: arguments of a PyDataset in Keras 3.
FEEDING: FrozenSet[str] = frozenset(["max_queue_size", "workers", "use_multiprocessing"])
#: Methods that Keras 3 does not have → what to do.
GONE_METHODS: Mapping[str, str] = {
    "predict_classes": "use predict(x).argmax(axis=-1), or (predict(x) > 0.5).astype('int32') for one sigmoid output",
    "predict_proba": "use predict(x)",
    "reset_states": "use reset_states of each stateful layer",
    "get_input_at": "Keras 3 has layer.input and model.inputs only",
    "get_output_at": "Keras 3 has layer.output and model.outputs only",
    "get_input_shape_at": "Keras 3 has layer.input.shape only",
    "get_output_shape_at": "Keras 3 has layer.output.shape only",
    "add_update": "assign to the variable in call(): self.moving.assign(value)",
    "get_updates": "call optimizer.apply",
    "_make_predict_function": "remove it; Keras 3 makes the function when it is needed",
    "add_metric": "give compile() the metric, or keep a keras.metrics object in the layer",
}
#: Attributes of optimizers that Keras 3 does not have → what to do.
GONE_OPTIMIZER_ATTRIBUTES: Mapping[str, str] = {
    "decay": "it is in the schedule that learning_rate was given",
    "updates": "Keras 3 has no updates; remove it",
}
#: Methods of custom layers and callbacks → their names now.
LAYER_METHODS: Mapping[str, str] = {"get_output_shape_for": "compute_output_shape"}

#: Optimizer → argument → what leaving it out meant in multi-backend Keras, where Keras 3 means something else by it.
OLD_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "Adadelta": {"learning_rate": "1.0"},
    "Adamax": {"learning_rate": "0.002"},
    "Nadam": {"learning_rate": "0.002"},
}
#: Optimizer whose formula Keras 3 changed: it adds epsilon before it takes the root → what a migrated file defines.
OLD_OPTIMIZERS: Mapping[str, str] = {"RMSprop": "RMSpropOfKeras2", "Adagrad": "AdagradOfKeras2"}
#: The positional parameters of the optimizers of Keras 2.2.4 and 2.3.1, with the names of Keras 3.
OPTIMIZER_PARAMETERS: Mapping[str, Tuple[str, ...]] = {
    "SGD": ("learning_rate", "momentum", "decay", "nesterov"),
    "RMSprop": ("learning_rate", "rho", "epsilon", "decay"),
    "Adagrad": ("learning_rate", "epsilon", "decay"),
    "Adadelta": ("learning_rate", "rho", "epsilon", "decay"),
    "Adam": ("learning_rate", "beta_1", "beta_2", "epsilon", "decay", "amsgrad"),
    "Adamax": ("learning_rate", "beta_1", "beta_2", "epsilon", "decay"),
    "Nadam": ("learning_rate", "beta_1", "beta_2", "epsilon", "schedule_decay"),
}
#: What leaving the learning rate out means.
LEARNING_RATES: Mapping[str, str] = {
    "SGD": "0.01", "RMSprop": "0.001", "Adam": "0.001", "Adagrad": "0.01",
    **{name: row["learning_rate"] for name, row in OLD_DEFAULTS.items() if "learning_rate" in row}}
#: The same of tf.keras, and of Keras 3.
LEARNING_RATES_OF_TF_KERAS: Mapping[str, str] = {**dict.fromkeys(LEARNING_RATES, "0.001"), "SGD": "0.01"}
#: Class or function → old argument → the one of Keras 3.
RENAMED_ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "LeakyReLU": {"alpha": "negative_slope"},
    "InputLayer": {"input_shape": "shape", "batch_input_shape": "batch_shape"},
    "Input": {"batch_input_shape": "batch_shape"},
    "ReduceLROnPlateau": {"epsilon": "min_delta"},
    "l1": {"l": "l1"},
    "l2": {"l": "l2"},
}
#: Arguments that :data:`compat.api.arguments.NEUTRAL` leaves out of a file and Keras 3 takes.
KEPT_ARGUMENTS: Mapping[str, FrozenSet[str]] = {
    "BatchNormalization": frozenset(["synchronized"]), "InputLayer": frozenset(["sparse", "ragged", "optional"]),
}
#: Callback → argument that Keras 3 does not take → the value that changes nothing, and what to do for others.
CALLBACK_ARGUMENTS: Mapping[str, Mapping[str, Tuple[Any, str]]] = {
    "ModelCheckpoint": {"period": (1, "save_freq counts batches, or 'epoch'")},
    "TensorBoard": {
        "batch_size": (ANY, ""), "write_grads": (False, "write them in a callback"),
        "embeddings_layer_names": (None, "use embeddings_metadata"), "embeddings_data": (None, "use embeddings_metadata")},
}
#: The keys of logs that Keras 3 names otherwise than Keras 2.2.4.
LOG_KEYS: Mapping[str, str] = {"acc": "accuracy", "val_acc": "val_accuracy"}
#: Metrics under short names, which Keras 3 keeps in logs → the names that Keras 2.2.4 gave them there.
METRICS_BY_SHORT_NAMES: Mapping[str, str] = {
    "mse": "mean_squared_error", "MSE": "mean_squared_error", "mae": "mean_absolute_error", "MAE": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error", "MAPE": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error", "MSLE": "mean_squared_logarithmic_error",
}
#: Losses and metrics under names that Keras 3 does not have → its names for the same functions.
OLD_LOSSES: Mapping[str, str] = {
    "cosine": "cosine_similarity", "cosine_proximity": "cosine_similarity", "kld": "kl_divergence", "KLD": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence", "logcosh": "log_cosh", "mse": "mean_squared_error",
    "MSE": "mean_squared_error", "mae": "mean_absolute_error", "MAE": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error", "msle": "mean_squared_logarithmic_error",
}
#: Losses under short names, which Keras 3 writes into an ``.h5`` file and does not know when it reads one.
SHORT_LOSSES: Mapping[str, str] = {
    **{name: OLD_LOSSES[name] for name in ("kld", "KLD", "mse", "MSE", "mae", "MAE", "mape", "msle")},
    "MAPE": "mean_absolute_percentage_error", "MSLE": "mean_squared_logarithmic_error", "bce": "binary_crossentropy"}
#: Those that Keras 3 does not know as texts either.
OLD_LOSS_TEXTS: Mapping[str, str] = {
    name: OLD_LOSSES[name] for name in ("cosine", "cosine_proximity", "kullback_leibler_divergence", "logcosh")}
