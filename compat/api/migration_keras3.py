"""The rules of ``compat migrate --to keras3``, as :mod:`compat.api.migration` describes them."""
from compat.api.keras3_helpers import HELPERS
from compat.api.migration_rows import CHANGE, FINDING, KERAS3, MIGRATING, RELEASE_2, WARNING, MigrationRule


def _with_helper(name: str) -> str:
    """What a file that uses a helper defines after its imports."""
    return "\n" + HELPERS[name]


#: A stateful layer before and after, which one rule changes and another warns of.
_STATEFUL = (
    "import keras\n"
    "x = keras.layers.SimpleRNN(8, stateful=True)\n",
    "import keras\n"
    "import functools\n"
    "from keras import ops\n" + _with_helper("stateful_of_keras_2") +
    "# compat: K311 on JAX, predict, evaluate and fit of Keras 3 leave the states as they were: run it on TensorFlow or torch, "
    "or take the state in and out yourself\n"
    "x = stateful_of_keras_2(keras.layers.SimpleRNN(8, stateful=True))\n")

TO_KERAS3 = (
    MigrationRule(
        "K101", (KERAS3,), CHANGE, "Names are imported from where Keras 3 has them.",
        "Keras 3 left the modules inside of Keras 2, and tf.keras: " + MIGRATING,
        "from keras.layers.core import Dense\n"
        "from tensorflow.keras.utils import to_categorical\n",
        "from keras.layers import Dense\n"
        "from keras.utils import to_categorical\n"),
    MigrationRule(
        "K102", (KERAS3,), CHANGE, "Arguments of layers of Keras 1 get their names of Keras 2.",
        "Keras 2.0 renamed them: " + RELEASE_2,
        "from keras.layers import Convolution2D\n"
        "x = Convolution2D(64, 3, 3, border_mode='same', W_regularizer='l2')\n",
        "from keras.layers import Convolution2D\n"
        "x = Convolution2D(64, (3, 3), padding='same', kernel_regularizer='l2')\n"),
    MigrationRule(
        "K103", (KERAS3,), CHANGE, "Model(input=, output=) → Model(inputs=, outputs=).",
        "Keras 2.0 renamed them: " + RELEASE_2,
        "from keras.models import Model\n"
        "m = Model(input=a, output=b)\n",
        "from keras.models import Model\n"
        "m = Model(inputs=a, outputs=b)\n"),
    MigrationRule(
        "K104", (KERAS3,), CHANGE, "Other arguments that were renamed.",
        "Keras 2.3, tf.keras 2 and Keras 3.0: https://github.com/keras-team/keras/releases",
        "from keras.layers import LeakyReLU\n"
        "x = LeakyReLU(alpha=0.1)\n",
        "from keras.layers import LeakyReLU\n"
        "x = LeakyReLU(negative_slope=0.1)\n"),
    MigrationRule(
        "K105", (KERAS3,), CHANGE, "Arguments that change nothing are left out.",
        "Keras 3 does not take them: " + MIGRATING,
        "from keras.layers import LSTM\n"
        "x = LSTM(8, implementation=2, recurrent_activation='sigmoid')\n",
        "from keras.layers import LSTM\n"
        "x = LSTM(8, recurrent_activation='sigmoid')\n"),
    MigrationRule(
        "K106", (KERAS3,), CHANGE, "batch_input_shape= → an Input before the layer.",
        "Keras 3 does not take it: " + MIGRATING,
        "import keras\n"
        "m = keras.models.Sequential()\n"
        "m.add(keras.layers.Dense(3, batch_input_shape=(4, 2)))\n",
        "import keras\n"
        "m = keras.models.Sequential()\n"
        "m.add(keras.Input(batch_shape=(4, 2)))\n"
        "m.add(keras.layers.Dense(3))\n"),
    MigrationRule(
        "K107", (KERAS3,), CHANGE, "lr → learning_rate.",
        "Keras 2.3 renamed it: https://github.com/keras-team/keras/releases/tag/2.3.0",
        "from keras.optimizers import SGD\n"
        "x = SGD(lr=0.1)\n",
        "from keras.optimizers import SGD\n"
        "x = SGD(learning_rate=0.1)\n"),
    MigrationRule(
        "K108", (KERAS3,), CHANGE, "Arguments of optimizers get their names: their places changed.",
        "Keras 3 has others in these places: https://keras.io/api/optimizers/",
        "from keras.optimizers import Adam\n"
        "x = Adam(0.01, 0.95)\n",
        "from keras.optimizers import Adam\n"
        "x = Adam(0.01, beta_1=0.95)\n"),
    MigrationRule(
        "K109", (KERAS3,), CHANGE, "decay= of an optimizer → the schedule that computes the same.",
        "tf.keras 2.11 dropped it: https://github.com/keras-team/keras/releases/tag/v2.11.0",
        "from keras.optimizers import SGD\n"
        "x = SGD(0.1, decay=1e-4)\n",
        "from keras.optimizers import SGD\n"
        "import keras\n"
        "x = SGD(keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1e-4))\n"),
    MigrationRule(
        "K110", (KERAS3,), CHANGE, "Losses and metrics under names that Keras 3 does not know as texts.",
        "Keras 3.0 dropped the aliases: https://keras.io/api/losses/",
        "import keras\n"
        "m.compile('sgd', loss='cosine_proximity')\n",
        "import keras\n"
        "m.compile('sgd', loss='cosine_similarity')\n"),
    MigrationRule(
        "K111", (KERAS3,), CHANGE, "Functions of K → those of keras.ops that mean the same.",
        "Keras 3.0 replaced keras.backend by keras.ops: " + MIGRATING,
        "from keras import backend as K\n"
        "y = K.sum(K.square(x), axis=-1) + K.argmax(x)\n",
        "from keras import ops\n"
        "y = ops.sum(ops.square(x), axis=-1) + ops.argmax(x, axis=-1)\n"),
    MigrationRule(
        "K112", (KERAS3,), CHANGE, "K.batch_dot → a function in the file that computes what it did.",
        "Keras 3.0 has no batch_dot: " + MIGRATING,
        "",
        ""),
    MigrationRule(
        "K120", (KERAS3,), CHANGE, "Arguments of fit, evaluate and predict of Keras 1.",
        "Keras 2.0 renamed them: " + RELEASE_2,
        "import keras\n"
        "m.fit(x, y, nb_epoch=3)\n",
        "import keras\n"
        "m.fit(x, y, epochs=3)\n"),
    MigrationRule(
        "K121", (KERAS3,), CHANGE, "fit_generator, evaluate_generator and predict_generator → fit, evaluate and predict.",
        "TensorFlow 2.1 deprecated them, Keras 3.0 dropped them: " + MIGRATING,
        "import keras\n"
        "m.fit_generator(batches, 10, epochs=3)\n",
        "import keras\n"
        "m.fit(batches, steps_per_epoch=10, epochs=3)\n"),
    MigrationRule(
        "K122", (KERAS3,), CHANGE, "workers=, use_multiprocessing= and max_queue_size= are left out: a PyDataset takes them.",
        "Keras 3.0: https://keras.io/api/models/model_training_apis/",
        "import keras\n"
        "m.fit(batches, workers=4)\n",
        "import keras\n"
        "m.fit(batches)\n"),
    MigrationRule(
        "K123", (KERAS3,), CHANGE, "add_weight gets its arguments by name: Keras 3 takes the shape first.",
        "Keras 3.0: https://keras.io/api/layers/base_layer/",
        "import keras\n"
        "class A(keras.layers.Layer):\n"
        "    def build(self, shape):\n"
        "        self.w = self.add_weight('w', shape[1:])\n",
        "import keras\n"
        "class A(keras.layers.Layer):\n"
        "    def build(self, shape):\n"
        "        self.w = self.add_weight(name='w', shape=shape[1:])\n"),
    MigrationRule(
        "K124", (KERAS3,), CHANGE, "compute_mask(mask=) → compute_mask(previous_mask=).",
        "Keras 3.0 renamed it: https://keras.io/api/layers/base_layer/",
        "import keras\n"
        "m = layer.compute_mask(x, mask=mask)\n",
        "import keras\n"
        "m = layer.compute_mask(x, previous_mask=mask)\n"),
    MigrationRule(
        "K125", (KERAS3,), CHANGE, "Files of models, of model.save and ModelCheckpoint, get an ending that Keras 3 takes.",
        "Keras 3.0 refuses others than .keras and .h5: " + MIGRATING,
        "from tensorflow.keras.models import Sequential\n"
        "m = Sequential()\n"
        "m.save('model')\n",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "m.save('model.keras')\n"),
    MigrationRule(
        "K126", (KERAS3,), CHANGE, "Weights are saved to files that end in .weights.h5.",
        "Keras 3.0 refuses others: https://keras.io/api/models/model_saving_apis/",
        "import keras\n"
        "m.save_weights('w.h5')\n"
        "m.load_weights('w.h5')\n",
        "import keras\n"
        "m.save_weights('w.weights.h5')\n"
        "m.load_weights('w.weights.h5')\n"),
    MigrationRule(
        "K127", (KERAS3,), CHANGE, "predict_proba of a Sequential → predict.",
        "TensorFlow 2.6 dropped it: https://github.com/tensorflow/tensorflow/releases/tag/v2.6.0",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "p = m.predict_proba(x)\n",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "p = m.predict(x)\n"),
    MigrationRule(
        "K128", (KERAS3,), CHANGE, "model.reset_states() → that of each stateful layer.",
        "Keras 3.0 has it on layers only: https://keras.io/api/layers/recurrent_layers/",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "m.reset_states()\n",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "[layer.reset_states() for layer in m.layers if getattr(layer, 'stateful', False)]\n"),
    MigrationRule(
        "K129", (KERAS3,), CHANGE, "output_shape of a layer → output.shape.",
        "Keras 3.0 dropped it: " + MIGRATING,
        "import keras\n"
        "s = model.layers[-1].output_shape\n",
        "import keras\n"
        "s = model.layers[-1].output.shape\n"),
    MigrationRule(
        "K130", (KERAS3,), CHANGE, "get_output_shape_for of a layer → compute_output_shape.",
        "Keras 2.0 renamed it: " + RELEASE_2,
        "from keras.layers import Layer\n"
        "class A(Layer):\n"
        "    def get_output_shape_for(self, shape):\n"
        "        return shape\n",
        "from keras.layers import Layer\n"
        "class A(Layer):\n"
        "    def compute_output_shape(self, shape):\n"
        "        return shape\n"),
    MigrationRule(
        "K131", (KERAS3,), CHANGE, "hard_sigmoid of Keras 2, which LSTM and GRU had by default, is a function in the file.",
        "Keras 2.3 changed the default, Keras 3.0 the formula: https://keras.io/api/layers/activations/",
        "import keras\n"
        "x = keras.layers.LSTM(8)\n",
        "import keras\n"
        "from keras import ops\n"
        "\n"
        "\n"
        '@keras.saving.register_keras_serializable("keras_2")\n'
        "def hard_sigmoid_of_keras_2(x):\n"
        '    """The hard_sigmoid of Keras 1 and 2; Keras 3 computes another function under that name."""\n'
        "    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)\n"
        "x = keras.layers.LSTM(8, recurrent_activation=hard_sigmoid_of_keras_2)\n",
        "hard_sigmoid"),
    MigrationRule(
        "K132", (KERAS3,), CHANGE, "GRU gets the reset_after= that it had by default.",
        "TensorFlow 2.0 changed it: https://keras.io/api/layers/recurrent_layers/gru/",
        "import keras\n"
        "x = keras.layers.GRU(8, recurrent_activation='sigmoid')\n",
        "import keras\n"
        "x = keras.layers.GRU(8, recurrent_activation='sigmoid', reset_after=False)\n",
        "gru_reset_after"),
    MigrationRule(
        "K133", (KERAS3,), CHANGE, "Optimizers get the learning rates and epsilons that they had by default.",
        "TensorFlow 2.0 changed them: https://keras.io/api/optimizers/",
        "import keras\n"
        "m.compile('adadelta', loss='mse')\n",
        "import keras\n"
        "m.compile(keras.optimizers.Adadelta(learning_rate=1.0), loss='mse')\n",
        "tf_optimizers"),
    MigrationRule(
        "K134", (KERAS3,), CHANGE, "clipnorm= → global_clipnorm=.",
        "TensorFlow 2.0 clips each gradient by itself: https://keras.io/api/optimizers/",
        "from keras.optimizers import SGD\n"
        "x = SGD(clipnorm=1.)\n",
        "from keras.optimizers import SGD\n"
        "x = SGD(global_clipnorm=1.)\n",
        "clipnorm"),
    MigrationRule(
        "K135", (KERAS3,), CHANGE, "acc in logs → accuracy; names such as mean_squared_error → as compile was given them.",
        "Keras 2.3 names a metric as it was given: https://github.com/keras-team/keras/releases/tag/2.3.0",
        "import keras\n"
        "m.compile('sgd', 'mse', metrics=['accuracy'])\n"
        "print(history.history['val_acc'])\n",
        "import keras\n"
        "m.compile('sgd', 'mse', metrics=['accuracy'])\n"
        "print(history.history['val_accuracy'])\n",
        "metric_keys"),
    MigrationRule(
        "K136", (KERAS3,), CHANGE, "merge of Keras 1 → the function of the layer that the mode names.",
        "Keras 2.0 dropped it: " + RELEASE_2,
        "from keras.layers import Input, merge\n"
        "y = merge([a, b], mode='concat', concat_axis=1)\n",
        "from keras.layers import Input\n"
        "import keras\n"
        "y = keras.layers.concatenate([a, b], axis=1)\n"),
    MigrationRule(
        "K137", (KERAS3,), CHANGE, "Units of a Dense that NumPy computed become an integer of Python.",
        "Keras 3 refuses others: https://keras.io/api/layers/core_layers/dense/",
        "import keras\n"
        "import numpy as np\n"
        "n = np.max(y) + 1\n"
        "x = keras.layers.Dense(n)\n",
        "import keras\n"
        "import numpy as np\n"
        "n = np.max(y) + 1\n"
        "x = keras.layers.Dense(int(n))\n"),
    MigrationRule(
        "K138", (KERAS3,), CHANGE, "Functions of K that Keras 3 lacks become functions in the file that compute what they did.",
        "Keras 3.0 has no ctc_batch_cost, in_train_phase, l2_normalize and switch: " + MIGRATING,
        "from keras import backend as K\n"
        "y = K.in_train_phase(x, 2 * x, training=training)\n",
        _with_helper("in_train_phase_of_keras_2") +
        "y = in_train_phase_of_keras_2(x, 2 * x, training=training)\n"),
    MigrationRule(
        "K139", (KERAS3,), CHANGE, "K.function without updates → a function in the file that runs a model.",
        "Keras 3.0 has no K.function: " + MIGRATING,
        "from keras import backend as K\n"
        "f = K.function([x, K.learning_phase()], [y])\n",
        "import keras\n"
        "from keras import ops\n" + _with_helper("function_of_keras_2") +
        "f = function_of_keras_2([x], [y], takes_phase=True)\n"),
    MigrationRule(
        "K140", (KERAS3,), CHANGE, "K.gradients of a model's input or a layer's output → a function in the file.",
        "Keras 3.0 has no K.gradients: " + MIGRATING,
        "", ""),
    MigrationRule(
        "K141", (KERAS3,), CHANGE, "predict_classes of a Sequential → a function in the file.",
        "TensorFlow 2.6 dropped it: https://github.com/tensorflow/tensorflow/releases/tag/v2.6.0",
        "from keras.models import Sequential\n"
        "m = Sequential()\n"
        "c = m.predict_classes(x)\n",
        "from keras.models import Sequential\n" + _with_helper("predict_classes_of_keras_2") +
        "m = Sequential()\n"
        "c = predict_classes_of_keras_2(m, x)\n"),
    MigrationRule(
        "K142", (KERAS3,), CHANGE, "KerasClassifier and KerasRegressor become classes in the file.",
        "TensorFlow 2.12 dropped them; those of Keras 3 take other arguments: https://keras.io/api/utils/sklearn_wrappers/.",
        "", ""),
    MigrationRule(
        "K143", (KERAS3,), CHANGE, "A variable that a sum begins with → its number.",
        "No variable of Keras 3 can be added to a symbolic tensor: " + MIGRATING,
        "from keras import backend as K\n"
        "loss = K.variable(0.)\n"
        "loss += K.sum(x)\n",
        "from keras import ops\n"
        "loss = 0.0\n"
        "loss = loss + ops.sum(x)\n"),
    MigrationRule(
        "K144", (KERAS3,), CHANGE, "weights= of a layer → a function in the file that gives them to the layer.",
        "Keras 3.0 does not take it: " + MIGRATING,
        "from keras.layers import Dense\n"
        "x = Dense(3, weights=w)\n",
        "from keras.layers import Dense\n"
        "import functools\n" + _with_helper("with_weights_of_keras_2") +
        "x = with_weights_of_keras_2(Dense(3), w)\n"),
    MigrationRule(
        "K145", (KERAS3,), CHANGE, "K.set_learning_phase(0) is left out of a program that trains nothing.",
        "Keras 3.0 has no learning phase; predict and calls infer: " + MIGRATING,
        "from keras import backend as K\n"
        "K.set_learning_phase(0)\n"
        "y = model.predict(K.eval(x))\n",
        "from keras import ops\n"
        "y = model.predict(ops.convert_to_numpy(x))\n"),
    MigrationRule(
        "K146", (KERAS3,), CHANGE, "A list of a layer's trainable weights is left out.",
        "Keras 3.0 lists the variables that are attributes itself: https://keras.io/api/layers/base_layer/.",
        "from keras import backend as K\n"
        "from keras.layers import Layer\n"
        "class Scale(Layer):\n"
        "    def build(self, shape):\n"
        "        self.gamma = K.variable(1.)\n"
        "        self.trainable_weights = [self.gamma]\n",
        "from keras import backend as K\n"
        "from keras.layers import Layer\n"
        "import keras\n"
        "class Scale(Layer):\n"
        "    def build(self, shape):\n"
        "        self.gamma = keras.Variable(1., dtype=keras.config.floatx())\n"
        "        pass\n"),
    MigrationRule(
        "K147", (KERAS3,), CHANGE, "RMSprop and Adagrad become classes in the file that compute their old steps.",
        "TensorFlow 2.0 adds epsilon before it takes the root: https://keras.io/api/optimizers/rmsprop/",
        "import keras\n"
        "m.compile('rmsprop', loss='mse')\n",
        "import keras\n"
        "from keras import ops\n" + _with_helper("RMSpropOfKeras2") +
        "m.compile(RMSpropOfKeras2(), loss='mse')\n",
        "tf_optimizers"),
    MigrationRule(
        "K148", (KERAS3,), CHANGE, "add_loss of a functional model → a function in the file.",
        "Keras 3.0 has it for layers only: https://keras.io/guides/migrating_to_keras_3/",
        "from keras.models import Model\n"
        "m = Model(x, y)\n"
        "m.add_loss(loss)\n",
        "from keras.models import Model\n"
        "import keras\n" + _with_helper("add_loss_of_keras_2") +
        "m = Model(x, y)\n"
        "add_loss_of_keras_2(m, loss)\n"),
    MigrationRule(
        "K149", (KERAS3,), CHANGE, "compile of a model that trains after trainable was switched → a function in the file.",
        "Keras 2 trained what was trainable when it was compiled; Keras 3 asks at each step: " + MIGRATING,
        "from keras.models import Model\n"
        "critic.compile('sgd', 'mse')\n"
        "critic.trainable = False\n"
        "whole = Model(x, critic(y))\n"
        "whole.compile('sgd', 'mse')\n"
        "critic.train_on_batch(a, b)\n",
        "from keras.models import Model\n"
        "import functools\n" + _with_helper("compile_of_keras_2") +
        "compile_of_keras_2(critic, 'sgd', 'mse')\n"
        "critic.trainable = False\n"
        "whole = Model(x, critic(y))\n"
        "whole.compile('sgd', 'mse')\n"
        "critic.train_on_batch(a, b)\n"),
    MigrationRule(
        "K150", (KERAS3,), CHANGE, "Two outputs of one layer, as outputs of a model that is compiled, get a layer each.",
        "Keras 3.0 names losses by the layer alone, and reports the last of those with one name for all: " + MIGRATING,
        "from keras.models import Model\n"
        "real, kind = critic(image)\n"
        "m = Model(noise, [real, kind])\n"
        "m.compile('sgd', ['mse', 'mae'])\n",
        "from keras.models import Model\n"
        "import keras\n"
        "real, kind = critic(image)\n"
        "m = Model(noise, [keras.layers.Identity()(real), keras.layers.Identity()(kind)])\n"
        "m.compile('sgd', ['mse', 'mae'])\n"),
    MigrationRule(
        "K151", (KERAS3,), CHANGE, "BatchNormalization becomes a class in the file that keeps its moving statistics as before.",
        "Keras 2.3 keeps what they were before training: https://github.com/keras-team/keras/releases/tag/2.3.0",
        "import keras\n"
        "x = keras.layers.BatchNormalization()\n",
        "import keras\n"
        "from keras import ops\n" + _with_helper("BatchNormalizationOfKeras2") +
        "x = BatchNormalizationOfKeras2()\n",
        "moving_statistics_start"),
    MigrationRule(
        "K152", (KERAS3,), CHANGE, "x *= y of a tensor → x = x * y.",
        "torch computes the first in the tensor itself, which others may hold, and refuses to train through it.",
        "from keras import backend as K\n"
        "a = K.exp(x)\n"
        "a /= K.sum(a) + 1\n",
        "from keras import ops\n"
        "a = ops.exp(x)\n"
        "a = a / (ops.sum(a) + 1)\n"),
    MigrationRule(
        "K153", (KERAS3,), CHANGE, "input and output of a Sequential → inputs[0] and outputs[0].",
        "Keras 3.0: a Sequential that was not called as a layer has no input.",
        "from keras.models import Model, Sequential\n"
        "m = Sequential(layers)\n"
        "f = Model(m.input, m.layers[0].output)\n",
        "from keras.models import Model, Sequential\n"
        "m = Sequential(layers)\n"
        "f = Model(m.inputs[0], m.layers[0].output)\n"),
    MigrationRule(
        "K154", (KERAS3,), CHANGE, "activity_regularizer= is summed over the batch by a class in the file.",
        "TensorFlow 2.0 divides it by the size of the batch.",
        "import keras\n"
        "x = keras.layers.Dense(3, activity_regularizer='l2')\n",
        "import keras\n"
        "from keras import ops\n" + _with_helper("SummedOfKeras2") +
        "x = keras.layers.Dense(3, activity_regularizer=SummedOfKeras2('l2'))\n",
        "activity_regularizer"),
    MigrationRule(
        "K155", (KERAS3,), CHANGE, "Losses get their long names where models are saved to .h5 files.",
        "Keras 3 writes 'mse' into the file and does not know it when it reads one: https://keras.io/api/losses/",
        "import keras\n"
        "m.compile('sgd', loss='mse')\n"
        "m.save('m.h5')\n",
        "import keras\n"
        "m.compile('sgd', loss='mean_squared_error')\n"
        "m.save('m.h5')\n"),
    MigrationRule(
        "K156", (KERAS3,), CHANGE, "stateful= of a recurrent layer → a function in the file that lets it train on torch.",
        "Keras 3.0 writes new states into the tensors that torch still needs: https://keras.io/api/layers/recurrent_layers/",
        *_STATEFUL),
    MigrationRule(
        "K157", (KERAS3,), CHANGE, "K.sum, prod, max and min of all axes with keepdims=True name the axes.",
        "Keras 3.0 to 3.15 on torch drop the axes where axis= is None: https://keras.io/api/ops/numpy/",
        "from keras import backend as K\n"
        "y = x / K.max(x, keepdims=True)\n"
        "z = K.sum(2 * x, keepdims=True)\n",
        "from keras import ops\n" + _with_helper("reduced_of_keras_2") +
        "y = x / ops.max(x, keepdims=True, axis=tuple(range(len(x.shape))))\n"
        "z = reduced_of_keras_2(ops.sum, 2 * x, keepdims=True)\n"),
    MigrationRule(
        "K158", (KERAS3,), CHANGE, "A metric function of the program gets labels as Keras 2 gave them.",
        "Keras 3.0 leaves labels of one number a sample without an axis: each is compared with all predictions of one column. "
        "https://keras.io/api/metrics/",
        "import keras\n"
        "from keras import backend as K\n"
        "def f1(y_true, y_pred):\n"
        "    return 2 * K.sum(y_true * y_pred) / K.sum(y_true + y_pred)\n"
        "m.compile('sgd', 'binary_crossentropy', metrics=[f1])\n",
        "import keras\n"
        "from keras import backend as K\n"
        "from keras import ops\n"
        "import functools\n" + _with_helper("metric_of_keras_2") +
        "def f1(y_true, y_pred):\n"
        "    return 2 * ops.sum(y_true * y_pred) / ops.sum(y_true + y_pred)\n"
        "m.compile('sgd', 'binary_crossentropy', metrics=[metric_of_keras_2(f1)])\n"),
    MigrationRule(
        "K159", (KERAS3,), CHANGE, "metrics_names of a model → a function in the file.",
        "Keras 3.0 names its own parts, 'loss' and 'compile_metrics': https://keras.io/api/models/model_training_apis/",
        "import keras\n"
        "names = m.metrics_names\n",
        "import keras\n" + _with_helper("metrics_names_of_keras_2") +
        "names = metrics_names_of_keras_2(m)\n"),
    MigrationRule(
        "K160", (KERAS3,), CHANGE, "An Embedding in a Sequential gets the input_shape= that it had by default.",
        "Keras 3.0 makes the weights of a Sequential without one at its first batch: "
        "https://keras.io/guides/sequential_model/",
        "from keras.models import Sequential\n"
        "from keras.layers import Embedding\n"
        "m = Sequential([Embedding(100, 8)])\n",
        "from keras.models import Sequential\n"
        "from keras.layers import Embedding\n"
        "m = Sequential([Embedding(100, 8, input_shape=(None,))])\n"),
    MigrationRule(
        "K161", (KERAS3,), CHANGE, "binary_accuracy and the top-k accuracies, called as functions → their mean.",
        "Keras 3.0 gives what their mean is taken of: https://keras.io/api/metrics/accuracy_metrics/",
        "from keras.metrics import binary_accuracy\n"
        "a = binary_accuracy(y, p)\n",
        "from keras.metrics import binary_accuracy\n"
        "from keras import ops\n"
        "a = ops.mean(binary_accuracy(y, p), axis=-1)\n"),
    MigrationRule(
        "K162", (KERAS3,), CHANGE, "A plain list of metrics of a model with several outputs → one for each.",
        "Keras 3.0 computes the first for the first output, the second for the second: "
        "https://keras.io/api/models/model_training_apis/",
        "from keras.models import Model\n"
        "m = Model(i, [a, b])\n"
        "m.compile('sgd', 'mse', metrics=['mae'])\n",
        "from keras.models import Model\n"
        "m = Model(i, [a, b])\n"
        "# compat: K315 evaluate and train_on_batch list the metrics of several outputs by name; Keras 2 in the order of the "
        "outputs\n"
        "m.compile('sgd', 'mse', metrics=[['mae'], ['mae']])\n"),
    MigrationRule(
        "K163", (KERAS3,), CHANGE, "load_weights gets its arguments by name, without those that change nothing.",
        "Keras 3.0 takes skip_mismatch= second: https://keras.io/api/models/model_saving_apis/",
        "import keras\n"
        "m.load_weights('old.h5', True)\n",
        "import keras\n"
        "m.load_weights('old.h5', by_name=True)\n"),
    MigrationRule(
        "K164", (KERAS3,), CHANGE, "get_shape(), as_list(), .value and .ndims of shapes → shape.",
        "TensorFlow 2.0 gives numbers; tensors of Keras 3, JAX and torch have shape alone: "
        "https://www.tensorflow.org/guide/migrate/migrate_tf2",
        "import keras\n"
        "rows = x.get_shape().as_list()[0]\n"
        "columns = x.shape[1].value\n",
        "import keras\n"
        "rows = list(x.shape)[0]\n"
        "columns = x.shape[1]\n"),
    MigrationRule(
        "K201", (KERAS3,), FINDING, "A function of K that Keras 3 does not have.",
        "Keras 3.0 replaced keras.backend by keras.ops: " + MIGRATING,
        "from keras import backend as K\n"
        "g = K.gradients(loss, weights)\n",
        "from keras import backend as K\n"
        "# compat: K201 Keras 3 has no K.gradients: take gradients by tf.GradientTape, jax.grad or torch.autograd\n"
        "g = K.gradients(loss, weights)\n"),
    MigrationRule(
        "K202", (KERAS3,), FINDING, "A name that Keras 3 does not have.",
        "Removed: " + MIGRATING,
        "from keras.utils import multi_gpu_model\n",
        "# compat: K202 Keras 3 has no keras.utils.multi_gpu_model: use keras.distribution.DataParallel, or tf.distribute\n"
        "from keras.utils import multi_gpu_model\n"),
    MigrationRule(
        "K203", (KERAS3,), WARNING, "A name that Keras 3 has in private modules only.",
        "Deprecated since TensorFlow 2.9; any release may drop it: " + MIGRATING,
        "from keras.preprocessing.text import Tokenizer\n",
        "# compat: K203 keras.src.legacy.preprocessing.text.Tokenizer is private in Keras 3, and any release may drop it\n"
        "from keras.src.legacy.preprocessing.text import Tokenizer\n"),
    MigrationRule(
        "K204", (KERAS3,), FINDING, "An argument that Keras 3 does not take.",
        "Removed: " + MIGRATING,
        "from keras.callbacks import TensorBoard\n"
        "x = TensorBoard(write_grads=True)\n",
        "from keras.callbacks import TensorBoard\n"
        "# compat: K204 Keras 3 has no write_grads= of TensorBoard: write them in a callback\n"
        "x = TensorBoard(write_grads=True)\n"),
    MigrationRule(
        "K205", (KERAS3,), FINDING, "A method or attribute that Keras 3 does not have, or never calls.",
        "Removed: " + MIGRATING,
        "import keras\n"
        "c = m.predict_classes(x)\n",
        "import keras\n"
        "# compat: K205 Keras 3 has no predict_classes: use predict(x).argmax(axis=-1), or (predict(x) > "
        "0.5).astype('int32') for one sigmoid output\n"
        "c = m.predict_classes(x)\n"),
    MigrationRule(
        "K206", (KERAS3,), FINDING, "An argument that counted samples; what takes its place counts batches.",
        "Keras 2.0: " + RELEASE_2,
        "import keras\n"
        "m.fit_generator(batches, samples_per_epoch=640)\n",
        "import keras\n"
        "# compat: K206 samples_per_epoch counted samples in Keras 1: what takes its place counts batches\n"
        "m.fit(batches, steps_per_epoch=640)\n"),
    MigrationRule(
        "K207", (KERAS3,), FINDING, "A functional model with masks in an .h5 file, which Keras 3 does not read back.",
        "Keras 3.0 writes the layers that compute masks, and knows none of them when it reads the file: "
        "https://keras.io/guides/serialization_and_saving/",
        "from keras.layers import Masking\n"
        "from keras.models import Model\n"
        "m = Model(x, LSTM(Masking()(x)))\n"
        "m.save('m.h5')\n",
        "from keras.layers import Masking\n"
        "from keras.models import Model\n"
        "m = Model(x, LSTM(Masking()(x)))\n"
        "# compat: K207 Keras 3 reads no functional model with masks back from .h5: save it as .keras\n"
        "m.save('m.h5')\n"),
    MigrationRule(
        "K208", (KERAS3,), FINDING, "load_model of a program with Lambda layers.",
        "Keras 3.0 runs no code from a file without safe_mode=False: https://keras.io/api/models/model_saving_apis/",
        "from keras.models import load_model\n"
        "from keras.layers import Lambda\n"
        "y = Lambda(lambda t: t * 2)(x)\n"
        "m = load_model('m.h5')\n",
        "from keras.models import load_model\n"
        "from keras.layers import Lambda\n"
        "y = Lambda(lambda t: t * 2)(x)\n"
        "# compat: K208 Keras 3 runs the code of a Lambda from a file with safe_mode=False only\n"
        "m = load_model('m.h5')\n"),
    MigrationRule(
        "K209", (KERAS3,), FINDING, "Two models that are compiled with one optimizer.",
        "Keras 3.0 lets an optimizer step the weights of the first model alone, and refuses others: "
        "https://keras.io/api/optimizers/",
        "from keras.optimizers import Adam\n"
        "adam = Adam(2e-4)\n"
        "critic.compile(adam, 'binary_crossentropy')\n"
        "whole.compile(adam, 'binary_crossentropy')\n",
        "from keras.optimizers import Adam\n"
        "adam = Adam(2e-4)\n"
        "critic.compile(adam, 'binary_crossentropy')\n"
        "# compat: K209 Keras 3 has no optimizer for two models: give this one adam.from_config(adam.get_config())\n"
        "whole.compile(adam, 'binary_crossentropy')\n"),
    MigrationRule(
        "K210", (KERAS3,), FINDING, "A name that only TensorFlow 1 has.",
        "TensorFlow 2.0 dropped it: https://www.tensorflow.org/guide/migrate/migrate_tf2",
        "import tensorflow as tf\n"
        "from keras.layers import Dense\n"
        "y = tf.to_float(x)\n",
        "import tensorflow as tf\n"
        "from keras.layers import Dense\n"
        "# compat: K210 TensorFlow 2 has no tf.to_float: use its new name, keras.ops, or tf.compat.v1.to_float\n"
        "y = tf.to_float(x)\n"),
    MigrationRule(
        "K211", (KERAS3,), FINDING, "A file of weights, or a folder of a model, whose name is known at run time only.",
        "Keras 3.0 refuses names with other endings: https://keras.io/api/models/model_saving_apis/",
        "import keras\nm.save_weights(path)\n",
        "import keras\n# compat: K211 Keras 3 saves weights to names that end in .weights.h5 alone\nm.save_weights(path)\n"),
    MigrationRule(
        "K212", (KERAS3,), FINDING, "A private module of TensorFlow, or one of its examples.",
        "TensorFlow 2.0 dropped the examples; private modules take no tensors of other backends, and any release may drop "
        "them: https://www.tensorflow.org/guide/versions",
        "import keras\n"
        "from tensorflow.python.ops import math_ops\n",
        "import keras\n"
        "# compat: K212 tensorflow.python.ops.math_ops is private to TensorFlow: write it with keras.ops\n"
        "from tensorflow.python.ops import math_ops\n"),
    MigrationRule(
        "K213", (KERAS3,), FINDING, "A loss or metric that computes with tensors of the model.",
        "Keras 3.0 has no graph that they are a part of, and gives them no numbers: " + MIGRATING,
        "from keras.layers import Dense\n"
        "def loss(labels, predictions):\n"
        "    return (labels - predictions) ** 2 + mean ** 2\n"
        "mean = Dense(3)(x)\n"
        "m.compile('sgd', loss)\n",
        "from keras.layers import Dense\n"
        "def loss(labels, predictions):\n"
        "    return (labels - predictions) ** 2 + mean ** 2\n"
        "mean = Dense(3)(x)\n"
        "# compat: K213 Keras 3 gives a loss or metric labels and predictions alone, and mean is a tensor of the model: "
        "add the loss by self.add_loss in a layer, or make the tensor an output\n"
        "m.compile('sgd', loss)\n"),
    MigrationRule(
        "K301", (KERAS3,), WARNING, "Merge layers combine the masks of their inputs in another way.",
        "Keras 3.0: masks are joined by or, not by and",
        "from keras.layers import Masking, add\n"
        "y = add([Masking()(a), b])\n",
        "from keras.layers import Masking, add\n"
        "# compat: K301 add of masked inputs keeps a step where any input has it, not where all have it (merge_masks)\n"
        "y = add([Masking()(a), b])\n",
        "merge_masks"),
    MigrationRule(
        "K302", (KERAS3,), WARNING, "A mask that reaches a layer that does not support masking is dropped.",
        "TensorFlow 2.0 dropped the error",
        "from keras.layers import Masking, Flatten\n"
        "y = Flatten()(Masking()(a))\n",
        "from keras.layers import Masking, Flatten\n"
        "# compat: K302 a mask that reaches Flatten is dropped; Keras 2 refused it (mask_reaches_unsupporting_layer)\n"
        "y = Flatten()(Masking()(a))\n",
        "mask_reaches_unsupporting_layer"),
    MigrationRule(
        "K303", (KERAS3,), WARNING, "A Lambda without mask= may pass a mask on.",
        "TensorFlow 2.0: a Lambda that returns its input leaks its mask",
        "from keras.layers import Masking, Lambda\n"
        "y = Lambda(f)(Masking()(a))\n",
        "from keras.layers import Masking, Lambda\n"
        "# compat: K303 a Lambda without mask= may pass a mask on; Keras 2 dropped it (lambda_without_mask)\n"
        "y = Lambda(f)(Masking()(a))\n",
        "lambda_without_mask"),
    MigrationRule(
        "K304", (KERAS3,), WARNING, "Bilinear UpSampling2D samples at other places.",
        "TensorFlow 2.0 samples at the centers of pixels",
        "from keras.layers import UpSampling2D\n"
        "y = UpSampling2D(interpolation='bilinear')(x)\n",
        "from keras.layers import UpSampling2D\n"
        "# compat: K304 bilinear UpSampling2D samples at other places (bilinear_upsampling)\n"
        "y = UpSampling2D(interpolation='bilinear')(x)\n",
        "bilinear_upsampling"),
    MigrationRule(
        "K305", (KERAS3,), WARNING, "A boolean mask is multiplied.",
        "Tensors of TensorFlow refuse it or give booleans; JAX and torch give numbers",
        "from keras.layers import Layer\n"
        "class A(Layer):\n"
        "    def call(self, x, mask=None):\n"
        "        return x * mask\n",
        "from keras.layers import Layer\n"
        "class A(Layer):\n"
        "    def call(self, x, mask=None):\n"
        "        # compat: K305 a boolean mask is multiplied: cast it first, ops.cast(mask, x.dtype)\n"
        "        return x * mask\n"),
    MigrationRule(
        "K306", (KERAS3,), WARNING, "A frozen BatchNormalization uses its moving averages in training.",
        "TensorFlow 2.0: https://keras.io/api/layers/normalization_layers/batch_normalization/",
        "from keras.applications import ResNet50\n"
        "x = ResNet50()\n"
        "x.trainable = False\n",
        "from keras.applications import ResNet50\n"
        "x = ResNet50()\n"
        "# compat: K306 a frozen BatchNormalization uses its moving averages in training, not the batch's statistics "
        "(frozen_batch_normalization)\n"
        "x.trainable = False\n",
        "frozen_batch_normalization"),
    MigrationRule(
        "K308", (KERAS3,), WARNING, "A generator of an object that is a callback too.",
        "Keras 3.0 takes the first batch before on_train_begin",
        "import keras\n"
        "m.fit_generator(data.batches(), 10, callbacks=[data])\n",
        "import keras\n"
        "# compat: K308 the first batch is taken before on_train_begin of the callback that makes it\n"
        "m.fit(data.batches(), steps_per_epoch=10, callbacks=[data])\n"),
    MigrationRule(
        "K309", (KERAS3,), WARNING, "ActivityRegularization is divided by the size of the batch.",
        "TensorFlow 2.0 divides it",
        "from keras.layers import ActivityRegularization\n"
        "x = ActivityRegularization(l2=0.1)\n",
        "from keras.layers import ActivityRegularization\n"
        "# compat: K309 ActivityRegularization is divided by the size of the batch (activity_regularizer)\n"
        "x = ActivityRegularization(l2=0.1)\n",
        "activity_regularizer"),
    MigrationRule(
        "K310", (KERAS3,), WARNING, "A callback reads the logs of a batch.",
        "TensorFlow 2.0 gives the means since the epoch began",
        "from keras.callbacks import Callback\n"
        "class Losses(Callback):\n"
        "    def on_batch_end(self, batch, logs={}):\n"
        "        print(logs['loss'])\n",
        "from keras.callbacks import Callback\n"
        "class Losses(Callback):\n"
        "    # compat: K310 logs hold the means since the epoch began, not the numbers of the batch (batch_logs)\n"
        "    def on_batch_end(self, batch, logs={}):\n"
        "        print(logs['loss'])\n",
        "batch_logs"),
    MigrationRule(
        "K311", (KERAS3,), WARNING, "A stateful layer, whose states plain Keras 3 does not keep on JAX.",
        "Keras 3 on JAX, up to 3.15: predict, evaluate and fit begin each batch from the same states",
        *_STATEFUL),
    MigrationRule(
        "K312", (KERAS3,), WARNING, "A model with a train or eval of the program's own, which Keras 3 calls on torch.",
        "On torch a layer of Keras 3 is a torch.nn.Module: https://pytorch.org/docs/stable/generated/torch.nn.Module.html",
        "from keras.models import Model\n"
        "m = Model(x, y)\n"
        "m.train = train\n",
        "from keras.models import Model\n"
        "m = Model(x, y)\n"
        "# compat: K312 on torch, fit and predict of Keras 3 call train() of the model, which is torch's: give the function "
        "another name\n"
        "m.train = train\n"),
    MigrationRule(
        "K313", (KERAS3,), WARNING, "Weights of samples, of which some may be zero.",
        "Keras 2.3 divides the loss by the size of the batch, Keras 2.2 by the number of weights that are not zero",
        "import keras\n"
        "m.fit(x, y, sample_weight=w)\n",
        "import keras\n"
        "# compat: K313 what has weight zero counts in the mean of the loss; Keras 2 left it out "
        "(masked_loss_with_sample_weight)\n"
        "m.fit(x, y, sample_weight=w)\n",
        "masked_loss_with_sample_weight"),
    MigrationRule(
        "K314", (KERAS3,), WARNING, "Metrics of outputs that may be masked.",
        "Keras 2.3 made metrics objects that count steps: https://github.com/keras-team/keras/releases/tag/2.3.0",
        "import keras\n"
        "x = keras.layers.LSTM(8, return_sequences=True)(keras.layers.Masking()(i))\n"
        "m.compile('sgd', 'mse', metrics=['mae'])\n",
        "import keras\n"
        "from keras import ops\n" + _with_helper("hard_sigmoid_of_keras_2") +
        "x = keras.layers.LSTM(8, return_sequences=True, recurrent_activation=hard_sigmoid_of_keras_2)"
        "(keras.layers.Masking()(i))\n"
        "# compat: K314 metrics of masked outputs count the steps of all batches; Keras 2 weighted the mean of each batch by "
        "its samples\n"
        "m.compile('sgd', 'mse', metrics=['mae'])\n"),
    MigrationRule(
        "K315", (KERAS3,), WARNING, "Metrics of several outputs.",
        "Keras 3.0 lists them in another order: https://keras.io/api/models/model_training_apis/",
        "import keras\n"
        "m.compile('sgd', 'mae', metrics={'main': 'mse', 'aux': 'mae'})\n",
        "import keras\n"
        "# compat: K315 evaluate and train_on_batch list the metrics of several outputs by name; Keras 2 in the order of the "
        "outputs\n"
        "m.compile('sgd', 'mae', metrics={'main': 'mse', 'aux': 'mae'})\n"),
    MigrationRule(
        "K316", (KERAS3,), WARNING, "A generator that gives the batches to validate with.",
        "Keras 3 looks at two batches of a generator, and gives them again whenever it begins",
        "import keras\n"
        "def batches():\n"
        "    while True:\n"
        "        yield x, y\n"
        "m.fit_generator(batches(), 10, validation_data=batches(), validation_steps=3)\n",
        "import keras\n"
        "def batches():\n"
        "    while True:\n"
        "        yield x, y\n"
        "# compat: K316 each validation begins with the first two batches of the generator again; Keras 2 went on behind the "
        "last\n"
        "m.fit(batches(), steps_per_epoch=10, validation_data=batches(), validation_steps=3)\n"),
    MigrationRule(
        "K317", (KERAS3,), WARNING, "A stated number of steps of a Sequence, or of what flow() gives.",
        "Up to 2.3 a queue held the batches of a Sequence without end; with fewer steps than batches, Keras 3 ends the second "
        "epoch where the batches end",
        "import keras\n"
        "m.fit_generator(images.flow(x, y), steps_per_epoch=50)\n",
        "import keras\n"
        "# compat: K317 an epoch ends with the last batch, unless the number of steps is that of the batches; Keras 2 went "
        "round (steps_of_sequence)\n"
        "m.fit(images.flow(x, y), steps_per_epoch=50)\n",
        "steps_of_sequence"),
    MigrationRule(
        "K318", (KERAS3,), WARNING, "A layer is named that the program gives no name.",
        "Keras 2 counts dense_1, dense_2; tf.keras and Keras 3 count dense, dense_1, and an Input is input_layer: "
        "https://keras.io/api/layers/base_layer/",
        "import keras\n"
        "w = m.get_layer('dense_1').get_weights()\n",
        "import keras\n"
        "# compat: K318 the layer 'dense_1' is 'dense' in Keras 3, unless name= or a file says otherwise\n"
        "w = m.get_layer('dense_1').get_weights()\n"),
)
