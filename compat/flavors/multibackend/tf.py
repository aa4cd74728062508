"""TensorFlow 1's names on multi-backend Keras: the real TensorFlow, through ``tensorflow.compat.v1`` where that is version 2.

Keras 2.3 on TensorFlow 2 keeps symbolic tensors in a graph of its own, which no session runs, while everything outside it is
computed at once; the sessions here take both.
"""
from typing import Any

import tensorflow
from keras import backend as K

from compat.flavors.keras2.session import ValueSession, eval_in

if hasattr(tensorflow, "Session"):
    _v1 = tensorflow
else:
    _v1 = tensorflow.compat.v1
    # Feeds are dictionaries with tensors for keys; TensorFlow 2 makes tensors unhashable unless told that code is of 1.
    _v1.disable_tensor_equality()


def __getattr__(name: str) -> Any:
    found = getattr(_v1, name, None)
    return getattr(tensorflow, name) if found is None else found


def eval_tensor(x: Any, session: Any = None, feed_dict: Any = None) -> Any:
    """``x.eval(feed_dict, session)``: the NumPy value of a tensor or variable.

    Args:
        x: a tensor, or a variable.
        session: of TensorFlow; the default one, or else that of Keras, where none is given.
        feed_dict: placeholder → array.
    """
    return eval_in(_default_session(), x, session, feed_dict)


def _default_session() -> Any:
    if _v1 is not tensorflow:
        return Session()
    return _v1.get_default_session() or K.get_session()


def _run_symbolic(fetch: Any, placeholders: Any, values: Any) -> Any:
    return K.function(placeholders, [fetch])(values)[0]


def _has_value(x: Any) -> bool:
    return isinstance(x, tensorflow.Variable) or not isinstance(x, tensorflow.Tensor) or hasattr(x, "numpy")


if _v1 is not tensorflow:

    class Session(ValueSession):
        """``tf.Session`` for Keras 2.3 on TensorFlow 2; ``target``, ``graph`` and ``config`` have nothing to act on."""

        def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
            super().__init__(_run_symbolic, _has_value)

    InteractiveSession = Session
