"""``LinearModel`` and ``WideDeepModel`` of ``tf.keras.experimental`` (tf.keras 2.2 to 2.15)."""
from typing import Any, Dict, List, Mapping, Optional, Sequence

import keras
from keras import ops
from keras.src.utils import tracking  # not public

from .. import activations, initializers, regularizers
from ..models import Model
from . import new_optimizers

__all__ = ["LinearModel", "WideDeepModel"]


@keras.saving.register_keras_serializable(package="compat")
class LinearModel(Model):  # type: ignore[misc]
    """``activation(x · kernel + bias)``; of several inputs, each has a kernel of its own, and the products are added.

    Args:
        units: size of the output.
        activation: name or function.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer: names or objects.
        **kwargs: ``name``, ``dtype`` and so on.
    """

    def __init__(self, units: int = 1, activation: Any = None, use_bias: bool = True, kernel_initializer: Any = "zeros",
                 bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.bias: Any = None
        self.kernels: Any = None

    def _kernel(self, shape: Any) -> Any:
        return self.add_weight(name="kernel", shape=(shape[-1], self.units), initializer=self.kernel_initializer,
                               regularizer=self.kernel_regularizer, dtype=self.dtype, trainable=True)

    def build(self, input_shape: Any) -> None:
        """Create the kernels and the bias, for a shape, or a list or dictionary of shapes."""
        if isinstance(input_shape, dict):
            self.kernels = {name: self._kernel(input_shape[name]) for name in sorted(input_shape)}
        elif input_shape and isinstance(input_shape[0], (list, tuple)):
            self.kernels = [self._kernel(shape) for shape in input_shape]
        else:
            self.kernels = [self._kernel(input_shape)]
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self.bias_initializer,
                                        regularizer=self.bias_regularizer, dtype=self.dtype, trainable=True)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """The output ``(batch, units)`` for an input ``(batch, features)``, or a list or dictionary of such.

        Raises:
            ValueError: a dictionary with other keys than those that the model was built for, or none.
        """
        result = sum(ops.matmul(ops.cast(value, kernel.dtype), kernel) for kernel, value in self._pairs(inputs))
        return self.activation(result if self.bias is None else result + self.bias)

    def _pairs(self, inputs: Any) -> List[Any]:
        if isinstance(self.kernels, Mapping):
            _check_keys(self.kernels, inputs)
            return [(kernel, inputs[name]) for name, kernel in self.kernels.items()]
        return list(zip(self.kernels, inputs if isinstance(inputs, (list, tuple)) else [inputs]))

    def get_config(self) -> Dict[str, Any]:
        """The arguments of the constructor."""
        return {
            "name": self.name, "trainable": self.trainable, "dtype": self.dtype, "units": self.units,
            "activation": activations.serialize(self.activation), "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer)}

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> "LinearModel":
        """A model with the arguments that :meth:`get_config` gave."""
        return cls(**config)


def _check_keys(kernels: Mapping[str, Any], inputs: Any) -> None:
    received = set(inputs) if isinstance(inputs, dict) else set()
    missing = set(kernels) - received
    if missing:
        raise ValueError("The `inputs` dictionary does not match the structure expected by the model.\n\tExpected keys: {}\n\t"
                         "Received keys: {}\n\tMissing keys: {}".format(sorted(kernels), sorted(received), sorted(missing)))


class _TwoOptimizers(keras.optimizers.Optimizer):
    """One optimizer for the weights of one model, another for those of a second."""

    def __init__(self, optimizers: Sequence[Any], models: Sequence[Any]) -> None:
        super().__init__(learning_rate=0.0)
        self.optimizers = list(optimizers)
        self._models = list(models)

    def _of(self, model: Any, values: Sequence[Any], variables: Sequence[Any]) -> List[Any]:
        own = {id(variable) for variable in model.trainable_variables}
        return [value for value, variable in zip(values, variables) if id(variable) in own]

    @tracking.no_automatic_dependency_tracking  # type: ignore[untyped-decorator]  # the weights are no state of the optimizer
    def build(self, variables: Any) -> None:
        """Let each optimizer make the state for its weights."""
        if not self.built:
            for optimizer, model in zip(self.optimizers, self._models):
                optimizer.build(self._of(model, variables, variables))
            self._trainable_variables = list(variables)
            self.built: bool = True

    @property
    def variables(self) -> List[Any]:
        """The state of both."""
        return [*super().variables, *(variable for optimizer in self.optimizers for variable in optimizer.variables)]

    def apply(self, grads: Any, trainable_variables: Any = None) -> None:
        """Change the weights of each model by its optimizer."""
        variables = list(self._trainable_variables if trainable_variables is None else trainable_variables)
        self.build(variables)
        for optimizer, model in zip(self.optimizers, self._models):
            optimizer.apply(self._of(model, grads, variables), self._of(model, variables, variables))
        self.assign_add(self._iterations, 1)


@keras.saving.register_keras_serializable(package="compat")
class WideDeepModel(Model):  # type: ignore[misc]
    """``activation(linear_model(x) + dnn_model(x))``; of two inputs, the first is that of the linear model.

    Args:
        linear_model, dnn_model: models with the same output shape.
        activation: name or function.
        **kwargs: ``name``, ``dtype`` and so on.
    """

    def __init__(self, linear_model: Any, dnn_model: Any, activation: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.linear_model = linear_model
        self.dnn_model = dnn_model
        self.activation = activations.get(activation)

    def compile(self, optimizer: Any = "rmsprop", *args: Any, **kwargs: Any) -> None:
        """As for any model; a list of two optimizers is one for the linear model and one for the other."""
        if isinstance(optimizer, (list, tuple)):
            optimizer = _TwoOptimizers([new_optimizers.get(each) for each in optimizer], [self.linear_model, self.dnn_model])
        super().compile(optimizer, *args, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Build both models."""
        pair = isinstance(input_shape, (list, tuple)) and len(input_shape) == 2 and isinstance(input_shape[0], (list, tuple))
        for model, shape in zip((self.linear_model, self.dnn_model), input_shape if pair else [input_shape] * 2):
            if not model.built:
                model.build(shape)
        self.built = True

    def call(self, inputs: Any, training: Optional[bool] = None) -> Any:
        """The sum of what both models give, activated."""
        pair = inputs if isinstance(inputs, (list, tuple)) and len(inputs) == 2 else (inputs, inputs)
        return self.activation(self.linear_model(pair[0]) + self.dnn_model(pair[1], training=training))

    def get_config(self) -> Dict[str, Any]:
        """Both models, and the activation."""
        return {"name": self.name, "trainable": self.trainable, "dtype": self.dtype,
                "linear_model": keras.saving.serialize_keras_object(self.linear_model),
                "dnn_model": keras.saving.serialize_keras_object(self.dnn_model),
                "activation": activations.serialize(self.activation)}

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> "WideDeepModel":
        """A model of what :meth:`get_config` gave."""
        models = {name: keras.saving.deserialize_keras_object(config[name], custom_objects)
                  for name in ("linear_model", "dnn_model")}
        return cls(**{**config, **models})
