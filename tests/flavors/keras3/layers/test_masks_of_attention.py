"""Attention leaves the masks of what it is called on to other layers, which Keras 3.15 takes off."""
import numpy as np
import pytest

from compat.flavors.keras3 import layers
from compat.tf import keras

IDS = np.array([[3, 1, 0, 0], [2, 2, 1, 0]])


@pytest.mark.parametrize("attention", [layers.MultiHeadAttention, layers.UnmaskedMultiHeadAttention])
@pytest.mark.parametrize("with_keys", [False, True], ids=["values", "keys"])
def test_a_layer_after_attention_sees_the_mask_of_what_both_take(attention, with_keys):
    ids = keras.Input((4,))
    embedded = keras.layers.Embedding(4, 3, mask_zero=True)(ids)
    further = {"key": embedded} if with_keys else {}
    attended = attention(2, 2)(embedded, embedded, **further)
    mean = keras.layers.GlobalAveragePooling1D()(embedded)
    late = keras.layers.Concatenate()([keras.layers.Flatten()(attended), mean])
    model = keras.Model(ids, late)
    table = np.asarray(model.get_weights()[0])
    expected = [table[row[row > 0]].mean(axis=0) for row in IDS]
    np.testing.assert_allclose(np.asarray(model(IDS))[:, -3:], expected, atol=1e-6)
    np.testing.assert_allclose(model.predict(IDS, verbose=0)[:, -3:], expected, atol=1e-6)
