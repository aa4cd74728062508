"""Rows of the era table that multi-backend Keras does not keep, each with the reason."""


def gaps(flavor):
    """Row → reason, for the installed version."""
    if flavor.version.startswith("2.2."):
        return {}
    return {
        "moving_statistics_start": "Keras 2.3 moves the statistics from 0 and 1; its BatchNormalization is served as it is",
    }
