"""``CRF``: the conditional random field of keras-contrib as the last layer of a tagger (2017 to 2019, Keras 2).

:mod:`compat.layers.linear_chain` is what it computes. The energy of a step is ``activation(x · kernel + bias)``, that of
the first and the last one has a boundary added; the right one of a masked sequence stands before its *first* step, as
keras-contrib had it.
"""
import threading
from typing import Any, Callable, NamedTuple, Optional, Sequence, Tuple

from compat.errors import ConfigError
from compat.flavors.shared.objective import MADE_FROM
from compat.keras import backend as K
from compat.keras.losses import categorical_crossentropy, sparse_categorical_crossentropy
from compat.layers.linear_chain import Chain, best_path, earlier, later, marginals, negative_log_likelihood
from compat.layers.portable import PortableLayer

#: The last call in this thread: a model takes its losses right after it has called its layers, of tensors that may carry
#: nothing (JAX) or be copies (torch).
_CALLED = threading.local()


class CRF(PortableLayer):
    """A linear chain conditional random field over ``units`` labels.

    Args:
        units: number of labels.
        learn_mode: ``'join'`` (likelihood of the whole path, :func:`crf_loss`) or ``'marginal'`` (of each step).
        test_mode: ``'viterbi'`` (the best path) or ``'marginal'``; None for what goes with ``learn_mode``.
        sparse_target: targets are label numbers ``(batch, time, 1)`` instead of one-hot.
        use_boundary, use_bias: whether there are boundary energies and a bias.
        input_dim, unroll: kept.

    Input: ``(batch, time, features)``. Output: ``(batch, time, units)``: one-hot labels of the best path, or
    marginals; in training zeros at masked steps.
    Weights: ``kernel, chain_kernel, bias, left_boundary, right_boundary``.

    Example:
        >>> import numpy as np
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(4, 3))
        >>> Model(x, CRF(2)(x)).predict(np.ones((1, 4, 3))).sum(-1).tolist()
        [[1.0, 1.0, 1.0, 1.0]]
    """

    def __init__(self, units: int, learn_mode: str = "join", test_mode: Optional[str] = None,
                 sparse_target: bool = False, use_boundary: bool = True, use_bias: bool = True,
                 activation: Any = "linear", kernel_initializer: Any = "glorot_uniform",
                 chain_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
                 boundary_initializer: Any = "zeros", kernel_regularizer: Any = None, chain_regularizer: Any = None,
                 boundary_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None,
                 chain_constraint: Any = None, boundary_constraint: Any = None, bias_constraint: Any = None,
                 input_dim: Optional[int] = None, unroll: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        test_mode = test_mode or ("viterbi" if learn_mode == "join" else "marginal")
        if learn_mode not in ("join", "marginal") or test_mode not in ("viterbi", "marginal"):
            raise ConfigError("CRF {!r} has learn_mode={!r} and test_mode={!r}; there are 'join' and 'marginal', "
                              "'viterbi' and 'marginal'".format(self.name, learn_mode, test_mode))
        self._keep(
            units=units, learn_mode=learn_mode, test_mode=test_mode, sparse_target=sparse_target,
            use_boundary=use_boundary, use_bias=use_bias, activation=activation,
            kernel_initializer=kernel_initializer, chain_initializer=chain_initializer,
            bias_initializer=bias_initializer, boundary_initializer=boundary_initializer,
            kernel_regularizer=kernel_regularizer, chain_regularizer=chain_regularizer,
            boundary_regularizer=boundary_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, chain_constraint=chain_constraint,
            boundary_constraint=boundary_constraint, bias_constraint=bias_constraint, input_dim=input_dim,
            unroll=unroll)

    def build(self, input_shape: Sequence[Optional[int]]) -> None:
        self.input_dim = input_shape[-1]
        self.kernel = self._weight("kernel", (self.input_dim, self.units))
        self.chain_kernel = self._weight("chain_kernel", (self.units, self.units), "chain")
        self.bias = self._weight("bias", (self.units,)) if self.use_bias else None
        if self.use_boundary:
            self.left_boundary = self._weight("left_boundary", (self.units,), "boundary")
            self.right_boundary = self._weight("right_boundary", (self.units,), "boundary")
        super().build(input_shape)

    def call(self, X: Any, mask: Optional[Any] = None) -> Any:
        chain = self.chain_of(X, mask)
        # Not inside K.in_train_phase: a loop within its branches is more than Keras 2.3 can build.
        tested = best_path(chain) if self.test_mode == "viterbi" else marginals(chain)
        trained = tested if self.learn_mode == "join" else marginals(chain)
        return _noted(K.in_train_phase(_without_masked(trained, mask), tested), self, chain)

    def compute_mask(self, inputs: Any, mask: Optional[Any] = None) -> Any:
        """A value for each sample with 'join', whose loss has one; else the mask of the steps."""
        return K.any(mask, axis=1) if mask is not None and self.learn_mode == "join" else mask

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        return (*tuple(input_shape)[:2], self.units)

    def viterbi_decoding(self, X: Any, mask: Optional[Any] = None) -> Any:
        """The path of least energy, one-hot, ``(batch, time, units)``."""
        return best_path(self.chain_of(X, mask))

    def get_marginal_prob(self, X: Any, mask: Optional[Any] = None) -> Any:
        """The probability of each label at each step, ``(batch, time, units)``."""
        return marginals(self.chain_of(X, mask))

    def get_negative_log_likelihood(self, y_true: Any, X: Any, mask: Optional[Any] = None) -> Any:
        """Of the one-hot path ``y_true``, divided by the number of its steps: ``(batch,)``."""
        return negative_log_likelihood(y_true, self.chain_of(X, mask))

    def chain_of(self, X: Any, mask: Optional[Any] = None) -> Chain:
        """The energies of an input, boundaries included."""
        return Chain(self._energies(X, mask), self.chain_kernel + 0.0, mask)  # a tensor, not the weight itself

    def loss(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of this layer's output; see :func:`crf_loss`."""
        if self.learn_mode == "marginal":
            function = sparse_categorical_crossentropy if self.sparse_target else categorical_crossentropy
            return function(y_true, y_pred)
        return negative_log_likelihood(self._one_hot(y_true), _made_from(y_pred).chain)

    @property
    def loss_function(self) -> Callable[[Any, Any], Any]:
        """For ``compile(loss=crf.loss_function)``."""
        return self.loss

    @property
    def accuracy(self) -> Callable[[Any, Any], Any]:
        """For ``compile(metrics=[crf.accuracy])``."""
        return crf_viterbi_accuracy if self.test_mode == "viterbi" else crf_marginal_accuracy

    @property
    def viterbi_acc(self) -> Callable[[Any, Any], Any]:
        """:func:`crf_viterbi_accuracy`."""
        return crf_viterbi_accuracy

    @property
    def marginal_acc(self) -> Callable[[Any, Any], Any]:
        """:func:`crf_marginal_accuracy`."""
        return crf_marginal_accuracy

    def _one_hot(self, y_true: Any) -> Any:
        return K.one_hot(K.cast(y_true[:, :, 0], "int32"), self.units) if self.sparse_target else y_true

    def _energies(self, X: Any, mask: Optional[Any]) -> Any:
        energies = K.dot(X, self.kernel)
        energies = self.activation(energies if self.bias is None else energies + self.bias)
        if not self.use_boundary:
            return energies
        if mask is None:
            first = K.zeros_like(energies[:, :1]) + self.left_boundary
            last = K.zeros_like(energies[:, :1]) + self.right_boundary
            inner = K.zeros_like(energies[:, 1:])
            return energies + K.concatenate([first, inner], axis=1) + K.concatenate([inner, last], axis=1)
        steps = K.expand_dims(K.cast(mask, K.floatx()))
        starts = K.cast(K.greater(steps, later(steps)), K.floatx())
        ends = K.cast(K.greater(earlier(steps), steps), K.floatx())
        return energies + starts * self.left_boundary + ends * self.right_boundary


class MadeFrom(NamedTuple):
    """What an output was made from.

    Attributes:
        layer: the CRF.
        chain: the chain behind the output.
        in_step: the chain is of a training step on JAX: the loss may use it, and metrics, which are taken when the gradients
            are known, may not.
    """

    layer: CRF
    chain: Chain
    in_step: bool


def crf_loss(y_true: Any, y_pred: Any) -> Any:
    """The loss of a model whose last layer is a :class:`CRF`, as keras-contrib names it.

    The negative log-likelihood of the true path with ``learn_mode='join'``, the crossentropy of each step with
    'marginal'.

    Raises:
        ConfigError: ``y_pred`` is not the output of a CRF.
    """
    return _layer_of(y_pred).loss(y_true, y_pred)


def crf_viterbi_accuracy(y_true: Any, y_pred: Any) -> Any:
    """The share of unmasked steps whose label on the best path is the true one, for every sample (or step) the same."""
    return _accuracy(_layer_of(y_pred), y_true, y_pred, "viterbi")


def crf_marginal_accuracy(y_true: Any, y_pred: Any) -> Any:
    """The share of unmasked steps whose most probable label is the true one, for every sample (or step) the same."""
    return _accuracy(_layer_of(y_pred), y_true, y_pred, "marginal")


def crf_accuracy(y_true: Any, y_pred: Any) -> Any:
    """One of the two above, as the layer's ``test_mode`` says."""
    return _layer_of(y_pred).accuracy(y_true, y_pred)


def _accuracy(layer: CRF, y_true: Any, y_pred: Any, mode: str) -> Any:
    found, mask = _found(layer, y_pred, mode)
    right = K.cast(K.equal(K.argmax(found, -1), K.argmax(layer._one_hot(y_true), -1)), K.floatx())
    if mask is None:
        share = K.mean(right)
    else:
        steps = K.cast(mask, K.floatx())
        share = K.sum(right * steps) / K.sum(steps)
    # Of the rank of the mask that compute_mask gives, which is applied to it.
    return share + K.zeros_like(right[:, 0] if layer.learn_mode == "join" else right)


def _found(layer: CRF, y_pred: Any, mode: str) -> Tuple[Any, Any]:
    """The best path or the marginals, and the mask of the steps."""
    made = _made_from(y_pred)
    if not made.in_step:
        return best_path(made.chain) if mode == "viterbi" else marginals(made.chain), made.chain.mask
    if mode != (layer.test_mode if layer.learn_mode == "join" else "marginal"):
        raise ConfigError("CRF {!r} (learn_mode={!r}, test_mode={!r}) does not give what the {} accuracy needs while it is "
                          "trained on JAX; compile with crf.accuracy, or evaluate instead".format(
                              layer.name, layer.learn_mode, layer.test_mode, mode))
    return y_pred, K.greater(K.sum(y_pred, axis=-1), 0.0)


def _without_masked(scores: Any, mask: Optional[Any]) -> Any:
    return scores if mask is None else scores * K.expand_dims(K.cast(mask, K.floatx()))


def _noted(output: Any, layer: CRF, chain: Chain) -> Any:
    """The output; where it has no history, it carries what it was made from, as it carries its mask."""
    made = MadeFrom(layer, chain, False)
    try:
        setattr(output, MADE_FROM, made)
    except AttributeError:  # of an array of JAX
        made = made._replace(in_step=bool(K.learning_phase()))
    _CALLED.last = (tuple(output.shape), made)
    return output


def _layer_of(y_pred: Any) -> CRF:
    return _made_from(y_pred).layer


def _made_from(y_pred: Any) -> MadeFrom:
    """What ``y_pred`` was made from.

    Raises:
        ConfigError: it is not the output of a CRF.
    """
    history: Sequence[Any] = getattr(y_pred, "_keras_history", None) or ()
    if history and isinstance(history[0], CRF):
        layer, index = history[0], history[1]
        return MadeFrom(layer, layer.chain_of(layer.get_input_at(index), layer.get_input_mask_at(index)), False)
    noted: Optional[MadeFrom] = getattr(y_pred, MADE_FROM, None)
    shape, last = getattr(_CALLED, "last", (None, None))
    if noted is None and shape == tuple(y_pred.shape):
        noted = last
    if noted is None:
        raise ConfigError("crf_loss and its accuracies need the output of a CRF: make it the last layer of the model, or "
                          "call them with what the layer returned")
    return noted
