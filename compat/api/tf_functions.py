"""Names of TensorFlow and what serves them on Keras 3: functions, what stands in for the rest, and what is TensorFlow's own.

A home is ``"module.name"`` below the flavor's ``tf``, or ``"own.name"`` of its operations of TensorFlow 2. The signatures
are in :mod:`compat.api.tf_signatures`, one row a function.
"""
from typing import Dict, FrozenSet, Mapping, Tuple


def _homes(table: Mapping[str, Tuple[str, str]]) -> Dict[str, str]:
    """Name → home, from a table of module → its namespaces and its names; ``public=own`` where they differ."""
    found = {}
    for module, (namespaces, names) in table.items():
        for entry in names.split():
            public, _, name = entry.partition("=")
            for namespace in namespaces.split():
                path = public if namespace == "." else namespace + "." + public
                found[path] = module.split("@")[0] + "." + (name or public)
    return found


#: Functions over tensors. After ``@`` is a number where one module has names in several namespaces.
_TENSORS: Dict[str, Tuple[str, str]] = {
    "elementwise": (". math", """
        abs acos add add_n asin atan atan2 ceil cos divide erf exp expm1 floor floordiv is_finite is_inf is_nan log log1p
        maximum minimum mod multiply negative pow reciprocal round rsqrt sigmoid sign sin sqrt square squared_difference
        subtract tan tanh truediv floormod=mod"""),
    "elementwise@2": (".", "div clip_by_value div_no_nan floor_div=floordiv realdiv=truediv"),
    "elementwise@4": ("math", "divide_no_nan=div_no_nan"),
    "elementwise@3": ("nn", "sigmoid tanh"),
    "comparison": (". math", """
        equal greater greater_equal less less_equal logical_and logical_not logical_or logical_xor not_equal"""),
    "reductions": (". math", """
        argmax argmin count_nonzero cumprod cumsum reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean reduce_min
        reduce_prod reduce_sum"""),
    "reductions@3": (".", "arg_max=argmax arg_min=argmin"),
    "reductions@2": (". linalg", "norm trace"),
    "segments": (". math", """
        segment_max segment_mean segment_min segment_prod segment_sum unsorted_segment_max unsorted_segment_mean
        unsorted_segment_min unsorted_segment_prod unsorted_segment_sqrt_n unsorted_segment_sum"""),
    "special": (". math", """
        accumulate_n acosh angle asinh atanh conj cosh digamma erfc imag is_non_decreasing is_strictly_increasing lbeta lgamma
        log_sigmoid real rint scalar_mul sinh"""),
    "special@2": ("math", """
        cumulative_logsumexp erfcinv erfinv multiply_no_nan ndtri polyval reciprocal_no_nan reduce_euclidean_norm reduce_std
        reduce_variance xdivy xlog1py xlogy zero_fraction"""),
    "special@3": (".", """
        clip_by_average_norm clip_by_global_norm clip_by_norm complex global_norm saturate_cast truncatediv truncatemod"""),
    "special@4": ("nn", "zero_fraction"),
    "special@5": ("linalg", "global_norm"),
    "special_more": ("math", "bessel_i0 bessel_i0e bessel_i1 bessel_i1e nextafter"),
    "special_more@2": (". math", "betainc igamma igammac polygamma zeta"),
    "functions_of_1": (".", "required_space_to_batch_paddings sparse_to_dense to_bfloat16 to_complex64 to_complex128"),
    "arrays": (".", """
        cast=cast_to concat constant convert_to_tensor expand_dims eye fill identity linspace lin_space=linspace meshgrid
        one_hot ones ones_like range rank=rank_of reshape shape size squeeze stack stop_gradient tile to_double to_float
        to_int32 to_int64 transpose zeros zeros_like broadcast_to"""),
    "arrays@2": ("dtypes", "cast=cast_to"),
    "arrays@3": ("linalg", "eye"),
    "indexing": (".", """
        batch_gather gather pad reverse reverse_v2=reverse sequence_mask slice split strided_slice unstack where"""),
    "indexing@2": (". manip", "gather_nd"),
    "facts": (".", """
        argsort broadcast_dynamic_shape ensure_shape get_static_value identity_n parallel_stack repeat shape_n sort
        tuple=tuple_of"""),
    "facts@2": (". manip", "roll"),
    "products": (". linalg", "einsum matmul tensordot"),
    "scatter": (".", """
        scatter_nd tensor_scatter_add tensor_scatter_nd_add tensor_scatter_nd_max tensor_scatter_nd_min tensor_scatter_nd_sub
        tensor_scatter_nd_update tensor_scatter_sub tensor_scatter_update"""),
    "partition": (".", """
        batch_to_space batch_to_space_nd boolean_mask dynamic_partition dynamic_stitch histogram_fixed_width
        histogram_fixed_width_bins reverse_sequence searchsorted setdiff1d space_to_batch space_to_batch_nd unique
        unique_with_counts unravel_index"""),
    "partition@2": (". math", "bincount confusion_matrix invert_permutation"),
    "partition@3": ("nn", "space_to_batch"),
    "control": (".", "cond foldl foldr group map_fn no_op scan while_loop Print"),
    "flow": (".", """
        case custom_gradient gradients numpy_function py_func py_function recompute_grad switch_case vectorized_map"""),
    "random": (". random", "multinomial truncated_normal"),
    "random@4": ("random", "normal=random_normal shuffle=random_shuffle uniform=random_uniform"),
    "random@2": (".", "random_normal random_shuffle random_uniform set_random_seed"),
    "random@3": ("random", "set_random_seed set_seed"),
    "random_more": ("random", """
        categorical gamma poisson stateless_categorical stateless_normal stateless_truncated_normal stateless_uniform"""),
    "random_more@2": (".", "random_gamma=gamma random_poisson=poisson"),
    "candidates": ("nn random", "log_uniform_candidate_sampler uniform_candidate_sampler"),
    "candidates@2": ("nn", "nce_loss sampled_softmax_loss"),
    "pictures@2": (".", "random_crop"),
    "linalg": ("linalg", "cholesky det inv solve"),
    "factors": ("linalg", "expm logm lu sqrtm tridiagonal_matmul tridiagonal_solve"),
    "linalg@2": (".", "cholesky matrix_determinant=det matrix_inverse=inv matrix_solve=solve"),
    "arrays@4": ("linalg", "band_part=matrix_band_part"),
    "arrays@5": (".", "matrix_band_part"),
    "matrices": ("linalg", """
        adjoint cholesky_solve cross diag diag_part eigh eigvalsh logdet lstsq matrix_rank matrix_transpose matvec normalize
        pinv qr set_diag slogdet svd tensor_diag tensor_diag_part triangular_solve transpose=matrix_transpose"""),
    "matrices@2": (".", """
        cholesky_solve cross diag=tensor_diag diag_part=tensor_diag_part matrix_diag=diag matrix_diag_part=diag_part
        matrix_set_diag=set_diag matrix_transpose matrix_triangular_solve=triangular_solve qr self_adjoint_eig=eigh
        self_adjoint_eigvals=eigvalsh svd matrix_solve_ls=lstsq"""),
    "nn": ("nn", """
        batch_normalization bias_add depth_to_space elu l2_loss l2_normalize leaky_relu local_response_normalization
        log_softmax lrn moments relu relu6 selu sigmoid_cross_entropy_with_logits softmax softmax_cross_entropy_with_logits
        softmax_cross_entropy_with_logits_v2 softplus softsign space_to_depth sparse_softmax_cross_entropy_with_logits top_k
        weighted_cross_entropy_with_logits xw_plus_b dropout"""),
    "nn@2": ("math", "l2_normalize log_softmax softmax softplus softsign top_k"),
    "nn@3": ("linalg", "l2_normalize"),
    "nn@4": (".", "depth_to_space space_to_depth"),
    "convolution": ("nn", """
        atrous_conv2d avg_pool avg_pool2d=avg_pool avg_pool_v2=avg_pool conv1d conv2d conv2d_transpose conv3d depthwise_conv2d
        depthwise_conv2d_native max_pool max_pool2d=max_pool max_pool_v2=max_pool separable_conv2d"""),
    "nn_more": ("nn", """
        avg_pool1d avg_pool3d compute_average_loss conv1d_transpose convolution crelu embedding_lookup fused_batch_norm gelu
        in_top_k log_poisson_loss max_pool1d max_pool3d max_pool_with_argmax pool relu_layer scale_regularization_loss silu
        swish=silu weighted_moments"""),
    "nn_more@2": ("math", "in_top_k"),
    "transposed": ("nn", "atrous_conv2d_transpose conv3d_transpose conv_transpose"),
    "statistics": ("nn", "normalize_moments sufficient_statistics"),
    "embeddings": ("nn", "embedding_lookup_sparse safe_embedding_lookup_sparse"),
    "ctc": ("nn", "ctc_beam_search_decoder ctc_beam_search_decoder_v2 ctc_greedy_decoder ctc_loss ctc_loss_v2"),
    "crf": ("contrib.crf", """
        crf_binary_score crf_decode crf_log_norm crf_multitag_sequence_score crf_sequence_score crf_unary_score"""),
    "patches": (". image", "extract_image_patches"),
    "patches@2": (".", "extract_volume_patches"),
    "patches@3": ("nn", "dilation2d erosion2d"),
    "glimpses": ("image", "extract_glimpse"),
    "image": ("image", """
        central_crop crop_to_bounding_box flip_left_right flip_up_down pad_to_bounding_box per_image_standardization resize
        resize_bilinear resize_images resize_nearest_neighbor rgb_to_grayscale transpose=transpose_image transpose_image"""),
    "own": ("image", """
        extract_patches resize_bicubic resize_image_with_crop_or_pad=resize_with_crop_or_pad resize_with_crop_or_pad
        resize_with_pad resize_image_with_pad=resize_with_pad rot90"""),
    "own@2": (".", "where_v2=where"),
    "colors": ("image", """
        adjust_brightness adjust_contrast adjust_gamma adjust_hue adjust_saturation convert_image_dtype grayscale_to_rgb
        hsv_to_rgb rgb_to_hsv rgb_to_yiq rgb_to_yuv yiq_to_rgb yuv_to_rgb"""),
    "boxes": ("image", """
        combined_non_max_suppression crop_and_resize non_max_suppression non_max_suppression_overlaps
        non_max_suppression_padded non_max_suppression_with_scores"""),
    "pictures": ("image", """
        image_gradients psnr random_brightness random_contrast random_crop random_flip_left_right random_flip_up_down random_hue
        random_saturation resize_area sobel_edges ssim ssim_multiscale total_variation"""),
    "spectra": ("signal", """
        dct fft fft2d fftshift frame hamming_window hann_window idct ifft ifft2d ifftshift inverse_stft irfft
        linear_to_mel_weight_matrix mfccs_from_log_mel_spectrograms overlap_and_add rfft stft"""),
    "spectra@2": ("spectral", "dct fft fft2d idct ifft ifft2d irfft rfft"),
    "spectra@3": (".", "fft fft2d ifft ifft2d"),
    "transforms": ("signal", "fft3d ifft3d irfft2d irfft3d rfft2d rfft3d"),
    "transforms@2": (". spectral", "fft3d ifft3d"),
    "sparse_segments": ("sparse", "segment_mean segment_sqrt_n segment_sum"),
    "sparse_segments@2": (".", """
        sparse_segment_mean=segment_mean sparse_segment_sqrt_n=segment_sqrt_n sparse_segment_sum=segment_sum"""),
}
#: Functions over sparse tensors and nests of tensors, which are no arguments of layers in files.
_STRUCTURES: Dict[str, Tuple[str, str]] = {
    "sparse": ("sparse", """
        add concat expand_dims eye from_dense map_values mask maximum minimum reduce_max reduce_sum reorder reshape retain slice
        softmax sparse_dense_matmul to_dense transpose matmul=sparse_dense_matmul"""),
    "sparse@2": (".", """
        sparse_add=add sparse_concat=concat sparse_maximum=maximum sparse_minimum=minimum sparse_reduce_max=reduce_max
        sparse_reduce_sum=reduce_sum sparse_reorder=reorder sparse_reshape=reshape sparse_retain=retain sparse_slice=slice
        sparse_softmax=softmax sparse_tensor_dense_matmul=sparse_dense_matmul sparse_tensor_to_dense=to_dense
        sparse_transpose=transpose sparse_mask=mask"""),
    "assignments": (".", """
        scatter_add scatter_div scatter_max scatter_min scatter_mul scatter_nd_add scatter_nd_sub scatter_nd_update scatter_sub
        scatter_update"""),
    "crf_training": ("contrib.crf", "crf_log_likelihood"),
    "crf@2": ("contrib.crf", "viterbi_decode"),
    "facts": ("nest", "assert_same_structure flatten is_nested map_structure pack_sequence_as"),
    "facts@2": (".", "is_tensor"),
    "losses": ("losses", """
        absolute_difference compute_weighted_loss cosine_distance get_regularization_losses hinge_loss huber_loss log_loss
        mean_pairwise_squared_error mean_squared_error sigmoid_cross_entropy softmax_cross_entropy sparse_softmax_cross_entropy
        """),
    "stand_ins.printing": (".", "print=print_values"),
    "stand_ins.checks": (". debugging", """
        Assert assert_equal assert_greater assert_greater_equal assert_integer assert_less assert_less_equal assert_near
        assert_negative assert_non_negative assert_non_positive assert_none_equal assert_positive assert_proper_iterable
        assert_rank assert_rank_at_least assert_rank_in assert_same_float_dtype assert_scalar assert_type is_numeric_tensor"""),
    "stand_ins.checks@2": ("debugging", "assert_all_finite assert_shapes check_numerics"),
    "stand_ins.checks@3": (".", "check_numerics verify_tensor_all_finite"),
}
#: Name → home, for every function that computes.
FUNCTIONS: Mapping[str, str] = dict(_homes(_TENSORS), **_homes(_STRUCTURES))
_NOT_IN_FILES = """
    Print case cond custom_gradient foldl foldr gradients group map_fn no_op numpy_function py_func py_function recompute_grad
    scan set_random_seed random.set_random_seed random.set_seed switch_case vectorized_map while_loop
"""
#: Functions that a layer of a file may call: none that calls a function, or changes anything but its result.
OPERATIONS: FrozenSet[str] = frozenset(_homes(_TENSORS)) - frozenset(_NOT_IN_FILES.split())
#: Where TensorFlow 2 means something else than TensorFlow 1 by a name.
IN_VERSION_2: Mapping[str, str] = {
    "where": "own.where", "image.resize": "own.resize", "nn.ctc_loss": "ctc.ctc_loss_v2",
    "nn.ctc_beam_search_decoder": "ctc.ctc_beam_search_decoder_v2",
}
#: Where TensorFlow 1 does.
IN_VERSION_1: Mapping[str, str] = {
    "nn.in_top_k": "nn.in_top_k", "math.in_top_k": "nn.in_top_k",
}
#: Modules whose functions are written for tensors with values: called on a node of a model they become one node.
WHOLE: FrozenSet[str] = frozenset((
    "boxes", "candidates", "colors", "crf", "ctc", "embeddings", "factors", "functions_of_1", "matrices", "nn_more", "own",
    "partition", "patches", "pictures", "random_more", "scatter", "sparse_segments", "special", "special_more", "spectra",
    "transforms"))
#: Arguments whose default differs between TensorFlow 1 and 2, and may differ from that of the functions here.
DEFAULT_BY_VERSION: FrozenSet[str] = frozenset(["partition_strategy"])
#: Names of arguments in one TensorFlow for those of the functions here.
RENAMED_ARGUMENTS: Mapping[str, Tuple[str, ...]] = {
    "filter": ("filters",), "filters": ("filter", "kernel"), "image": ("images",), "images": ("image",),
    "input": ("value", "tensor", "input_tensor", "x"),
    "labels": ("targets",), "seq_dim": ("seq_axis",), "tensor": ("input", "x"), "values": ("x",), "value": ("x", "input"),
    "x": ("features", "input"), "a": ("x",), "ids": ("indices",), "features": ("x",), "logits": ("features",),
}
#: Arguments that change no number, whatever their value.
WITHOUT_EFFECT: FrozenSet[str] = frozenset((
    "alg", "aggregation_method", "a_is_sparse", "b_is_sparse", "back_prop", "bad_indices_policy", "colocate_gradients_with_ops",
    "experimental_aggregation_method", "fallback_to_while_loop", "gate_gradients", "infer_shape", "name",
    "optimize", "parallel_iterations", "partition_strategy", "shape_invariants", "stable", "strict", "swap_memory",
    "use_cudnn_on_gpu", "validate_indices", "validate_shape", "verify_shape", "warn", "dtype_hint", "preferred_dtype"))

#: Namespace → modules of what stands in for it; their public names are its names.
STAND_INS: Mapping[str, Tuple[str, ...]] = {
    "app": ("absl",), "flags": ("absl",),
    "autograph": ("switches",), "autograph.experimental": ("switches",),
    "compat": ("text",),
    "config": ("devices",), "config.experimental": ("devices",), "config.optimizer": ("devices",),
    "config.threading": ("devices",),
    "contrib.distribute": ("devices_many",), "contrib.eager": ("switches",), "contrib.framework": ("contrib",),
    "contrib.layers": ("contrib",),
    "debugging": ("checks",),
    "distribute": ("devices_many",), "distribute.cluster_resolver": ("devices_many",),
    "distribute.experimental": ("devices_many",),
    "errors": ("errors",),
    "gfile": ("files",), "io.gfile": ("files",),
    "initializers": ("initial",), "init_ops": ("initial",),
    "layers": ("layers",),
    "sysconfig": ("switches",),
    "test": ("testing",),
    "train": ("train",),
    "version": ("switches",),
}
#: Names directly under ``tf``, and classes below it → their homes.
TOP_STAND_INS: Mapping[str, str] = _homes({
    "stand_ins.switches": (".", """
        AggregationMethod UnconnectedGradients VariableAggregation VariableSynchronization
        COMPILER_VERSION CXX11_ABI_FLAG GIT_VERSION GraphKeys NoGradient NotDifferentiable __git_version__ add_to_collection
        colocate_with container control_flow_v2_enabled executing_eagerly executing_eagerly_outside_functions function
        get_collection get_collection_ref get_logger init_scope inside_function newaxis no_gradient
        resource_variables_enabled"""),
    "stand_ins.shapes": (".", """
        Dimension TensorShape TensorSpec broadcast_static_shape dimension_at_index dimension_value unknown_shape"""),
    "stand_ins.scopes": (".", "AUTO_REUSE Module TensorArray VariableScope"),
    "stand_ins.gradients": (".", "RegisterGradient _gradient_registry"),
    "tapes.tape": (".", "GradientTape"),
    "sparse_tensor": (".", "IndexedSlices SparseTensor SparseTensorValue"),
    "sparse_tensor@2": ("sparse", "SparseTensor"),
    "dtypes": (". dtypes", "DType as_dtype"),
    "losses": ("losses", "Reduction"),
    "stand_ins.switches@2": ("image", "ResizeMethod"),
})
#: Optimizers of TensorFlow 1, which train in sessions, and gradients of its graph: in code of its time also where TensorFlow is
#: the backend.
OF_GRAPHS: FrozenSet[str] = frozenset(["RegisterGradient", "_gradient_registry", *(
    "train.{}Optimizer".format(name) for name in (
        "Adadelta", "Adagrad", "Adam", "Ftrl", "GradientDescent", "Momentum", "RMSProp"))])
#: Names that are never TensorFlow's own: they would break Keras 3 where TensorFlow is the backend.
SWITCHES: Mapping[str, str] = _homes({"stand_ins.switches": (".", """
    disable_control_flow_v2 disable_eager_execution disable_resource_variables disable_tensor_equality disable_v2_behavior
    disable_v2_tensorshape enable_control_flow_v2 enable_eager_execution enable_resource_variables enable_tensor_equality
    enable_v2_behavior enable_v2_tensorshape""")})
#: Variables in scopes and writers of TensorFlow 1, and initializers, which are Keras's: also where TensorFlow is the backend.
SCOPES: Mapping[str, str] = _homes({
    "stand_ins.summaries": ("summary", "FileWriter"),
    "stand_ins.summaries@2": ("train", "SummaryWriter=FileWriter"),
    "stand_ins.scopes": (".", "get_variable get_variable_scope variable_scope"),
    "stand_ins.initial": (".", """
        constant_initializer glorot_normal_initializer glorot_uniform_initializer ones_initializer orthogonal_initializer
        random_normal_initializer random_uniform_initializer truncated_normal_initializer variance_scaling_initializer
        uniform_unit_scaling_initializer=variance_scaling_initializer zeros_initializer"""),
    # As the modules inside TensorFlow call them.
    "stand_ins.initial@2": (".", """
        Constant=constant_initializer GlorotNormal=glorot_normal_initializer GlorotUniform=glorot_uniform_initializer
        Identity=identity Ones=ones_initializer Orthogonal=orthogonal_initializer RandomNormal=random_normal_initializer
        RandomUniform=random_uniform_initializer TruncatedNormal=truncated_normal_initializer
        VarianceScaling=variance_scaling_initializer Zeros=zeros_initializer glorot_normal=glorot_normal_initializer
        glorot_uniform=glorot_uniform_initializer he_normal he_uniform lecun_normal lecun_uniform"""),
})

_VALUES = """
    ConfigProto GPUOptions Graph InteractiveSession Session Tensor Variable __version__ assign assign_add assign_sub bfloat16
    bool complex128 complex64 control_dependencies device double float16 float32 float64 get_default_graph get_default_session
    global_variables_initializer half int16 int32 int64 int8 local_variables_initializer name_scope placeholder
    reset_default_graph string uint16 uint32 uint64 uint8 variables_initializer
"""
#: What the flavor's modules have directly under ``tf`` beside all these, whatever is read from it.
VALUES: FrozenSet[str] = frozenset(_VALUES.split())
_NAMESPACES = """
    app compat debugging dtypes image initializers layers linalg logging losses math metrics nest nn optimizers random sparse
    test version
"""
#: The namespaces that it serves, by themselves: what they hold is in the tables above.
NAMESPACES: FrozenSet[str] = frozenset(_NAMESPACES.split())

_DATA = """
    Event FixedLenFeature FixedLenSequenceFeature HistogramProto RaggedTensor RaggedTensorSpec SparseTensorSpec Summary
    VarLenFeature as_string audio config
    contrib.data contrib.lookup data decode_base64 decode_compressed decode_csv decode_json_example decode_raw encode_base64
    errors estimator feature_column fingerprint gfile image.decode_and_crop_jpeg image.decode_bmp image.decode_gif
    image.decode_image image.decode_jpeg image.decode_png image.draw_bounding_boxes image.encode_jpeg image.encode_png
    image.extract_jpeg_shape image.is_jpeg io lookup make_ndarray make_tensor_proto matching_files parse_example
    parse_single_example parse_single_sequence_example parse_tensor python_io queue ragged random.Algorithm random.Generator
    read_file reduce_join regex_replace saved_model serialize_tensor string_join string_split string_strip
    string_to_hash_bucket string_to_hash_bucket_fast string_to_hash_bucket_strong string_to_number strings substr summary
    train types write_file
"""
#: What only prepares data or files: TensorFlow's own on every backend, where it is installed.
PREPARES_DATA: FrozenSet[str] = frozenset(_DATA.split())
#: What code does in place of a name of ``tf`` that is not served; the longest beginning of a name counts.
REPLACED: Mapping[str, str] = {
    "RaggedTensor": "pad the rows with zeros and mask them: keras.utils.pad_sequences and a Masking layer",
    "ragged": "pad the rows with zeros and mask them: keras.utils.pad_sequences and a Masking layer",
    "contrib.rnn": "use tf.keras.layers.LSTM, GRU and RNN",
    "nn.rnn_cell": "use tf.keras.layers.LSTMCell, GRUCell and RNN",
    "nn.dynamic_rnn": "use tf.keras.layers.RNN",
    "nn.static_rnn": "use tf.keras.layers.RNN",
    "nn.bidirectional_dynamic_rnn": "use tf.keras.layers.Bidirectional",
    "data": "install TensorFlow beside Keras (pip install tensorflow-cpu), whose tf.data is then served, or pass arrays",
    "estimator": "train with model.compile and model.fit",
    "feature_column": "use preprocessing layers: keras.layers.Normalization, StringLookup, CategoryEncoding",
    "hessians": "take K.gradients of K.gradients",
    "io": "install TensorFlow beside Keras (pip install tensorflow-cpu), whose tf.io is then served",
    "lite": "convert where TensorFlow is the backend",
    "lookup": "use keras.layers.StringLookup or IntegerLookup",
    "raw_ops": "use the public function of the operation",
    "saved_model": "save with model.save, and open the folder with compat.load_model",
    "strings": "install TensorFlow beside Keras (pip install tensorflow-cpu), or prepare strings in Python",
    "summary": "use the callback keras.callbacks.TensorBoard",
    "train.Saver": "use model.save_weights and model.load_weights",
    "train.Example": "install TensorFlow beside Keras (pip install tensorflow-cpu), whose tf.train.Example is then served",
    "estimator.inputs": "give the arrays to model.fit",
    "examples": "load the data with tf.keras.datasets, such as tf.keras.datasets.mnist.load_data()",
    "trainable_variables": "use model.trainable_weights",
    "global_variables": "use model.weights",
    "local_variables": "use model.weights, or metric.variables of a metric",
    "losses.add_loss": "use model.add_loss, or add_loss of a layer",
    "losses.get_losses": "use model.losses, and the loss that compile was given",
    "losses.get_regularization_loss": "use sum(model.losses), which model.fit adds by itself",
    "losses.get_total_loss": "use model.evaluate, or the loss of compile plus sum(model.losses)",
    "RegisterGradient": "use tf.custom_gradient",
}


def home_of(name: str, version: int) -> str:
    """The home of a function in one version of TensorFlow.

    Example:
        >>> home_of("where", 1), home_of("where", 2), home_of("math.add", 2)
        ('indexing.where', 'own.where', 'elementwise.add')
    """
    return (IN_VERSION_2 if version == 2 else IN_VERSION_1).get(name) or FUNCTIONS[name]


def is_data(name: str) -> bool:
    """Whether a name, or a namespace that it is in, only prepares data.

    Example:
        >>> is_data("data.Dataset"), is_data("image.decode_png"), is_data("image.resize")
        (True, True, False)
    """
    parts = name.split(".")
    return any(".".join(parts[:length]) in PREPARES_DATA for length in range(1, len(parts) + 1))


def replacement(name: str) -> str:
    """What code does in place of a name that is not served."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        found = REPLACED.get(".".join(parts[:length]))
        if found:
            return found
    return "use the function of keras.ops or compat.keras.backend that does the same"
