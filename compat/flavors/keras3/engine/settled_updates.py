"""Which layers' updates a model's training runs, such as the moving statistics of BatchNormalization, and for which calls.

In Keras 2 an update belongs to one call of a layer. The training function takes up those of the calls that make up the model,
but for layers that are frozen when it is made. Those of a model inside another one were taken up when that was called: layers
of it that are frozen later, as code that fine-tunes does, still move their statistics. tf.keras asks for the flags in each
step.
"""
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import keras

from compat.era import current

from ..backend.averages import take_averages
from ..call_stack import Settled, stack
from .frozen import flags_inside, flags_of_call, model_in
from .network import nodes_in_graph


class _Call(NamedTuple):
    """A call of a layer in a model: whether its updates run, and the nodes that it is inside of, its own the last."""

    layer: Any
    runs: bool
    path: Tuple[Any, ...]


class SettledUpdates:
    """Mix-in of a model: the updates that its training runs are settled when its training function is made."""

    def _settle_updates(self: Any) -> None:
        facts: Dict[str, Any] = vars(self)
        if facts.get("_settled_updates") is None and not current(self).of_tf_keras:
            facts["_settled_updates"], apart = settled(self)
            self._hold_outside(apart)

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step, for the updates of layers that are trainable now."""
        self._settle_updates()
        return super().make_train_function(force=force)  # type: ignore[misc]

    @contextmanager
    def _running_settled_updates(self) -> Iterator[None]:
        """Context manager of a training step."""
        outer, stack.settled = stack.settled, vars(self).get("_settled_updates")
        if stack.settled is not None:
            stack.settled.begin()
        try:
            yield
        finally:
            stack.settled = outer


def settled(model: Any) -> Tuple[Settled, List[Any]]:
    """What the training of a model runs, by the present flags and those of the calls of models in it.

    Returns:
        That, and the variables which it changes and which are not state of the layers.
    """
    when = str(current(model).behaviour("updates_of_frozen_layers"))
    runs: Dict[int, bool] = {}
    paths: Dict[int, List[Tuple[Any, ...]]] = {}
    apart: List[Any] = []
    for call in _calls(model, (), when):
        key = id(call.layer)
        runs[key] = runs.get(key, False) or when == "run" or (call.runs and bool(model.trainable or model.stateful))
        if runs[key]:
            paths.setdefault(key, []).append(call.path)
            apart += take_averages(call.layer, call.path)
    return Settled(runs, paths), apart


def _calls(model: Any, path: Tuple[Any, ...], when: str) -> Iterator[_Call]:
    nodes = _in_order(model)
    if nodes is None:
        yield from (_Call(each, trained, (*path, each)) for each, trained in flags_inside(model, True))
    for node in nodes or ():
        layer = node.operation
        if not isinstance(layer, keras.layers.Layer):
            continue
        inner, here = model_in(layer), (*path, node)
        free = bool(layer.trainable or getattr(layer, "stateful", False))
        if not isinstance(inner, keras.Model):
            yield _Call(layer, free, here)
            yield from (_Call(each, free and trained, (*here, each)) for each, trained in flags_inside(layer, True))
            continue
        noted = flags_of_call(node)
        now = {id(each): trained for each, trained in flags_inside(layer, True)}
        for call in _calls(inner, here, when):
            trained = now.get(id(call.layer), call.runs)
            if noted is not None:
                called = noted.get(id(call.layer), trained)
                trained = called or trained if when == "once_trainable" else called
            yield call._replace(runs=free and trained)


def _in_order(model: Any) -> Optional[List[Any]]:
    """The calls that make up a model, in the order in which they run; None of a model without a graph."""
    graph = getattr(model, "_functional", None) or model
    if not hasattr(graph, "_nodes_by_depth"):
        return None
    by_depth = nodes_in_graph(graph)
    return [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth] if not node.is_input]
