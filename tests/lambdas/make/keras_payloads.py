# -*- coding: utf-8 -*-
"""Adds to ``tests/lambdas/keras_payloads.json`` what the installed Keras stores for two Lambda layers.

    KERAS_BACKEND=tensorflow python tests/lambdas/make/keras_payloads.py

Run by real Keras 1.2.2, 2.1.6, 2.2.4 (Python 2.7 and 3.7), 2.3.1 and tf.keras 2.15, each in an environment of its own.
"""
from __future__ import print_function

import io
import json
import os
import sys

try:
    import keras
    from keras.layers import Lambda
except ImportError:
    from tensorflow import keras
    from tensorflow.keras.layers import Lambda

PATH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "keras_payloads.json")


#: Compiled under a name of its own, so that the stored code does not hold the path of this file.
FUNCTIONS = u"""
def cropped(steps):
    return lambda x, axis=(1, 2): K.mean(x[:, steps:], axis=axis) / 255 + u"\u00e9".count("e")

halved = lambda shape: (shape[0], shape[1] // 2)
double = lambda x: x * 2
same_mask = lambda inputs, mask=None: mask
"""


def main():
    scope = {"__name__": "train"}
    exec(compile(FUNCTIONS, "train.py", "exec"), scope)
    layers = [Lambda(scope["cropped"](2), output_shape=scope["halved"], name="crop")]
    if "mask" in Lambda.__init__.__code__.co_varnames:  # not in Keras 1
        layers.append(Lambda(scope["double"], mask=scope["same_mask"], name="masked"))
    configs = json.loads(json.dumps([layer.get_config() for layer in layers], default=str))
    payloads = {}
    if os.path.exists(PATH):
        with open(PATH) as found:
            payloads = json.load(found)
    payloads["%s on %d.%d" % ((keras.__version__,) + sys.version_info[:2])] = configs
    with io.open(PATH, "w", encoding="ascii") as out:
        out.write(u"{\n%s\n}\n" % u",\n".join("%s: %s" % (json.dumps(key), json.dumps(payloads[key], sort_keys=True))
                                             for key in sorted(payloads)))
    print(keras.__version__, sorted(payloads))


if __name__ == "__main__":
    main()
