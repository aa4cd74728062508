"""What tells the Keras that code was written for: one row a sign, the versions that it points at, and why.

Names of the package ``keras`` that only 2.2.4 or only 2.3.1 has are in :mod:`compat.api.names`; here is what those tables do
not say. Read off the release notes that each rule of :mod:`compat.api.migration` links.
"""
from typing import Mapping, NamedTuple, Tuple


class Sign(NamedTuple):
    """The versions that a sign points at.

    Attributes:
        what: for people.
        first: the first Keras that had it, "" where every one had.
        last: the last one, "" where the newest has it.
        taken_until: the last one that still took it, with a warning; "" where none did after ``last``.
    """

    what: str
    first: str = ""
    last: str = ""
    taken_until: str = ""


_KERAS_1, _LAST_KERAS_2 = "1.2.2", "2.3.1"
#: Codes of rules of ``compat migrate`` → what their use says.
SIGNS_OF_RULES: Mapping[str, Sign] = {
    "K008": Sign("Python 2", last="2.3.1"),
    "K102": Sign("arguments of layers under their names of Keras 1", last=_KERAS_1, taken_until=_LAST_KERAS_2),
    "K103": Sign("Model(input=, output=)", last=_KERAS_1, taken_until=_LAST_KERAS_2),
    "K120": Sign("nb_epoch= and other arguments of Keras 1", last=_KERAS_1, taken_until=_LAST_KERAS_2),
    "K127": Sign("predict_proba, which TensorFlow 2.6 dropped", last="2.5"),
    "K130": Sign("get_output_shape_for", last=_KERAS_1),
    "K135": Sign("'acc' in logs, which Keras 2.3 calls 'accuracy'", last="2.2.5"),
    "K136": Sign("the function merge", last=_KERAS_1),
    "K206": Sign("samples_per_epoch= and other counts of samples", last=_KERAS_1),
}
#: Layers of Keras 1 that Keras 2 dropped.
OF_KERAS_1: Tuple[str, ...] = ("Graph", "SReLU", "TimeDistributedDense")
#: Layers of Keras 1 that Keras 2 kept beside what replaced them.
TAKEN_BY_KERAS_2: Tuple[str, ...] = (
    "AtrousConvolution1D", "AtrousConvolution2D", "Convolution1D", "Convolution2D", "Convolution3D", "Deconvolution2D",
    "Deconvolution3D", "Highway", "MaxoutDense", "Merge")
#: Names below ``tf`` that TensorFlow 2 dropped.
OF_TENSORFLOW_1: Tuple[str, ...] = (
    "ConfigProto", "GPUOptions", "InteractiveSession", "Session", "assign", "contrib", "get_default_graph", "get_variable",
    "global_variables_initializer", "placeholder", "reset_default_graph", "variable_scope")
#: Names below ``tf`` that TensorFlow 2 brought.
OF_TENSORFLOW_2: Tuple[str, ...] = (
    "GradientTape", "config.list_physical_devices", "config.set_visible_devices", "function")
#: What of ``tf.keras`` came or went with a version of TensorFlow 2: the beginning of a name → its versions. The packages of
#: 2.4, 2.7, 2.10, 2.12 and 2.15 were looked at; a bound is the version beside the one that lacks it.
OF_TF_KERAS: Mapping[str, Sign] = {
    "tf.keras.mixed_precision.experimental": Sign("mixed_precision.experimental", last="2.9"),
    "tf.keras.optimizers.experimental": Sign("optimizers.experimental", "2.8"),
    "tf.keras.optimizers.legacy": Sign("optimizers.legacy", "2.8"),
    "tf.keras.saving": Sign("tf.keras.saving", "2.11"),
    "tf.keras.wrappers.scikit_learn": Sign("wrappers.scikit_learn", last="2.14"),
}
