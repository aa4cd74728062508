"""``--to keras3``: what becomes something else, beside the examples of the rules, and what must not change."""
import pytest

PAIRS = {
    "import keras.backend as K\ny = K.mean(x)": "from keras import ops\ny = ops.mean(x)",
    "from keras.backend import sqrt, sum\ny = sqrt(sum(x))": "from keras.ops import sum\nfrom keras import ops\n"
                                                             "y = ops.sqrt(ops.maximum(sum(x), 0.0))",
    "import keras\ny = keras.backend.concatenate([a, b])": "import keras\nfrom keras import ops\n"
                                                           "y = ops.concatenate([a, b], axis=-1)",
    "import tensorflow as tf\nx = tf.keras.layers.Dense(3)": "import tensorflow as tf\nimport keras\nx = keras.layers.Dense(3)",
    "from tensorflow import keras\nx = keras.layers.Dense": "import keras\nx = keras.layers.Dense",
    "from keras.layers import (Dense,  # one\n    Input)": "from keras.layers import (Dense,  # one\n    Input)",
    "from keras.layers import Dense\nx = Dense(3, W_regularizer=r,  # why\n          bias=False)":
        "from keras.layers import Dense\nx = Dense(3, kernel_regularizer=r,  # why\n          use_bias=False)",
    "from keras.layers import LSTM\nx = LSTM(3, implementation=1,\n         recurrent_activation='tanh')":
        "from keras.layers import LSTM\nx = LSTM(3,\n         recurrent_activation='tanh')",
    "from keras.optimizers import *\nx = Adam(lr=1e-3)": "from keras.optimizers import *\nx = Adam(learning_rate=1e-3)",
    "from keras.backend import image_dim_ordering\nif image_dim_ordering() == 'th': pass":
        "import keras\nif {'channels_first': 'th', 'channels_last': 'tf'}[keras.config.image_data_format()] == 'th': pass",
    "import keras\nx = 1\nimport keras.backend as K\ny = K.sum(keras.__version__)":
        "import keras\nx = 1\nfrom keras import ops\ny = ops.sum(keras.__version__)",
    "import keras\nm = keras.Sequential([keras.layers.Dense(3, input_shape=(4,), batch_size=n)])":
        "import keras\nm = keras.Sequential([keras.Input(batch_shape=(n, 4)), keras.layers.Dense(3)])",
    "from keras import losses\nx = losses.kullback_leibler_divergence": "from keras import losses\nx = losses.kl_divergence",
    "from keras.layers import ZeroPadding2D\nx = ZeroPadding2D((1, 1), dim_ordering='th')":
        "from keras.layers import ZeroPadding2D\nx = ZeroPadding2D((1, 1), data_format='channels_first')",
    "import keras\nx = [keras.layers.Dense(3, batch_input_shape=(2, 3))]\nm = keras.Sequential(x)":
        "import keras\n# compat: K204 Keras 3 has no batch_input_shape=: begin the model with keras.Input(batch_shape=…)\n"
        "x = [keras.layers.Dense(3, batch_input_shape=(2, 3))]\nm = keras.Sequential(x)",
    "from keras import backend as K\ny = list(map(K.abs, x)), K.epsilon()":
        "from keras import backend as K\nfrom keras import ops\ny = list(map(ops.abs, x)), K.epsilon()",
}


@pytest.mark.parametrize("before", PAIRS, ids=lambda text: text.replace("\n", "; ")[:60])
def test_old_code_becomes_plain_keras(before, migrated):
    assert migrated(before, "keras3") == PAIRS[before]


@pytest.mark.parametrize("text", [
    "import keras\nfrom keras import ops\ny = ops.sum(x)",
    "import keras\nx = keras.layers.LSTM(3)(keras.ops.sum(y))\nm.compile('rmsprop', 'mse')",
    "def f(K):\n    import keras\n    return K.sum(1)",
    "import keras\nclass A:\n    def fit_generator(self): pass\n    def f(self): self.fit_generator(1, 2)",
    "import keras\nimport re\nre.compile('adadelta')",
    "import keras\nimport tensorflow as tf\ny = tf.reduce_sum(x)",
    "from keras_contrib.layers import CRF\nx = CRF(3, lr=3)",
    "import keras\nK = keras.backend\nK = other\ny = K.sum(x)",
    "import keras\nx = classifier.predict_proba(y)",
    "import keras\ny = list(history['acc'])",
])
def test_other_code_stays(text, migrated):
    assert migrated(text, "keras3") == text


def test_batch_dot_is_defined_once(migrated):
    text = migrated("from keras import backend as K\ny = K.batch_dot(K.batch_dot(a, b), c, [2, 1])\n", "keras3")
    assert text.count("def batch_dot_of_keras_2(x, y, axes=None):") == 1
    assert text.endswith("y = batch_dot_of_keras_2(batch_dot_of_keras_2(a, b), c, [2, 1])\n")


def test_the_era_of_tf_keras_is_kept_in_a_comment_where_a_next_run_needs_it(migrated):
    assert migrated("from tensorflow.keras.layers import LSTM\nx = LSTM(3)\n", "keras3") == (
        "# compat: era 2.15\nfrom keras.layers import LSTM\nx = LSTM(3)\n")
    assert migrated("from tensorflow.keras.layers import Dense\nx = Dense(3)\n", "keras3") == (
        "from keras.layers import Dense\nx = Dense(3)\n")


def test_the_era_can_be_given(migrated):
    assert migrated("from keras.layers import LSTM\nx = LSTM(3)\n", "keras3", era="2.3.1") == (
        "from keras.layers import LSTM\nx = LSTM(3)\n")
