"""What is computed with ``K`` on both sides: by real Keras 2.2.4, which wrote expected.npz, and by this package.

A case is (name, function of K and of tensors, names of the input arrays). The arrays are small and fixed.
"""
import numpy as np

_random = np.random.RandomState(7)


def _normal(*shape):
    return np.round(_random.normal(size=shape), 3).astype("float32")


def _probabilities(*shape):
    values = _random.uniform(0.05, 1.0, size=shape)
    return (values / values.sum(-1, keepdims=True)).astype("float32")


INPUTS = {
    "v": np.array([-2.5, -1.0, -0.5, 0.0, 0.5, 1.5, 2.5, 7.0], "float32"),
    "v4": np.array([1.0, -2.0, 3.0, 0.0], "float32"),
    "a": _normal(2, 3),
    "b": _normal(2, 3),
    "a34": _normal(3, 4),
    "a32": _normal(3, 2),
    "abc": _normal(2, 3, 4),
    "abd": _normal(2, 3, 5),
    "acd": _normal(2, 4, 5),
    "adc": _normal(2, 5, 4),
    "a4": _normal(2, 4),
    "b4": _normal(2, 4),
    "m345": _normal(3, 4, 5),
    "p": _probabilities(4, 3),
    "q": _probabilities(4, 3),
    "p3": _probabilities(2, 3, 4),
    "q3": _probabilities(2, 3, 4),
    "binary": np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]], "float32"),
    "sure": np.array([[0.0, 0.0, 1.0], [0.5, 0.25, 0.9]], "float32"),
    "one_hot": np.eye(3, dtype="float32")[[0, 2, 1, 1]],
    "classes": np.array([0, 2, 1, 1], "int32"),
    "classes_column": np.array([[0.0], [2.0], [1.0], [1.0]], "float32"),
    "classes3": np.array([[0, 3, 1], [2, 1, 0]], "int32"),
    "i": np.array([[1, -2, 3], [4, 5, -7]], "int32"),
    "flags": np.array([[True, False, True], [False, False, True]]),
    "condition": np.array([True, False]),
    "mask": np.array([[1, 1, 0, 1], [0, 1, 1, 0]], "bool"),
    "mask3": np.array([[[1], [1], [0], [1]], [[0], [1], [1], [0]]], "bool"),
    "indices": np.array([[0, 2], [1, 1]], "int32"),
    "bias3": _normal(3),
    "bias4": _normal(4),
    "bias34": _normal(3, 4),
    "positive": np.array([[0.5, 2.0, 4.0], [1.0, 9.0, 0.25]], "float32"),
    "steps": _normal(2, 6, 3),
    "seq": _normal(2, 4, 3),
    "h": _normal(2, 3),
    "w33": _normal(3, 3),
    "image": _normal(2, 5, 6, 3),
    "small": _normal(2, 3, 2, 2),
    "image_first": _normal(2, 3, 5, 6),
    "volume": _normal(1, 4, 5, 3, 2),
    "volume_first": _normal(1, 2, 4, 5, 3),
    "k1": _normal(3, 3, 4),
    "k2": _normal(3, 2, 3, 4),
    "k2d": _normal(3, 3, 3, 2),
    "k1d": _normal(3, 3, 2),
    "point1": _normal(1, 6, 4),
    "point2": _normal(1, 1, 6, 4),
    "k2t": _normal(3, 3, 4, 3),
    "k2t2": _normal(2, 3, 4, 3),
    "k3": _normal(2, 3, 2, 2, 3),
    "k3t": _normal(2, 3, 2, 3, 2),
    "local1": _normal(4, 9, 2),
    "local2": _normal(6, 18, 2),
    "labels": np.array([[0, 1, 1], [2, 0, 0]], "int32"),
    "speech": _probabilities(2, 6, 4),
    "input_length": np.array([[6], [5]], "int32"),
    "label_length": np.array([[3], [1]], "int32"),
}


def _step(K):
    """A small recurrent step: the output is the first state."""
    w = K.constant(INPUTS["w33"])

    def step(x, states):
        output = K.tanh(x + K.dot(states[0], w))
        return output, [output]
    return step


def _two_states(x, states):
    output = x + states[0] * 0.5
    return output, [output, states[1] + x]


def _with_constant(K):
    def step(x, states):
        output = x * states[1] + states[0]
        return output, [output]
    return step


_ELEMENTWISE = [(name, lambda K, x, name=name: getattr(K, name)(x), ["v"]) for name in (
    "abs", "sign", "square", "sqrt", "exp", "round", "sin", "cos", "tanh", "sigmoid", "hard_sigmoid", "softplus",
    "softsign", "elu", "relu", "softmax", "cumsum", "cumprod", "identity", "zeros_like", "ones_like", "stop_gradient",
    "l2_normalize", "flatten")]

_REDUCTIONS = [
    ("{}_{}".format(name, label), lambda K, x, name=name, kw=kw: getattr(K, name)(x, **kw), ["abc"])
    for name in ("sum", "prod", "max", "min", "mean", "var", "std", "logsumexp", "any", "all")
    for label, kw in (("all_axes", {}), ("last", {"axis": -1}), ("list", {"axis": [0, 2]}),
                      ("kept", {"axis": 1, "keepdims": True}))]

_COMPARISONS = [
    (name, lambda K, x, y, name=name: getattr(K, name)(x, y), ["a", "b"])
    for name in ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum")]

_SCALAR_COMPARISONS = [
    (name + "_number", lambda K, x, name=name: getattr(K, name)(x, 3), ["i"])
    for name in ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum")]

_ARITHMETIC = [
    ("log", lambda K, x: K.log(x), ["positive"]),
    ("pow", lambda K, x: K.pow(x, 3), ["a"]),
    ("pow_of_integers", lambda K, x: K.pow(x, 2), ["i"]),
    ("clip", lambda K, x: K.clip(x, -1, 1), ["v"]),
    ("clip_without_maximum", lambda K, x: K.clip(x, 0.25, None), ["v"]),
    ("clip_with_maximum_below_minimum", lambda K, x: K.clip(x, 1.0, 0.0), ["v"]),
    ("abs_of_integers", lambda K, x: K.abs(x), ["i"]),
    ("sum_of_integers", lambda K, x: K.sum(x, axis=1), ["i"]),
    ("prod_of_integers", lambda K, x: K.prod(x, axis=1), ["i"]),
    ("max_of_integers", lambda K, x: K.max(x, axis=0), ["i"]),
    ("mean_of_integers", lambda K, x: K.mean(x, axis=1), ["i"]),
    ("cumsum_axis_1", lambda K, x: K.cumsum(x, axis=1), ["i"]),
    ("cumprod_axis_1", lambda K, x: K.cumprod(x, axis=1), ["a"]),
    ("mean_of_booleans", lambda K, x: K.mean(x, axis=-1), ["flags"]),
    ("var_of_booleans", lambda K, x: K.var(x, axis=-1), ["flags"]),
    ("std_of_booleans", lambda K, x: K.std(x), ["flags"]),
    ("any_of_booleans", lambda K, x: K.any(x, axis=-1, keepdims=True), ["flags"]),
    ("all_of_booleans", lambda K, x: K.all(x, axis=0), ["flags"]),
    ("any_of_integers", lambda K, x: K.any(x), ["i"]),
    ("argmax", lambda K, x: K.argmax(x), ["a"]),
    ("argmax_axis_0", lambda K, x: K.argmax(x, axis=0), ["abc"]),
    ("argmin", lambda K, x: K.argmin(x, axis=1), ["a"]),
    ("cast_to_bool", lambda K, x: K.cast(x, "bool"), ["v"]),
    ("cast_to_int", lambda K, x: K.cast(x, "int32"), ["v"]),
    ("cast_from_bool", lambda K, x: K.cast(x, "float32"), ["flags"]),
    ("cast_to_float16", lambda K, x: K.cast(x, "float16"), ["v"]),
    ("masking_by_any_not_equal", lambda K, x: K.any(K.not_equal(x, 0.0), axis=-1), ["abc"]),
    ("masked_mean", lambda K, x, m: K.sum(x * K.expand_dims(K.cast(m, "float32")), axis=1)
     / (K.sum(K.cast(m, "float32"), axis=1, keepdims=True) + K.epsilon()), ["seq", "mask"]),
]

_SHAPES = [
    ("reshape", lambda K, x: K.reshape(x, (-1, 6)), ["abc"]),
    ("reshape_to_own_shape", lambda K, x: K.reshape(x, K.shape(x)), ["abc"]),
    ("reshape_with_size", lambda K, x: K.reshape(x, (K.shape(x)[0], 12)), ["abc"]),
    ("reshape_with_joined_shape", lambda K, x: K.reshape(x, K.concatenate([K.shape(x)[:1], [12]], axis=0)), ["abc"]),
    ("permute_dimensions", lambda K, x: K.permute_dimensions(x, (0, 2, 1)), ["abc"]),
    ("permute_all", lambda K, x: K.permute_dimensions(x, [2, 0, 1]), ["abc"]),
    ("transpose", lambda K, x: K.transpose(x), ["a"]),
    ("transpose_3d", lambda K, x: K.transpose(x), ["abc"]),
    ("expand_dims", lambda K, x: K.expand_dims(x), ["a"]),
    ("expand_dims_1", lambda K, x: K.expand_dims(x, 1), ["a"]),
    ("squeeze", lambda K, x: K.squeeze(K.expand_dims(x, 1), 1), ["a"]),
    ("squeeze_last", lambda K, x: K.squeeze(K.expand_dims(x), -1), ["a"]),
    ("repeat", lambda K, x: K.repeat(x, 3), ["a"]),
    ("repeat_mask", lambda K, m: K.permute_dimensions(K.repeat(K.cast(m, "float32"), 3), [0, 2, 1]), ["mask"]),
    ("repeat_elements", lambda K, x: K.repeat_elements(x, 2, axis=1), ["abc"]),
    ("repeat_elements_last", lambda K, x: K.repeat_elements(x, 3, axis=-1), ["a"]),
    ("tile", lambda K, x: K.tile(x, [1, 2]), ["a"]),
    ("tile_vector", lambda K, x: K.tile(x, 2), ["v4"]),
    ("batch_flatten", lambda K, x: K.batch_flatten(x), ["abc"]),
    ("concatenate", lambda K, x, y: K.concatenate([x, y]), ["abc", "abd"]),
    ("concatenate_axis_0", lambda K, x, y: K.concatenate([x, y], axis=0), ["a", "b"]),
    ("stack", lambda K, x, y: K.stack([x, y]), ["a", "b"]),
    ("stack_axis_1", lambda K, x, y: K.stack([x, y], axis=1), ["a", "b"]),
    ("reverse", lambda K, x: K.reverse(x, 1), ["abc"]),
    ("reverse_axes", lambda K, x: K.reverse(x, [0, 2]), ["abc"]),
    ("slice", lambda K, x: K.slice(x, [0, 1], [2, 2]), ["a"]),
    ("slice_to_end", lambda K, x: K.slice(x, [0, 1, 2], [-1, 2, -1]), ["abc"]),
    ("natural_slice", lambda K, x: x[:, 1:, ::2], ["abc"]),
    ("gather", lambda K, x, i: K.gather(x, i), ["a34", "indices"]),
    ("one_hot", lambda K, x: K.one_hot(x, 4), ["classes3"]),
    ("temporal_padding", lambda K, x: K.temporal_padding(x, (2, 1)), ["seq"]),
    ("spatial_2d_padding", lambda K, x: K.spatial_2d_padding(x, ((1, 2), (0, 3))), ["image"]),
    ("spatial_2d_padding_first", lambda K, x: K.spatial_2d_padding(x, ((1, 2), (0, 3)), "channels_first"),
     ["image_first"]),
    ("spatial_3d_padding", lambda K, x: K.spatial_3d_padding(x, ((1, 0), (0, 1), (2, 1))), ["volume"]),
    ("spatial_3d_padding_first", lambda K, x: K.spatial_3d_padding(x, data_format="channels_first"),
     ["volume_first"]),
    ("resize_nearest", lambda K, x: K.resize_images(x, 2, 3, "channels_last"), ["small"]),
    ("resize_bilinear", lambda K, x: K.resize_images(x, 2, 3, "channels_last", "bilinear"), ["small"]),
    ("resize_bilinear_first", lambda K, x: K.resize_images(x, 3, 2, "channels_first", interpolation="bilinear"),
     ["small"]),
    ("resize_nearest_first", lambda K, x: K.resize_images(x, 3, 2, "channels_first"), ["small"]),
    ("resize_volumes", lambda K, x: K.resize_volumes(x, 2, 1, 3, "channels_last"), ["volume"]),
    ("resize_volumes_first", lambda K, x: K.resize_volumes(x, 2, 1, 3, "channels_first"), ["volume_first"]),
]

_LINEAR = [
    ("dot", lambda K, x, y: K.dot(x, y), ["a", "a34"]),
    ("dot_3d_2d", lambda K, x, y: K.dot(x, y), ["abd", "m54"]),
    ("dot_3d_column", lambda K, x, y: K.dot(x, K.expand_dims(y)), ["abc", "bias4"]),
    ("dot_2d_3d", lambda K, x, y: K.dot(x, y), ["a4", "m345"]),
    ("dot_3d_3d", lambda K, x, y: K.dot(x, y), ["abc", "m345"]),
    ("batch_dot_vectors", lambda K, x, y: K.batch_dot(x, y, axes=1), ["a", "b"]),
    ("batch_dot_default", lambda K, x, y: K.batch_dot(x, y), ["abc", "acd"]),
    ("batch_dot_2_1", lambda K, x, y: K.batch_dot(x, y, axes=[2, 1]), ["abc", "acd"]),
    ("batch_dot_2_2", lambda K, x, y: K.batch_dot(x, y, axes=(2, 2)), ["abc", "adc"]),
    ("batch_dot_1_1", lambda K, x, y: K.batch_dot(x, y, axes=1), ["abc", "abd"]),
    ("batch_dot_1_2", lambda K, x, y: K.batch_dot(x, y, axes=[1, 1]), ["abd", "abc"]),
    ("batch_dot_3d_2d", lambda K, x, y: K.batch_dot(x, y, axes=[2, 1]), ["abc", "a4"]),
    ("batch_dot_2d_3d", lambda K, x, y: K.batch_dot(x, y, axes=[1, 1]), ["a", "abd"]),
    ("batch_dot_attention", lambda K, x, y: K.squeeze(K.batch_dot(K.expand_dims(y, 1), x, axes=[2, 2]), 1),
     ["abc", "a4"]),
]

_LOSSES = [
    ("categorical_crossentropy", lambda K, t, o: K.categorical_crossentropy(t, o), ["one_hot", "p"]),
    ("categorical_crossentropy_unscaled", lambda K, t, o: K.categorical_crossentropy(t, 3.0 * o), ["one_hot", "p"]),
    ("categorical_crossentropy_logits", lambda K, t, o: K.categorical_crossentropy(t, o, from_logits=True),
     ["one_hot", "p"]),
    ("categorical_crossentropy_certain", lambda K, t, o: K.categorical_crossentropy(t, o), ["one_hot", "sure_classes"]),
    ("categorical_crossentropy_axis_1", lambda K, t, o: K.categorical_crossentropy(t, o, axis=1), ["p3", "q3"]),
    ("categorical_crossentropy_3d", lambda K, t, o: K.categorical_crossentropy(t, o), ["p3", "q3"]),
    ("sparse_categorical_crossentropy", lambda K, t, o: K.sparse_categorical_crossentropy(t, o), ["classes", "p"]),
    ("sparse_categorical_crossentropy_column", lambda K, t, o: K.sparse_categorical_crossentropy(t, o),
     ["classes_column", "p"]),
    ("sparse_categorical_crossentropy_unscaled", lambda K, t, o: K.sparse_categorical_crossentropy(t, o),
     ["classes_column", "unscaled"]),
    ("sparse_categorical_crossentropy_logits",
     lambda K, t, o: K.sparse_categorical_crossentropy(t, o, from_logits=True), ["classes", "p"]),
    ("sparse_categorical_crossentropy_3d", lambda K, t, o: K.sparse_categorical_crossentropy(t, o),
     ["classes3", "p3"]),
    ("binary_crossentropy", lambda K, t, o: K.binary_crossentropy(t, o), ["binary", "sure"]),
    ("binary_crossentropy_logits", lambda K, t, o: K.binary_crossentropy(t, o, from_logits=True), ["binary", "b"]),
    ("in_top_1", lambda K, p, t: K.in_top_k(p, t, 1), ["p", "classes"]),
    ("in_top_2", lambda K, p, t: K.in_top_k(p, t, 2), ["tied", "classes"]),
    ("ctc_batch_cost", lambda K, t, p, i, n: K.ctc_batch_cost(t, p, i, n),
     ["labels", "speech", "input_length", "label_length"]),
    ("ctc_decode_score", lambda K, p: K.ctc_decode(p, K.constant([6, 5], dtype="int32"))[1], ["speech"]),
]

_NN = [
    ("relu_alpha", lambda K, x: K.relu(x, alpha=0.1), ["v"]),
    ("relu_max", lambda K, x: K.relu(x, max_value=6.0), ["v"]),
    ("relu_max_2", lambda K, x: K.relu(x, max_value=2), ["v"]),
    ("relu_threshold", lambda K, x: K.relu(x, threshold=0.5), ["v"]),
    ("relu_threshold_alpha", lambda K, x: K.relu(x, alpha=0.3, threshold=0.5), ["v"]),
    ("relu_negative_threshold", lambda K, x: K.relu(x, alpha=0.3, threshold=-1.0), ["v"]),
    ("relu_everything", lambda K, x: K.relu(x, alpha=0.3, max_value=2.0, threshold=1.0), ["v"]),
    ("relu_negative_threshold_max", lambda K, x: K.relu(x, alpha=0.3, max_value=2.0, threshold=-1.5), ["v"]),
    ("elu_alpha", lambda K, x: K.elu(x, 0.3), ["v"]),
    ("softmax_axis_1", lambda K, x: K.softmax(x, axis=1), ["abc"]),
    ("softmax_last", lambda K, x: K.softmax(x), ["abc"]),
    ("l2_normalize_axis", lambda K, x: K.l2_normalize(x, axis=-1), ["abc"]),
    ("l2_normalize_of_zeros", lambda K, x: K.l2_normalize(x * 1e-7, axis=1), ["a"]),
    ("bias_add", lambda K, x, b: K.bias_add(x, b), ["abc", "bias4"]),
    ("bias_add_first", lambda K, x, b: K.bias_add(x, b, data_format="channels_first"), ["abc", "bias3"]),
    ("bias_add_nd", lambda K, x, b: K.bias_add(x, b), ["abc", "bias34"]),
    ("bias_add_image_first", lambda K, x, b: K.bias_add(x, b, data_format="channels_first"),
     ["image_first", "bias3"]),
    ("bias_add_2d", lambda K, x, b: K.bias_add(x, b), ["a", "bias3"]),
    ("batch_normalization", lambda K, x, m, g: K.batch_normalization(x, m, K.square(g) + 0.5, g, m),
     ["abc", "bias4", "v4"]),
    ("batch_normalization_without_scale", lambda K, x, m, g: K.batch_normalization(x, m, K.square(g), None, None),
     ["abc", "bias4", "bias4"]),
    ("batch_normalization_2d", lambda K, x, m: K.batch_normalization(x, m, K.square(m), m, m, epsilon=1e-2),
     ["a", "bias3"]),
    ("normalize_batch_in_training", lambda K, x, g: list(K.normalize_batch_in_training(x, g, g, [0, 1])),
     ["abc", "bias4"]),
    ("normalize_batch_of_images", lambda K, x, g: list(K.normalize_batch_in_training(x, g, g, [0, 2, 3])),
     ["image_first", "bias3"]),
]

_CONVOLUTIONS = [
    ("conv1d", lambda K, x, k: K.conv1d(x, k), ["steps", "k1"]),
    ("conv1d_same_strided", lambda K, x, k: K.conv1d(x, k, strides=2, padding="same"), ["steps", "k1"]),
    ("conv1d_causal", lambda K, x, k: K.conv1d(x, k, padding="causal", dilation_rate=2), ["steps", "k1"]),
    ("conv2d", lambda K, x, k: K.conv2d(x, k), ["image", "k2"]),
    ("conv2d_same_strided", lambda K, x, k: K.conv2d(x, k, strides=(2, 2), padding="same"), ["image", "k2"]),
    ("conv2d_dilated", lambda K, x, k: K.conv2d(x, k, dilation_rate=(2, 2), padding="same"), ["image", "k2"]),
    ("conv2d_first", lambda K, x, k: K.conv2d(x, k, data_format="channels_first", padding="same"),
     ["image_first", "k2"]),
    ("conv3d", lambda K, x, k: K.conv3d(x, k, padding="same", strides=(1, 2, 1)), ["volume", "k3"]),
    ("conv3d_first", lambda K, x, k: K.conv3d(x, k, data_format="channels_first"), ["volume_first", "k3"]),
    ("separable_conv1d", lambda K, x, d, p: K.separable_conv1d(x, d, p, padding="same"), ["steps", "k1d", "point1"]),
    ("separable_conv2d", lambda K, x, d, p: K.separable_conv2d(x, d, p, strides=(2, 2), padding="same"),
     ["image", "k2d", "point2"]),
    ("separable_conv2d_first", lambda K, x, d, p: K.separable_conv2d(x, d, p, data_format="channels_first"),
     ["image_first", "k2d", "point2"]),
    ("depthwise_conv2d", lambda K, x, d: K.depthwise_conv2d(x, d), ["image", "k2d"]),
    ("depthwise_conv2d_dilated", lambda K, x, d: K.depthwise_conv2d(x, d, padding="same", dilation_rate=(2, 2)),
     ["image", "k2d"]),
    ("conv2d_transpose_valid", lambda K, x, k: K.conv2d_transpose(x, k, (2, 7, 8, 4)), ["image", "k2t"]),
    ("conv2d_transpose_same", lambda K, x, k: K.conv2d_transpose(x, k, (2, 5, 6, 4), padding="same"),
     ["image", "k2t"]),
    ("conv2d_transpose_same_strided", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 10, 12, 4), strides=(2, 2), padding="same"), ["image", "k2t"]),
    ("conv2d_transpose_odd_output", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 9, 11, 4), strides=(2, 2), padding="same"), ["image", "k2t"]),
    ("conv2d_transpose_even_kernel", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 10, 18, 4), strides=(2, 3), padding="same"), ["image", "k2t2"]),
    ("conv2d_transpose_wide_stride", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 20, 24, 4), strides=(4, 4), padding="same"), ["image", "k2t"]),
    ("conv2d_transpose_valid_strided", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 11, 13, 4), strides=(2, 2)), ["image", "k2t"]),
    ("conv2d_transpose_batch_from_shape", lambda K, x, k: K.conv2d_transpose(
        x, k, (K.shape(x)[0], 7, 8, 4)), ["image", "k2t"]),
    ("conv2d_transpose_first", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 4, 10, 12), strides=(2, 2), padding="same", data_format="channels_first"), ["image_first", "k2t"]),
    ("conv2d_transpose_dilated", lambda K, x, k: K.conv2d_transpose(
        x, k, (2, 9, 10, 4), dilation_rate=(2, 2)), ["image", "k2t"]),
    ("conv3d_transpose", lambda K, x, k: K.conv3d_transpose(
        x, k, (1, 8, 10, 6, 3), strides=(2, 2, 2), padding="same"), ["volume", "k3t"]),
    ("max_pool2d", lambda K, x: K.pool2d(x, (2, 2), strides=(2, 2)), ["image"]),
    ("max_pool2d_overlapping", lambda K, x: K.pool2d(x, (3, 2), padding="same"), ["image"]),
    ("avg_pool2d_same", lambda K, x: K.pool2d(x, (2, 2), strides=(2, 2), padding="same", pool_mode="avg"), ["image"]),
    ("avg_pool2d_first", lambda K, x: K.pool2d(
        x, (2, 2), strides=(2, 2), data_format="channels_first", pool_mode="avg"), ["image_first"]),
    ("max_pool3d", lambda K, x: K.pool3d(x, (2, 2, 2), strides=(2, 2, 1), padding="same"), ["volume"]),
    ("avg_pool3d_first", lambda K, x: K.pool3d(
        x, (2, 2, 2), data_format="channels_first", pool_mode="avg"), ["volume_first"]),
    ("local_conv1d", lambda K, x, k: K.local_conv1d(x, k, (3,), (1,)), ["steps", "local1"]),
    ("local_conv2d", lambda K, x, k: K.local_conv2d(x, k, (3, 2), (1, 2), (2, 3), "channels_last"),
     ["image4", "local2"]),
    ("local_conv2d_first", lambda K, x, k: K.local_conv2d(x, k, (3, 2), (1, 2), (2, 3), "channels_first"),
     ["image4_first", "local2"]),
]

_CONTROL = [
    ("switch_scalar", lambda K, x, y: K.switch(K.constant(1.0) > 2.0, x, y), ["a", "b"]),
    ("switch_functions", lambda K, x, y: K.switch(K.less(K.sum(x), 1e9), lambda: x * 2, lambda: y), ["a", "b"]),
    ("switch_elements", lambda K, c, x, y: K.switch(c, x, y), ["flags", "a", "b"]),
    ("switch_rows", lambda K, c, x, y: K.switch(c, x, y), ["condition", "a", "b"]),
    ("switch_leading_axes", lambda K, c, x: K.switch(c, x, K.zeros_like(x)), ["flags", "abc"]),
    ("switch_numbers", lambda K, c, x, y: K.switch(c, x, y), ["binary", "a", "b"]),
    ("in_train_phase_stated", lambda K, x, y: K.in_train_phase(x, y, training=True), ["a", "b"]),
    ("in_test_phase_stated", lambda K, x, y: K.in_test_phase(lambda: x, lambda: y, training=0), ["a", "b"]),
    ("map_fn", lambda K, x: K.map_fn(lambda row: K.sum(row) * row, x), ["a"]),
    ("foldl", lambda K, x: K.foldl(lambda total, row: total * 0.5 + row, x), ["abc"]),
    ("foldr", lambda K, x: K.foldr(lambda total, row: total * 0.5 + row, x), ["abc"]),
    ("foldl_from", lambda K, x: K.foldl(lambda total, row: total * 0.5 + row, x, initializer=K.ones_like(x[0])),
     ["abc"]),
]


def _flat(result):
    last, outputs, states = result
    return [last, outputs] + list(states)


_RECURRENT = [
    ("rnn", lambda K, x, h: _flat(K.rnn(_step(K), x, [h])), ["seq", "h"]),
    ("rnn_unrolled", lambda K, x, h: _flat(K.rnn(_step(K), x, [h], unroll=True)), ["seq", "h"]),
    ("rnn_backwards", lambda K, x, h: _flat(K.rnn(_step(K), x, [h], go_backwards=True)), ["seq", "h"]),
    ("rnn_masked", lambda K, x, h, m: _flat(K.rnn(_step(K), x, [h], mask=m)), ["seq", "h", "mask"]),
    ("rnn_masked_3d", lambda K, x, h, m: _flat(K.rnn(_step(K), x, [h], mask=m)), ["seq", "h", "mask3"]),
    ("rnn_masked_unrolled", lambda K, x, h, m: _flat(K.rnn(_step(K), x, [h], mask=m, unroll=True)),
     ["seq", "h", "mask"]),
    ("rnn_masked_backwards", lambda K, x, h, m: _flat(K.rnn(_step(K), x, [h], mask=m, go_backwards=True)),
     ["seq", "h", "mask"]),
    ("rnn_two_states", lambda K, x, h, g: _flat(K.rnn(_two_states, x, [h, g])), ["seq", "h", "a"]),
    ("rnn_two_states_masked", lambda K, x, h, g, m: _flat(K.rnn(_two_states, x, [h, g], mask=m)),
     ["seq", "h", "a", "mask"]),
    ("rnn_constants", lambda K, x, h, c: _flat(K.rnn(_with_constant(K), x, [h], constants=[c])), ["seq", "h", "a"]),
]

INPUTS["m54"] = _normal(5, 4)
INPUTS["sure_classes"] = np.array([[0, 0, 1], [0.5, 0.25, 0.25], [0, 1, 0], [1, 0, 0]], "float32")
INPUTS["unscaled"] = (INPUTS["p"] * 0.7).astype("float32")
INPUTS["tied"] = np.array([[0.2, 0.2, 0.2], [0.5, 0.3, 0.1], [0.1, 0.1, np.nan], [0.4, 0.3, 0.3]], "float32")
INPUTS["image4"] = _normal(2, 4, 6, 3)
INPUTS["image4_first"] = np.ascontiguousarray(np.transpose(_normal(2, 4, 6, 3), (0, 3, 1, 2)))

#: Inputs whose first axis is the batch, which may be unknown when a model is built.
BATCHES = (
    "a", "b", "abc", "abd", "acd", "adc", "a4", "b4", "p", "q", "p3", "q3", "binary", "sure", "one_hot",
    "classes", "classes_column", "classes3", "i", "flags", "condition", "mask", "mask3", "indices", "positive",
    "steps", "seq", "h", "image", "small", "image_first", "volume", "volume_first", "labels", "speech",
    "input_length", "label_length", "sure_classes", "unscaled", "tied", "image4", "image4_first",
)
#: Cases that hold a constant for each of the two samples.
NEED_BATCH_SIZE = ("ctc_decode_score",)

CASES = (_ELEMENTWISE + _REDUCTIONS + _COMPARISONS + _SCALAR_COMPARISONS + _ARITHMETIC + _SHAPES + _LINEAR + _LOSSES
         + _NN + _CONVOLUTIONS + _CONTROL + _RECURRENT)


def outputs_of(case, K, tensors):
    """What a case computes, as a list of tensors."""
    result = case[1](K, *tensors)
    return list(result) if isinstance(result, (list, tuple)) else [result]
