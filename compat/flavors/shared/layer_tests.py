"""``layer_test`` and ``get_test_data`` (``keras.utils.test_utils`` of Keras 2), which tests of custom layers call."""
import functools
from typing import Any, Callable, Dict, Optional, Sequence, Tuple

import numpy as np
from numpy.testing import assert_allclose

from compat.flavors import Names
from compat.flavors.shared.generic import has_arg

K = Names("keras.backend")
Arrays = Tuple[Any, Any]


def get_test_data(num_train: int = 1000, num_test: int = 500, input_shape: Tuple[int, ...] = (10,),
                  output_shape: Tuple[int, ...] = (2,), classification: bool = True,
                  num_classes: int = 2) -> Tuple[Arrays, Arrays]:
    """Random data that a small model can learn; the same numbers as Keras 2 for the same seed of NumPy.

    Args:
        num_train: samples of the first pair.
        num_test: samples of the second pair.
        input_shape: of a sample.
        output_shape: of a target, where it is not a class.
        classification: targets are integers ``(samples,)`` below ``num_classes``; else floats ``(samples,) + output_shape``.
        num_classes: number of classes.

    Returns:
        ``(x_train, y_train), (x_test, y_test)``.
    """
    samples = num_train + num_test
    centers = np.random.randint(0, num_classes, size=(samples,)) if classification else np.random.random((samples,))
    x = np.zeros((samples,) + input_shape, dtype=np.float32)
    y = centers if classification else np.zeros((samples,) + output_shape, dtype=np.float32)
    for sample, center in enumerate(centers):
        x[sample] = np.random.normal(loc=center, scale=0.7, size=input_shape)
        if not classification:
            y[sample] = np.random.normal(loc=center, scale=0.7, size=output_shape)
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def layer_test(layer_cls: Any, kwargs: Dict[str, Any] = {}, input_shape: Optional[Sequence[Any]] = None,  # noqa: B006
               input_dtype: Any = None, input_data: Any = None, expected_output: Any = None,
               expected_output_dtype: Any = None, fixed_batch_size: bool = False) -> Any:
    """Build a layer, call it in a model, and check its weights, shapes, dtype, configuration and a training step.

    Args:
        layer_cls: class of a layer with one input and one output.
        kwargs: arguments of the layer; gets ``weights`` where the layer takes them.
        input_shape: with the batch axis; None is a small random size.
        input_dtype: of the data, ``K.floatx()`` if not given.
        input_data: array; random numbers if not given.
        expected_output: compared with a relative tolerance of 0.001.
        expected_output_dtype: the dtype of the input if not given.
        fixed_batch_size: build the model for this size of batch alone.

    Returns:
        What the layer gave, as an array.

    Raises:
        AssertionError: the layer is not as expected.
    """
    keras = Names("keras")
    if input_data is None:
        assert input_shape
        input_dtype = input_dtype or K.floatx()
        input_data = _random(input_shape, input_dtype)
    input_shape = input_data.shape if input_shape is None else input_shape
    input_dtype = input_dtype or input_data.dtype
    layer = _with_weights(layer_cls, kwargs)
    expected_shape = layer.compute_output_shape(tuple(input_shape))
    x = (keras.Input(batch_shape=tuple(input_shape), dtype=input_dtype) if fixed_batch_size
         else keras.Input(shape=tuple(input_shape[1:]), dtype=input_dtype))
    y = layer(x)
    assert K.dtype(y) == (expected_output_dtype or input_dtype)
    actual = _checked(keras.Model(x, y), layer, input_data, expected_shape, expected_output)
    type(layer).from_config(dict(layer.get_config(), batch_input_shape=tuple(input_shape)))
    return actual


def _random(shape: Sequence[Any], dtype: Any) -> Any:
    sizes = [np.random.randint(1, 4) if size is None else size for size in shape]
    return (10 * np.random.random(sizes)).astype(dtype)


def _with_weights(layer_cls: Any, kwargs: Dict[str, Any]) -> Any:
    """The layer, built anew from its own weights where it takes ``weights``."""
    layer = layer_cls(**kwargs)
    weights = layer.get_weights()
    layer.set_weights(weights)
    if weights and has_arg(layer_cls.__init__, "weights"):
        kwargs["weights"] = weights
        layer = layer_cls(**kwargs)
    return layer


def _checked(model: Any, layer: Any, data: Any, expected_shape: Sequence[Any], expected: Any) -> Any:
    """The output of the model, after its shape, values, configuration and a training step were looked at."""
    actual = model.predict(data)
    assert all(size in (None, found) for size, found in zip(expected_shape, actual.shape)), (
        "the layer says {} and gives {}".format(expected_shape, actual.shape))
    if expected is not None:
        assert_allclose(actual, expected, rtol=1e-3)
    recovered = type(model).from_config(model.get_config())
    if model.weights:
        recovered.set_weights(model.get_weights())
        assert_allclose(recovered.predict(data), actual, rtol=1e-3)
    if has_arg(layer.call, "training"):
        model.compile("rmsprop", "mse")
        model.train_on_batch(data, actual)
    return actual


def keras_test(func: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of a test: what it built is forgotten afterwards (Keras 2.0 and 2.1)."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        done = func(*args, **kwargs)
        K.clear_session()
        return done

    return wrapper
