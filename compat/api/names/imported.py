"""Names that old modules have because they import them: ``from keras.layers.convolutional import MaxPooling2D``.

No list of public names has them, yet code imports them from there, by name or with a star. Read off the modules of the real
Keras 2.2.4 and 2.3.1.
"""
from typing import Dict

#: What a module calls another module → that module.
MODULES: Dict[str, str] = {
    "K": "keras.backend",
    "activations": "keras.activations",
    "cbks": "keras.callbacks",
    "constraints": "keras.constraints",
    "conv_utils": "keras.utils.conv_utils",
    "generic_utils": "keras.utils.generic_utils",
    "initializers": "keras.initializers",
    "interfaces": "keras.legacy.interfaces",
    "layer_module": "keras.layers",
    "losses": "keras.losses",
    "metrics_module": "keras.metrics",
    "network": "keras.engine.network",
    "optimizers": "keras.optimizers",
    "recurrent": "keras.layers.recurrent",
    "regularizers": "keras.regularizers",
    "saving": "keras.engine.saving",
    "training_arrays": "keras.engine.training_arrays",
    "training_generator": "keras.engine.training_generator",
    "training_utils": "keras.engine.training_utils",
}

#: Names that several modules define → the one that they are imported from.
DEFINED_IN: Dict[str, str] = {"concatenate": "keras.layers.merge", "count_params": "keras.utils.layer_utils"}

#: Module → the names that it imports.
IMPORTED: Dict[str, str] = {
    "keras.activations": "K Layer deserialize_keras_object",
    "keras.backend.numpy_backend": "floatx to_categorical transpose_shape",
    "keras.backend.tensorflow_backend": "has_arg image_dim_ordering set_image_dim_ordering transpose_shape",
    "keras.callbacks": "Progbar standardize_input_data",
    "keras.callbacks.callbacks": "K Progbar standardize_input_data",
    "keras.callbacks.tensorboard_v1": "Callback K standardize_input_data",
    "keras.constraints": "K deserialize_keras_object serialize_keras_object",
    "keras.datasets.boston_housing": "get_file",
    "keras.datasets.cifar10": "K get_file load_batch",
    "keras.datasets.cifar100": "K get_file load_batch",
    "keras.datasets.fashion_mnist": "get_file",
    "keras.datasets.imdb": "_remove_long_seq get_file",
    "keras.datasets.mnist": "get_file",
    "keras.datasets.reuters": "_remove_long_seq get_file",
    "keras.engine.base_layer": "K count_params has_arg initializers interfaces is_all_none object_list_uid to_list unpack_singleton",
    "keras.engine.input_layer": "K Layer Node interfaces unpack_singleton",
    "keras.engine.network": (
        "InputLayer K Layer Node ask_to_proceed_with_overwrite get_source_inputs has_arg interfaces "
        "object_list_uid saving to_list unpack_singleton"),
    "keras.engine.saving": (
        "H5Dict K ask_to_proceed_with_overwrite conv_utils h5dict load_from_binary_h5py losses optimizers "
        "save_to_binary_h5py"),
    "keras.engine.sequential": "Input InputLayer K Layer Model layer_module network",
    "keras.engine.training": (
        "K Layer Network check_array_length_consistency check_loss_and_target_compatibility collect_metrics "
        "interfaces losses metrics_module optimizers slice_arrays standardize_class_weights "
        "standardize_input_data standardize_sample_weights standardize_weights to_list training_arrays "
        "training_generator training_utils unpack_singleton weighted_masked_objective"),
    "keras.engine.training_arrays": (
        "K Progbar batch_shuffle cbks check_num_samples make_batches should_run_validation slice_arrays "
        "to_list unpack_singleton"),
    "keras.engine.training_generator": (
        "GeneratorEnqueuer K OrderedEnqueuer Progbar Sequence cbks is_sequence iter_sequence_infinite "
        "should_run_validation to_list unpack_singleton"),
    "keras.engine.training_utils": "K Sequence generic_utils losses metrics_module to_list",
    "keras.initializers": "K deserialize_keras_object serialize_keras_object",
    "keras.layers.advanced_activations": "InputSpec K Layer activations constraints initializers interfaces regularizers to_list",
    "keras.layers.convolutional": (
        "AtrousConv1D AtrousConv2D AtrousConvolution1D AtrousConvolution2D AveragePooling1D AveragePooling2D "
        "AveragePooling3D InputSpec K Layer MaxPooling1D MaxPooling2D MaxPooling3D activations constraints "
        "conv_utils initializers interfaces regularizers transpose_shape"),
    "keras.layers.convolutional_recurrent": (
        "ConvRecurrent2D InputSpec K Layer RNN Recurrent _generate_dropout_mask _standardize_args activations "
        "constraints conv_utils has_arg initializers interfaces regularizers to_list transpose_shape"),
    "keras.layers.core": (
        "InputSpec K Layer activations constraints conv_utils deserialize_keras_object func_dump func_load "
        "has_arg initializers interfaces regularizers"),
    "keras.layers.cudnn_recurrent": "InputSpec K RNN constraints initializers regularizers",
    "keras.layers.embeddings": "K Layer constraints initializers interfaces regularizers to_list",
    "keras.layers.local": "InputSpec K Layer activations constraints conv_utils initializers interfaces regularizers",
    "keras.layers.merge": "K Layer",
    "keras.layers.noise": "K Layer interfaces",
    "keras.layers.normalization": "InputSpec K Layer constraints initializers interfaces regularizers",
    "keras.layers.pooling": "InputSpec K Layer conv_utils interfaces",
    "keras.layers.recurrent": (
        "InputSpec K Layer Recurrent activations constraints disable_tracking has_arg initializers interfaces "
        "regularizers to_list"),
    "keras.layers.wrappers": "InputSpec K Layer disable_tracking has_arg object_list_uid recurrent",
    "keras.legacy": "interfaces",
    "keras.legacy.layers": "InputSpec K Layer activations constraints conv_utils initializers regularizers to_list",
    "keras.losses": "K",
    "keras.metrics": "K",
    "keras.models": "K",
    "keras.objectives": "K",
    "keras.optimizers": "K interfaces",
    "keras.regularizers": "K deserialize_keras_object serialize_keras_object",
    "keras.utils.conv_utils": "K",
    "keras.utils.data_utils": "Progbar",
    "keras.utils.layer_utils": "K convert_kernel",
    "keras.utils.losses_utils": "K",
    "keras.utils.metrics_utils": "K",
    "keras.utils.multi_gpu_utils": "K Lambda Model clone_model concatenate to_list",
    "keras.utils.test_utils": "Input K Model has_arg",
    "keras.utils.training_utils": "K Lambda Model concatenate",
    "keras.utils.vis_utils": "Model Wrapper",
    "keras.wrappers.scikit_learn": "Sequential has_arg losses to_categorical to_list",
}
