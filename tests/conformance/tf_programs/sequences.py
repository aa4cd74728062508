"""Programs over texts and series, in the style of the tutorials of 2019 to 2023."""

from .common import fill, logs, random, some


def text_classification(tf):
    model = tf.keras.Sequential([
        tf.keras.layers.Embedding(30, 6, input_length=9),
        tf.keras.layers.Dropout(0.0),
        tf.keras.layers.GlobalAveragePooling1D(),
        tf.keras.layers.Dense(1)])
    fill(model)
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam",
                  metrics=tf.keras.metrics.BinaryAccuracy(threshold=0.0))
    x, y = random().randint(0, 30, (10, 9)), random(1).randint(0, 2, 10)
    history = model.fit(x, y, validation_split=0.3, epochs=2, batch_size=3, shuffle=False, verbose=0)
    export = tf.keras.Sequential([model, tf.keras.layers.Activation("sigmoid")])
    export.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=False), optimizer="adam", metrics=["accuracy"])
    return {"fit": logs(history), "evaluate": export.evaluate(x, y, verbose=0)}


def masked_recurrence(tf):
    model = tf.keras.Sequential([
        tf.keras.layers.Embedding(20, 5, mask_zero=True),
        tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(4, return_sequences=True)),
        tf.keras.layers.Bidirectional(tf.keras.layers.GRU(3)),
        tf.keras.layers.Dense(4, activation="relu"),
        tf.keras.layers.Dense(1)])
    x = random().randint(1, 20, (6, 7))
    x[0, 4:] = 0
    x[3, 2:] = 0
    model.build((None, 7))
    fill(model)
    y = random(1).randint(0, 2, (6, 1))
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer=tf.keras.optimizers.Adam(1e-2),
                  metrics=["accuracy"])
    before = model.predict(x, verbose=0)
    return {"before": some(before), "fit": logs(model.fit(x, y, epochs=2, batch_size=4, shuffle=False, verbose=0)),
            "after": some(model.predict(x, verbose=0)), "units": [layer.name for layer in model.layers]}


def text_generation(tf):
    class MyModel(tf.keras.Model):
        def __init__(self, vocab_size, embedding_dim, rnn_units):
            super().__init__()
            self.embedding = tf.keras.layers.Embedding(vocab_size, embedding_dim)
            self.gru = tf.keras.layers.GRU(rnn_units, return_sequences=True, return_state=True)
            self.dense = tf.keras.layers.Dense(vocab_size)

        def call(self, inputs, states=None, return_state=False, training=False):
            x = self.embedding(inputs, training=training)
            if states is None:
                states = self.gru.get_initial_state(x)
            x, states = self.gru(x, initial_state=states, training=training)
            x = self.dense(x, training=training)
            if return_state:
                return x, states
            return x

    model = MyModel(12, 4, 5)
    x = random().randint(0, 12, (4, 6))
    model(x[:, :-1])
    fill(model)
    model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    fitted = logs(model.fit(x[:, :-1], x[:, 1:], epochs=2, batch_size=2, shuffle=False, verbose=0))
    first, states = model(x[:2, :3], return_state=True)
    second, _ = model(x[:2, 3:5], states=states, return_state=True)
    return {"fit": fitted, "first": some(first), "second": some(second), "predict": some(model.predict(x[:, :3], verbose=0))}


def translation_with_attention(tf):
    class BahdanauAttention(tf.keras.layers.Layer):
        def __init__(self, units):
            super(BahdanauAttention, self).__init__()
            self.W1 = tf.keras.layers.Dense(units)
            self.W2 = tf.keras.layers.Dense(units)
            self.V = tf.keras.layers.Dense(1)

        def call(self, query, values):
            query_with_time_axis = tf.expand_dims(query, 1)
            score = self.V(tf.nn.tanh(self.W1(query_with_time_axis) + self.W2(values)))
            attention_weights = tf.nn.softmax(score, axis=1)
            context_vector = attention_weights * values
            context_vector = tf.reduce_sum(context_vector, axis=1)
            return context_vector, attention_weights

    source = tf.keras.Input((6,), dtype="int32")
    target = tf.keras.Input((4,), dtype="int32")
    encoded, state = tf.keras.layers.GRU(5, return_sequences=True, return_state=True)(
        tf.keras.layers.Embedding(15, 4)(source))
    context, weights = BahdanauAttention(3)(state, encoded)
    decoded = tf.keras.layers.Embedding(11, 4)(target)
    joined = tf.concat([tf.tile(tf.expand_dims(context, 1), [1, 4, 1]), decoded], axis=-1)
    outputs = tf.keras.layers.Dense(11)(tf.keras.layers.GRU(5, return_sequences=True)(joined, initial_state=state))
    model = fill(tf.keras.Model([source, target], outputs))
    loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

    def loss_function(real, pred):
        mask = tf.math.logical_not(tf.math.equal(real, 0))
        loss_ = loss_object(real, pred)
        mask = tf.cast(mask, dtype=loss_.dtype)
        loss_ *= mask
        return tf.reduce_mean(loss_)

    model.compile(tf.keras.optimizers.Adam(0.01), loss=loss_function)
    x, y = random().randint(1, 15, (5, 6)), random(1).randint(0, 11, (5, 4))
    return {"fit": logs(model.fit([x, y], y, epochs=2, batch_size=3, shuffle=False, verbose=0)),
            "weights": some(tf.keras.Model(source, weights).predict(x, verbose=0))}


def transformer(tf):
    class CustomSchedule(tf.keras.optimizers.schedules.LearningRateSchedule):
        def __init__(self, d_model, warmup_steps=4):
            super().__init__()
            self.d_model = tf.cast(d_model, tf.float32)
            self.warmup_steps = warmup_steps

        def __call__(self, step):
            step = tf.cast(step, dtype=tf.float32)
            arg1 = tf.math.rsqrt(step)
            arg2 = step * (self.warmup_steps ** -1.5)
            return tf.math.rsqrt(self.d_model) * tf.math.minimum(arg1, arg2)

    class TokenAndPositionEmbedding(tf.keras.layers.Layer):
        def __init__(self, maxlen, vocab_size, embed_dim):
            super().__init__()
            self.token_emb = tf.keras.layers.Embedding(input_dim=vocab_size, output_dim=embed_dim)
            self.pos_emb = tf.keras.layers.Embedding(input_dim=maxlen, output_dim=embed_dim)

        def call(self, x):
            maxlen = tf.shape(x)[-1]
            positions = tf.range(start=0, limit=maxlen, delta=1)
            positions = self.pos_emb(positions)
            x = self.token_emb(x)
            return x + positions

    class TransformerBlock(tf.keras.layers.Layer):
        def __init__(self, embed_dim, num_heads, ff_dim, rate=0.0):
            super().__init__()
            self.att = tf.keras.layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
            self.ffn = tf.keras.Sequential([tf.keras.layers.Dense(ff_dim, activation="relu"), tf.keras.layers.Dense(embed_dim)])
            self.layernorm1 = tf.keras.layers.LayerNormalization(epsilon=1e-6)
            self.layernorm2 = tf.keras.layers.LayerNormalization(epsilon=1e-6)
            self.dropout1 = tf.keras.layers.Dropout(rate)
            self.dropout2 = tf.keras.layers.Dropout(rate)

        def call(self, inputs, training):
            attn_output = self.att(inputs, inputs)
            attn_output = self.dropout1(attn_output, training=training)
            out1 = self.layernorm1(inputs + attn_output)
            ffn_output = self.ffn(out1)
            ffn_output = self.dropout2(ffn_output, training=training)
            return self.layernorm2(out1 + ffn_output)

    inputs = tf.keras.layers.Input(shape=(7,))
    x = TokenAndPositionEmbedding(7, 16, 4)(inputs)
    x = TransformerBlock(4, 2, 6)(x)
    x = tf.keras.layers.GlobalAveragePooling1D()(x)
    outputs = tf.keras.layers.Dense(2, activation="softmax")(x)
    model = fill(tf.keras.Model(inputs=inputs, outputs=outputs))
    model.compile(optimizer=tf.keras.optimizers.Adam(CustomSchedule(4), beta_1=0.9, beta_2=0.98, epsilon=1e-9),
                  loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = random().randint(0, 16, (9, 7)), random(1).randint(0, 2, 9)
    return {"predict": some(model.predict(x, verbose=0)),
            "fit": logs(model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0))}


def time_series(tf):
    class Baseline(tf.keras.Model):
        def __init__(self, label_index=None):
            super().__init__()
            self.label_index = label_index

        def call(self, inputs):
            if self.label_index is None:
                return inputs
            result = inputs[:, :, self.label_index]
            return result[:, :, tf.newaxis]

    class ResidualWrapper(tf.keras.Model):
        def __init__(self, model):
            super().__init__()
            self.model = model

        def call(self, inputs, *args, **kwargs):
            delta = self.model(inputs, *args, **kwargs)
            return inputs + delta

    x = random().normal(size=(8, 6, 3)).astype("float32")
    y = random(1).normal(size=(8, 6, 3)).astype("float32")
    baseline = Baseline(label_index=1)
    baseline.compile(loss=tf.keras.losses.MeanSquaredError(), metrics=[tf.keras.metrics.MeanAbsoluteError()])
    first = baseline.evaluate(x, y[:, :, :1], verbose=0)
    residual = ResidualWrapper(tf.keras.Sequential([
        tf.keras.layers.LSTM(4, return_sequences=True), tf.keras.layers.Dense(3, kernel_initializer=tf.initializers.zeros())]))
    residual(x)
    residual.compile(loss=tf.keras.losses.MeanSquaredError(), optimizer=tf.keras.optimizers.SGD(0.1),
                     metrics=[tf.keras.metrics.MeanAbsoluteError()])
    fill(residual)
    stopping = tf.keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, mode="min")
    fitted = logs(residual.fit(x, y, epochs=3, validation_data=(x, y), callbacks=[stopping], shuffle=False, verbose=0))
    return {"baseline": first, "fit": fitted, "keys": sorted(fitted)}


def connectionist_temporal_classification(tf):
    class CTCLayer(tf.keras.layers.Layer):
        def __init__(self, name=None):
            super().__init__(name=name)
            self.loss_fn = tf.keras.backend.ctc_batch_cost

        def call(self, y_true, y_pred):
            batch_len = tf.cast(tf.shape(y_true)[0], dtype="int64")
            input_length = tf.cast(tf.shape(y_pred)[1], dtype="int64")
            label_length = tf.cast(tf.shape(y_true)[1], dtype="int64")
            input_length = input_length * tf.ones(shape=(batch_len, 1), dtype="int64")
            label_length = label_length * tf.ones(shape=(batch_len, 1), dtype="int64")
            loss = self.loss_fn(y_true, y_pred, input_length, label_length)
            self.add_loss(loss)
            return y_pred

    images = tf.keras.layers.Input(shape=(8, 4), name="image", dtype="float32")
    labels = tf.keras.layers.Input(name="label", shape=(None,), dtype="float32")
    x = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(4, return_sequences=True))(images)
    x = tf.keras.layers.Dense(6, activation="softmax", name="dense2")(x)
    model = fill(tf.keras.models.Model(inputs=[images, labels], outputs=CTCLayer(name="ctc_loss")(labels, x)))
    model.compile(optimizer=tf.keras.optimizers.Adam(0.01))
    data = {"image": random().normal(size=(4, 8, 4)).astype("float32"),
            "label": random(1).randint(0, 5, (4, 3)).astype("float32")}
    fitted = logs(model.fit(data, epochs=2, batch_size=2, shuffle=False, verbose=0))
    prediction = tf.keras.models.Model(model.input[0], model.get_layer(name="dense2").output)
    return {"fit": fitted, "predict": some(prediction.predict(data["image"], verbose=0))}


def causal_attention(tf):
    layers, x = tf.keras.layers, random().normal(size=(3, 4, 2)).astype("float32")
    queries, values = tf.keras.Input((4, 2)), tf.keras.Input((4, 2))
    outputs = [layers.Attention(causal=True)([queries, values]), layers.AdditiveAttention(causal=True)([queries, values]),
               layers.Attention(use_scale=True)([queries, values], use_causal_mask=True)]
    model = fill(tf.keras.Model([queries, values], outputs))
    return [some(each) for each in model.predict([x, x[:, ::-1]], verbose=0)]


PROGRAMS = (causal_attention, text_classification, masked_recurrence, text_generation, translation_with_attention, transformer,
            time_series, connectionist_temporal_classification)
