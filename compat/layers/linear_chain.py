"""Linear chain conditional random fields as keras-contrib computed them: best path, marginals, likelihood.

The probability of a path of labels falls with its energy: that of each step, and that of each link, ``links[i, j]`` for
label j after label i. What keras-contrib computed is kept to the letter, since files were trained with it: without a
mask, a step beyond the last one is counted with label 0; a masked step adds log(units) to the loss, which no gradient
sees; and marginals take what comes before and after with the sign of an energy.
"""
from typing import Any, List, NamedTuple, Optional, Tuple

from compat.keras import backend as K


class Chain(NamedTuple):
    """What every result follows from: energies (batch, time, units), those of the links (units, units), the mask."""

    energies: Any
    links: Any
    mask: Optional[Any]


def best_path(chain: Chain) -> Any:
    """The labels of least energy, one-hot, ``(batch, time, units)``."""
    best_before = K.reverse(_recursion(chain, _least)[1], 1)
    units = K.int_shape(chain.links)[0]
    start = K.one_hot(K.cast(best_before[:, 0, 0], "int32"), units)

    def follow(table: Any, states: List[Any]) -> Tuple[Any, List[Any]]:
        label = K.one_hot(K.cast(K.sum(table * states[0], axis=-1), "int32"), units)
        return label, [label]

    _, path, _ = K.rnn(follow, best_before, [start])
    return K.reverse(path, 1)


def marginals(chain: Chain) -> Any:
    """The probability of each label at each step, ``(batch, time, units)``."""
    energies, links, mask = chain
    before = _recursion(chain, _log_sum)[1]
    reversed_mask = None if mask is None else K.reverse(K.cast(mask, K.floatx()), 1)
    after = K.reverse(_recursion(Chain(K.reverse(energies, 1), links, reversed_mask), _log_sum)[1], 1)
    if mask is not None:
        energies = energies * K.expand_dims(K.cast(mask, K.floatx()))
    return K.softmax(-(later(before) + energies + earlier(after)))


def negative_log_likelihood(y_true: Any, chain: Chain) -> Any:
    """Of the one-hot labels ``y_true``, divided by the number of steps: ``(batch,)``."""
    total = _recursion(chain, _log_sum)[0][:, 0] + _energy_of(y_true, chain)
    if chain.mask is None:
        return total / K.cast(K.shape(chain.energies)[1], K.floatx())
    return total / K.sum(K.cast(chain.mask, K.floatx()), axis=1)


def _recursion(chain: Chain, combine: Any) -> Tuple[Any, Any]:
    """Over time: the last value, and all ``(batch, time, units)``."""
    energies, links, mask = chain
    units = K.int_shape(links)[0]
    if mask is None:
        linked = K.ones_like(energies[:, :, :1])
    else:
        steps = K.expand_dims(K.cast(mask, K.floatx()))
        energies, linked = energies * steps, steps * earlier(steps)

    def step(inputs: Any, states: List[Any]) -> Tuple[Any, List[Any]]:
        # (1, from, to) times (batch, 1, 1): no energy of the chain between a step and a masked one.
        between = K.expand_dims(states[1], 0) * K.expand_dims(inputs[:, units:], 2)
        return combine(inputs[:, :units], states[0], between)  # type: ignore[no-any-return]

    inputs = K.concatenate([energies, linked], axis=-1)
    last, every, _ = K.rnn(step, inputs, [K.zeros_like(energies[:, 0])], constants=[links])
    return last, every


def _energy_of(y_true: Any, chain: Chain) -> Any:
    own = K.sum(chain.energies * y_true, axis=2)
    between = K.sum(K.dot(y_true[:, :-1], chain.links) * y_true[:, 1:], axis=2)
    if chain.mask is not None:
        steps = K.cast(chain.mask, K.floatx())
        own, between = own * steps, between * steps[:, :-1] * steps[:, 1:]
    return K.sum(own, axis=-1) + K.sum(between, axis=-1)


def _log_sum(energies: Any, before: Any, chain: Any) -> Tuple[Any, List[Any]]:
    """The logarithm of the summed weights of all paths to each label of the next step."""
    after = K.logsumexp(-(chain + K.expand_dims(energies - before, 2)), axis=1)
    return after, [after]


def _least(energies: Any, before: Any, chain: Any) -> Tuple[Any, List[Any]]:
    """For each label of the next step the best label of this one, as a number; and the least energy."""
    total = chain + K.expand_dims(energies + before, 2)
    return K.cast(K.argmin(total, 1), K.floatx()), [K.min(total, axis=1)]


def earlier(x: Any) -> Any:
    """Each step takes the place of the one before it; zeros at the end."""
    return K.concatenate([x[:, 1:], K.zeros_like(x[:, :1])], axis=1)


def later(x: Any) -> Any:
    """Each step takes the place of the one after it; zeros at the beginning."""
    return K.concatenate([K.zeros_like(x[:, :1]), x[:, :-1]], axis=1)
