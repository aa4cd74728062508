"""Names of tf.keras that no Keras 3 can give a meaning, and why: they resolve, and raise NotServedError when they are called.

Keyed by the home of a name's row, then by the name.
"""
from typing import Mapping

_DTENSOR = ("DTensor places tensors by a mesh of TensorFlow, which Keras 3 left: use keras.distribution.LayoutMap and "
            "keras.distribution.ModelParallel, and any optimizer")
_SIDECAR = ("it waits for the checkpoints of a parameter server's training, which Keras 3 does not have: evaluate in a "
            "callback, or open each file with compat.load_weights")

REFUSED: Mapping[str, Mapping[str, str]] = {
    "layers": {"CategoryCrossing": "tf.keras 2.5 removed it: join the columns with tf.strings.join, or cross them into "
                                   "bins with keras.layers.HashedCrossing"},
    "dtensor": dict.fromkeys(("Adadelta", "Adagrad", "Adam", "AdamW", "LayoutMap", "RMSprop", "SGD"), _DTENSOR),
    "estimator": {"model_to_estimator": "TensorFlow 2.16 and later have no estimators: train the model itself"},
    "experimental": {"SidecarEvaluator": _SIDECAR},
    "callbacks": {"SidecarEvaluatorModelExport": _SIDECAR},
    "utils": {
        "SidecarEvaluator": _SIDECAR,
        "StepsPerExecutionTuner": "Keras 3 compiles the number of steps per execution into its loop: pass it to compile()",
    },
}
