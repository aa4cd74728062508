"""Rows of the era table that multi-backend Keras does not keep, each with the reason."""


def gaps(flavor):
    """Row → reason, for the installed version."""
    if flavor.version.startswith(("2.1.", "2.2.")):
        return {}
    return {
        "plain_code": "TensorFlow 2, which this Keras 2.3.1 runs on, computes at once",
        "moving_statistics_start": "Keras 2.3 moves the statistics from 0 and 1; its BatchNormalization is served as it is",
        "class_and_sample_weights": "Keras 2.3 multiplies them",
        "top_k_accuracy": "Keras 2.3 gives one number for each sample, and is served as it is",
        "fused_batch_normalization": "Keras 2.3 on TensorFlow 2 takes the biased variance of images, too",
    }


def era_gaps(flavor):
    """(row, a version that shows the value) → why that value is not given."""
    own = "what Keras {} does itself is served as it is in later eras".format(flavor.version)
    other_start = "2.2.4" if "moving_statistics_start" in gaps(flavor) else "2.3.1"
    rows = {
        "activity_regularizer": "2.4", "bilinear_upsampling": "2.4", "clipnorm": "2.4",
        "frozen_batch_normalization": "2.4", "hard_sigmoid": "3.15", "lambda_without_mask": "2.4",
        "mask_reaches_unsupporting_layer": "2.4", "merge_masks": "3.15", "moving_statistics_start": other_start,
        "unbiased_moving_variance": "2.4", "updates_outside_training": "2.4",
    }
    found = dict.fromkeys(rows.items(), own)
    # the other gaps have no program
    found.update({(row, "2.2.4"): reason for row, reason in gaps(flavor).items() if row == "moving_statistics_start"})
    return found
