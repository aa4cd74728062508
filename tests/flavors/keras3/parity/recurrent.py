"""Recurrent layers: masked steps, states, Bidirectional, cells that people wrote, ConvLSTM2D."""
import numpy as np
from flavors.keras3.parity.common import case, fixed, outputs, sequences


@case
def recurrent_outputs_on_masked_steps(keras):
    L = keras.layers
    found = []
    for layer in [L.LSTM(2, return_sequences=True), L.GRU(2, return_sequences=True),
                  L.SimpleRNN(2, return_sequences=True), L.LSTM(2), L.GRU(2, go_backwards=True,
                  return_sequences=True), L.LSTM(2, unroll=True),
                  L.GRU(2, reset_after=True), L.LSTM(2, recurrent_activation="sigmoid", use_bias=False)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, layer(L.Masking()(x)), sequences()))
    return found


@case
def recurrent_outputs_without_masks(keras):
    L = keras.layers
    found = []
    for layer in [L.LSTM(2), L.GRU(2, return_sequences=True), L.SimpleRNN(2, activation="hard_sigmoid"),
                  L.RNN(L.LSTMCell(2)), L.RNN([L.GRUCell(2), L.SimpleRNNCell(3)]), L.LSTM(2, go_backwards=True)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, layer(x), sequences()))
    return found


@case
def bidirectional_outputs_on_masked_steps(keras):
    L = keras.layers
    found = []
    for mode in ["concat", "sum", "mul", "ave", None]:
        for sequences_too in [True, False]:
            x = L.Input((5, 3))
            layer = L.Bidirectional(L.LSTM(2, return_sequences=sequences_too), merge_mode=mode)
            found.append(outputs(keras, x, layer(L.Masking()(x)), sequences()))
    return found


@case
def return_state_gives_a_list(keras):
    L = keras.layers
    x = L.Input((5, 3))
    states = L.LSTM(2, return_state=True, return_sequences=True)(L.Masking()(x))
    again = L.LSTM(2)(x, initial_state=states[1:])
    listed = L.GRU(2)([x, states[1]])
    return [isinstance(states, list), outputs(keras, x, states + [again, listed], sequences())]


@case
def bidirectional_return_state(keras):
    L = keras.layers
    x = L.Input((5, 3))
    found = L.Bidirectional(L.GRU(2, return_state=True))(x)
    return [isinstance(found, list), len(found), outputs(keras, x, found, sequences())]


@case
def stateful_layers_keep_their_states(keras):
    L = keras.layers
    model = keras.models.Sequential([L.LSTM(2, stateful=True, batch_input_shape=(4, 5, 3)), L.Dense(1)])
    fixed(model)
    x = sequences()
    first, second = model.predict(x, batch_size=4), model.predict(x, batch_size=4)
    model.reset_states()
    return [first.tolist(), second.tolist(), model.predict(x, batch_size=4).tolist()]


@case
def conv_lstm(keras):
    L = keras.layers
    x = L.Input((3, 4, 4, 2))
    data = np.random.RandomState(2).normal(size=(2, 3, 4, 4, 2))
    return outputs(keras, x, L.ConvLSTM2D(2, 3, padding="same", return_sequences=True)(x), data)


# Other layers


@case
def a_cell_that_people_wrote(keras):
    K = keras.backend

    class MinimalCell(keras.layers.Layer):
        def __init__(self, units, **kwargs):
            self.units = units
            self.state_size = units
            super(MinimalCell, self).__init__(**kwargs)

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="uniform", name="kernel")
            self.recurrent = self.add_weight(shape=(self.units, self.units), initializer="uniform", name="recurrent")
            self.built = True

        def call(self, inputs, states):
            output = K.tanh(K.dot(inputs, self.kernel) + K.dot(states[0], self.recurrent))
            return output, [output]

    x = keras.layers.Input((5, 3))
    return [outputs(keras, x, keras.layers.RNN(MinimalCell(2))(x), sequences()),
            outputs(keras, x, keras.layers.RNN(MinimalCell(2), return_sequences=True)(keras.layers.Masking()(x)),
                    sequences())]
