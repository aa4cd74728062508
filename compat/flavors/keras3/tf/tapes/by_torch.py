"""A tape on torch, which records by itself whatever is made of a tensor that asks for a gradient."""
import contextlib
import weakref
from typing import Any, Dict, Iterator, List, Sequence, Tuple

import torch
from torch.autograd.graph import get_gradient_edge, saved_tensors_hooks

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import as_tensor
from compat.flavors.keras3.variables import is_variable

#: The recordings that a gradient may still be taken of.
_alive: "weakref.WeakSet[TorchRecording]" = weakref.WeakSet()


def _kept(tensor: Any) -> Any:
    """What torch keeps of an operation: the value that a variable has now, as an optimizer may change it in place."""
    whole = tensor._base if tensor._is_view() else tensor
    return tensor.detach().clone() if isinstance(whole, torch.nn.Parameter) else tensor


class TorchRecording:
    """What one tape watches.

    Args:
        accessed: whether variables that ask for a gradient are watched without being told.
    """

    _runs = 0

    def __init__(self, accessed: bool) -> None:
        self._accessed = accessed
        self._watched: Dict[int, Tuple[Any, Any]] = {}
        self._asked: List[Any] = []
        self._block = contextlib.ExitStack()
        self._targets: List[Any] = []

    def start(self) -> None:
        """Begin to record."""
        _alive.add(self)
        self._block.enter_context(torch.enable_grad())
        self._block.enter_context(saved_tensors_hooks(_kept, lambda tensor: tensor))
        TorchRecording._runs += 1

    def stop(self) -> None:
        """End the record; tensors ask for a gradient no longer if only this recording made them."""
        TorchRecording._runs -= 1
        self._block.close()
        for tensor in self._asked:
            tensor.requires_grad_(False)
        self._asked.clear()

    def watch(self, source: Any) -> None:
        """Record what is made of a tensor or variable."""
        tensor = source.value if is_variable(source) else source
        if not (tensor.is_floating_point() or tensor.is_complex()):
            return
        if not tensor.requires_grad:
            tensor.requires_grad_()
            self._asked.append(tensor)
        self._watched[id(tensor)] = (tensor, get_gradient_edge(tensor))

    def gradients(self, targets: Sequence[Any], upstream: Sequence[Any], sources: Sequence[Any]) -> List[Any]:
        """For each source the derivative of all targets, times ``upstream``, or None."""
        places = [self._place(source) for source in sources]
        known = [place for place in places if place is not None]
        pairs = [(target, torch.ones_like(target) if given is None else torch.broadcast_to(given, target.shape))
                 for target, given in zip(targets, upstream) if target.requires_grad]
        self._targets.extend(target for target, _ in pairs)
        found: List[Any] = [None] * len(known)
        if known and pairs:
            outputs, given = zip(*pairs)
            found = list(torch.autograd.grad(outputs, known, given, retain_graph=True, create_graph=TorchRecording._runs > 0,
                                             allow_unused=True))
        left = iter(found)
        return [None if place is None else next(left) for place in places]

    def _place(self, source: Any) -> Any:
        """What torch derives by for a source, or None if the tape did not watch it."""
        tensor = source.value if is_variable(source) else as_tensor(source)
        if id(tensor) in self._watched:
            return self._watched[id(tensor)][1]
        followed = self._accessed if is_variable(source) else not tensor.is_leaf
        return tensor if followed and tensor.requires_grad else None

    def release(self) -> None:
        """The tape is used up: its targets become plain values, unless another tape may be asked for their gradients."""
        _alive.discard(self)
        if not len(_alive):
            for target in self._targets:
                if not target.is_leaf and not target._is_view():
                    target.detach_()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing in the block.

        Raises:
            UnsupportedError: another tape records, for which torch cannot go on.
        """
        if TorchRecording._runs > 1:
            raise UnsupportedError("tape.stop_recording() inside another tape is not served on torch; use tf.stop_gradient on "
                                   "what the tape is to leave out")
        with torch.no_grad():
            yield
