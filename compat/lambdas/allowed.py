"""Facts: what the function of a Lambda may touch. Everything here only computes; what is not listed is refused.

Nothing listed reads or writes files, opens connections, imports, runs Python code given as text, changes settings, or
hands out an object through which any of that can be reached. Concerns Lambda layers of Keras 1.0 to tf.keras 2.15.
"""
from __future__ import annotations

from typing import Dict, FrozenSet, Optional


def _words(text: str) -> FrozenSet[str]:
    """The names in a block of text."""
    return frozenset(text.split())


#: Other ways to write a root module → the name under which the namespace holds it.
ROOT_ALIASES: Dict[str, str] = {
    "K": "K", "backend": "K", "KB": "K", "keras_backend": "K",
    "tf": "tf", "tensorflow": "tf",
    "keras": "keras",
    "np": "np", "numpy": "np",
    "math": "math",
}

#: Module that an ``import`` names → its path here.
MODULE_PATHS: Dict[str, str] = {
    "keras": "keras", "keras.backend": "K", "keras.activations": "keras.activations",
    "keras.backend.tensorflow_backend": "K", "keras.backend.theano_backend": "K", "keras.backend.common": "K",
    "keras.utils": "keras.utils", "keras.losses": "keras.losses",
    "tensorflow": "tf", "tensorflow.compat.v1": "tf", "tensorflow.keras": "keras", "tensorflow.keras.backend": "K",
    "tensorflow.keras.activations": "keras.activations", "tensorflow.python.keras": "keras",
    "tensorflow.python.keras.backend": "K", "tensorflow.contrib.keras": "keras",
    "tensorflow.contrib.keras.backend": "K", "tf_keras": "keras", "tf_keras.backend": "K",
    "tensorflow.math": "tf.math", "tensorflow.nn": "tf.nn", "tensorflow.image": "tf.image",
    "tensorflow.linalg": "tf.linalg",
    "numpy": "np", "numpy.linalg": "np.linalg", "numpy.random": "np.random", "numpy.fft": "np.fft",
    "math": "math",
    # The same modules under the names that a running interpreter shows.
    "keras.src.backend": "K", "keras.api.backend": "K", "keras.src.activations": "keras.activations",
    "tf_keras.src.backend": "K", "tf_keras.api._v2.keras.backend": "K", "keras.api._v2.keras": "keras",
    "keras.api._v2.keras.backend": "K", "keras._tf_keras.keras.backend": "K", "keras._tf_keras.keras": "keras",
    "compat.keras": "keras", "compat.keras.backend": "K", "compat.tf": "tf", "compat.keras.activations":
    "keras.activations",
}

#: A module reached through another → where its attributes are listed.
SUBMODULES: Dict[str, str] = {
    "K.tf": "tf", "K.np": "np", "K.math": "math",
    "keras.backend": "K", "keras.activations": "keras.activations", "keras.utils": "keras.utils",
    "keras.utils.np_utils": "keras.utils", "keras.losses": "keras.losses", "keras.objectives": "keras.losses",
    "tf.keras": "keras", "tf.compat": "tf.compat", "tf.compat.v1": "tf", "tf.compat.v2": "tf", "tf.math": "tf.math",
    "tf.nn": "tf.nn", "tf.image": "tf.image", "tf.linalg": "tf.linalg", "tf.random": "tf.random",
    "tf.signal": "tf.signal", "tf.spectral": "tf.signal", "tf.contrib": "tf.contrib",
    "tf.contrib.keras": "keras", "tf.dtypes": "tf.dtypes",
    "np.linalg": "np.linalg", "np.random": "np.random", "np.fft": "np.fft",
}

_K = """
abs all any arange argmax argmin backend batch_dot batch_flatten batch_get_value batch_normalization bias_add
binary_crossentropy cast cast_to_floatx categorical_crossentropy clip concatenate constant conv1d conv2d
conv2d_transpose conv3d conv3d_transpose cos count_params ctc_batch_cost ctc_decode cumprod cumsum depthwise_conv2d
dot dropout dtype elu
epsilon equal eval exp expand_dims eye flatten floatx foldl foldr gather get_value get_variable_shape gradients
greater greater_equal hard_sigmoid identity image_data_format image_dim_ordering in_test_phase in_top_k in_train_phase
int_shape is_keras_tensor is_sparse is_tensor l2_normalize learning_phase less less_equal local_conv1d local_conv2d
log logsumexp map_fn max maximum mean min minimum moving_average_update ndim normalize_batch_in_training not_equal
one_hot ones ones_like permute_dimensions pool2d pool3d pow prod random_bernoulli random_binomial random_normal
random_normal_variable random_uniform random_uniform_variable relu repeat repeat_elements reshape resize_images
resize_volumes reverse rnn round separable_conv1d separable_conv2d shape sigmoid sign sin slice softmax softplus
softsign sparse_categorical_crossentropy spatial_2d_padding spatial_3d_padding sqrt square squeeze stack std
stop_gradient sum switch tanh temporal_padding tile to_dense transpose truncated_normal update_sub var variable zeros
zeros_like
"""

_TF_MATH = """
abs accumulate_n acos acosh add add_n angle argmax argmin argsort asin asinh atan atan2 atanh bincount ceil conj
confusion_matrix cos cosh count_nonzero cumprod cumsum cumulative_logsumexp digamma divide divide_no_nan equal erf
erfc erfinv exp expm1 floor floordiv floormod greater greater_equal imag in_top_k invert_permutation is_finite is_inf
is_nan l2_normalize less less_equal lgamma log log1p log_sigmoid log_softmax logical_and logical_not logical_or
logical_xor maximum minimum mod multiply multiply_no_nan negative ndtri not_equal polyval pow real reciprocal
reduce_all reduce_any reduce_euclidean_norm reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_std
reduce_sum reduce_variance rint round rsqrt scalar_mul segment_max segment_mean segment_min segment_prod segment_sum
sigmoid sign sin sinh softmax softplus softsign sqrt square squared_difference subtract tan tanh top_k truediv
unsorted_segment_max unsorted_segment_mean unsorted_segment_sum xdivy xlogy zero_fraction
"""

_DTYPES = """
float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool complex64 complex128
"""

_TF = _TF_MATH + _DTYPES + """
arg_max arg_min batch_to_space batch_to_space_nd boolean_mask broadcast_to broadcast_dynamic_shape
broadcast_static_shape bitcast case cast clip_by_average_norm clip_by_global_norm clip_by_norm clip_by_value complex
concat cond constant convert_to_tensor cross cumsum depth_to_space diag diag_part div div_no_nan dynamic_partition
dynamic_stitch einsum ensure_shape expand_dims extract_image_patches eye fill foldl foldr floor_div gather gather_nd
gradients global_norm hessians identity identity_n is_tensor lbeta linspace lin_space log_sigmoid logical_and map_fn
matmul matrix_band_part matrix_determinant matrix_diag matrix_diag_part matrix_inverse matrix_set_diag matrix_solve
matrix_transpose matrix_triangular_solve meshgrid multinomial neg norm not_equal no_op one_hot ones ones_like pad
parallel_stack qr quantize random_crop random_gamma random_normal random_poisson random_shuffle random_uniform range
rank real repeat reshape reverse reverse_sequence reverse_v2 roll scan scatter_nd searchsorted self_adjoint_eig
sequence_mask setdiff1d shape shape_n size slice sort space_to_batch space_to_batch_nd space_to_depth
sparse_tensor_to_dense split squeeze stack stop_gradient strided_slice sub svd tensordot tensor_scatter_nd_update
tensor_scatter_nd_add tile to_bfloat16 to_double to_float to_int32 to_int64 top_k trace transpose truncated_normal
truncatediv truncatemod tuple unique unravel_index unsorted_segment_sum unstack vectorized_map
verify_tensor_all_finite where while_loop zeros zeros_like TensorShape newaxis
"""

_TF_NN = """
atrous_conv2d avg_pool avg_pool1d avg_pool2d avg_pool3d batch_normalization bias_add conv1d conv2d conv2d_transpose
conv3d conv3d_transpose convolution crelu depth_to_space depthwise_conv2d depthwise_conv2d_native dilation2d dropout
elu embedding_lookup fused_batch_norm gelu in_top_k l2_loss l2_normalize leaky_relu local_response_normalization
log_softmax lrn max_pool max_pool1d max_pool2d max_pool3d max_pool_with_argmax moments normalize_moments pool relu
relu6 relu_layer selu separable_conv2d sigmoid sigmoid_cross_entropy_with_logits silu softmax
softmax_cross_entropy_with_logits softmax_cross_entropy_with_logits_v2 softplus softsign space_to_batch space_to_depth
sparse_softmax_cross_entropy_with_logits sufficient_statistics swish tanh top_k weighted_cross_entropy_with_logits
weighted_moments with_space_to_batch xw_plus_b zero_fraction
"""

_TF_IMAGE = """
ResizeMethod adjust_brightness adjust_contrast adjust_gamma adjust_hue adjust_saturation central_crop
convert_image_dtype crop_and_resize crop_to_bounding_box extract_glimpse extract_image_patches extract_patches
flip_left_right flip_up_down grayscale_to_rgb hsv_to_rgb image_gradients non_max_suppression pad_to_bounding_box
per_image_standardization psnr random_brightness random_contrast random_crop random_flip_left_right
random_flip_up_down random_hue random_saturation resize resize_area resize_bicubic resize_bilinear
resize_image_with_crop_or_pad resize_image_with_pad resize_images resize_nearest_neighbor resize_with_crop_or_pad
resize_with_pad rgb_to_grayscale rgb_to_hsv rgb_to_yiq rgb_to_yuv rot90 sobel_edges ssim ssim_multiscale
total_variation transpose transpose_image yiq_to_rgb yuv_to_rgb
"""

_TF_LINALG = """
adjoint band_part cholesky cross det diag diag_part einsum eigh eye inv l2_normalize logdet lstsq matmul
matrix_transpose matvec norm normalize qr set_diag solve svd tensor_diag tensor_diag_part tensordot trace transpose
triangular_solve
"""

_NP = _DTYPES + """
abs absolute add all allclose amax amin any append arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax
argmin argsort around array array_equal asarray ascontiguousarray atleast_1d atleast_2d atleast_3d average bincount
broadcast_to bool_ cbrt ceil clip column_stack concatenate conj convolve copy corrcoef cos cosh count_nonzero cov
cross cumprod cumsum deg2rad degrees diag diagonal diff digitize divide dot double dstack dtype e einsum empty
empty_like equal exp exp2 expand_dims expm1 eye fabs finfo fix flip fliplr flipud float_ floor floor_divide fmax fmin
fmod full full_like gradient greater greater_equal hanning hamming blackman histogram hstack hypot identity iinfo imag
inf inner interp int_ isclose isfinite isinf isnan isscalar kron less less_equal linspace log log10 log1p log2
logaddexp logical_and logical_not logical_or logical_xor logspace matmul max maximum mean median meshgrid min minimum
mod moveaxis multiply nan nan_to_num nanmax nanmean nanmin nanstd nansum ndim negative newaxis nonzero not_equal ones
ones_like outer pad percentile pi power prod product ptp rad2deg radians ravel real reciprocal remainder repeat
reshape rint roll rollaxis rot90 round searchsorted shape sign sin sinc sinh size sort split sqrt square squeeze stack
std subtract sum swapaxes take tan tanh tensordot tile trace transpose trapz tri tril triu true_divide trunc unique
unravel_index var vdot vstack where zeros zeros_like
"""

#: Path of a module → the attributes that may be read from it (and called, where they can be).
ATTRIBUTES: Dict[str, FrozenSet[str]] = {path: _words(names) for path, names in {
    "K": _K,
    "keras": "",
    "keras.activations": """elu exponential gelu hard_sigmoid leaky_relu linear mish relu selu sigmoid silu softmax
        softplus softsign swish tanh""",
    "keras.utils": "to_categorical normalize",
    "keras.losses": """binary_crossentropy categorical_crossentropy categorical_hinge cosine_proximity cosine_similarity
        hinge kld kullback_leibler_divergence logcosh mae mape mean_absolute_error mean_absolute_percentage_error
        mean_squared_error mean_squared_logarithmic_error mse msle poisson sparse_categorical_crossentropy
        squared_hinge""",
    "tf": _TF,
    "tf.compat": "",
    "tf.contrib": "",
    "tf.math": _TF_MATH,
    "tf.nn": _TF_NN,
    "tf.image": _TF_IMAGE,
    "tf.image.ResizeMethod": "BILINEAR NEAREST_NEIGHBOR BICUBIC AREA LANCZOS3 LANCZOS5 GAUSSIAN MITCHELLCUBIC",
    "tf.linalg": _TF_LINALG,
    "tf.dtypes": _DTYPES + "cast complex",
    "tf.random": "categorical gamma normal poisson shuffle stateless_normal stateless_uniform truncated_normal uniform",
    "tf.signal": "dct fft fft2d fft3d frame idct ifft ifft2d ifft3d irfft irfft2d rfft rfft2d stft overlap_and_add",
    "np": _NP,
    "np.linalg": "cholesky det eig eigh eigvals inv lstsq matrix_rank norm pinv qr slogdet solve svd",
    "np.random": """beta binomial choice exponential gamma laplace logistic lognormal multivariate_normal normal
        permutation poisson rand randint randn random random_sample standard_normal uniform""",
    "np.fft": "fft fft2 fftfreq fftn fftshift ifft ifft2 ifftn ifftshift irfft irfft2 rfft rfft2",
    "math": """acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees e erf erfc exp expm1 fabs floor
        fmod gamma hypot inf isfinite isinf isnan lgamma log log10 log1p log2 nan pi pow radians sin sinh sqrt tan tanh
        trunc""",
}.items()}

#: Listed names that are themselves a shelf of constants, not a function.
SHELVES: FrozenSet[str] = frozenset({"tf.image.ResizeMethod"})

#: Attributes and methods of tensors, arrays, shapes and dtypes.
VALUE_ATTRIBUTES: FrozenSet[str] = _words("""
shape dtype ndim ndims T size value rank dims name real imag max min mean sum std var prod any all argmax argmin argsort
cumsum cumprod clip round reshape transpose astype flatten ravel squeeze swapaxes repeat dot diagonal trace copy conj
get_shape as_list set_shape num_elements with_rank concatenate is_fully_defined is_compatible_with
assert_has_rank item tolist index count as_numpy_dtype base_dtype is_floating is_integer itemsize eps tiny bits
nonzero take _keras_shape start stop step values indices
""")

#: Built-in functions; ``xrange`` is Python 2's.
BUILTINS: FrozenSet[str] = _words("""
len range xrange int float abs min max sum tuple list slice round bool complex zip enumerate reversed
sorted
""")

#: Functions that make an array as large as their integer arguments say: those are multiplied and bounded first.
ALLOCATORS: FrozenSet[str] = _words("""
arange blackman broadcast_to choice empty eye fill full hamming hanning identity linspace logspace normal ones pad
poisson rand randint randn random random_bernoulli random_binomial random_gamma random_normal random_normal_variable
random_poisson random_sample random_uniform random_uniform_variable range repeat repeat_elements resize resize_area
resize_bicubic resize_bilinear resize_images resize_nearest_neighbor resize_volumes spatial_2d_padding
spatial_3d_padding standard_normal temporal_padding tile tri truncated_normal uniform zeros one_hot to_categorical
sequence_mask lin_space pad_to_bounding_box
""")


def child_path(path: str, attribute: str) -> Optional[str]:
    """The path under which a module's attribute is listed when it is a module or shelf itself, else None.

    Example:
        >>> child_path("K", "tf"), child_path("tf", "nn"), child_path("tf", "io")
        ('tf', 'tf.nn', None)
    """
    joined = path + "." + attribute
    if joined in SUBMODULES:
        return SUBMODULES[joined]
    return joined if joined in SHELVES else None


def is_allowed(path: str, attribute: str) -> bool:
    """Whether ``attribute`` may be read from the module at ``path``.

    Example:
        >>> is_allowed("np", "mean"), is_allowed("np", "load"), is_allowed("tf", "py_func")
        (True, False, False)
    """
    return attribute in ATTRIBUTES.get(path, frozenset()) or child_path(path, attribute) is not None
