"""Which tests of Keras 2.2.4 and 2.3.1 cannot pass on Keras 3, each with the reason, and which files are not run at all."""

_DOWNLOADS = "downloads data sets"
_NEEDS = {
    "integration_tests/test_datasets.py": _DOWNLOADS,
    "keras/utils/multi_gpu_test.py": "needs 8 GPUs",
    "keras/layers/cudnn_recurrent_test.py": "needs a GPU",
}
#: Files that need what no run has.
LEFT_OUT = {
    "2.2.4": {
        **_NEEDS,
        "test_documentation.py": "reads the docstrings of the source of Keras 2",
        "test_doc_auto_generation.py": "needs docs/autogen.py of Keras's repository",
    },
    "2.3.1": {
        **_NEEDS,
        "docs/test_documentation.py": "reads the docstrings of the source of Keras 2",
        "docs/test_doc_auto_generation.py": "needs docs/autogen.py of Keras's repository",
        "test_api.py": "needs pyux, and a list of names that the distribution lacks",
        "keras/datasets/datasets_test.py": _DOWNLOADS,
    },
}

_THEANO = "asks for Theano or CNTK; fails on real Keras 2.2.4 with TensorFlow, too"
_NUMPY = "takes the truth of an empty array, which NumPy refuses since 2.2"

_LAST_BIT = "differs in the last bit, which the test does not allow"
_32_BITS = "JAX has 32-bit numbers unless it is told otherwise"
_OF_TENSORFLOW = "trains with an optimizer of TensorFlow, which another backend cannot"
_BYTECODE = {"keras/utils/generic_utils_test.py::test_func_dump_and_load_backwards_compat[argmax]":
             "asks for the bytecode of a function of NumPy, which is compiled since 1.25"}

_EVERYWHERE = {
    "2.2.4": {
        "keras/backend/backend_test.py::TestBackend::test_set_floatx":
            "asks for the dtype of a TensorFlow 1 variable, float16_ref",
        "keras/backend/backend_test.py::TestBackend::test_ctc_decode_beam_search":
            "asks for scores of TensorFlow 1.8 and before; fails on real Keras 2.2.4 with TensorFlow 1.15, too",
        "keras/backend/backend_test.py::TestBackend::test_batchnorm": _THEANO,
        "keras/backend/backend_test.py::TestBackend::test_sparse_dot": _THEANO,
        "keras/backend/backend_test.py::TestBackend::test_sparse_concat": _THEANO,
        "keras/backend/backend_test.py::TestBackend::test_resize_images_bilinear[channels_first]": _THEANO,
        "keras/backend/backend_test.py::TestBackend::test_resize_images_bilinear[channels_last]": _THEANO,
        **_BYTECODE,
        "keras/constraints_test.py::test_min_max_norm": _NUMPY,
    },
    "2.3.1": {
        **{"keras/backend/backend_test.py::TestBackend::" + each: _THEANO for each in (
            "test_print_tensor", "test_gradient", "test_function", "test_resize_images_bilinear[channels_first]",
            "test_resize_images_bilinear[channels_last]")},
        **_BYTECODE,
        "keras/activations_test.py::test_selu": _LAST_BIT,
    },
}
_ON = {
    "2.2.4": {
        "jax": {
            "keras/optimizers_test.py::test_no_grad": "JAX gives a gradient of zeros where there is none",
            "keras/backend/backend_test.py::TestBackend::test_arange": _32_BITS,
            "keras/backend/backend_test.py::TestBackend::test_dtype": _32_BITS,
            "keras/activations_test.py::test_selu": _LAST_BIT,
        },
        "torch": {
            "keras/activations_test.py::test_selu": _LAST_BIT,
            "keras/engine/test_training.py::test_sparse_placeholder_fit": "Keras 3 has no sparse inputs on torch",
        },
    },
    "2.3.1": {
        "jax": {
            "keras/optimizers_test.py::test_no_grad": "JAX gives a gradient of zeros where there is none",
            "keras/optimizers_test.py::test_tfoptimizer": _OF_TENSORFLOW,
            "keras/engine/test_topology.py::test_initialization_dtype": _32_BITS,
            "keras/engine/test_training.py::test_model_with_crossentropy_losses_channels_first": _LAST_BIT,
            "keras/backend/backend_test.py::TestBackend::test_arange": _32_BITS,
            "keras/backend/backend_test.py::TestBackend::test_dtype[float64]": _32_BITS,
            "test_model_saving.py::test_model_saving_with_rnn_initial_state_and_args":
                "sets an attribute of a tensor, which JAX refuses",
        },
        "torch": {
            "keras/optimizers_test.py::test_tfoptimizer": _OF_TENSORFLOW,
        },
    },
}


def reasons(version, backend):
    """The tests of a version of Keras that fail on a backend → why.

    Example:
        >>> "keras/constraints_test.py::test_min_max_norm" in reasons("2.2.4", "jax")
        True
    """
    return {**_EVERYWHERE[version], **_ON[version].get(backend, {})}
