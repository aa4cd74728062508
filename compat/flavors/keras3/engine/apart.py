"""A call of a layer beside the model's own run: for a mask, or for the losses that it adds. It must leave no trace."""
from contextlib import contextmanager
from typing import Any, Iterator

import keras
from keras.src import backend  # the scope that is open is not public

from ..context import in_stateless_scope

_NOTED = ("_losses", "_loss_ids", "_pending_metrics", "_measured")


@contextmanager
def apart(layer: Any, collect_losses: bool = False) -> Iterator[Any]:
    """While the block runs, calls of a layer change no state of it, and count in no loss and no metric.

    Args:
        layer: the layer or model, with those inside.
        collect_losses: whether the losses that are added go to the ``losses`` of the scope.

    Yields:
        The scope, a ``keras.StatelessScope``.
    """
    noted = [(vars(each), name, _copied(vars(each)[name])) for each in layer._flatten_layers()
             for name in _NOTED if name in vars(each)]
    scope = keras.StatelessScope(collect_losses=collect_losses)
    if in_stateless_scope():
        scope.state_mapping.update(backend.get_stateless_scope().state_mapping)
    with scope:
        yield scope
    for facts, name, value in noted:
        facts[name] = value


@contextmanager
def without_losses(layer: Any) -> Iterator[None]:
    """While the block runs, calls of a layer add no losses, of its own or of the layers inside."""
    lists = [each._losses for each in layer._flatten_layers()]
    if in_stateless_scope():
        lists.append(backend.get_stateless_scope().losses)
    before = [list(losses) for losses in lists]
    yield
    for losses, kept in zip(lists, before):
        losses[:] = kept


def leaves_traces(model: Any, training: Any) -> bool:
    """Whether a model that was just called has added losses or, in training, has weights that a call may update."""
    layers = list(model._flatten_layers())
    return any(each._losses or each._loss_ids for each in layers) or bool(training) and any(
        each.trainable and each.non_trainable_weights for each in layers)


def _copied(noted: Any) -> Any:
    return set(noted) if isinstance(noted, set) else list(noted)
