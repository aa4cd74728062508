"""Tensors that ``call`` keeps on its layer: ``if self._mask is None: self._mask = K.dropout(ones, 0.5)``.

In Keras 2 such a tensor belonged to the graph, and each run computed it anew, once for all timesteps. Here ``call`` runs again
in each step and each time Keras infers shapes, where the tensor of another run has no meaning or an old value. So what it keeps
lasts for one run: when the layer is called in the next, its attributes are as they were before. In plain calls, which compute
at once, they stay; and in tf.keras, which kept values from step to step where it ran eagerly, all but those of an inference.
"""
from typing import Any, Dict, NamedTuple

from compat.era import current

from ..context import current_run, in_call, infers_shapes
from ..recording import holds_tensor
from ..seeds_of_calls import attempts, note_kept_in_loop

_KEPT = "_kept_by_call"
_MISSING: Any = object()


class Kept(NamedTuple):
    """What a call has changed: the run, and the attributes with what they held before."""

    run: Any
    before: Dict[str, Any]


def note_kept(layer: Any, name: str, value: Any) -> None:
    """An attribute of a layer is about to be set: note it where a ``call`` does that."""
    if not in_call() or current_run() is None or name.startswith("_keras") or not holds_tensor(value):
        return
    if current(layer).of_tf_keras and not infers_shapes():
        return
    facts, run = vars(layer), _run()
    kept = facts.get(_KEPT)
    if kept is None or kept.run != run:
        kept = facts[_KEPT] = Kept(run, {})
    note_kept_in_loop()
    kept.before.setdefault(name, facts.get(name, _MISSING))


def forget_kept(layer: Any) -> None:
    """A ``call`` begins: take back what it kept in another run."""
    facts = vars(layer)
    kept = facts.get(_KEPT)
    if kept is None or kept.run == _run():
        return
    del facts[_KEPT]
    for name, value in kept.before.items():
        if value is _MISSING:
            facts.pop(name, None)
        else:
            facts[name] = value


def _run() -> Any:
    return current_run(), attempts()
