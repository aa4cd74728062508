"""``minimize`` and its kin of the optimizers of tf.keras, which take gradients by ``tf.GradientTape``."""
import importlib
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional

from compat.callers import is_called_from

from ..programs import is_of_a_program
from .clipping import ClipsParts


class CallableList(List[Any]):
    """A list that gives itself when it is called: ``optimizer.variables()`` became ``optimizer.variables`` in tf.keras 2.11."""

    def __call__(self) -> "CallableList":
        return self


class _Computed:
    """A tape that gives gradients which are known."""

    def __init__(self, gradients: Any) -> None:
        self._gradients = list(gradients)

    def gradient(self, target: Any, sources: Any, *args: Any, **kwargs: Any) -> List[Any]:
        """The gradients."""
        return self._gradients


class Minimizing(ClipsParts):
    """Mix-in of an optimizer."""

    def apply_gradients(self: Any, grads_and_vars: Any, name: Optional[str] = None,
                        skip_gradients_aggregation: bool = False, **kwargs: Any) -> Any:
        """Change variables by their gradients; the other arguments have nothing to act on."""
        pairs = list(grads_and_vars)
        if is_called_from("keras") and not vars(self).get("_in_apply"):  # by Keras's own step, on TensorFlow
            pairs = self._computed_by_program([gradient for gradient, _ in pairs], [variable for _, variable in pairs])
        with self._applying():
            return super().apply_gradients(pairs)  # type: ignore[misc]

    def apply(self: Any, grads: Any, trainable_variables: Any = None) -> Any:
        """Change variables by these gradients, through a program's own ``compute_gradients`` and ``apply_gradients``, as
        tf.keras did in each step of ``fit``."""
        names = ("apply_gradients", "compute_gradients", "_compute_gradients")
        own = [name for name in names if is_of_a_program(getattr(type(self), name))]
        if not own or vars(self).get("_in_apply"):
            return super().apply(grads, trainable_variables)  # type: ignore[misc]
        pairs = self._computed_by_program(grads, trainable_variables or self._trainable_variables)
        with self._applying():
            return self.apply_gradients(pairs)

    def _computed_by_program(self: Any, grads: Any, variables: Any) -> List[Any]:
        """Pairs of these gradients and variables, as a program's own ``compute_gradients`` gives them."""
        return list(self._compute_gradients(None, list(variables), tape=_Computed(grads)))

    def _compute_gradients(self: Any, loss: Any, var_list: Any, grad_loss: Any = None, tape: Any = None) -> List[Any]:
        """As :meth:`compute_gradients`, which ``legacy`` optimizers had by this name."""
        return list(self.compute_gradients(loss, var_list, tape))

    @contextmanager
    def _applying(self) -> Iterator[None]:
        """While the block runs, gradients are applied as they are: the program's own methods have had them."""
        outer = vars(self).get("_in_apply", False)
        vars(self)["_in_apply"] = True
        try:
            yield
        finally:
            vars(self)["_in_apply"] = outer

    def minimize(self: Any, loss: Any, var_list: Any, tape: Any = None, grad_loss: Any = None,
                 name: Optional[str] = None) -> Any:
        """One step that makes ``loss`` smaller.

        Args:
            loss: a function of nothing, or a tensor that ``tape`` recorded.
            var_list: variables, or a function that gives them.
            tape: a ``tf.GradientTape``.
            grad_loss, name: accepted.
        """
        return self.apply_gradients(self._compute_gradients(loss, var_list, grad_loss, tape))

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
