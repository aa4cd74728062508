"""Arguments of Keras 2.2 and 2.3 that later Kerases call otherwise, and those that change nothing any more.

Keyed by the name of the function or class, then by the old argument. A Keras that takes the old name is given the old
name; facts about arguments of Keras 1 are in :mod:`compat.api.arguments`.
"""
from typing import Dict, Mapping

_RATE: Dict[str, str] = {"lr": "learning_rate"}
_TEXT: Dict[str, str] = {"text": "input_text"}

#: Old name → the one of Keras 2.3, tf.keras or Keras 3.
NEW_NAMES: Mapping[str, Mapping[str, str]] = {
    "LambdaCallback": {"on_batch_begin": "on_train_batch_begin", "on_batch_end": "on_train_batch_end"},
    "GeneratorEnqueuer": {"sequence": "generator"},
    "deserialize_keras_object": {"identifier": "config"},
    "serialize_keras_object": {"instance": "obj"},
    "one_hot": _TEXT,
    "text_to_word_sequence": _TEXT,
    "batch_get_value": {"ops": "tensors"},
    "set_epsilon": {"e": "value"},
    "set_floatx": {"floatx": "value"},
    "save_weights_to_hdf5_group": {"f": "group"},
    "fit_loop": {"f": "fit_function", "ins": "fit_inputs", "val_f": "val_function", "val_ins": "val_inputs"},
    **dict.fromkeys(("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"), _RATE),
}

#: Old arguments that later Kerases do without, and why leaving them out changes no result.
NO_EFFECT: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("Layer", "AbstractRNNCell"), {"dynamic": "layers are called the same way in and outside of graphs"}),
    "CallbackList": {"queue_length": "it was the number of batches whose times were compared to warn of slow callbacks"},
    "ProgbarLogger": {"count_mode": "the progress bar counts batches"},
    "TensorBoard": {"batch_size": "histograms are those of the weights"},
    "deserialize_keras_object": {"printable_module_name": "it was a word of the error message"},
}
