"""The custom layers that old files most often hold, against NumPy written out by definition."""
import itertools

import numpy as np
import pytest

from compat import layers
from compat.api.published import FUNCTIONS, PUBLISHED
from compat.errors import ConfigError
from compat.keras.layers import Input, Masking
from compat.keras.models import Model
from compat.layers import (
    CRF,
    AttentionLayer,
    AttentionOverSteps,
    AttentionWithContext,
    CapsuleLayer,
    GroupNormalization,
    InstanceNormalization,
    L2Normalization,
    Length,
    Mask,
)

EPSILON = 1e-7
CLOSE = {"rtol": 1e-5, "atol": 1e-5}


def test_every_class_that_is_recognised_in_a_file_is_here():
    named = {row.ours for rows in PUBLISHED.values() for row in rows}
    assert named | {name for names in FUNCTIONS.values() for name in names} <= set(layers.__all__)


def numbers(*shape):
    return np.random.RandomState(sum(shape)).uniform(-1, 1, shape).astype("float32")


def answered(layer, x, masked=False):
    """What the layer gives for x with weights that are not zero, and these."""
    inputs = Input(shape=x.shape[1:])
    model = Model(inputs, layer(Masking(0.0)(inputs) if masked else inputs))
    model.set_weights([numbers(*w.shape) + 0.1 for w in model.get_weights()])
    return model.predict(x), model.get_weights()


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def padded():
    x = numbers(3, 4, 2)
    x[0, 2:] = 0
    x[2, 1:] = 0
    return x, (x != 0).any(-1)


def weighted_mean(x, scores, valid):
    shares = np.exp(scores) * valid
    return (x * (shares / (shares.sum(1, keepdims=True) + EPSILON))[..., None]).sum(1)


def test_attention_with_context_leaves_masked_steps_out():
    x, valid = padded()
    found, (w, b, u) = answered(AttentionWithContext(), x, masked=True)
    np.testing.assert_allclose(found, weighted_mean(x, np.tanh(x @ w + b) @ u, valid), **CLOSE)


def test_attention_with_context_has_no_bias_when_told_so():
    x = numbers(2, 4, 3)
    found, (w, u) = answered(AttentionWithContext(bias=False, W_regularizer="l2"), x)
    np.testing.assert_allclose(found, weighted_mean(x, np.tanh(x @ w) @ u, 1), **CLOSE)


def test_attention_over_steps_has_a_bias_for_each_step():
    x, valid = padded()
    found, (w, b) = answered(AttentionOverSteps(4), x, masked=True)
    np.testing.assert_allclose(found, weighted_mean(x, np.tanh(x @ w + b), valid), **CLOSE)


def test_the_short_attention_is_a_softmax_over_all_steps():
    x = numbers(2, 4, 3)
    found, (w, b) = answered(AttentionLayer(), x)
    np.testing.assert_allclose(found, (x * softmax(np.tanh(x @ w + b), axis=1)).sum(1), **CLOSE)


@pytest.mark.parametrize("axis, axes", [(-1, (1, 2)), (1, (2, 3)), (None, (1, 2, 3))])
def test_instance_normalization_divides_by_the_deviation_plus_epsilon(axis, axes):
    x = numbers(2, 3, 4, 5)
    found, (gamma, beta) = answered(InstanceNormalization(axis=axis, epsilon=0.1), x)
    shape = [1, -1, 1, 1] if axis == 1 else [1, 1, 1, -1]
    normed = (x - x.mean(axes, keepdims=True)) / (x.std(axes, keepdims=True) + 0.1)
    np.testing.assert_allclose(found, normed * gamma.reshape(shape) + beta.reshape(shape), **CLOSE)


def test_instance_normalization_refuses_the_axis_of_the_batch():
    with pytest.raises(ConfigError, match="axis 0"):
        InstanceNormalization(axis=0)


def test_group_normalization_cuts_its_groups_as_the_numbers_lie_in_memory():
    x = numbers(2, 4, 3, 6)
    found, (gamma, beta) = answered(GroupNormalization(groups=2, axis=-1, epsilon=0.01), x)
    grouped = x.reshape(2, 2, 4, 3, 3)
    axes = (2, 3, 4)
    normed = (grouped - grouped.mean(axes, keepdims=True)) / np.sqrt(grouped.var(axes, keepdims=True) + 0.01)
    expected = normed * gamma.reshape(1, 2, 1, 1, 3) + beta.reshape(1, 2, 1, 1, 3)
    np.testing.assert_allclose(found, expected.reshape(x.shape), **CLOSE)


def test_group_normalization_with_channels_first_takes_sets_of_channels():
    x = numbers(2, 6, 2, 2)
    found, (gamma, beta) = answered(GroupNormalization(groups=3, axis=1), x)
    grouped = x.reshape(2, 3, 2, 2, 2)
    normed = (grouped - grouped.mean((2, 3, 4), keepdims=True)) / np.sqrt(grouped.var((2, 3, 4), keepdims=True) + 1e-5)
    expected = normed * gamma.reshape(1, 3, 2, 1, 1) + beta.reshape(1, 3, 2, 1, 1)
    np.testing.assert_allclose(found, expected.reshape(x.shape), rtol=1e-4, atol=1e-4)


def test_group_normalization_needs_groups_that_divide_the_channels():
    with pytest.raises(ConfigError, match="5 channels into 2 groups"):
        GroupNormalization(groups=2)(Input(shape=(3, 5)))


def test_l2_normalization_scales_unit_vectors():
    x = numbers(2, 3, 3, 4)
    found, (gamma,) = answered(L2Normalization(gamma_init=5), x)
    np.testing.assert_allclose(found, gamma * x / np.sqrt((x ** 2).sum(-1, keepdims=True)), **CLOSE)


def squash(s):
    squared = (s ** 2).sum(-1, keepdims=True)
    return squared / (1 + squared) / np.sqrt(squared + EPSILON) * s


@pytest.mark.parametrize("routings", [1, 3])
def test_capsules_route_by_agreement(routings):
    x = numbers(2, 5, 3)
    found, (w,) = answered(CapsuleLayer(4, 6, routings=routings), x)
    predictions = np.einsum("jiod,bid->bjio", w, x)
    logits = np.zeros((2, 4, 5))
    for _ in range(routings):
        outputs = squash((softmax(logits, axis=1)[..., None] * predictions).sum(2))
        logits = logits + (predictions * outputs[:, :, None]).sum(-1)
    np.testing.assert_allclose(found, outputs, **CLOSE)


def test_length_is_that_of_the_last_axis():
    found, _ = answered(Length(), numbers(2, 4, 3))
    np.testing.assert_allclose(found, np.sqrt((numbers(2, 4, 3) ** 2).sum(-1)), **CLOSE)


def test_mask_keeps_the_longest_capsule_or_that_of_the_label():
    x, labels = numbers(2, 4, 3), np.eye(4, dtype="float32")[[1, 3]]
    longest = np.eye(4)[np.sqrt((x ** 2).sum(-1)).argmax(1)]
    found, _ = answered(Mask(), x)
    np.testing.assert_allclose(found, (x * longest[..., None]).reshape(2, -1), **CLOSE)
    capsules, chosen = Input(shape=(4, 3)), Input(shape=(4,))
    found = Model([capsules, chosen], Mask()([capsules, chosen])).predict([x, labels])
    np.testing.assert_allclose(found, (x * labels[..., None]).reshape(2, -1), **CLOSE)


def energy(path, energies, chain):
    """Of one path of labels through (time, labels) energies."""
    own = sum(energies[step, label] for step, label in enumerate(path))
    return own + sum(chain[a, b] for a, b in zip(path, path[1:]))


def paths_of(time, units):
    return list(itertools.product(range(units), repeat=time))


@pytest.mark.parametrize("length", [4, 3])
def test_crf_finds_the_path_of_least_energy_of_a_masked_sequence(length):
    x = numbers(1, 4, 2) + 2
    x[:, length:] = 0
    layer = CRF(3, use_boundary=False)
    found, (kernel, chain, bias) = answered(layer, x, masked=True)
    energies = x[0, :length] @ kernel + bias
    best = min(paths_of(length, 3), key=lambda path: energy(path, energies, chain))
    assert found[0, :length].argmax(-1).tolist() == list(best)


def test_crf_likelihood_is_that_of_all_paths_written_out():
    x = numbers(1, 4, 2) + 2
    x[:, 3:] = 0
    inputs = Input(shape=(4, 2))
    layer = CRF(3, sparse_target=True)
    model = Model(inputs, layer(Masking(0.0)(inputs)))
    model.set_weights([numbers(*w.shape) for w in model.get_weights()])
    kernel, chain, bias, left, _ = model.get_weights()
    model.compile("sgd", loss=layer.loss_function, metrics=[layer.accuracy])
    labels = np.array([[[0], [2], [1], [0]]], "float32")
    energies = x[0, :3] @ kernel + bias
    energies[0] += left
    total = np.log(sum(np.exp(-energy(path, energies, chain)) for path in paths_of(3, 3)))
    total += np.log(3)  # keras-contrib counts every label of a masked step
    loss, accuracy = model.evaluate(x, labels, verbose=0)
    np.testing.assert_allclose(loss, (total + energy((0, 2, 1), energies, chain)) / 3, rtol=1e-4)
    best = min(paths_of(3, 3), key=lambda path: energy(path, energies, chain))
    np.testing.assert_allclose(accuracy, np.mean(np.equal(best, (0, 2, 1))), rtol=1e-5)


def test_crf_learns_the_labels_it_is_shown():
    from compat.keras.optimizers import Adam
    from compat.layers import crf_loss

    x = numbers(8, 5, 3)
    labels = (x[..., :1] > 0).astype("float32")
    inputs = Input(shape=(5, 3))
    model = Model(inputs, CRF(2, sparse_target=True)(inputs))
    model.compile(Adam(lr=0.1), loss=crf_loss)
    before = model.evaluate(x, labels, verbose=0)
    model.fit(x, labels, epochs=15, verbose=0)
    assert model.evaluate(x, labels, verbose=0) < before / 2


@pytest.mark.parametrize("learn_mode", ["join", "marginal"])
def test_crf_logs_the_share_of_right_labels_while_it_is_trained(learn_mode):
    from compat.keras.optimizers import SGD
    x = numbers(6, 5, 3) + 2
    x[:3, 3:] = 0
    labels = (numbers(6, 5, 1) > 0).astype("float32")
    inputs = Input(shape=(5, 3))
    layer = CRF(2, sparse_target=True, learn_mode=learn_mode)
    model = Model(inputs, layer(Masking(0.0)(inputs)))
    model.set_weights([numbers(*w.shape) for w in model.get_weights()])
    model.compile(SGD(lr=0.0), loss=layer.loss_function, metrics=[layer.accuracy])
    right = model.predict(x).argmax(-1) == labels[..., 0]
    np.testing.assert_allclose(model.train_on_batch(x, labels)[1], right[x.any(-1)].mean(), rtol=1e-5)


def test_crf_in_marginal_mode_gives_probabilities():
    found, _ = answered(CRF(3, learn_mode="marginal"), numbers(2, 4, 3))
    np.testing.assert_allclose(found.sum(-1), np.ones((2, 4)), **CLOSE)
    assert ((found > 0) & (found < 1)).all()


def test_crf_refuses_a_mode_that_does_not_exist():
    with pytest.raises(ConfigError, match="learn_mode='both'"):
        CRF(3, learn_mode="both")


@pytest.mark.parametrize("layer", [
    AttentionWithContext(bias=False, name="a"), AttentionOverSteps(4, W_regularizer="l2", name="b"),
    InstanceNormalization(axis=1, name="c"), GroupNormalization(groups=2, name="d"), CapsuleLayer(2, 3, name="e"),
    L2Normalization(axis=2, name="f"), CRF(3, sparse_target=True, kernel_regularizer="l2", name="g"),
], ids=lambda layer: type(layer).__name__)
def test_a_configuration_gives_the_same_layer_again(layer):
    config = layer.get_config()
    assert type(layer).from_config(config).get_config() == config
