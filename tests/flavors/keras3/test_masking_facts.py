"""Every layer does with a mask what the table read off real Keras 2.2.4 says."""
import pytest

from compat import keras
from compat.api.masking import COMPUTES, PASSES, REFUSES
from compat.flavor import active
from compat.flavors import is_served

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
L = keras.layers
ARGUMENTS = {
    "Activation": ("relu",), "Bidirectional": lambda: (L.LSTM(2),), "Dense": (2,), "Dot": (1,), "Embedding": (3, 4),
    "GRU": (2,), "GRUCell": (2,), "LSTM": (2,), "LSTMCell": (2,), "SimpleRNN": (2,), "SimpleRNNCell": (2,),
    "Lambda": (lambda x: x,), "Permute": ((2, 1),), "RNN": lambda: (L.LSTMCell(2),), "RepeatVector": (2,),
    "Reshape": ((2, 3),), "StackedRNNCells": lambda: ([L.LSTMCell(2)],), "TimeDistributed": lambda: (L.Dense(2),),
    "AlphaDropout": (0.1,), "Dropout": (0.1,), "GaussianDropout": (0.1,), "GaussianNoise": (0.1,),
    "SpatialDropout1D": (0.1,), "SpatialDropout2D": (0.1,), "SpatialDropout3D": (0.1,),
}
KINDS = [(name, kind) for kind, table in (("computes", COMPUTES), ("passes", PASSES), ("refuses", REFUSES))
         for name in table if is_served("keras.layers", name)]


def made(name):
    arguments = ARGUMENTS.get(name, (2, 3) if "Conv" in name or "Local" in name else ())
    return getattr(L, name)(*(arguments() if callable(arguments) else arguments))


def kind_of(layer):
    if type(layer).compute_mask is not L.Layer.compute_mask:
        return "computes"
    return "passes" if layer.supports_masking else "refuses"


def test_the_tables_name_each_layer_once():
    every = COMPUTES + PASSES + REFUSES
    assert len(every) == len(set(every)) > 80


@pytest.mark.parametrize("name, kind", KINDS)
def test_a_layer_treats_a_mask_as_keras_2_2_4_did(name, kind):
    assert kind_of(made(name)) == kind
