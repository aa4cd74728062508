"""``minimize`` and its kin of the optimizers of tf.keras, which take gradients by ``tf.GradientTape``."""
import importlib
from typing import Any, List, Optional

from .clipping import ClipsParts


class CallableList(List[Any]):
    """A list that gives itself when it is called: ``optimizer.variables()`` became ``optimizer.variables`` in tf.keras 2.11."""

    def __call__(self) -> "CallableList":
        return self


class Minimizing(ClipsParts):
    """Mix-in of an optimizer."""

    def apply_gradients(self: Any, grads_and_vars: Any, name: Optional[str] = None,
                        skip_gradients_aggregation: bool = False, **kwargs: Any) -> Any:
        """Change variables by their gradients; the other arguments have nothing to act on."""
        return super().apply_gradients(grads_and_vars)  # type: ignore[misc]

    def minimize(self: Any, loss: Any, var_list: Any, tape: Any = None, grad_loss: Any = None,
                 name: Optional[str] = None) -> Any:
        """One step that makes ``loss`` smaller.

        Args:
            loss: a function of nothing, or a tensor that ``tape`` recorded.
            var_list: variables, or a function that gives them.
            tape: a ``tf.GradientTape``.
            grad_loss, name: accepted.
        """
        return self.apply_gradients(self.compute_gradients(loss, var_list, tape))

    def compute_gradients(self: Any, loss: Any, var_list: Any, tape: Any = None) -> List[Any]:
        """``(gradient, variable)`` for each of ``var_list``; see :meth:`minimize`.

        Raises:
            ValueError: the loss is a tensor, and there is no tape.
        """
        if callable(loss):
            tape = importlib.import_module("compat.flavors.keras3.tf_api.lookup").find("GradientTape")()
            with tape:
                loss = loss()
        elif tape is None:
            raise ValueError("a loss that is a tensor needs the tape that recorded it: minimize(loss, variables, tape=tape)")
        variables = list(var_list() if callable(var_list) else var_list)
        return list(zip(tape.gradient(loss, variables), variables))
