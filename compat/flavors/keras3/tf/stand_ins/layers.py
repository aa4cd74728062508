"""``tf.layers`` of TensorFlow 1: layers of Keras, and functions that make one and call it."""
from typing import Any, Callable, Dict, Tuple

from compat.errors import AttributeNotServedError, UnsupportedError
from compat.flavors import Names
from compat.flavors.keras3 import context

_layers = Names("tf.keras.layers")
#: Function → class, and which arguments come first; the others are named as those of the class.
_FUNCTIONS: Dict[str, Tuple[str, str]] = {
    "dense": ("Dense", "units activation use_bias"),
    "dropout": ("Dropout", "rate noise_shape seed"),
    "flatten": ("Flatten", ""),
    "conv1d": ("Conv1D", "filters kernel_size strides padding data_format dilation_rate activation use_bias"),
    "conv2d": ("Conv2D", "filters kernel_size strides padding data_format dilation_rate activation use_bias"),
    "conv3d": ("Conv3D", "filters kernel_size strides padding data_format dilation_rate activation use_bias"),
    "separable_conv1d": ("SeparableConv1D", "filters kernel_size strides padding data_format dilation_rate"),
    "separable_conv2d": ("SeparableConv2D", "filters kernel_size strides padding data_format dilation_rate"),
    "conv2d_transpose": ("Conv2DTranspose", "filters kernel_size strides padding data_format activation use_bias"),
    "conv3d_transpose": ("Conv3DTranspose", "filters kernel_size strides padding data_format activation use_bias"),
    "max_pooling1d": ("MaxPooling1D", "pool_size strides padding data_format"),
    "max_pooling2d": ("MaxPooling2D", "pool_size strides padding data_format"),
    "max_pooling3d": ("MaxPooling3D", "pool_size strides padding data_format"),
    "average_pooling1d": ("AveragePooling1D", "pool_size strides padding data_format"),
    "average_pooling2d": ("AveragePooling2D", "pool_size strides padding data_format"),
    "average_pooling3d": ("AveragePooling3D", "pool_size strides padding data_format"),
    "batch_normalization": ("BatchNormalization", "axis momentum epsilon center scale"),
}
_CLASSES = {name: kind for kind in [kind for kind, _ in _FUNCTIONS.values()] + ["InputSpec", "Layer"]
            for name in (kind, kind.replace("Pooling", "Pool") if "Pooling" in kind else kind)}
_WITH_PHASE = ("dropout", "batch_normalization")


def _function(name: str) -> Callable[..., Any]:
    kind, order = _FUNCTIONS[name]

    def call(inputs: Any, *args: Any, training: Any = False, name: Any = None, reuse: Any = None, _scope: Any = None,
             **kwargs: Any) -> Any:
        if reuse or context.in_call():
            raise UnsupportedError("tf.layers.{} makes new weights at each call here; make a layer, tf.layers.{}, once and "
                                   "call that".format(call.__name__, kind))
        named = dict(zip(order.split(), args), **kwargs)
        if call.__name__ == "dropout":
            named.setdefault("rate", 0.5)
        layer = getattr(_layers, kind)(name=name, **named)
        return layer(inputs, training=training) if call.__name__ in _WITH_PHASE else layer(inputs)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = "``tf.keras.layers.{}`` made and called on ``inputs``.".format(kind)
    return call


globals().update({name: _function(name) for name in _FUNCTIONS})


def fully_connected(inputs: Any, num_outputs: int, activation_fn: Any = "relu", normalizer_fn: Any = None,
                    weights_initializer: Any = "glorot_uniform", weights_regularizer: Any = None,
                    biases_initializer: Any = "zeros", biases_regularizer: Any = None, scope: Any = None,
                    trainable: bool = True) -> Any:
    """Of ``tf.contrib.layers``: a dense layer, with ReLU unless ``activation_fn`` says otherwise."""
    if normalizer_fn is not None:
        raise UnsupportedError("tf.contrib.layers.fully_connected is served without normalizer_fn; add the layer after it")
    return _layers.Dense(num_outputs, activation=activation_fn, use_bias=biases_initializer is not None, trainable=trainable,
                         kernel_initializer=weights_initializer, kernel_regularizer=weights_regularizer,
                         bias_initializer=biases_initializer or "zeros", bias_regularizer=biases_regularizer)(inputs)


def __getattr__(name: str) -> Any:
    if name not in _CLASSES:
        raise AttributeNotServedError("tf.layers.{} is not served; the layers of tf.keras.layers are".format(name))
    return getattr(_layers, _CLASSES[name])
