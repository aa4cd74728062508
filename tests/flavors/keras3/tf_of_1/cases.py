"""Functions of TensorFlow 1 that models of 2016 to 2020 call, as real TensorFlow 1.15 computed them for expected.npz.

A case is (name, function of tf and of tensors, names of the input arrays). Those of ``OF_VALUES`` need the values of tensors.
"""
import numpy as np

_random = np.random.RandomState(23)


def _normal(*shape):
    return np.round(_random.normal(size=shape), 3).astype("float32")


INPUTS = {
    "image": _normal(2, 5, 6, 3),
    "bytes": _random.randint(0, 255, (2, 4, 5, 2)).astype("int32"),
    "volume": _normal(2, 4, 5, 3, 2),
    "scores": _normal(3, 5, 4),
    "step": _normal(3, 1, 4),
    "tags": _random.randint(0, 4, (3, 5)).astype("int32"),
    "tag": _random.randint(0, 4, (3, 1)).astype("int32"),
    "bitmap": np.concatenate([np.ones((3, 5, 1)), _random.rand(3, 5, 3) < 0.5], axis=-1).astype("bool"),
    "lengths": np.array([5, 3, 1], "int32"),
    "no_steps": np.array([4, 0, 1], "int32"),
    "one_step": np.array([1, 0, 1], "int32"),
    "transitions": _normal(4, 4),
    "logits": _normal(6, 2, 5),
    "logits_of_batch": _normal(2, 6, 5),
    "logit_lengths": np.array([6, 4], "int32"),
    "short": np.array([6, 2], "int32"),
    "k2t": _normal(3, 2, 4, 3),
    "k3t": _normal(2, 3, 2, 4, 2),
    "hat": _normal(2, 3, 3),
    "table": _normal(6, 3),
    "half1": _normal(3, 3),
    "half2": _normal(3, 3),
    "biases": _normal(6),
    "features": _normal(2, 3),
    "classes": np.array([[1], [4]], "int64"),
    "two_classes": np.array([[1, 3], [4, 0]], "int64"),
    "a": np.array([[0.5, 2.0, 3.0], [1.0, 4.0, 2.5]], "float32"),
    "x": np.array([[0.25, 1.5, 4.0], [2.0, 0.5, 3.0]], "float32"),
    "orders": np.array([[0.0, 1.0, 2.0], [3.0, 1.0, 0.0]], "float32"),
    "above_1": np.array([[1.5, 2.0, 3.0], [4.0, 2.5, 5.0]], "float32"),
    "matrices": _normal(2, 3, 3) + 3 * np.eye(3, dtype="float32"),
    "diagonals": _normal(2, 3, 4) + np.array([[0.0], [4.0], [0.0]], "float32"),
    "right": _normal(2, 4, 2),
    "big1": _random.uniform(0, 1, (2, 44, 46, 1)).astype("float32"),
    "big2": _random.uniform(0, 1, (2, 44, 46, 1)).astype("float32"),
    "rows": np.array([0, 2, 1, 5], "int32"),
    "segments": np.array([0, 0, 1, 3], "int32"),
    "labels": _normal(3, 4),
    "predictions": _normal(3, 4),
    "weights": np.array([[1.0], [0.5], [0.0]], "float32"),
}

#: Inputs whose first axis is the batch, which may be unknown when a model is built.
BATCHES = ("image", "bytes", "volume", "scores", "step", "tags", "tag", "bitmap", "lengths", "no_steps", "one_step", "features",
           "classes", "two_classes", "a", "x", "orders", "above_1", "matrices", "diagonals", "right", "labels", "predictions",
           "weights", "logits_of_batch", "logit_lengths", "short")
#: Cases whose output shape, or list of labels, names the batch size.
NEED_BATCH_SIZE = (
    "conv3d_transpose", "conv_transpose_named", "atrous_conv2d_transpose", "ctc_loss", "ctc_loss_of_batch", "ctc_loss_ignoring",
    "sampled_softmax", "sampled_softmax_two", "nce", "sampled_softmax_tables")


def _labels(tf):
    return tf.SparseTensor([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1]], tf.constant([1, 1, 3, 0, 2]), [2, 3])


def _ids(tf, last=3, rows=4):
    return tf.SparseTensor([[0, 0], [0, 2], [1, 0], [last, 1]], tf.constant([1, 3, 5, 0], tf.int64), [rows, 3])


def _weights(tf, last=3, rows=4):
    return tf.SparseTensor([[0, 0], [0, 2], [1, 0], [last, 1]], tf.constant([0.5, 2.0, 1.5, 1.0]), [rows, 3])


def _sample(tf):
    return tf.constant([4, 0, 5], tf.int64), tf.constant([[0.3], [0.7]]), tf.constant([0.7, 0.9, 0.4])


_PATCHES = [
    ("patches", lambda tf, x: tf.extract_image_patches(x, [1, 2, 3, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID"), ["image"]),
    ("patches_strided", lambda tf, x: tf.image.extract_image_patches(
        images=x, ksizes=[1, 3, 2, 1], strides=[1, 2, 3, 1], rates=[1, 1, 1, 1], padding="SAME"), ["image"]),
    ("patches_apart", lambda tf, x: tf.extract_image_patches(x, [1, 2, 3, 1], [1, 2, 1, 1], [1, 3, 2, 1], "VALID"), ["image"]),
    ("patches_apart_same", lambda tf, x: tf.extract_image_patches(
        x, [1, 3, 2, 1], [1, 2, 2, 1], [1, 2, 3, 1], padding="SAME"), ["image"]),
    ("patches_of_integers", lambda tf, x: tf.extract_image_patches(x, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "SAME"),
     ["bytes"]),
    ("patches_of_volumes", lambda tf, x: tf.extract_volume_patches(x, [1, 2, 3, 2, 1], [1, 1, 2, 1, 1], "SAME"), ["volume"]),
    ("patches_of_volumes_valid", lambda tf, x: tf.extract_volume_patches(x, [1, 2, 2, 3, 1], [1, 2, 1, 1, 1], "VALID"),
     ["volume"]),
    ("dilation2d", lambda tf, x, k: tf.nn.dilation2d(x, k, [1, 1, 1, 1], [1, 1, 1, 1], "SAME"), ["image", "hat"]),
    ("dilation2d_apart", lambda tf, x, k: tf.nn.dilation2d(
        input=x, filter=k, strides=[1, 2, 1, 1], rates=[1, 2, 2, 1], padding="VALID"), ["image", "hat"]),
    ("erosion2d", lambda tf, x, k: tf.nn.erosion2d(x, k, [1, 1, 2, 1], [1, 1, 1, 1], "SAME"), ["image", "hat"]),
]

_NAMES = [
    ("floor_div", lambda tf, x, y: tf.floor_div(x, y), ["a", "x"]),
    ("where_v2", lambda tf, x, y: tf.where_v2(x > 1.0, x, 0.0 * y), ["a", "x"]),
    ("to_complex", lambda tf, x: tf.abs(tf.to_complex64(x)), ["labels"]),
    ("to_complex_128", lambda tf, x: tf.real(tf.to_complex128(x)), ["labels"]),
    ("to_bfloat16", lambda tf, x: tf.to_float(tf.to_bfloat16(x)), ["labels"]),
    ("sparse_to_dense", lambda tf, x: tf.sparse_to_dense([[0, 1], [2, 0]], [3, 2], x[0, :2], -1.0), ["labels"]),
    ("sparse_to_dense_one", lambda tf, x: tf.sparse_to_dense([1, 3], [5], x[0, 0]), ["labels"]),
    ("space_to_batch_paddings", lambda tf: tf.required_space_to_batch_paddings([5, 6], [2, 4], [[1, 0], [0, 3]]), []),
    ("space_to_batch_paddings_alone", lambda tf: tf.required_space_to_batch_paddings([5, 6], [2, 4]), []),
]

_SPECTRA = [
    ("fft3d", lambda tf, x: tf.abs(tf.fft3d(tf.to_complex64(x))), ["volume"]),
    ("ifft3d", lambda tf, x: tf.real(tf.signal.ifft3d(tf.to_complex64(x))), ["volume"]),
    ("rfft2d", lambda tf, x: tf.abs(tf.signal.rfft2d(x)), ["image"]),
    ("rfft2d_length", lambda tf, x: tf.imag(tf.signal.rfft2d(x, [6, 2])), ["image"]),
    ("irfft2d", lambda tf, x: tf.signal.irfft2d(tf.to_complex64(x)), ["image"]),
    ("irfft2d_length", lambda tf, x: tf.signal.irfft2d(tf.to_complex64(x), [6, 5]), ["image"]),
    ("rfft3d", lambda tf, x: tf.real(tf.signal.rfft3d(x)), ["volume"]),
    ("irfft3d", lambda tf, x: tf.signal.irfft3d(tf.to_complex64(x), [4, 5, 3]), ["volume"]),
]

_CRF = [
    ("crf_sequence_score", lambda tf, *given: tf.contrib.crf.crf_sequence_score(*given),
     ["scores", "tags", "lengths", "transitions"]),
    ("crf_sequence_score_none", lambda tf, *given: tf.contrib.crf.crf_sequence_score(*given),
     ["scores", "tags", "no_steps", "transitions"]),
    ("crf_sequence_score_one", lambda tf, *given: tf.contrib.crf.crf_sequence_score(*given),
     ["step", "tag", "one_step", "transitions"]),
    ("crf_multitag", lambda tf, *given: tf.contrib.crf.crf_multitag_sequence_score(*given),
     ["scores", "bitmap", "lengths", "transitions"]),
    ("crf_log_norm", lambda tf, *given: tf.contrib.crf.crf_log_norm(*given), ["scores", "lengths", "transitions"]),
    ("crf_log_norm_none", lambda tf, *given: tf.contrib.crf.crf_log_norm(*given), ["scores", "no_steps", "transitions"]),
    ("crf_log_norm_one", lambda tf, *given: tf.contrib.crf.crf_log_norm(*given), ["step", "one_step", "transitions"]),
    ("crf_unary_score", lambda tf, *given: tf.contrib.crf.crf_unary_score(*given), ["tags", "lengths", "scores"]),
    ("crf_binary_score", lambda tf, *given: tf.contrib.crf.crf_binary_score(*given), ["tags", "lengths", "transitions"]),
    ("crf_log_likelihood", lambda tf, *given: tf.contrib.crf.crf_log_likelihood(*given)[0],
     ["scores", "tags", "lengths", "transitions"]),
    ("crf_decode", lambda tf, x, t, n: tf.contrib.crf.crf_decode(x, t, n), ["scores", "transitions", "lengths"]),
    ("crf_decode_none", lambda tf, x, t, n: tf.contrib.crf.crf_decode(
        potentials=x, transition_params=t, sequence_length=n), ["scores", "transitions", "no_steps"]),
    ("crf_decode_one", lambda tf, x, t, n: tf.contrib.crf.crf_decode(x, t, n), ["step", "transitions", "one_step"]),
    ("viterbi", lambda tf: [tf.constant(each) for each in tf.contrib.crf.viterbi_decode(
        INPUTS["scores"][0], INPUTS["transitions"])], []),
]

_NN = [
    ("ctc_loss", lambda tf, x, n: tf.nn.ctc_loss(_labels(tf), x, n), ["logits", "logit_lengths"]),
    ("ctc_loss_of_batch", lambda tf, x, n: tf.nn.ctc_loss(
        labels=_labels(tf), inputs=x, sequence_length=n, time_major=False), ["logits_of_batch", "logit_lengths"]),
    ("ctc_loss_ignoring", lambda tf, x, n: tf.nn.ctc_loss(
        tf.SparseTensor([[0, 0], [1, 0], [1, 1], [1, 2]], tf.constant([1, 2, 0, 1]), [2, 3]), x, n,
        ignore_longer_outputs_than_inputs=True), ["logits", "short"]),
    ("conv3d_transpose", lambda tf, x, k: tf.nn.conv3d_transpose(x, k, [2, 8, 5, 6, 4], [1, 2, 1, 2, 1]), ["volume", "k3t"]),
    ("conv_transpose_named", lambda tf, x, k: tf.nn.conv_transpose(
        input=x, filters=k, output_shape=[2, 10, 12, 4], strides=2), ["image", "k2t"]),
    ("atrous_conv2d_transpose", lambda tf, x, k: tf.nn.atrous_conv2d_transpose(x, k, [2, 9, 8, 4], 2, "VALID"),
     ["image", "k2t"]),
    ("statistics", lambda tf, x: tf.nn.sufficient_statistics(x, [1, 2])[:3], ["image"]),
    ("statistics_moved", lambda tf, x: tf.nn.sufficient_statistics(x, [0, 2], shift=0.5, keep_dims=True)[:3], ["image"]),
    ("normalize_moments", lambda tf, x: tf.nn.normalize_moments(*tf.nn.sufficient_statistics(x, [1, 2], shift=0.5)), ["image"]),
    ("normalize_moments_of_sums", lambda tf, x: tf.nn.normalize_moments(*tf.nn.sufficient_statistics(x, [0])), ["image"]),
    ("lookup_mean", lambda tf, t: tf.nn.embedding_lookup_sparse(t, _ids(tf, 2, 3), _weights(tf, 2, 3)), ["table"]),
    ("lookup_sum", lambda tf, t: tf.nn.embedding_lookup_sparse(t, _ids(tf), None, combiner="sum"), ["table"]),
    ("lookup_sqrtn", lambda tf, t: tf.nn.embedding_lookup_sparse(
        t, _ids(tf, 2, 3), _weights(tf, 2, 3), combiner="sqrtn", max_norm=1.0),
     ["table"]),
    ("lookup_in_tables", lambda tf, a, b: tf.nn.embedding_lookup_sparse([a, b], _ids(tf), None, combiner="mean"),
     ["half1", "half2"]),
    ("lookup_safe", lambda tf, t: tf.nn.safe_embedding_lookup_sparse(t, _ids(tf, 2)), ["table"]),
    ("lookup_safe_default", lambda tf, t: tf.nn.safe_embedding_lookup_sparse(
        t, _ids(tf, 2), _weights(tf, 2), combiner="sqrtn", default_id=2), ["table"]),
    ("lookup_safe_without", lambda tf, t: tf.nn.safe_embedding_lookup_sparse(
        t, tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([-1, 3, -2], tf.int64), [2, 2]), combiner="sum"), ["table"]),
    ("sampled_softmax", lambda tf, w, b, y, x: tf.nn.sampled_softmax_loss(w, b, y, x, 3, 6, sampled_values=_sample(tf)),
     ["table", "biases", "classes", "features"]),
    ("sampled_softmax_two", lambda tf, w, b, y, x: tf.nn.sampled_softmax_loss(
        w, b, y, x, 3, 6, num_true=2, remove_accidental_hits=False,
        sampled_values=(_sample(tf)[0], tf.constant([[0.3, 0.2], [0.7, 0.1]]), _sample(tf)[2])),
     ["table", "biases", "two_classes", "features"]),
    ("sampled_softmax_tables", lambda tf, v, w, b, y, x: tf.nn.sampled_softmax_loss(
        [v, w], b, y, x, 3, 6, sampled_values=_sample(tf)), ["half1", "half2", "biases", "classes", "features"]),
    ("nce", lambda tf, w, b, y, x: tf.nn.nce_loss(w, b, y, x, 3, 6, sampled_values=_sample(tf)),
     ["table", "biases", "classes", "features"]),
    ("pairwise", lambda tf, y, x: tf.losses.mean_pairwise_squared_error(y, x), ["labels", "predictions"]),
    ("pairwise_weighted", lambda tf, y, x, w: tf.losses.mean_pairwise_squared_error(y, x, w),
     ["labels", "predictions", "weights"]),
    ("absolute_difference", lambda tf, y, x, w: tf.losses.absolute_difference(y, x, w), ["labels", "predictions", "weights"]),
    ("mean_of_batch", lambda tf, y, x, w: tf.losses.huber_loss(
        y, x, w, reduction=tf.losses.Reduction.SUM_OVER_BATCH_SIZE), ["labels", "predictions", "weights"]),
    ("maxout", lambda tf, x: tf.contrib.layers.maxout(x, 2), ["labels"]),
]

_MATH = [(name, lambda tf, a, x, name=name: getattr(tf, name)(a, x), ["a", "x"]) for name in ("igamma", "igammac")]
_MATH += [("bessel_" + name, lambda tf, x, name=name: getattr(tf.math, "bessel_" + name)(x), ["labels"])
          for name in ("i0", "i0e", "i1", "i1e")]
_MATH += [
    ("zeta", lambda tf, s, x: tf.zeta(s, x), ["above_1", "x"]),
    ("polygamma", lambda tf, n, x: tf.polygamma(n, x), ["orders", "x"]),
    ("nextafter", lambda tf, x, y: (tf.math.nextafter(x, y) - x) * 1e7, ["labels", "predictions"]),
    ("expm", lambda tf, x: tf.linalg.expm(x * 0.1), ["matrices"]),
    ("lu", lambda tf, x: list(tf.linalg.lu(x)), ["matrices"]),
    ("tridiagonal_matmul", lambda tf, d, x: tf.linalg.tridiagonal_matmul(d, x), ["diagonals", "right"]),
    ("tridiagonal_solve", lambda tf, d, x: tf.linalg.tridiagonal_solve(d, x), ["diagonals", "right"]),
    ("tridiagonal_solve_vector", lambda tf, d, x: tf.linalg.tridiagonal_solve(d, x[:, :, 0]), ["diagonals", "right"]),
    ("resize_area", lambda tf, x: tf.image.resize_area(x, [3, 4]), ["image"]),
    ("resize_area_larger", lambda tf, x: tf.image.resize_area(x, [7, 9]), ["bytes"]),
    ("ssim_multiscale", lambda tf, x, y: tf.image.ssim_multiscale(x, y, 1.0, power_factors=(0.3, 0.7)), ["big1", "big2"]),
]

#: Of tensors with values: what there is of them says how large the result is.
OF_VALUES = [
    ("sparse_segment_sum", lambda tf, x, i, n: tf.sparse_segment_sum(x, i, n), ["table", "rows", "segments"]),
    ("sparse_segment_mean", lambda tf, x, i, n: tf.sparse.segment_mean(x, i, n, num_segments=5), ["table", "rows", "segments"]),
    ("sparse_segment_sqrt_n", lambda tf, x, i, n: tf.sparse_segment_sqrt_n(x, i, n), ["table", "rows", "segments"]),
    ("lookup_of_nothing", lambda tf, t: tf.nn.embedding_lookup_sparse(t, _ids(tf), _weights(tf)), ["table"]),
    ("ctc_greedy", lambda tf, x, n: _decoded(tf, tf.nn.ctc_greedy_decoder(x, n)), ["logits", "logit_lengths"]),
    ("ctc_greedy_repeated", lambda tf, x, n: _decoded(tf, tf.nn.ctc_greedy_decoder(x, n, merge_repeated=False)),
     ["logits", "logit_lengths"]),
    ("ctc_beam", lambda tf, x, n: _decoded(tf, tf.nn.ctc_beam_search_decoder(x, n, 20, 2, merge_repeated=False)),
     ["logits", "logit_lengths"]),
    ("ctc_beam_merged", lambda tf, x, n: _decoded(tf, tf.nn.ctc_beam_search_decoder(x, n, beam_width=20)),
     ["logits", "logit_lengths"]),
    ("ctc_beam_v2", lambda tf, x, n: _decoded(tf, tf.nn.ctc_beam_search_decoder_v2(x, n, 20, 1)), ["logits", "logit_lengths"]),
    ("dense_to_sparse", lambda tf, x: tf.sparse_tensor_to_dense(tf.contrib.layers.dense_to_sparse(x, eos_token=2)), ["tags"]),
]


def _decoded(tf, found):
    return [tf.sparse_tensor_to_dense(each, default_value=-1) for each in found[0]] + [found[1]]


CASES = _PATCHES + _NAMES + _SPECTRA + _CRF + _NN + _MATH


def outputs_of(case, tf, tensors):
    """What a case computes, as a list of tensors."""
    result = case[1](tf, *tensors)
    return list(result) if isinstance(result, (list, tuple)) else [result]
