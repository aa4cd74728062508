"""Rows of the era table that tf.keras and tf_keras do not keep, each with the reason."""
import tensorflow


def gaps(flavor):
    """Row → reason, for the installed version."""
    found = {
        "activity_regularizer": "tf.keras divides by the batch inside its own Layer; served as it is",
        "moving_statistics_start": "the BatchNormalization of tf.keras is served as it is: moves from 0 and 1",
        "unbiased_moving_variance": "the BatchNormalization of tf.keras is served as it is: biased variance",
        "bilinear_upsampling": "tf.image.resize samples at half-pixel centres; UpSampling2D is served as it is",
    }
    if _multiplies_float_by_bool():
        found["float_times_bool"] = (
            "this TensorFlow multiplies a float tensor by a bool one without an error; the operator belongs to the "
            "tensor class, which is never patched")
    return found


def _multiplies_float_by_bool():
    try:
        tensorflow.constant([2.0]) * tensorflow.constant([True])
    except (TypeError, ValueError, tensorflow.errors.InvalidArgumentError):
        return False
    return True
