"""Layers of Keras 1 that later Kerases removed, each a mix-in before the layer of a flavor.

``Highway`` and ``MaxoutDense`` were in ``keras.legacy.layers`` until multi-backend Keras ended, ``SReLU`` and
``ParametricSoftplus`` until Keras 2. Weights are those of Keras 1, in its order, as :data:`compat.api.weights.REMOVED`
lists them; each row there has a class here, and so a layer on every flavor.
"""
from typing import Any, Callable, Dict

from compat.api.weights import REMOVED
from compat.flavors.shared.object_arguments import KeepsArguments, Kinds


class Removed:
    """What these layers have in common.

    Attributes:
        K: the backend of the installed Keras 2, or the same functions on Keras 3.
    """

    K: Any
    add_weight: Any
    _keep: Any

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)

    def _like(self, weight: Any, inputs: Any) -> Any:
        return self.K.cast(weight, self.K.dtype(inputs))


class PerFeature(Removed):
    """Weights of the shape of one sample, of size 1 along ``shared_axes`` (counted from 1)."""

    shared_axes: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def _weight_shape(self, input_shape: Any) -> Any:
        sizes = list(tuple(input_shape)[1:])
        for axis in self.shared_axes or ():
            sizes[axis - 1] = 1
        return tuple(sizes)


class SReLU(PerFeature):
    """The S-shaped rectified unit of Keras 1: the identity between two thresholds, a learned slope beyond each.

    The upper threshold is ``t_left + |t_right|``, so that it never falls below the lower one.

    Args:
        t_left_init, a_left_init, t_right_init, a_right_init: initializers of thresholds and slopes.
        shared_axes: axes along which they are shared, counted from 1.
    """

    def __init__(self, t_left_init: Any = "zeros", a_left_init: Any = "glorot_uniform",
                 t_right_init: Any = "glorot_uniform", a_right_init: Any = "ones", shared_axes: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(t_left_init=t_left_init, a_left_init=a_left_init, t_right_init=t_right_init,
                   a_right_init=a_right_init, shared_axes=shared_axes)

    def build(self: Any, input_shape: Any) -> None:
        """Make the four weights."""
        shape = self._weight_shape(input_shape)
        self.t_left = self.add_weight(name="t_left", shape=shape, initializer=self.t_left_init)
        self.a_left = self.add_weight(name="a_left", shape=shape, initializer=self.a_left_init)
        self.t_right = self.add_weight(name="t_right", shape=shape, initializer=self.t_right_init)
        self.a_right = self.add_weight(name="a_right", shape=shape, initializer=self.a_right_init)
        self.built = True

    def call(self: Any, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        K = self.K
        lower = self._like(self.t_left, inputs)
        upper = lower + K.abs(self._like(self.t_right, inputs))
        middle = K.minimum(K.maximum(inputs, lower), upper)
        below = -K.relu(lower - inputs) * self._like(self.a_left, inputs)
        return middle + below + K.relu(inputs - upper) * self._like(self.a_right, inputs)


class ParametricSoftplus(PerFeature):
    """``alphas * softplus(betas * x)`` of Keras 1, both learned.

    Args:
        alpha_init, beta_init: what the weights begin with.
        shared_axes: axes along which they are shared, counted from 1.
    """

    def __init__(self, alpha_init: Any = 0.2, beta_init: Any = 5.0, shared_axes: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(alpha_init=alpha_init, beta_init=beta_init, shared_axes=shared_axes)

    def build(self: Any, input_shape: Any) -> None:
        """Make both weights."""
        shape = self._weight_shape(input_shape)
        self.alphas = self.add_weight(name="alphas", shape=shape, initializer=self._constant(self.alpha_init))
        self.betas = self.add_weight(name="betas", shape=shape, initializer=self._constant(self.beta_init))
        self.built = True

    def call(self: Any, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        return self.K.softplus(self._like(self.betas, inputs) * inputs) * self._like(self.alphas, inputs)

    def _constant(self: Any, value: Any) -> Any:
        make = self.kinds["initializer"][0]
        is_number = isinstance(value, (int, float))
        return make({"class_name": "Constant", "config": {"value": value}} if is_number else value)


class Keras1Dense(Removed):
    """A layer over the features with Keras 1's names for initializer, regularizers and constraints of its weights."""

    def __init__(self, weights: Any = None, input_dim: Any = None, activity_regularizer: Any = None,
                 **kwargs: Any) -> None:
        if weights is not None:
            kwargs["weights"] = weights
        if input_dim:
            kwargs["input_shape"] = (input_dim,)
        if activity_regularizer is not None:
            kwargs["activity_regularizer"] = activity_regularizer
        super().__init__(**kwargs)

    def _make(self: Any, name: str, shape: Any, kind: str, initializer: Any, ruled: bool = True) -> Any:
        """One weight; regularizer and constraint are those of ``kind``, ``"W"`` or ``"b"``."""
        rules = {rule: getattr(self, "{}_{}".format(kind, rule)) for rule in ("regularizer", "constraint") if ruled}
        return self.add_weight(name=name, shape=shape, initializer=initializer, **rules)


class Highway(Keras1Dense):
    """``t * activation(x · W + b) + (1 - t) * x`` with ``t = sigmoid(x · W_carry + b_carry)``.

    Args:
        init: initializer of both kernels.
        activation: of the new part.
        bias: whether there are ``b`` and ``b_carry``, which begins at one.

    Weights in the order ``W, W_carry, b, b_carry``.
    """

    def __init__(self, init: Any = "glorot_uniform", activation: Any = None, weights: Any = None,
                 W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
                 W_constraint: Any = None, b_constraint: Any = None, bias: bool = True, input_dim: Any = None,
                 **kwargs: Any) -> None:
        kwargs.pop("transform_bias", None)
        super().__init__(weights, input_dim, activity_regularizer, **kwargs)
        self._keep(init=init, W_regularizer=W_regularizer, b_regularizer=b_regularizer, W_constraint=W_constraint,
                   b_constraint=b_constraint, bias=bias, activation=activation)

    def build(self: Any, input_shape: Any) -> None:
        """Make the weights for ``(batch, features)``."""
        size = input_shape[-1]
        self.W = self._make("W", (size, size), "W", self.init)
        self.W_carry = self._make("W_carry", (size, size), "W", self.init, ruled=False)
        if self.bias:
            self.b = self._make("b", (size,), "b", "zeros")
            self.b_carry = self._make("b_carry", (size,), "b", "ones", ruled=False)
        self.built = True

    def call(self: Any, inputs: Any) -> Any:
        """``(batch, features)``, as large as the input."""
        transform, new = self.K.dot(inputs, self.W_carry), self.K.dot(inputs, self.W)
        if self.bias:
            transform, new = transform + self.b_carry, new + self.b
        transform = self.K.sigmoid(transform)
        return self.activation(new) * transform + (1.0 - transform) * inputs


class MaxoutDense(Keras1Dense):
    """The largest of ``nb_feature`` linear layers, unit by unit.

    Args:
        output_dim: number of outputs.
        nb_feature: number of linear layers.

    Weights: ``W`` (nb_feature, features, output_dim) and ``b`` (nb_feature, output_dim).
    """

    output_dim: int

    def __init__(self, output_dim: int, nb_feature: int = 4, init: Any = "glorot_uniform", weights: Any = None,
                 W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
                 W_constraint: Any = None, b_constraint: Any = None, bias: bool = True, input_dim: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(weights, input_dim, activity_regularizer, **kwargs)
        self._keep(init=init, W_regularizer=W_regularizer, b_regularizer=b_regularizer, W_constraint=W_constraint,
                   b_constraint=b_constraint, bias=bias, output_dim=int(output_dim), nb_feature=int(nb_feature))

    def build(self: Any, input_shape: Any) -> None:
        """Make the weights for ``(batch, features)``."""
        self.W = self._make("W", (self.nb_feature, input_shape[-1], self.output_dim), "W", self.init)
        if self.bias:
            self.b = self._make("b", (self.nb_feature, self.output_dim), "b", "zeros")
        self.built = True

    def call(self: Any, inputs: Any) -> Any:
        """``(batch, features)`` to ``(batch, output_dim)``."""
        outputs = self.K.dot(inputs, self._like(self.W, inputs))
        if self.bias:
            outputs = outputs + self._like(self.b, inputs)
        return self.K.max(outputs, axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """``(batch, output_dim)``."""
        return (input_shape[0], self.output_dim)


def made(layer: Any, K: Any, kinds: Kinds, register: Callable[[Any], Any], module: str, installed: Any) -> Dict[str, Any]:
    """The removed layers that the installed Keras does not have, by name.

    Args:
        layer: the base class of layers on the installed Keras.
        K: its backend, or the same functions on Keras 3.
        kinds: how its arguments become objects.
        register: makes a class known to files.
        module: where the classes will be found.
        installed: the ``layers`` of the installed Keras.
    """
    found = {}
    for name in REMOVED:
        if not hasattr(installed, name):
            facts = {"K": K, "kinds": kinds, "__doc__": globals()[name].__doc__, "__module__": module}
            found[name] = register(type(name, (globals()[name], KeepsArguments, layer), facts))
    return found
