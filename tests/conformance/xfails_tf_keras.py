"""Behaviors of the era table, and others of Keras 2.2.4, that tf.keras and tf_keras do not keep, each with the reason."""
import tensorflow


def gaps(flavor):
    """Row → reason, for the installed version."""
    found = {
        "plain_code": "TensorFlow 2 computes at once; its functions of K are served as they are",
        "keras1_arguments": "tf.keras took the names of Keras 2 only; its constructors are served as they are",
        "activity_regularizer": "tf.keras divides by the batch inside its own Layer; served as it is",
        "moving_statistics_start": "the BatchNormalization of tf.keras is served as it is: moves from 0 and 1",
        "unbiased_moving_variance": "the BatchNormalization of tf.keras is served as it is: biased variance",
        "fused_batch_normalization": "the BatchNormalization of tf.keras is served as it is: corrected once, not twice",
        "batch_logs": "the loops of tf.keras are served as they are: they log the means of the epoch so far",
        "loss_without_targets": "each batch counts alike in tf.keras",
        "binary_accuracy": "tf.keras compares outputs with 0.5",
        "class_and_sample_weights": "tf.keras multiplies them, in each of its versions",
        "top_k_accuracy": "the metric functions of tf.keras are served as they are: one number for each sample",
        "bilinear_upsampling": "tf.image.resize samples at half-pixel centres; UpSampling2D is served as it is",
    }
    if _multiplies_float_by_bool():
        found["float_times_bool"] = (
            "this TensorFlow multiplies a float tensor by a bool one without an error; the operator belongs to the "
            "tensor class, which is never patched")
    return found


def era_gaps(flavor):
    """(row, a version that shows the value) → why that value is not given."""
    logits = ("a file's loss on tf.keras and tf_keras reads the probabilities in every era, not the logits of the activation"
              " that tf.keras since 2.4 took for those of the loss")
    rows = ("activity_regularizer", "bilinear_upsampling", "moving_statistics_start", "unbiased_moving_variance")
    found = {(row, "2.2.4"): reason for row, reason in gaps(flavor).items() if row in rows}
    found.update({
        ("logits_of_activations", "2.4"): logits, ("logits_of_activations", "2.15"): logits,
        ("hard_sigmoid", "3.15"): "tf.keras computes clip(0.2 x + 0.5, 0, 1); the formula of Keras 3 is not served on it",
        ("lambda_without_mask", "2.4"): "our Lambda drops the mask even where the function returns its input",
        ("merge_masks", "3.15"): "the merge layers of tf.keras take AND; those of Keras 3 are not served on it",
        ("predict_nested_list", "2.2.4"): "tf.keras takes a nested list itself, whatever the era",
    })
    return found


def _multiplies_float_by_bool():
    try:
        tensorflow.constant([2.0]) * tensorflow.constant([True])
    except (TypeError, ValueError, tensorflow.errors.InvalidArgumentError):
        return False
    return True
