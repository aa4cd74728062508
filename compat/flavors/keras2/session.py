"""``tf.Session`` where there is no graph to run: TensorFlow 2 computes at once, and Keras keeps the symbolic tensors.

Concerns Keras 2.3 on TensorFlow 2, tf.keras 2.x and tf_keras. The code that uses it was written for TensorFlow 1.
"""
from typing import Any, Callable, Dict, List, Optional

import numpy as np

from compat.errors import UnsupportedError

Evaluate = Callable[[Any, List[Any], List[Any]], Any]


class ValueSession:
    """Gives the NumPy values of tensors; symbolic ones are computed from the feeds.

    Args:
        evaluate: ``(symbolic tensor, placeholders, their values)`` → array.
        has_value: whether a tensor has its value already.
    """

    def __init__(self, evaluate: Evaluate, has_value: Callable[[Any], bool]) -> None:
        self._evaluate = evaluate
        self._has_value = has_value

    def run(self, fetches: Any, feed_dict: Optional[Dict[Any, Any]] = None, **ignored: Any) -> Any:
        """The values of ``fetches``, in the same structure of lists, tuples and dictionaries.

        Args:
            fetches: tensors, variables, updates (which are carried out), or None for an operation that did its work.
            feed_dict: symbolic input → array.

        Raises:
            UnsupportedError: the key of a feed is no symbolic tensor, such as the learning phase.
        """
        if isinstance(fetches, (list, tuple)) and not hasattr(fetches, "apply"):
            return type(fetches)([self.run(fetch, feed_dict) for fetch in fetches])
        if isinstance(fetches, dict):
            return {name: self.run(fetch, feed_dict) for name, fetch in fetches.items()}
        if fetches is None:
            return None
        if hasattr(fetches, "apply") and hasattr(fetches, "variable"):
            return np.asarray(fetches.apply())
        if self._has_value(fetches):
            return np.asarray(fetches.numpy() if hasattr(fetches, "numpy") else fetches)
        feeds = {} if feed_dict is None else feed_dict
        if any(not hasattr(placeholder, "shape") for placeholder in feeds):
            raise UnsupportedError("only symbolic inputs can be fed here; to feed the learning phase, call "
                                   "K.set_learning_phase(1) before the model is made, or model(x, training=True)")
        return self._evaluate(fetches, list(feeds), list(feeds.values()))

    def as_default(self) -> "ValueSession":
        """This session: there is only one."""
        return self

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> "ValueSession":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def eval_in(session: Any, x: Any, given: Any, feed_dict: Any) -> Any:
    """``x.eval(feed_dict, session)`` in either order of the two.

    Args:
        session: what to use when ``given`` is no session.
        given: the ``session`` argument, or the feeds by position.
    """
    if isinstance(given, dict):
        given, feed_dict = None, given
    return (session if given is None else given).run(x, feed_dict=feed_dict)
