"""``model.summary()`` of tf.keras prints what the real tf.keras 2.15 printed, line by line."""
import pytest

from compat import tf

STACK = """
Model: "net"
_________________________________________________________________
 Layer (type)                Output Shape              Param #...
=================================================================
 c (Conv2D)                  (None, 6, 6, 4)           40........
.................................................................
 f (Flatten)                 (None, 144)               0.........
.................................................................
 d (Dense)                   (None, 2)                 290.......
.................................................................
=================================================================
Total params: 330 (1.29 KB)
Trainable params: 290 (1.13 KB)
Non-trainable params: 40 (160.00 Byte)
_________________________________________________________________
"""
GRAPH = """
Model: "two"
__________________________________________________________________________________________________
 Layer (type)                Output Shape                 Param #   Connected to..................
==================================================================================================
 i (InputLayer)              [(None, 4)]                  0         []............................
..................................................................................................
 a_very_long_name_of_a_laye  (None, 3)                    15        ['i[0][0]']...................
 r_that_is_wide (Dense)...........................................................................
..................................................................................................
 b (Dense)                   (None, 3)                    15        ['i[0][0]']...................
..................................................................................................
 s (Add)                     (None, 3)                    0         ['a_very_long_name_of_a_layer_
                                                                    that_is_wide[0][0]',..........
                                                                     'b[0][0]']...................
..................................................................................................
 tf.math.multiply (TFOpLamb  (None, 3)                    0         ['s[0][0]']...................
 da)..............................................................................................
..................................................................................................
==================================================================================================
Total params: 30 (120.00 Byte)
Trainable params: 30 (120.00 Byte)
Non-trainable params: 0 (0.00 Byte)
__________________________________________________________________________________________________
"""


def printed(model, **arguments):
    lines = []
    model.summary(print_fn=lines.append, **arguments)
    return "\n".join(lines)


def as_shown(text):
    """The blanks at the ends of lines are dots above, which editors leave alone."""
    return "\n".join(line.rstrip(".") + " " * (len(line) - len(line.rstrip("."))) for line in text.strip().split("\n"))


def test_a_stack_of_layers():
    layers = tf.keras.layers
    model = tf.keras.Sequential([layers.Conv2D(4, 3, input_shape=(8, 8, 1), name="c"), layers.Flatten(name="f"),
                                 layers.Dense(2, name="d")], name="net")
    model.layers[0].trainable = False
    assert printed(model) == as_shown(STACK)
    assert all(len(line) <= 50 for line in printed(model, line_length=50, positions=[0.5, 0.8, 1.0]).split("\n"))


def test_a_graph_of_layers_and_operators():
    i = tf.keras.Input((4,), name="i")
    a, b = tf.keras.layers.Dense(3, name="a_very_long_name_of_a_layer_that_is_wide")(i), tf.keras.layers.Dense(3, name="b")(i)
    model = tf.keras.Model(i, tf.keras.layers.Add(name="s")([a, b]) * 2.0, name="two")
    assert printed(model) == as_shown(GRAPH)


def test_a_model_without_shapes_has_no_summary():
    with pytest.raises(ValueError, match="This model has not yet been built"):
        tf.keras.Sequential([tf.keras.layers.Dense(2)]).summary()
