"""Rows of the era table that keras3 does not keep, each with the reason."""


def gaps(flavor):
    """Row → reason, for the installed version."""
    return {}
