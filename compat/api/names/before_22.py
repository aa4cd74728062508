"""Names of Keras 2.0 and 2.1 that Keras 2.2 had no longer, at the modules that had them.

Read off the modules of the real Keras 2.0.9 and 2.1.6. The image models moved to ``keras_applications`` with what they
consist of, HDF5 files to ``keras.engine.saving``, and images to ``keras_preprocessing``. Code of 2017 imports them, above all
``_obtain_input_shape``, ``relu6`` and ``normalize_data_format``.
"""
from typing import Dict, Tuple

from compat.api.rows import Name

_MODELS = ("inception_resnet_v2", "inception_v3", "mobilenet", "resnet50", "vgg16", "vgg19", "xception", "densenet", "nasnet")
_IMAGE = ("keras.preprocessing.image",)
_TOPOLOGY = ("keras.engine.topology",)
#: Module of ``keras.applications`` → the functions that its models are built of → their signatures.
_BLOCKS: Dict[str, Dict[str, str]] = {
    "densenet": {"DenseNet": "(blocks, include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000)",
                 "conv_block": "(x, growth_rate, name)", "dense_block": "(x, blocks, name)",
                 "transition_block": "(x, reduction, name)"},
    "inception_resnet_v2": {
        "conv2d_bn": "(x, filters, kernel_size, strides=1, padding='same', activation='relu', use_bias=False, name=None)",
        "inception_resnet_block": "(x, scale, block_type, block_idx, activation='relu')"},
    "inception_v3": {"conv2d_bn": "(x, filters, num_row, num_col, padding='same', strides=(1, 1), name=None)"},
    "resnet50": {"conv_block": "(input_tensor, kernel_size, filters, stage, block, strides=(2, 2))",
                 "identity_block": "(input_tensor, kernel_size, filters, stage, block)"},
}
#: Module of ``keras.applications`` → where it downloaded weights from.
_PLACES: Dict[str, Tuple[str, ...]] = {
    "densenet": ("DENSENET121_WEIGHT_PATH", "DENSENET121_WEIGHT_PATH_NO_TOP", "DENSENET169_WEIGHT_PATH",
                 "DENSENET169_WEIGHT_PATH_NO_TOP", "DENSENET201_WEIGHT_PATH", "DENSENET201_WEIGHT_PATH_NO_TOP"),
    "imagenet_utils": ("CLASS_INDEX", "CLASS_INDEX_PATH"), "inception_resnet_v2": ("BASE_WEIGHT_URL",),
    "inception_v3": ("WEIGHTS_PATH", "WEIGHTS_PATH_NO_TOP"), "mobilenet": ("BASE_WEIGHT_PATH",),
    "nasnet": ("NASNET_LARGE_WEIGHT_PATH", "NASNET_LARGE_WEIGHT_PATH_NO_TOP", "NASNET_MOBILE_WEIGHT_PATH",
               "NASNET_MOBILE_WEIGHT_PATH_NO_TOP"),
    "resnet50": ("WEIGHTS_PATH", "WEIGHTS_PATH_NO_TOP"), "vgg16": ("WEIGHTS_PATH", "WEIGHTS_PATH_NO_TOP"),
    "vgg19": ("WEIGHTS_PATH", "WEIGHTS_PATH_NO_TOP"), "xception": ("TF_WEIGHTS_PATH", "TF_WEIGHTS_PATH_NO_TOP"),
}

APPLICATIONS: Tuple[Name, ...] = (
    Name("_obtain_input_shape", "function", "applications", tuple("keras.applications." + name for name in ("imagenet_utils", *_MODELS)), "(input_shape, default_size, min_size, data_format, require_flatten=None, weights=None, include_top=None)", alias_of="obtain_input_shape"),
    Name("relu6", "function", "applications", ("keras.applications.mobilenet",), "(x)"),
    *(Name(name, "function", "applications", ("keras.applications." + module,), signature, alias_of=module + "." + name)
      for module, names in _BLOCKS.items() for name, signature in names.items()),
    *(Name(name, "value", "applications", ("keras.applications." + module,), "", alias_of=module + "." + name)
      for module, names in _PLACES.items() for name in names),
)

NAMES: Tuple[Name, ...] = APPLICATIONS + (
    Name("_standardize_sample_or_class_weights", "function", "training", ("keras.engine.training",), "(x_weight, output_names, weight_type)", alias_of="standardize_sample_or_class_weights"),
    Name("print_layer_summary", "function", "utils", _TOPOLOGY, "(model, line_length=None, positions=None, print_fn=None)", alias_of="print_summary"),
    Name("keras_test", "function", "utils", ("keras.utils.test_utils",), "(func)"),
    Name("apply_transform", "function", "preprocessing.image", _IMAGE, "(x, transform_matrix, channel_axis=0, fill_mode='nearest', cval=0.0)"),
    Name("flip_axis", "function", "preprocessing.image", _IMAGE, "(x, axis)"),
    Name("list_pictures", "function", "preprocessing.image", _IMAGE, "(directory, ext='jpg|jpeg|bmp|png|ppm')"),
    Name("transform_matrix_offset_center", "function", "preprocessing.image", _IMAGE, "(matrix, x, y)"),
)

#: Module → the names that it imported.
IMPORTED: Dict[str, str] = {
    "keras.applications.densenet": (
        "K Activation AveragePooling2D BatchNormalization Concatenate Conv2D Dense GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input MaxPooling2D Model ZeroPadding2D get_file get_source_inputs"),
    "keras.applications.imagenet_utils": "K get_file",
    "keras.applications.inception_resnet_v2": (
        "K Activation AveragePooling2D BatchNormalization Concatenate Conv2D Dense GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input Lambda MaxPooling2D Model get_file get_source_inputs"),
    "keras.applications.inception_v3": (
        "K Activation AveragePooling2D BatchNormalization Conv2D Dense GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input MaxPooling2D Model get_file get_source_inputs"),
    "keras.applications.mobilenet": (
        "K Activation BatchNormalization Conv2D DepthwiseConv2D Dropout GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input InputSpec Model Reshape ZeroPadding2D get_file get_source_inputs"),
    "keras.applications.nasnet": (
        "K Activation AveragePooling2D BatchNormalization Conv2D Cropping2D Dense GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input MaxPooling2D Model SeparableConv2D ZeroPadding2D add concatenate get_file "
        "get_source_inputs"),
    "keras.applications.resnet50": (
        "K Activation AveragePooling2D BatchNormalization Conv2D Dense Flatten GlobalAveragePooling2D "
        "GlobalMaxPooling2D Input MaxPooling2D Model ZeroPadding2D get_file get_source_inputs"),
    "keras.applications.vgg16": (
        "K Conv2D Dense Flatten GlobalAveragePooling2D GlobalMaxPooling2D Input MaxPooling2D Model get_file "
        "get_source_inputs"),
    "keras.applications.vgg19": (
        "K Conv2D Dense Flatten GlobalAveragePooling2D GlobalMaxPooling2D Input MaxPooling2D Model get_file "
        "get_source_inputs"),
    "keras.applications.xception": (
        "K Activation BatchNormalization Conv2D Dense GlobalAveragePooling2D GlobalMaxPooling2D Input "
        "MaxPooling2D Model SeparableConv2D get_file get_source_inputs"),
    "keras.callbacks": "Layer",
    "keras.engine.topology": (
        "ask_to_proceed_with_overwrite conv_utils count_params has_arg load_weights_from_hdf5_group "
        "load_weights_from_hdf5_group_by_name preprocess_weights_for_loading save_weights_to_hdf5_group"),
    "keras.engine.training": "GeneratorEnqueuer OrderedEnqueuer Progbar Sequence count_params",
    "keras.layers.noise": "InputSpec",
    "keras.layers.wrappers": "_object_list_uid",
    "keras.legacy.layers": "func_dump func_load has_arg",
    "keras.models": "Layer ask_to_proceed_with_overwrite",
    "keras.preprocessing.image": "Sequence",
    "keras.preprocessing.sequence": "Sequence",
    "keras.utils.conv_utils": "normalize_data_format",
    "keras.utils.test_utils": "Sequential model_from_json",
}
