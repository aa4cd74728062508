"""The seeds that the call of a layer drew from NumPy in Keras 1 and 2, when the random operations inside were made.

Keras drew one for each such operation without a seed of its own, ``Dropout`` and the masks of recurrent layers among them. A
program that fixes NumPy's seed gets the initial weights, and the order of its samples, that it had only if each of these draws
happens here too. The first one seeds the layer's generator, so that its masks are the same in every run.
"""
from typing import Any, Callable, Iterator, Optional, Tuple

import keras

from compat.era import current

from .. import seeds, stateful_draws
from ..seeds_of_calls import noted_seeds

_SEEDED = "_seeded_by_numpy"
_GATES = {"SimpleRNNCell": 1, "GRUCell": 3, "LSTMCell": 4, "ConvLSTMCell": 4}  # each has masks of its own

#: A layer, and how many seeds its call draws.
Draws = Tuple[Any, int]


def draw_seeds(layer: Any, inputs: Any) -> None:
    """Draw what Keras 2 drew when it called the layer on ``inputs``; in an era of tf.keras nothing."""
    if not seeds.come_from_numpy():
        return
    for each, count in _draws(layer, inputs):
        drawn = [seeds.seed_from_numpy() for _ in range(count)]
        if not drawn and isinstance(getattr(each, "seed", None), int):
            drawn = [each.seed]
        if drawn and _SEEDED not in vars(each):
            _begin_masks(each, drawn[0])


def draws_as_tensorflow(layer: Any) -> bool:
    """Whether a layer of Keras masks its inputs with TensorFlow's numbers, counted in the state of its generator."""
    return getattr(layer, "masks_as_tensorflow", False) and stateful_draws.is_served()


def operation_seeds(layer: Any) -> Optional[Tuple[int, int]]:
    """The seeds of graph and operation of a layer's first random operation; None of one that was not called as in Keras 2."""
    found: Optional[Tuple[int, int]] = vars(layer).get(_SEEDED)
    return found


def count_of_blocks(layer: Any) -> Any:
    """The variable with the number of blocks that the operation has used."""
    return layer.seed_generator.state


def _begin_masks(layer: Any, seed: int) -> None:
    vars(layer)[_SEEDED] = seeds.operation_seeds(seed)
    if draws_as_tensorflow(layer):
        state = count_of_blocks(layer)
        state.assign(keras.ops.zeros((2,), state.dtype))
        return
    generator = getattr(layer, "seed_generator", None) or getattr(layer, "_legacy_seed_generator", None)
    if generator is not None:
        state = generator.state
        state.assign(keras.ops.cast([seed, 0], state.dtype))
        generator._initial_seed = seed  # without one, Keras draws from torch's own generator


def _draws(layer: Any, inputs: Any) -> Iterator[Draws]:
    for kind, draws in _KINDS:
        if isinstance(layer, kind):
            yield from draws(layer, inputs)
            return
    yield from _of_own_call(layer)


def _of_own_call(layer: Any) -> Iterator[Draws]:
    yield layer, noted_seeds(layer) * getattr(layer, "_calls_to_describe", 1)
    for inner in getattr(layer, "_layers", ()):
        yield from _draws(inner, None)


def _of_dropout(layer: Any, inputs: Any) -> Iterator[Draws]:
    yield layer, int(0 < layer.rate < 1 and layer.seed is None)


def _of_noise(layer: Any, inputs: Any) -> Iterator[Draws]:
    yield layer, int(layer.seed is None)


def _of_recurrent(layer: Any, inputs: Any) -> Iterator[Draws]:
    yield from _of_cell(layer.cell)


def _of_cell(cell: Any) -> Iterator[Draws]:
    for inner in getattr(cell, "cells", None) or ():
        yield from _of_cell(inner)
    gates = next((_GATES[base.__name__] for base in type(cell).__mro__ if base.__name__ in _GATES), 0)
    rates = getattr(cell, "dropout", 0), getattr(cell, "recurrent_dropout", 0)
    if gates:
        yield cell, gates * sum(0 < rate < 1 for rate in rates)


def _of_bidirectional(layer: Any, inputs: Any) -> Iterator[Draws]:
    for each in (layer.forward_layer, layer.backward_layer):
        yield from _draws(each, inputs)


def _of_time_distributed(layer: Any, inputs: Any) -> Iterator[Draws]:
    """Keras 2.2 made the operations of the inner layer twice where the number of samples was known."""
    known = inputs is not None and keras.tree.flatten(inputs)[0].shape[0] is not None
    for _ in range(1 + (known and current().is_before("2.3"))):
        yield from _draws(layer.layer, None)


def _of_model(model: Any, inputs: Any) -> Iterator[Draws]:
    depths = getattr(getattr(model, "_functional", None) or model, "_nodes_by_depth", None)
    if depths is None:
        yield from _of_own_call(model)
        return
    for depth in sorted(depths, reverse=True):
        for node in depths[depth]:
            yield from _draws(node.operation, node.input_tensors)


_KINDS: Tuple[Tuple[Any, Callable[[Any, Any], Iterator[Draws]]], ...] = (
    (keras.layers.GaussianNoise, _of_noise),
    ((keras.layers.Dropout, keras.layers.GaussianDropout, keras.layers.AlphaDropout), _of_dropout),
    (keras.layers.RNN, _of_recurrent),
    (keras.layers.Bidirectional, _of_bidirectional),
    (keras.layers.TimeDistributed, _of_time_distributed),
    (keras.Model, _of_model),
)
