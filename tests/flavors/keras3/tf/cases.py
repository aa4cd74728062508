"""What is computed with ``tf`` on both sides: by real TensorFlow 1.15, which wrote expected.npz, and by this package.

A case is (name, function of tf and of tensors, names of the input arrays). The arrays are small and fixed.
"""
import numpy as np

_random = np.random.RandomState(11)


def _normal(*shape):
    return np.round(_random.normal(size=shape), 3).astype("float32")


INPUTS = {
    "v": np.array([-2.5, -1.0, -0.5, 0.0, 0.5, 1.5, 2.5, 7.0], "float32"),
    "a": _normal(2, 3),
    "b": _normal(2, 3),
    "c": _normal(3, 4),
    "abc": _normal(2, 3, 4),
    "acd": _normal(2, 4, 5),
    "positive": np.array([[0.5, 2.0, 4.0], [1.0, 9.0, 0.25]], "float32"),
    "square": np.array([[[4.0, 1.0], [1.0, 3.0]], [[2.0, 0.5], [0.5, 1.0]]], "float32"),
    "i": np.array([[1, -2, 3], [4, 5, -7]], "int32"),
    "j": np.array([[2, 3, -2], [3, 2, 2]], "int32"),
    "flags": np.array([[True, False, True], [False, False, True]]),
    "other_flags": np.array([[True, True, False], [False, True, True]]),
    "rows": np.array([True, False]),
    "places": np.array([[0, 2], [1, 1]], "int32"),
    "pairs": np.array([[[0, 1], [1, 2]], [[1, 0], [0, 0]]], "int32"),
    "lengths": np.array([1, 3], "int32"),
    "labels": np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]], "float32"),
    "classes": np.array([2, 0], "int32"),
    "image": _normal(2, 4, 6, 3),
    "image8": _normal(1, 4, 4, 8),
    "bytes": np.arange(24, dtype="uint8").reshape(1, 2, 4, 3) * 10,
    "steps": _normal(2, 6, 3),
    "k1": _normal(3, 3, 4),
    "k2": _normal(3, 2, 3, 4),
    "k2t": _normal(3, 3, 4, 3),
    "k2d": _normal(3, 3, 3, 2),
    "point": _normal(1, 1, 6, 4),
    "bias": _normal(3),
    "bias4": _normal(4),
    "bad": np.array([[np.nan, 1.0, np.inf], [0.0, -np.inf, 2.0]], "float32"),
}

#: Inputs whose first axis is the batch, which may be unknown when a model is built.
BATCHES = ("a", "b", "abc", "acd", "positive", "square", "i", "j", "flags", "other_flags", "lengths", "labels",
           "classes", "image", "image8", "steps", "bad")

_UNARY = [(name, lambda tf, x, name=name: getattr(tf, name)(x), ["v"]) for name in (
    "abs", "negative", "sign", "square", "exp", "expm1", "sigmoid", "tanh", "sin", "cos", "tan", "floor", "ceil",
    "round", "identity", "stop_gradient", "zeros_like", "ones_like", "erf", "cumsum", "cumprod", "to_float", "to_int32",
    "to_int64", "to_double")]

_BINARY = [(name, lambda tf, x, y, name=name: getattr(tf, name)(x, y), ["a", "b"]) for name in (
    "add", "subtract", "multiply", "divide", "div", "truediv", "maximum", "minimum", "squared_difference", "equal",
    "not_equal", "greater", "greater_equal", "less", "less_equal", "floordiv", "mod")]

_INTEGERS = [(name + "_of_integers", lambda tf, x, y, name=name: getattr(tf, name)(x, y), ["i", "j"]) for name in (
    "add", "multiply", "div", "divide", "truediv", "floordiv", "mod", "maximum", "equal", "less")]

_LOGIC = [(name, lambda tf, x, y, name=name: getattr(tf, name)(x, y), ["flags", "other_flags"]) for name in (
    "logical_and", "logical_or", "logical_xor")]

_NN_UNARY = [("nn_" + name, lambda tf, x, name=name: getattr(tf.nn, name)(x), ["a"]) for name in (
    "relu", "relu6", "leaky_relu", "elu", "selu", "softplus", "softsign", "softmax", "log_softmax", "sigmoid", "tanh",
    "swish", "l2_loss")]

_REDUCTIONS = [
    ("{}_{}".format(name, label), lambda tf, x, name=name, kw=kw: getattr(tf, name)(x, **kw), ["abc"])
    for name in ("reduce_sum", "reduce_mean", "reduce_max", "reduce_min", "reduce_prod", "reduce_logsumexp")
    for label, kw in (("all_axes", {}), ("axis", {"axis": -1}), ("indices", {"reduction_indices": [0, 2]}),
                      ("kept", {"axis": 1, "keepdims": True}), ("kept_old", {"axis": [1], "keep_dims": True}))]

_MORE_MATHS = [
    ("sqrt", lambda tf, x: tf.sqrt(x), ["positive"]),
    ("sqrt_below_zero", lambda tf, x: tf.sqrt(x), ["v"]),
    ("rsqrt", lambda tf, x: tf.rsqrt(x), ["positive"]),
    ("reciprocal", lambda tf, x: tf.reciprocal(x), ["positive"]),
    ("log", lambda tf, x: tf.log(x), ["positive"]),
    ("log1p", lambda tf, x: tf.log1p(x), ["positive"]),
    ("pow", lambda tf, x: tf.pow(x, 2.0), ["a"]),
    ("add_number", lambda tf, x: tf.add(x, 2), ["a"]),
    ("subtract_from_number", lambda tf, x: tf.subtract(1.0, x), ["a"]),
    ("greater_than_number", lambda tf, x: tf.greater(x, 0), ["i"]),
    ("clip_by_value", lambda tf, x: tf.clip_by_value(x, -1.0, 1.0), ["v"]),
    ("add_n", lambda tf, x, y: tf.add_n([x, y, x]), ["a", "b"]),
    ("is_nan", lambda tf, x: tf.is_nan(x), ["bad"]),
    ("is_inf", lambda tf, x: tf.is_inf(x), ["bad"]),
    ("is_finite", lambda tf, x: tf.is_finite(x), ["bad"]),
    ("logical_not", lambda tf, x: tf.logical_not(x), ["flags"]),
    ("reduce_any", lambda tf, x: tf.reduce_any(x, axis=1), ["flags"]),
    ("reduce_all", lambda tf, x: tf.reduce_all(x), ["flags"]),
    ("reduce_sum_of_integers", lambda tf, x: tf.reduce_sum(x, 1), ["i"]),
    ("reduce_mean_of_integers", lambda tf, x: tf.reduce_mean(x, 1), ["i"]),
    ("argmax", lambda tf, x: tf.argmax(x), ["a"]),
    ("argmax_1", lambda tf, x: tf.argmax(x, 1), ["a"]),
    ("argmin_dimension", lambda tf, x: tf.argmin(x, dimension=1), ["a"]),
    ("argmax_int32", lambda tf, x: tf.argmax(x, axis=-1, output_type=tf.int32), ["a"]),
    ("cumsum_exclusive_reverse", lambda tf, x: tf.cumsum(x, axis=1, exclusive=True, reverse=True), ["a"]),
    ("matmul", lambda tf, x, y: tf.matmul(x, y), ["a", "c"]),
    ("matmul_transpose_b", lambda tf, x, y: tf.matmul(x, y, transpose_b=True), ["a", "b"]),
    ("matmul_transpose_a", lambda tf, x, y: tf.matmul(x, y, transpose_a=True), ["a", "b"]),
    ("matmul_batches", lambda tf, x, y: tf.matmul(x, y), ["abc", "acd"]),
    ("matmul_adjoint", lambda tf, x, y: tf.matmul(x, y, adjoint_a=True), ["abc", "abc"]),
    ("tensordot", lambda tf, x, y: tf.tensordot(x, y, axes=1), ["a", "c"]),
    ("tensordot_axes", lambda tf, x, y: tf.tensordot(x, y, axes=[[1], [0]]), ["abc", "c"]),
    ("einsum", lambda tf, x, y: tf.einsum("bij,bjk->bik", x, y), ["abc", "acd"]),
    ("norm", lambda tf, x: tf.norm(x, axis=-1), ["abc"]),
    ("norm_of_all", lambda tf, x: tf.norm(x), ["abc"]),
    ("norm_1_kept", lambda tf, x: tf.norm(x, ord=1, axis=1, keepdims=True), ["abc"]),
    ("trace", lambda tf, x: tf.trace(x), ["square"]),
    ("math_names", lambda tf, x: tf.math.reduce_sum(tf.math.log(x), axis=1), ["positive"]),
    ("linalg_det", lambda tf, x: tf.linalg.det(x), ["square"]),
    ("linalg_inv", lambda tf, x: tf.linalg.inv(x), ["square"]),
    ("count_nonzero", lambda tf, x: tf.count_nonzero(x, axis=1), ["i"]),
]

_ARRAYS = [
    ("constant", lambda tf: tf.constant([[1.0, 2.0], [3.0, 4.0]]), []),
    ("constant_of_integers", lambda tf: tf.constant([1, 2, 3]), []),
    ("constant_of_booleans", lambda tf: tf.constant([True, False]), []),
    ("constant_filled", lambda tf: tf.constant(2.5, shape=[2, 2]), []),
    ("constant_dtype", lambda tf: tf.constant([1, 2], dtype=tf.float32), []),
    ("zeros", lambda tf: tf.zeros([2, 3]), []),
    ("ones_int", lambda tf: tf.ones((2,), dtype=tf.int32), []),
    ("zeros_of_shape", lambda tf, x: tf.zeros(tf.shape(x)), ["a"]),
    ("zeros_of_sizes", lambda tf, x: tf.zeros([tf.shape(x)[0], 5]), ["a"]),
    ("ones_of_stacked_sizes", lambda tf, x: tf.ones(tf.stack([tf.shape(x)[0], 2])), ["a"]),
    ("fill", lambda tf, x: tf.fill([tf.shape(x)[0], 2], 7.5), ["a"]),
    ("eye", lambda tf: tf.eye(3), []),
    ("eye_not_square", lambda tf: tf.eye(2, 3), []),
    ("range", lambda tf: tf.range(5), []),
    ("range_step", lambda tf: tf.range(1, 10, 3), []),
    ("range_float", lambda tf: tf.range(0.0, 1.0, 0.25), []),
    ("linspace", lambda tf: tf.linspace(0.0, 1.0, 5), []),
    ("one_hot", lambda tf, x: tf.one_hot(x, 4), ["places"]),
    ("one_hot_values", lambda tf, x: tf.one_hot(x, 4, on_value=2.0, off_value=-1.0), ["places"]),
    ("cast", lambda tf, x: tf.cast(x, tf.int32), ["v"]),
    ("cast_flags", lambda tf, x: tf.cast(x, tf.float32), ["flags"]),
    ("cast_to_bool", lambda tf, x: tf.cast(x, tf.bool), ["i"]),
    ("reshape", lambda tf, x: tf.reshape(x, [-1, 4]), ["abc"]),
    ("reshape_with_size", lambda tf, x: tf.reshape(x, [tf.shape(x)[0], -1]), ["abc"]),
    ("reshape_with_joined_shape", lambda tf, x: tf.reshape(x, tf.concat([tf.shape(x)[:1], [12]], axis=0)), ["abc"]),
    ("reshape_with_stacked_shape", lambda tf, x: tf.reshape(x, tf.stack([tf.shape(x)[0], 12])), ["abc"]),
    ("size_as_number", lambda tf, x: tf.cast(tf.shape(x)[0], tf.float32) * x, ["a"]),
    ("transpose", lambda tf, x: tf.transpose(x), ["abc"]),
    ("transpose_perm", lambda tf, x: tf.transpose(x, perm=[0, 2, 1]), ["abc"]),
    ("expand_dims", lambda tf, x: tf.expand_dims(x, 1), ["a"]),
    ("expand_dims_old", lambda tf, x: tf.expand_dims(x, dim=-1), ["a"]),
    ("squeeze", lambda tf, x: tf.squeeze(tf.expand_dims(x, 1)), ["c"]),
    ("squeeze_axis", lambda tf, x: tf.squeeze(tf.expand_dims(x, 1), [1]), ["a"]),
    ("broadcast_to", lambda tf, x: tf.broadcast_to(x, [4, 2, 3]), ["c3"]),
    ("concat", lambda tf, x, y: tf.concat([x, y], 1), ["a", "b"]),
    ("concat_last", lambda tf, x, y: tf.concat(values=[x, y], axis=-1), ["abc", "abc"]),
    ("stack", lambda tf, x, y: tf.stack([x, y]), ["a", "b"]),
    ("stack_axis", lambda tf, x, y: tf.stack([x, y], axis=-1), ["a", "b"]),
    ("unstack", lambda tf, x: tf.unstack(x, axis=1), ["abc"]),
    ("split", lambda tf, x: tf.split(x, 2, axis=2), ["abc"]),
    ("split_sizes", lambda tf, x: tf.split(x, [1, 3], -1), ["abc"]),
    ("split_rest", lambda tf, x: tf.split(x, [1, -1], 1), ["abc"]),
    ("tile", lambda tf, x: tf.tile(x, [1, 2]), ["a"]),
    ("tile_by_size", lambda tf, x: tf.tile(tf.expand_dims(tf.range(3), 0), [tf.shape(x)[0], 1]), ["a"]),
    ("pad", lambda tf, x: tf.pad(x, [[0, 0], [1, 2]]), ["a"]),
    ("pad_value", lambda tf, x: tf.pad(x, [[0, 0], [1, 2]], constant_values=3.0), ["a"]),
    ("pad_reflect", lambda tf, x: tf.pad(x, [[0, 0], [2, 1]], mode="REFLECT"), ["a"]),
    ("pad_symmetric", lambda tf, x: tf.pad(x, [[0, 0], [2, 1]], "SYMMETRIC"), ["a"]),
    ("gather", lambda tf, x, i: tf.gather(x, i), ["c", "places"]),
    ("gather_axis", lambda tf, x, i: tf.gather(x, i, axis=1), ["abc", "places"]),
    ("gather_nd", lambda tf, x, i: tf.gather_nd(x, i), ["a", "pairs"]),
    ("gather_nd_slices", lambda tf, x, i: tf.gather_nd(x, i), ["abc", "pairs"]),
    ("where", lambda tf, c, x, y: tf.where(c, x, y), ["flags", "a", "b"]),
    ("where_rows", lambda tf, c, x, y: tf.where(c, x, y), ["rows", "a2", "b2"]),
    ("sequence_mask", lambda tf, x: tf.sequence_mask(x, 4), ["lengths"]),
    ("sequence_mask_float", lambda tf, x: tf.sequence_mask(x, maxlen=3, dtype=tf.float32), ["lengths"]),
    ("reverse", lambda tf, x: tf.reverse(x, [1]), ["abc"]),
    ("slice", lambda tf, x: tf.slice(x, [0, 1, 0], [-1, 2, 3]), ["abc"]),
    ("strided_slice", lambda tf, x: tf.strided_slice(x, [0, 0], [2, 3], [1, 2]), ["a2"]),
    ("natural_slice", lambda tf, x: x[:, -1, ::2], ["abc"]),
    ("matrix_band_part", lambda tf, x: tf.matrix_band_part(x, -1, 0), ["abc"]),
    ("matrix_band_part_both", lambda tf, x: tf.matrix_band_part(x, 1, 1), ["abc"]),
    ("diag", lambda tf, x: tf.diag(x), ["bias"]),
    ("convert_to_tensor", lambda tf, x: tf.convert_to_tensor([x, x]), ["a"]),
    ("meshgrid", lambda tf: tf.meshgrid(tf.range(2), tf.range(3)), []),
]

_NN = [
    ("softmax_axis", lambda tf, x: tf.nn.softmax(x, axis=1), ["abc"]),
    ("softmax_dim", lambda tf, x: tf.nn.softmax(x, dim=1), ["abc"]),
    ("l2_normalize", lambda tf, x: tf.nn.l2_normalize(x, -1), ["abc"]),
    ("l2_normalize_dim", lambda tf, x: tf.nn.l2_normalize(x, dim=1), ["abc"]),
    ("conv1d", lambda tf, x, k: tf.nn.conv1d(x, k, stride=2, padding="SAME"), ["steps", "k1"]),
    ("conv2d", lambda tf, x, k: tf.nn.conv2d(x, k, strides=[1, 1, 1, 1], padding="SAME"), ["image", "k2"]),
    ("conv2d_strided", lambda tf, x, k: tf.nn.conv2d(x, k, [1, 2, 2, 1], "VALID"), ["image", "k2"]),
    ("atrous_conv2d", lambda tf, x, k: tf.nn.atrous_conv2d(x, k, 2, "SAME"), ["image", "k2"]),
    ("conv2d_transpose", lambda tf, x, k: tf.nn.conv2d_transpose(
        x, k, output_shape=[2, 8, 12, 4], strides=[1, 2, 2, 1], padding="SAME"), ["image", "k2t"]),
    ("depthwise_conv2d", lambda tf, x, k: tf.nn.depthwise_conv2d(x, k, [1, 1, 1, 1], "SAME"), ["image", "k2d"]),
    ("separable_conv2d", lambda tf, x, k, p: tf.nn.separable_conv2d(x, k, p, [1, 1, 1, 1], "VALID"),
     ["image", "k2d", "point"]),
    ("max_pool", lambda tf, x: tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), ["image"]),
    ("avg_pool", lambda tf, x: tf.nn.avg_pool(x, [1, 3, 3, 1], [1, 1, 1, 1], "SAME"), ["image"]),
    ("bias_add", lambda tf, x, b: tf.nn.bias_add(x, b), ["image", "bias"]),
    ("moments", lambda tf, x: list(tf.nn.moments(x, axes=[0, 1])), ["abc"]),
    ("moments_kept", lambda tf, x: list(tf.nn.moments(x, [1], keep_dims=True)), ["abc"]),
    ("batch_normalization", lambda tf, x, m: tf.nn.batch_normalization(x, m, tf.square(m), m, None, 1e-3),
     ["abc", "bias4"]),
    ("lrn", lambda tf, x: tf.nn.local_response_normalization(x, depth_radius=2, alpha=0.1, beta=0.75), ["image8"]),
    ("lrn_default", lambda tf, x: tf.nn.lrn(x), ["image8"]),
    ("softmax_cross_entropy", lambda tf, t, x: tf.nn.softmax_cross_entropy_with_logits_v2(labels=t, logits=x),
     ["labels", "a"]),
    ("sparse_softmax_cross_entropy",
     lambda tf, t, x: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=t, logits=x), ["classes", "a"]),
    ("sigmoid_cross_entropy", lambda tf, t, x: tf.nn.sigmoid_cross_entropy_with_logits(labels=t, logits=x),
     ["labels", "a"]),
    ("weighted_cross_entropy",
     lambda tf, t, x: tf.nn.weighted_cross_entropy_with_logits(labels=t, logits=x, pos_weight=3.0), ["labels", "a"]),
    ("top_k", lambda tf, x: list(tf.nn.top_k(x, k=2)), ["abc"]),
    ("top_k_values", lambda tf, x: tf.nn.top_k(x, 2).values, ["a"]),
    ("in_top_k", lambda tf, x, t: tf.nn.in_top_k(x, t, 2), ["a", "classes"]),
    ("embedding_lookup", lambda tf, x, i: tf.nn.embedding_lookup(x, i), ["c", "places"]),
    ("depth_to_space", lambda tf, x: tf.depth_to_space(x, 2), ["image8"]),
    ("space_to_depth", lambda tf, x: tf.space_to_depth(x, 2), ["image"]),
    ("space_to_depth_nn", lambda tf, x: tf.nn.space_to_depth(x, block_size=2), ["image"]),
    ("xw_plus_b", lambda tf, x, w, b: tf.nn.xw_plus_b(x, w, b), ["a", "c", "bias4"]),
    ("dropout_of_nothing", lambda tf, x: tf.nn.dropout(x, keep_prob=1.0), ["a"]),
]

_IMAGES = [
    ("resize_images", lambda tf, x: tf.image.resize_images(x, [7, 9]), ["image"]),
    ("resize_images_aligned", lambda tf, x: tf.image.resize_images(x, (7, 9), align_corners=True), ["image"]),
    ("resize_images_smaller", lambda tf, x: tf.image.resize_images(x, [3, 2]), ["image"]),
    ("resize_bilinear", lambda tf, x: tf.image.resize_bilinear(x, [8, 12]), ["image"]),
    ("resize_bilinear_of_bytes", lambda tf, x: tf.image.resize_bilinear(x, [3, 7]), ["bytes"]),
    ("resize_nearest", lambda tf, x: tf.image.resize_nearest_neighbor(x, [7, 9]), ["image"]),
    ("resize_nearest_aligned", lambda tf, x: tf.image.resize_nearest_neighbor(x, [7, 9], align_corners=True),
     ["image"]),
    ("resize_by_method", lambda tf, x: tf.image.resize_images(
        x, [2, 3], method=tf.image.ResizeMethod.NEAREST_NEIGHBOR), ["bytes"]),
    ("flip_left_right", lambda tf, x: tf.image.flip_left_right(x), ["image"]),
    ("flip_up_down", lambda tf, x: tf.image.flip_up_down(x), ["image"]),
    ("rgb_to_grayscale", lambda tf, x: tf.image.rgb_to_grayscale(x), ["image"]),
    ("crop_to_bounding_box", lambda tf, x: tf.image.crop_to_bounding_box(x, 1, 2, 2, 3), ["image"]),
    ("pad_to_bounding_box", lambda tf, x: tf.image.pad_to_bounding_box(x, 1, 2, 6, 9), ["image"]),
    ("central_crop", lambda tf, x: tf.image.central_crop(x, 0.5), ["image"]),
    ("per_image_standardization", lambda tf, x: tf.image.per_image_standardization(x[0]), ["image"]),
]

_CONTROL = [
    ("cond", lambda tf, x, y: tf.cond(tf.reduce_sum(tf.abs(x)) > 0.0, lambda: x + y, lambda: x - y), ["a", "b"]),
    ("cond_of_a_number", lambda tf, x: tf.cond(tf.constant(1) > tf.constant(2), lambda: x, lambda: -x), ["a"]),
    ("while_loop", lambda tf, x: tf.while_loop(
        lambda i, y: i < 3, lambda i, y: [i + 1, y * 2.0], [tf.constant(0), x])[1], ["a"]),
    ("map_fn", lambda tf, x: tf.map_fn(lambda row: row * tf.reduce_sum(row), x), ["abc"]),
    ("map_fn_dtype", lambda tf, x: tf.map_fn(lambda row: tf.argmax(row), x, dtype=tf.int64), ["a"]),
    ("scan", lambda tf, x: tf.scan(lambda before, row: before * 0.5 + row, x), ["abc"]),
    ("scan_from", lambda tf, x: tf.scan(lambda before, row: before * 0.5 + row, x, initializer=tf.zeros([3, 4])),
     ["abc"]),
    ("scopes", lambda tf, x: _scoped(tf, x), ["a"]),
]


def _scoped(tf, x):
    with tf.name_scope("outer"), tf.variable_scope("inner"):
        return tf.multiply(x, 3.0, name="scaled")


INPUTS["c3"] = _normal(2, 3)
INPUTS["a2"] = INPUTS["a"] * 2
INPUTS["b2"] = INPUTS["b"] * 2

CASES = (_UNARY + _BINARY + _INTEGERS + _LOGIC + _NN_UNARY + _REDUCTIONS + _MORE_MATHS + _ARRAYS + _NN + _IMAGES
         + _CONTROL)


def outputs_of(case, tf, tensors):
    """What a case computes, as a list of tensors."""
    result = case[1](tf, *tensors)
    return list(result) if isinstance(result, (list, tuple)) else [result]
