"""Names with an underscore, and re-exported ones, that code of Keras 2 imports all the same; no list of public names has them.

Those that no flavor serves stand here too, so that an import says so by name.
"""
from compat.api.rows import Name

_BASE = ("keras.engine.base_layer", "keras.engine.topology")
_TRAINING = ("keras.engine.training",)
_RECURRENT = ("keras.layers.recurrent",)
_KERAS_1 = ("keras.layers.core", "keras.layers.merge", "keras.legacy.layers", "keras.engine", "keras.engine.topology")  # which held Merge and merge
_TENSORFLOW = ("keras.backend.tensorflow_backend",)
_COMMON = ("keras.backend.common",)

NAMES = (
    Name("_Merge", "class", "layers", ("keras.layers.merge",), "(**kwargs)"),
    Name("Merge", "function", "layers", ("keras.layers",) + _KERAS_1, "(layers=None, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None, arguments=None, node_indices=None, tensor_indices=None, name=None)"),
    Name("merge", "function", "layers", _KERAS_1, "(inputs, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None, arguments=None, name=None)"),
    Name("_Conv", "class", "layers", ("keras.layers.convolutional",), "(rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, **kwargs)"),
    Name("_Pooling1D", "class", "layers", ("keras.layers.pooling", "keras.layers.convolutional"), "(pool_size=2, strides=None, padding='valid', data_format='channels_last', **kwargs)"),
    Name("_Pooling2D", "class", "layers", ("keras.layers.pooling", "keras.layers.convolutional"), "(pool_size=(2, 2), strides=None, padding='valid', data_format=None, **kwargs)"),
    Name("_Pooling3D", "class", "layers", ("keras.layers.pooling", "keras.layers.convolutional"), "(pool_size=(2, 2, 2), strides=None, padding='valid', data_format=None, **kwargs)"),
    Name("_GlobalPooling1D", "class", "layers", ("keras.layers.pooling",), "(data_format='channels_last', **kwargs)"),
    Name("_GlobalPooling2D", "class", "layers", ("keras.layers.pooling",), "(data_format=None, **kwargs)"),
    Name("_GlobalPooling3D", "class", "layers", ("keras.layers.pooling",), "(data_format=None, **kwargs)"),
    Name("_generate_dropout_mask", "function", "layers", _RECURRENT, "(ones, rate, training=None, count=1)", alias_of="generate_dropout_mask"),
    Name("_standardize_args", "function", "layers", _RECURRENT, "(inputs, initial_state, constants, num_constants)", alias_of="standardize_args"),
    Name("_time_distributed_dense", "function", "layers", _RECURRENT + ("keras.legacy.layers",), "(x, w, b=None, dropout=None, input_dim=None, output_dim=None, timesteps=None, training=None)", alias_of="time_distributed_dense"),
    Name("_collect_input_shape", "function", "engine", _BASE, "(input_tensors)", alias_of="collect_input_shape"),
    Name("_collect_previous_mask", "function", "engine", _BASE, "(input_tensors)", alias_of="collect_previous_mask"),
    Name("_to_list", "function", "utils", _BASE, "(x)", alias_of="to_list"),
    Name("_object_list_uid", "function", "utils", _BASE, "(object_list)", alias_of="object_list_uid"),
    Name("_is_all_none", "function", "utils", _BASE, "(iterable_or_element)", alias_of="is_all_none"),
    Name("_to_snake_case", "function", "utils", _BASE, "(name)", alias_of="to_snake_case"),
    Name("_slice_arrays", "function", "utils", _TRAINING, "(arrays, start=None, stop=None)", alias_of="slice_arrays"),
    Name("_hash_file", "function", "utils", ("keras.utils.data_utils",), "(fpath, algorithm='sha256', chunk_size=65535)", alias_of="hash_file"),
    Name("_GLOBAL_CUSTOM_OBJECTS", "value", "utils", ("keras.utils.generic_utils",), ""),
    Name("_batch_shuffle", "function", "training", _TRAINING, "(index_array, batch_size)", alias_of="batch_shuffle"),
    Name("_make_batches", "function", "training", _TRAINING, "(size, batch_size)", alias_of="make_batches"),
    Name("_standardize_input_data", "function", "training", _TRAINING, "(data, names, shapes=None, check_batch_axis=True, exception_prefix='')", alias_of="standardize_input_data"),
    Name("_standardize_class_weights", "function", "training", _TRAINING, "(class_weight, output_names)", alias_of="standardize_class_weights"),
    Name("_standardize_sample_weights", "function", "training", _TRAINING, "(sample_weight, output_names)", alias_of="standardize_sample_weights"),
    Name("_standardize_weights", "function", "training", _TRAINING, "(y, sample_weight=None, class_weight=None, sample_weight_mode=None)", alias_of="standardize_weights"),
    Name("_weighted_masked_objective", "function", "training", _TRAINING, "(fn)", alias_of="weighted_masked_objective"),
    Name("_check_array_lengths", "function", "training", _TRAINING, "(inputs, targets, weights=None)", alias_of="check_array_length_consistency"),
    Name("_check_loss_and_target_compatibility", "function", "training", _TRAINING, "(targets, loss_fns, output_shapes)", alias_of="check_loss_and_target_compatibility"),
    Name("_collect_metrics", "function", "training", _TRAINING, "(metrics, output_names)", alias_of="collect_metrics"),
    Name("name_scope", "class", "backend", ("keras.backend",) + _TENSORFLOW, "(name, default_name=None, values=None)"),
    Name("_compute_fans", "function", "initializers", ("keras.initializers",), "(shape, data_format='channels_last')", alias_of="compute_fans"),
    Name("_BACKEND", "value", "backend", ("keras.backend",), ""),
    *(Name(name, "value", "backend", ("keras.backend", "keras.backend.load_backend@2.3.1"), "")
      for name in ("_keras_base_dir", "_keras_dir", "_config_path")),
    *(Name(name, "value", "backend", ("keras.backend",) + _TENSORFLOW, "")
      for name in ("np", "py_all", "py_any", "py_slice", "py_sum", "control_flow_ops", "ctc", "functional_ops", "tensor_array_ops")),
    Name("_FLOATX", "value", "backend", _COMMON, ""),
    Name("_EPSILON", "value", "backend", _COMMON + _TENSORFLOW, ""),
    Name("_IMAGE_DATA_FORMAT", "value", "backend", _COMMON, ""),
    Name("_UID_PREFIXES", "value", "backend", _COMMON, ""),
    Name("_to_tensor", "function", "backend", _TENSORFLOW, "(x, dtype)"),
    Name("_get_available_gpus", "function", "backend", _TENSORFLOW, "()", alias_of="get_available_gpus"),
    Name("_preprocess_conv2d_input", "function", "backend", _TENSORFLOW, "(x, data_format, force_transpose=False)"),
    Name("_preprocess_conv3d_input", "function", "backend", _TENSORFLOW, "(x, data_format)"),
    Name("_preprocess_padding", "function", "backend", _TENSORFLOW, "(padding)"),
    Name("_SESSION", "value", "backend", _TENSORFLOW, ""),
    Name("_has_nchw_support", "function", "backend", _TENSORFLOW, "()"),
    *(Name(name, "function", "numpy_backend", ("keras.backend.numpy_backend@2.3.1",), None)
      for name in ("abs", "cos", "exp", "expand_dims", "log", "round", "sign", "sin", "square", "squeeze")),
    Name("_is_tf_1", "function", "backend", ("keras.backend.tensorflow_backend@2.3.1",), "()"),
    Name("_is_current_explicit_device", "function", "backend", _TENSORFLOW, "(device_type)"),
)
#: Those without an underscore: (module, name).
WITHOUT_UNDERSCORE = frozenset(
    (path.split("@")[0], row.name) for row in NAMES if not row.name.startswith("_") for path in row.paths)
