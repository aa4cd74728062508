"""Behaviors of the era table, and others of Keras 2.2.4, that Keras 3 does not keep, each with the reason."""
import keras


def errors_of(backend):
    """What a product of two dtypes may raise."""
    if backend != "tensorflow":
        return (TypeError, ValueError)
    import tensorflow

    return (TypeError, ValueError, tensorflow.errors.InvalidArgumentError)


def gaps(flavor):
    """Row → reason, for the installed version."""
    try:
        keras.ops.convert_to_tensor([2.0]) * keras.ops.convert_to_tensor([True])
    except errors_of(flavor.backend):
        return {}
    return {
        "float_times_bool": "{} multiplies a float tensor by a bool one without an error here; the operator belongs to the "
                            "tensor class, which is never patched".format(flavor.backend),
    }


def era_gaps(flavor):
    """(row, a version that shows the value) → why that value is not given."""
    logits = "the cross entropies of Keras 3 read the logits of an activation on TensorFlow alone"
    return {
        **({} if flavor.backend == "tensorflow" else {("logits_of_activations", each): logits for each in ("2.4", "2.15")}),
        ("clipnorm", "2.4"): "optimizers of compat.keras clip the norm of all gradients in every era; files choose by theirs",
    }
