"""What is at work in a thread: the layers that are being called or built, and the steps around them.

:mod:`.context` says what follows from it. Its context managers are classes: they are entered for each call of a layer, and
where steps are not compiled, on torch, generators take several times as long.
"""
import threading
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple


class Frame(NamedTuple):
    """One layer at work: ``training`` as its call resolved it, ``building`` while its weights are being made."""

    layer: Any
    training: Any = None
    building: bool = False


class Settled:
    """The updates that the training of a model runs.

    Args:
        runs: whether those of a layer run, by the ``id`` of the layer.
        paths: the calls of each such layer in one step, in their order; a call is a tuple of the nodes that it is inside of.
    """

    def __init__(self, runs: Mapping[int, bool], paths: Mapping[int, Sequence[Tuple[Any, ...]]]) -> None:
        self.runs, self._paths = runs, paths
        self._calls: Dict[int, List[Any]] = {}

    def begin(self) -> None:
        """A step begins: the next call of each layer is its first one."""
        self._calls = {}

    def path(self, layer: Any, call: Any) -> Optional[Tuple[Any, ...]]:
        """Which call of the layer is going on; None for a layer that is not settled.

        Args:
            layer: the layer.
            call: what stands for the call, the same whenever it asks.
        """
        paths = self._paths.get(id(layer))
        if not paths:
            return None
        calls = self._calls.setdefault(id(layer), [])
        if not calls or calls[-1] is not call:
            calls.append(call)
        return paths[min(len(calls), len(paths)) - 1]


class Stack(threading.local):
    """The frames of a thread, the last one innermost, and how many blocks of each kind it is in."""

    def __init__(self) -> None:
        self.frames: List[Frame] = []
        self.steps = 0
        self.model_steps = 0
        self.run: Any = None
        self.graphs = 0
        self.described_calls = 0
        self.phase_asked = False
        self.phase_of_objectives = False
        self.settled: Optional[Settled] = None


stack = Stack()


class Pushed:
    """Context manager: a frame is the innermost one while the block runs."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def __enter__(self) -> None:
        stack.frames.append(self._frame)

    def __exit__(self, *error: Any) -> None:
        stack.frames.pop()


class Counted:
    """Context manager: while the block runs, one more of what the stack counts by these names.

    It keeps no state: one object serves all blocks.
    """

    def __init__(self, *names: str) -> None:
        self._names = names

    def __enter__(self) -> None:
        counts = vars(stack)
        for name in self._names:
            counts[name] += 1

    def __exit__(self, *error: Any) -> None:
        counts = vars(stack)
        for name in self._names:
            counts[name] -= 1


class Stepping(Counted):
    """One that counts steps: where no other step is going on, a run begins."""

    def __enter__(self) -> None:
        if not stack.steps:
            stack.run = object()
        super().__enter__()
