"""Models that hold custom layers and masked Lambdas."""
from __future__ import print_function

from custom_layers import DecayingDropout, MaskedMeanPooling1D, MyLayer, MyMeanPool
from recipe import Golden, binary, ids, padded, recipe, source, uniform
from stack import IS_MULTIBACKEND, Input, Model, Sequential, layers, optimizer, require

MASK_LOST = "Keras 2 does not save the mask function of a Lambda" if IS_MULTIBACKEND else ""
CROP = source("lambda x: x[:, 2:, :]", mask="lambda inputs, mask: mask[:, 2:]")


def cropped(x):
    """Steps from the third on, with their mask; the layer is called 'crop'."""
    require("Lambda", "mask")
    return layers.Lambda(lambda x: x[:, 2:, :], mask=lambda inputs, mask: mask[:, 2:], name="crop")(x)


@recipe("my_mean_pool_masked_lambda", "Masking, a Lambda that crops steps and mask, LSTM, MyMeanPool: custom layer and "
        "masked Lambda in one file", "custom", "masking", "lambda", "functional")
def my_mean_pool_masked_lambda():
    sequence = Input(shape=(7, 3), name="sequence")
    x = cropped(layers.Masking(0.0, name="masking")(sequence))
    x = layers.LSTM(4, return_sequences=True, name="lstm")(x)
    out = layers.Dense(2, name="out")(MyMeanPool(axis=1, name="pool")(x))
    return Golden(Model(sequence, out, name="pooled"), [padded(7, 3, shortest=3)], [uniform(2)],
                  optimizer("Adam", 0.01), "mae", lambdas={"crop": CROP}, custom={"MyMeanPool": MyMeanPool},
                  on_reload=MASK_LOST)
