"""Rows of the era table that Keras 3 does not keep, each with the reason."""


def gaps(flavor):
    """Row → reason, for the installed version."""
    return {
        "float_times_bool": "{} multiplies a float tensor by a bool one without an error here; the operator belongs to the "
                            "tensor class, which is never patched".format(flavor.backend),
    }
