"""Calls of TensorFlow's functions that are made from a seed: shapes, dtypes, axes, broadcasting and empty arrays.

``CALLS[name](rng)`` gives the arguments of one call. NumPy arrays among them are tensors, other values are as they are.
"""
import numpy as np

CALLS = {}


def calls(names):
    """Registers the decorated function ``build(rng, name)`` for each of the names."""
    def register(build):
        for name in names.split():
            CALLS[name] = lambda rng, name=name: build(rng, name)
        return build

    return register


def sizes(rng, least=0, most=3, empty=True):
    rank = rng.randint(least, most + 1)
    return tuple(int(rng.choice([1, 2, 3, 4] + [0] * (empty and rng.rand() < 0.15))) for _ in range(rank))


def normal(rng, shape):
    return np.round(rng.normal(size=shape) * 2, 3).astype("float32")


def unit(rng, shape):
    return np.round(rng.uniform(-0.95, 0.95, size=shape), 3).astype("float32")


def positive(rng, shape):
    return np.round(rng.uniform(0.1, 4.0, size=shape), 3).astype("float32")


def whole(rng, shape, low=-5, high=6):
    return rng.randint(low, high, size=shape).astype("int32")


def broadcast(rng):
    """Two shapes that can be broadcast."""
    shape = list(sizes(rng))
    other = [1 if rng.rand() < 0.3 else size for size in shape][rng.randint(0, len(shape) + 1):]
    return (tuple(shape), tuple(other)) if rng.rand() < 0.5 else (tuple(other), tuple(shape))


@calls("abs negative sign square floor math.ceil round math.rint exp math.expm1 "
       "sigmoid tanh sin cos tan sinh cosh atan asinh math.erf "
       "math.erfc nn.relu nn.relu6 nn.elu nn.selu math.softplus math.softsign nn.silu nn.gelu math.log_sigmoid math.is_nan "
       "math.is_finite math.is_inf identity zeros_like ones_like stop_gradient nn.leaky_relu math.reciprocal_no_nan "
       "math.zero_fraction nn.l2_loss math.real math.imag")
def _unary(rng, name):
    return (normal(rng, sizes(rng)),), {}


@calls("sqrt math.rsqrt math.log math.log1p math.reciprocal acosh math.lgamma math.digamma")
def _of_positive(rng, name):
    return (positive(rng, sizes(rng)) + (1 if name == "acosh" else 0),), {}


@calls("asin acos atanh math.erfinv")
def _of_unit(rng, name):
    return (unit(rng, sizes(rng)),), {}


@calls("math.ndtri math.erfcinv")
def _of_shares(rng, name):
    return (rng.uniform(0.05, 0.95, size=sizes(rng)).astype("float32"),), {}


@calls("add subtract multiply maximum minimum math.squared_difference equal not_equal greater greater_equal less less_equal "
       "math.multiply_no_nan math.xdivy")
def _binary(rng, name):
    make = whole if rng.rand() < 0.3 and not name.startswith(("math.multiply", "math.xdivy")) else normal
    return tuple(make(rng, shape) for shape in broadcast(rng)), {}


@calls("divide truediv math.divide_no_nan math.floordiv math.floormod math.mod truncatediv truncatemod")
def _division(rng, name):
    first, second = broadcast(rng)
    whole_ones = name.startswith("truncate") or rng.rand() < 0.3 and "no_nan" not in name
    if whole_ones:
        return (whole(rng, first), whole(rng, second, 1, 5) * (1 if rng.rand() < 0.5 else -1)), {}
    return (normal(rng, first), positive(rng, second)), {}


@calls("pow atan2 math.xlogy math.xlog1py")
def _of_positives(rng, name):
    return tuple(positive(rng, shape) for shape in broadcast(rng)), {}


@calls("logical_and logical_or math.logical_xor")
def _logic(rng, name):
    return tuple(rng.rand(*shape) < 0.5 for shape in broadcast(rng)), {}


@calls("logical_not")
def _not(rng, name):
    return (np.asarray(rng.rand(*sizes(rng)) < 0.5),), {}


def some_axes(rng, rank, lists=True):
    if not rank or rng.rand() < 0.3:
        return None
    if lists and rng.rand() < 0.4:
        return sorted(int(a) for a in rng.choice(rank, rng.randint(1, rank + 1), replace=False))
    return int(rng.randint(-rank, rank))


@calls("reduce_sum reduce_mean reduce_prod reduce_max reduce_min reduce_logsumexp math.reduce_std math.reduce_variance "
       "math.reduce_euclidean_norm math.count_nonzero")
def _reduction(rng, name):
    shape = sizes(rng, 1, empty=name in ("reduce_sum", "reduce_prod"))
    x = whole(rng, shape) if rng.rand() < 0.3 and name[7:10] in ("sum", "max", "min", "pro") else normal(rng, shape)
    return (x,), {"axis": some_axes(rng, len(shape)), "keepdims": bool(rng.rand() < 0.5)}


@calls("reduce_any reduce_all")
def _reduced_logic(rng, name):
    shape = sizes(rng, 1)
    return (np.asarray(rng.rand(*shape) < 0.5),), {"axis": some_axes(rng, len(shape)), "keepdims": bool(rng.rand() < 0.5)}


@calls("argmax argmin")
def _place(rng, name):
    shape = sizes(rng, 1, empty=False)
    return (normal(rng, shape),), {"axis": int(rng.randint(-len(shape), len(shape)))}


@calls("cumsum math.cumprod math.cumulative_logsumexp")
def _running(rng, name):
    shape = sizes(rng, 1, empty=name != "math.cumulative_logsumexp")
    return (normal(rng, shape),), {"axis": int(rng.randint(-len(shape), len(shape))), "exclusive": bool(rng.rand() < 0.5),
                                   "reverse": bool(rng.rand() < 0.5)}


@calls("math.segment_sum math.segment_mean math.segment_max math.segment_min math.segment_prod")
def _segments(rng, name):
    rows = rng.randint(1, 6)
    ids = np.sort(rng.randint(0, 5, rows)).astype("int32")
    make = whole if rng.rand() < 0.3 and not name.endswith("mean") else normal
    return (make(rng, (rows, *sizes(rng, 0, 2))), ids), {}


@calls("math.unsorted_segment_sum math.unsorted_segment_mean math.unsorted_segment_max math.unsorted_segment_min "
       "math.unsorted_segment_prod math.unsorted_segment_sqrt_n")
def _unsorted(rng, name):
    shape = (rng.randint(1, 5),) + (() if rng.rand() < 0.7 else (2,))
    make = whole if rng.rand() < 0.3 and name[-4:] not in ("mean", "rt_n") else normal
    return (make(rng, shape + sizes(rng, 0, 1)), whole(rng, shape, -1, 4), 4), {}


@calls("gather")
def _gather(rng, name):
    shared = rng.randint(0, 2)
    batch = (2,) * shared
    params = normal(rng, batch + sizes(rng, 1, 2, empty=False))
    axis = int(rng.randint(shared, params.ndim))
    return (params, whole(rng, batch + sizes(rng, 0, 2), 0, params.shape[axis])), {"axis": axis, "batch_dims": shared}


@calls("gather_nd")
def _gather_nd(rng, name):
    shared = rng.randint(0, 2)
    params = normal(rng, (2,) * shared + sizes(rng, 2, 3, empty=False))
    depth = rng.randint(1, params.ndim - shared + 1)
    places = [rng.randint(0, params.shape[shared + axis], size=(2,) * shared + (3,)) for axis in range(depth)]
    return (params, np.stack(places, axis=-1).astype("int32")), {"batch_dims": shared}


def _scattered(rng):
    shape = sizes(rng, 1, 3, empty=False)
    depth = rng.randint(1, len(shape) + 1)
    count = int(np.prod(shape[:depth]))
    chosen = rng.choice(count, min(3, count), replace=False)
    indices = np.stack(np.unravel_index(chosen, shape[:depth]), axis=-1).astype("int32")
    return shape, indices, normal(rng, (len(chosen),) + shape[depth:])


@calls("scatter_nd")
def _scatter(rng, name):
    shape, indices, updates = _scattered(rng)
    twice = np.concatenate([indices, indices[:1]]), np.concatenate([updates, updates[:1]])
    return (*twice, list(shape)), {}


@calls("tensor_scatter_nd_add tensor_scatter_nd_sub tensor_scatter_nd_update tensor_scatter_nd_max tensor_scatter_nd_min")
def _tensor_scatter(rng, name):
    shape, indices, updates = _scattered(rng)
    return (normal(rng, shape), indices, updates), {}


@calls("boolean_mask")
def _mask(rng, name):
    shape = sizes(rng, 2, 3, empty=False)
    axis = rng.randint(0, 2)
    return (normal(rng, shape), rng.rand(*shape[axis:axis + 1]) < 0.5), {"axis": int(axis)}


@calls("dynamic_partition")
def _partition(rng, name):
    shape = sizes(rng, 1, 2, empty=False)
    return (normal(rng, shape + sizes(rng, 0, 1)), whole(rng, shape, 0, 3), 3), {}


@calls("dynamic_stitch")
def _stitch(rng, name):
    order, split, rest = rng.permutation(6).astype("int32"), rng.randint(1, 5), sizes(rng, 0, 1)
    return ([order[:split], order[split:]], [normal(rng, (split, *rest)), normal(rng, (6 - split, *rest))]), {}


@calls("unique unique_with_counts")
def _unique(rng, name):
    return (whole(rng, (rng.randint(0, 7),), 0, 4),), {}


@calls("searchsorted")
def _searchsorted(rng, name):
    batch = sizes(rng, 0, 1, empty=False)
    return (np.sort(whole(rng, (*batch, 5)), axis=-1), whole(rng, (*batch, 3))), {"side": ["left", "right"][rng.randint(2)]}


@calls("math.bincount")
def _bincount(rng, name):
    values = whole(rng, (6,), 0, 5)
    return (values,), {"minlength": 2} if rng.rand() < 0.5 else {"weights": normal(rng, (6,))}


@calls("math.confusion_matrix")
def _confusion(rng, name):
    return (whole(rng, (5,), 0, 3), whole(rng, (5,), 0, 3)), {"num_classes": 3} if rng.rand() < 0.5 else {}


@calls("histogram_fixed_width")
def _histogram(rng, name):
    return (normal(rng, sizes(rng, 1, 2, empty=False)), [-2.0, 2.0]), {"nbins": 4}


@calls("math.invert_permutation")
def _permutation(rng, name):
    return (rng.permutation(5).astype("int32"),), {}


@calls("unravel_index")
def _unravel(rng, name):
    return (whole(rng, (4,), 0, 24), np.array([2, 3, 4], "int32")), {}


@calls("reverse_sequence")
def _reverse_sequence(rng, name):
    return (normal(rng, (3, 4, *sizes(rng, 0, 1, empty=False))), whole(rng, (3,), 0, 5)), {"seq_axis": 1, "batch_axis": 0}


@calls("space_to_batch_nd space_to_batch")
def _space(rng, name):
    return (normal(rng, (2, 3, 4, 1)), [2, 2], [[0, 1], [0, 0]]), {}


@calls("batch_to_space")
def _batch(rng, name):
    return (normal(rng, (8, 2, 2, 1)), [2, 2], [[0, 1], [0, 0]]), {}


@calls("argsort sort")
def _sorting(rng, name):
    shape = sizes(rng, 1, empty=False)
    x = whole(rng, shape, 0, 3) if rng.rand() < 0.5 else normal(rng, shape)
    return (x,), {"axis": int(rng.randint(-len(shape), len(shape))), "direction": ["ASCENDING", "DESCENDING"][rng.randint(2)]}


@calls("repeat")
def _repeat(rng, name):
    shape = sizes(rng, 1, empty=False)
    axis = rng.randint(0, len(shape))
    return (normal(rng, shape), 2 if rng.rand() < 0.5 else whole(rng, (shape[axis],), 0, 3)), {"axis": int(axis)}


@calls("roll")
def _roll(rng, name):
    return (normal(rng, sizes(rng, 1, empty=False)), int(rng.randint(-3, 4)), 0), {}


@calls("where")
def _where(rng, name):
    first, second = broadcast(rng)
    return (rng.rand(*first) < 0.5, normal(rng, second), normal(rng, first)), {}


@calls("sequence_mask")
def _sequence(rng, name):
    return (whole(rng, sizes(rng, 1, 2, empty=False), 0, 5),), {"maxlen": 4} if rng.rand() < 0.5 else {}


@calls("one_hot")
def _one_hot(rng, name):
    given = {"on_value": 2.0, "off_value": -1.0} if rng.rand() < 0.5 else {"axis": -1}
    return (whole(rng, sizes(rng, 1, 2), -1, 4), 3), given


@calls("concat")
def _concat(rng, name):
    shape = sizes(rng, 1)
    axis = rng.randint(0, len(shape))
    other = shape[:axis] + (2,) + shape[axis + 1:]
    return ([normal(rng, shape), normal(rng, other)], int(axis)), {}


@calls("stack")
def _stack(rng, name):
    shape = sizes(rng)
    return ([normal(rng, shape), normal(rng, shape)],), {"axis": int(rng.randint(-len(shape) - 1, len(shape) + 1))}


@calls("unstack split")
def _apart(rng, name):
    x = normal(rng, (4, 2, *sizes(rng, 0, 1)))
    return ((x,), {"axis": 1}) if name == "unstack" else ((x, 2 if rng.rand() < 0.5 else [1, 3]), {})


@calls("transpose")
def _transpose(rng, name):
    x = normal(rng, sizes(rng))
    return (x,), {"perm": [int(axis) for axis in rng.permutation(x.ndim)]} if rng.rand() < 0.5 else {}


@calls("expand_dims")
def _expand(rng, name):
    shape = sizes(rng)
    return (normal(rng, shape), int(rng.randint(-len(shape) - 1, len(shape) + 1))), {}


@calls("tile")
def _tile(rng, name):
    shape = sizes(rng, 1)
    return (normal(rng, shape), [int(rng.randint(1, 3)) for _ in shape]), {}


@calls("pad")
def _pad(rng, name):
    shape = sizes(rng, 1, empty=False)
    mode = ["CONSTANT", "SYMMETRIC"][rng.randint(2)]
    pads = [[int(rng.randint(0, min(size, 2) + 1)) for _ in range(2)] for size in shape]
    return (normal(rng, shape), pads), {"mode": mode, **({"constant_values": 2.0} if mode == "CONSTANT" else {})}


@calls("reverse")
def _reverse(rng, name):
    shape = sizes(rng, 1)
    return (normal(rng, shape), [int(rng.randint(-len(shape), len(shape)))]), {}


@calls("clip_by_value")
def _clip(rng, name):
    return (normal(rng, sizes(rng)), -1.0, 1.5), {}


@calls("clip_by_norm")
def _clip_norm(rng, name):
    return (normal(rng, sizes(rng, 1, empty=False)), 1.5), {"axes": [0]} if rng.rand() < 0.5 else {}


@calls("linalg.global_norm")
def _norms(rng, name):
    return ([normal(rng, sizes(rng, empty=False)), normal(rng, sizes(rng, empty=False))],), {}


@calls("norm nn.l2_normalize nn.softmax nn.log_softmax")
def _along(rng, name):
    shape = sizes(rng, 1, empty=False)
    return (normal(rng, shape),), {"axis": int(rng.randint(-len(shape), len(shape)))}


@calls("linalg.matmul")
def _matmul(rng, name):
    batch, turned = sizes(rng, 0, 1), bool(rng.rand() < 0.5)
    return (normal(rng, (*batch, 2, 3)), normal(rng, (*batch, 4, 3) if turned else (*batch, 3, 4))), {"transpose_b": turned}


@calls("linalg.matvec linalg.cross linalg.band_part linalg.diag linalg.diag_part linalg.set_diag linalg.trace "
       "linalg.matrix_transpose linalg.tensor_diag linalg.tensor_diag_part linalg.det linalg.inv linalg.slogdet linalg.svd "
       "linalg.eigvalsh linalg.pinv linalg.matrix_rank linalg.solve "
       "linalg.triangular_solve linalg.cholesky linalg.cholesky_solve "
       "linalg.logdet linalg.lstsq")
def _linalg(rng, name):
    batch, name = sizes(rng, 0, 1, empty=False), name.partition(".")[2]
    square = normal(rng, (*batch, 3, 3)) + 4 * np.eye(3, dtype="float32")
    if name in ("cholesky", "logdet", "eigvalsh", "cholesky_solve"):
        square = (square @ np.swapaxes(square, -1, -2) + np.eye(3)).astype("float32")
    tall, rhs, k = normal(rng, (*batch, 3, 4)), normal(rng, (*batch, 3, 2)), int(rng.randint(-1, 2))
    if name == "svd":
        return (tall,), {"compute_uv": False}
    return {
        "matvec": ((tall, normal(rng, (*batch, 4))), {}), "cross": ((normal(rng, (2, 3)), normal(rng, (2, 3))), {}),
        "band_part": ((tall, 1, -1), {}), "diag": ((normal(rng, (*batch, 3)),), {"k": k}), "diag_part": ((tall,), {"k": k}),
        "set_diag": ((tall, normal(rng, (*batch, {-1: 2, 0: 3, 1: 3}[k]))), {"k": k}),
        "tensor_diag": ((normal(rng, (2, 3)),), {}), "tensor_diag_part": ((normal(rng, (2, 3, 2, 3)),), {}),
        "solve": ((square, rhs), {}), "triangular_solve": ((square, rhs), {"lower": bool(rng.rand() < 0.5)}),
        "cholesky_solve": ((np.tril(square), rhs), {}), "lstsq": ((normal(rng, (5, 3)), normal(rng, (5, 2))), {}),
        "pinv": ((normal(rng, (4, 3)),), {}), "matrix_rank": ((normal(rng, (4, 3)),), {}),
    }.get(name, ((square,), {}))


@calls("einsum")
def _einsum(rng, name):
    return ("bij,bjk->bik", normal(rng, (2, 3, 2)), normal(rng, (2, 2, 4))), {}


@calls("tensordot")
def _tensordot(rng, name):
    return (normal(rng, (2, 3, 4)), normal(rng, (4, 3)), [[2], [0]] if rng.rand() < 0.5 else 1), {}


@calls("math.top_k")
def _top(rng, name):
    return (normal(rng, (*sizes(rng, 0, 1), 5)),), {"k": 3}


@calls("math.polyval")
def _polynomial(rng, name):
    return ([2.0, -1.0, 0.5], normal(rng, sizes(rng))), {}


@calls("image.rgb_to_hsv image.rgb_to_yiq image.rgb_to_yuv image.yiq_to_rgb "
       "image.yuv_to_rgb image.hsv_to_rgb image.rgb_to_grayscale "
       "image.image_gradients image.total_variation image.sobel_edges image.flip_left_right image.per_image_standardization")
def _images(rng, name):
    return (np.abs(unit(rng, (2, 5, 4, 3))),), {}


@calls("image.adjust_brightness image.adjust_contrast image.adjust_gamma image.adjust_hue image.adjust_saturation")
def _adjusted(rng, name):
    images = rng.randint(0, 256, (4, 5, 3)).astype("uint8") if rng.rand() < 0.4 and name[-3:] in ("ess", "ast") else np.abs(
        unit(rng, (2, 4, 5, 3)))
    by = {"image.adjust_contrast": 1.5, "image.adjust_gamma": 2.0, "image.adjust_saturation": 1.2}.get(name, 0.2)
    return (images, by), {}


@calls("image.psnr image.ssim")
def _quality(rng, name):
    first = np.abs(unit(rng, (2, 12, 13, 3)))
    return (first, np.clip(first + unit(rng, first.shape) * 0.2, 0, 1).astype("float32"), 1.0), {}


@calls("image.crop_and_resize")
def _crop(rng, name):
    boxes = rng.uniform(-0.2, 1.2, (3, 4)).astype("float32")
    method = ["bilinear", "nearest"][rng.randint(2)]
    return (normal(rng, (2, 5, 6, 2)), boxes, whole(rng, (3,), 0, 2), [3, 4]), {"method": method}


@calls("image.extract_glimpse")
def _glimpse(rng, name):
    ways = {way: bool(rng.randint(2)) for way in ("centered", "normalized")}
    offsets = rng.uniform(-1.2, 1.2, (3, 2)) * (1 if ways["normalized"] else 5)
    return (normal(rng, (3, 5, 6, 2)), [1 + rng.randint(4), 3], offsets.astype("float32")), dict(ways, noise="zero")


@calls("image.non_max_suppression")
def _suppression(rng, name):
    corners = rng.uniform(0, 1, (6, 2, 2))
    boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1).astype("float32")
    return (boxes, rng.permutation(6).astype("float32") / 6, 4), {"iou_threshold": 0.3}


@calls("image.combined_non_max_suppression")
def _combined(rng, name):
    corners = rng.uniform(0, 1, (2, 6, 1, 2, 2))
    boxes = np.concatenate([corners.min(axis=3), corners.max(axis=3)], axis=3).astype("float32")
    return (boxes, (rng.permutation(24).reshape(2, 6, 2) / 24).astype("float32"), 3, 4), {"iou_threshold": 0.3}


@calls("signal.frame signal.stft signal.overlap_and_add signal.rfft "
       "signal.hann_window signal.hamming_window signal.dct signal.idct "
       "signal.fftshift signal.ifftshift signal.linear_to_mel_weight_matrix signal.mfccs_from_log_mel_spectrograms")
def _signal(rng, name):
    name = name.partition(".")[2]
    norm, batch = [None, "ortho"][rng.randint(2)], sizes(rng, 0, 1, empty=False)
    return {
        "frame": ((normal(rng, (*batch, 11)), 4, 3), {"pad_end": bool(rng.rand() < 0.5)}),
        "stft": ((normal(rng, (*batch, 16)), 8, 4), {}), "rfft": ((normal(rng, (*batch, 7)),), {}),
        "overlap_and_add": ((normal(rng, (*batch, 3, 4)), 2), {}),
        "hann_window": ((int(rng.randint(1, 9)),), {"periodic": bool(rng.rand() < 0.5)}),
        "hamming_window": ((int(rng.randint(1, 9)),), {"periodic": bool(rng.rand() < 0.5)}),
        "dct": ((normal(rng, (*batch, 6)),), {"type": int(rng.choice([2, 3])), "norm": norm}),
        "idct": ((normal(rng, (*batch, 6)),), {"norm": norm}), "linear_to_mel_weight_matrix": ((6, 20), {}),
    }.get(name, ((normal(rng, (*batch, 5)),), {}))


@calls("nn.sigmoid_cross_entropy_with_logits nn.softmax_cross_entropy_with_logits")
def _cross_entropy(rng, name):
    shape = sizes(rng, 1, 2, empty=False)
    labels = np.abs(unit(rng, shape))
    return (labels / labels.sum(axis=-1, keepdims=True), normal(rng, shape)), {}


@calls("nn.sparse_softmax_cross_entropy_with_logits")
def _sparse_entropy(rng, name):
    return (whole(rng, (3,), 0, 4), normal(rng, (3, 4))), {}


@calls("nn.weighted_cross_entropy_with_logits nn.log_poisson_loss")
def _weighted(rng, name):
    shape = sizes(rng)
    if name == "nn.log_poisson_loss":
        return (positive(rng, shape), normal(rng, shape)), {"compute_full_loss": bool(rng.rand() < 0.5)}
    return (np.abs(unit(rng, shape)), normal(rng, shape), 2.0), {}


@calls("nn.moments nn.weighted_moments")
def _moments(rng, name):
    x = normal(rng, sizes(rng, 2, 3, empty=False))
    weights = () if name == "nn.moments" else (positive(rng, x.shape),)
    return (x, [0], *weights), {"keepdims": bool(rng.rand() < 0.5)}


@calls("nn.max_pool2d nn.avg_pool2d nn.max_pool_with_argmax")
def _pool(rng, name):
    return (normal(rng, (2, 5, 6, 2)), 2, int(rng.randint(1, 3)), ["SAME", "VALID"][rng.randint(2)]), {}


@calls("nn.max_pool1d nn.avg_pool1d")
def _pool1d(rng, name):
    return (normal(rng, (2, 6, 2)), 2, int(rng.randint(1, 3)), ["SAME", "VALID"][rng.randint(2)]), {}


@calls("nn.conv2d nn.depthwise_conv2d nn.conv1d nn.convolution")
def _convolution(rng, name):
    padding, step = ["SAME", "VALID"][rng.randint(2)], int(rng.randint(1, 3))
    if name == "nn.conv1d":
        return (normal(rng, (2, 7, 3)), normal(rng, (3, 3, 2)), step, padding), {}
    strides = {"nn.depthwise_conv2d": [1, step, step, 1], "nn.convolution": [step, step]}.get(name, step)
    return (normal(rng, (2, 6, 7, 3)), normal(rng, (2, 3, 3, 2)), strides, padding), {}


@calls("nn.embedding_lookup")
def _lookup(rng, name):
    return (normal(rng, (5, 3)), whole(rng, sizes(rng, 1, 2), 0, 5)), {"max_norm": 1.5} if rng.rand() < 0.5 else {}


@calls("nn.depth_to_space nn.space_to_depth")
def _blocks(rng, name):
    return (normal(rng, (2, 2, 4, 4)), 2), {}


@calls("nn.crelu")
def _crelu(rng, name):
    return (normal(rng, sizes(rng, 1)),), {}


@calls("math.in_top_k")
def _in_top(rng, name):
    return (whole(rng, (3,), 0, 4), normal(rng, (3, 4)), 2), {}


@calls("saturate_cast")
def _saturate(rng, name):
    return (normal(rng, sizes(rng)) * 200, ["uint8", "int32", "int8"][rng.randint(3)]), {}


@calls("cast")
def _cast(rng, name):
    return (normal(rng, sizes(rng)), ["int32", "bool", "float64", "int64"][rng.randint(4)]), {}


@calls("linspace range eye fill zeros ones")
def _made(rng, name):
    return {"linspace": ((0.0, 1.0, 5), {}), "range": ((1, 9, 2), {}), "eye": ((3,), {"num_columns": 4, "batch_shape": [2]}),
            "fill": (([2, 3], 1.5), {})}.get(name, (([2, 0, 3][:rng.randint(1, 4)],), {}))


@calls("meshgrid")
def _mesh(rng, name):
    return (normal(rng, (3,)), normal(rng, (2,))), {"indexing": ["xy", "ij"][rng.randint(2)]}


@calls("math.is_non_decreasing math.is_strictly_increasing")
def _order(rng, name):
    return (whole(rng, (rng.randint(0, 4),), 0, 3),), {}


@calls("math.accumulate_n math.add_n")
def _sums(rng, name):
    shape = sizes(rng)
    return ([normal(rng, shape), normal(rng, shape)],), {}


@calls("image.resize")
def _resize(rng, name):
    method = ["bilinear", "nearest", "bicubic"][rng.randint(3)]
    shape = ((2,) if rng.rand() < 0.5 else ()) + (4, 5, 2)
    images = rng.randint(0, 256, shape).astype("uint8") if rng.rand() < 0.3 else normal(rng, shape)
    return (images, [int(size) for size in rng.randint(2, 9, 2)]), {"method": method}


@calls("image.extract_patches image.rot90 image.resize_with_crop_or_pad "
       "image.resize_with_pad image.central_crop image.transpose "
       "image.crop_to_bounding_box image.pad_to_bounding_box image.grayscale_to_rgb")
def _geometry(rng, name):
    images, name = normal(rng, (2, 4, 6, 1)), name.partition(".")[2]
    return {
        "extract_patches": ((images, [1, 2, 3, 1], [1, 2, 1, 1], [1, 1, 1, 1], ["SAME", "VALID"][rng.randint(2)]), {}),
        "rot90": ((images,), {"k": int(rng.randint(0, 5))}),
        "resize_with_crop_or_pad": ((images, int(rng.randint(2, 8)), int(rng.randint(2, 8))), {}),
        "resize_with_pad": ((images, 6, 6), {}), "central_crop": ((images, 0.5), {}),
        "crop_to_bounding_box": ((images, 1, 2, 2, 3), {}), "pad_to_bounding_box": ((images, 1, 2, 6, 9), {}),
    }.get(name, ((images,), {}))


@calls("image.convert_image_dtype")
def _converted(rng, name):
    if rng.rand() < 0.5:
        return (np.abs(unit(rng, (2, 3))), ["uint8", "uint16", "float16"][rng.randint(3)]), {"saturate": bool(rng.rand() < 0.5)}
    return (rng.randint(0, 256, (2, 3)).astype("uint8"), ["float32", "uint16", "uint8"][rng.randint(3)]), {}


@calls("clip_by_global_norm")
def _clipped(rng, name):
    return ([normal(rng, (2, 3)), normal(rng, (4,))], float(rng.choice([1.0, 100.0]))), {}


@calls("squeeze")
def _squeeze(rng, name):
    return (normal(rng, (1, 3, 1)),), {} if rng.rand() < 0.5 else {"axis": [0] if rng.rand() < 0.5 else 2}


@calls("reshape broadcast_to")
def _reshape(rng, name):
    return (normal(rng, (2, 3)), [3, -1] if name == "reshape" else [4, 2, 3]), {}


@calls("slice strided_slice")
def _slice(rng, name):
    return (normal(rng, (4, 5)), [1, 2], [2, -1] if name == "slice" else [3, 5]), {} if name == "slice" else {"strides": [1, 2]}


@calls("linalg.normalize")
def _normalized(rng, name):
    return (positive(rng, sizes(rng, 1, empty=False)),), {"axis": -1}


@calls("nn.in_top_k")
def _in_top_2(rng, name):
    return (whole(rng, (3,), 0, 4), normal(rng, (3, 4)), 2), {}


@calls("nn.bias_add")
def _bias(rng, name):
    return (normal(rng, (2, 3, 4)), normal(rng, (4,))), {}


@calls("nn.batch_normalization")
def _normalization(rng, name):
    return (normal(rng, (2, 3)), normal(rng, (3,)), positive(rng, (3,)), normal(rng, (3,)), positive(rng, (3,)), 0.001), {}


@calls("nn.local_response_normalization")
def _response(rng, name):
    return (normal(rng, (1, 2, 2, 7)),), {"depth_radius": 2, "bias": 1.5, "alpha": 0.5, "beta": 0.75}


@calls("nn.conv2d_transpose nn.atrous_conv2d nn.separable_conv2d nn.conv3d nn.max_pool3d nn.avg_pool3d")
def _other_windows(rng, name):
    image = normal(rng, (1, 5, 6, 3))
    return {
        "nn.conv2d_transpose": ((image, normal(rng, (3, 3, 2, 3)), [1, 10, 12, 2], 2), {}),
        "nn.atrous_conv2d": ((image, normal(rng, (2, 2, 3, 4)), 2, "VALID"), {}),
        "nn.separable_conv2d": ((image, normal(rng, (3, 3, 3, 2)), normal(rng, (1, 1, 6, 2)), [1, 1, 1, 1], "SAME"), {}),
        "nn.conv3d": ((normal(rng, (1, 3, 4, 3, 2)), normal(rng, (2, 2, 2, 2, 3)), [1, 1, 1, 1, 1], "SAME"), {}),
    }.get(name, ((normal(rng, (1, 4, 4, 4, 2)), 2, 2, "VALID"), {}))


@calls("nn.dilation2d nn.erosion2d")
def _morphology(rng, name):
    padding = ["SAME", "VALID"][rng.randint(2)]
    return (normal(rng, (2, 5, 6, 2)), normal(rng, (2, 3, 2)), [1, 2, 1, 1], padding, "NHWC", [1, 1, 2, 1]), {}


@calls("nn.conv3d_transpose nn.conv_transpose")
def _transposed(rng, name):
    return (normal(rng, (2, 2, 3, 2, 2)), normal(rng, (2, 3, 2, 3, 2)), [2, 4, 3, 4, 3], [1, 2, 1, 2, 1]), {"padding": "SAME"}


@calls("nn.ctc_loss")
def _ctc(rng, name):
    lengths = np.array([3, 1], "int32")
    given = {"blank_index": int(rng.choice([-1, 2]))} if rng.rand() < 0.7 else {"blank_index": None}
    blank = (given["blank_index"] or 0) % 5
    labels = np.array([each for each in range(5) if each != blank], "int32")[rng.randint(0, 4, (2, 3))]
    return (labels, normal(rng, (7, 2, 5)), lengths, np.array([7, 5], "int32")), given


@calls("nn.sampled_softmax_loss nn.nce_loss")
def _sampled(rng, name):
    sample = (np.array([4, 0, 5], "int64"), np.array([[0.3], [0.7]], "float32"), np.array([0.7, 0.9, 0.4], "float32"))
    return (normal(rng, (6, 3)), normal(rng, (6,)), np.array([[1], [4]], "int64"), normal(rng, (2, 3)), 3, 6), {
        "sampled_values": sample}


@calls("sparse.segment_sum sparse.segment_mean sparse.segment_sqrt_n")
def _sparse_segments(rng, name):
    return (normal(rng, (5, 2)), whole(rng, (4,), 0, 5), np.sort(whole(rng, (4,), 0, 3))), {"num_segments": 4}


@calls("math.igamma math.igammac math.zeta")
def _of_gamma(rng, name):
    first, second = broadcast(rng)
    return (positive(rng, first) + (name == "math.zeta") * 1.5, positive(rng, second)), {}


@calls("linalg.tridiagonal_solve linalg.tridiagonal_matmul")
def _tridiagonal(rng, name):
    diagonals = normal(rng, (2, 3, 4)) + np.array([[0.0], [9.0], [0.0]], "float32")
    return (diagonals, normal(rng, (2, 4, 2))), {}
