"""IntegerLookup without TensorFlow, against numbers that tf.keras 2.15 gave."""
import numpy as np
import pytest

from compat.errors import ConfigError
from compat.flavors.keras3.layers import NumericIntegerLookup

X = np.array([[12, 7, 42], [0, 36, 9]])


# What tf.keras.layers.IntegerLookup(vocabulary=[12, 36, 42], **arguments) of tf.keras 2.15.1 gives for X.
@pytest.mark.parametrize("arguments,expected", [
    ({}, [[1, 0, 3], [0, 2, 0]]),
    ({"mask_token": 0}, [[2, 1, 4], [0, 3, 1]]),
    ({"num_oov_indices": 2}, [[2, 1, 4], [0, 3, 1]]),
    ({"output_mode": "multi_hot"}, [[1, 1, 0, 1], [1, 0, 1, 0]]),
    ({"output_mode": "count"}, [[1, 1, 0, 1], [2, 0, 1, 0]]),
    ({"output_mode": "multi_hot", "max_tokens": 6, "pad_to_max_tokens": True}, [[1, 1, 0, 1, 0, 0], [1, 0, 1, 0, 0, 0]]),
    ({"invert": True}, [[-1, -1, -1], [-1, -1, -1]]),
])
def test_numbers_are_looked_up_as_tf_keras_does(arguments, expected):
    layer = NumericIntegerLookup([12, 36, 42], **arguments)
    np.testing.assert_array_equal(np.asarray(layer(X)), expected)
    assert layer.compute_output_spec(_spec()).shape[1:] == np.shape(expected)[1:]
    again = type(layer).from_config(layer.get_config())
    np.testing.assert_array_equal(np.asarray(again(X)), expected)


def _spec():
    import keras
    return keras.KerasTensor((None, 3), dtype="int32")


def test_what_cannot_be_looked_up_without_tensorflow_is_an_error():
    for arguments in ({"vocabulary": [1 << 40]}, {"vocabulary": None}, {"vocabulary": [1], "output_mode": "tf_idf"}):
        with pytest.raises(ConfigError, match="TensorFlow"):
            NumericIntegerLookup(**arguments)
