"""Facts about Keras versions as data. See :mod:`compat.api.rows` for the shapes of the rows."""
