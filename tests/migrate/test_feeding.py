"""What plain Keras 3 counts otherwise is marked: weights of zero, masked metrics, several outputs, generators that validate."""
import pytest

GENERATOR = "import keras\ndef batches(x):\n    while True:\n        yield x, x\n"
MASKED = "import keras\nx = keras.layers.{}(keras.layers.Masking()(i))\nm.compile('sgd', 'mae', metrics=['mse'])\n"


def codes(text):
    return [line.split()[2] for line in text.splitlines() if "# compat: K" in line]


@pytest.mark.parametrize("line, found", [
    ("m.fit(x, y, sample_weight=w)", ["K313"]), ("m.train_on_batch(x, y, w)", ["K313"]),
    ("m.evaluate(x, y, sample_weight=None)", []), ("m.fit(x, y, class_weight={0: 1, 1: 2})", []),
    ("m.train_on_batch(x, y)", []),
    ("from sklearn.svm import SVC\nm = SVC()\nm.fit(x, y, sample_weight=w)", []),
    ("def batches():\n    yield x, y, weights\nm.fit_generator(batches())", ["K313"]),
    ("def batches():\n    yield x, y, names\nm.fit_generator(batches())", []),
])
def test_weights_of_samples_are_marked(line, found, migrated):
    assert codes(migrated("import keras\n" + line + "\n", "keras3")) == found


def test_weights_of_samples_mean_the_same_since_2_3(migrated):
    assert not codes(migrated("from tensorflow import keras\nm.fit(x, y, sample_weight=w)\n", "keras3"))
    assert not codes(migrated("import keras\nm.fit(x, y, sample_weight=w)\n", "keras3", era="2.3.1"))


@pytest.mark.parametrize("call, found", [
    ("m.fit_generator(batches(x), 3, validation_data=batches(y), validation_steps=2)", ["K316"]),
    ("val = batches(y)\nm.fit(batches(x), steps_per_epoch=3, validation_data=val, validation_steps=2)", ["K316"]),
    ("m.fit_generator(batches(x), 3, validation_data=(a, b), validation_steps=2)", []),
    ("m.fit_generator(batches(x), 3, validation_data=arrays(a), validation_steps=2)", []),
])
def test_generators_that_validate_are_marked(call, found, migrated):
    assert codes(migrated(GENERATOR + call + "\n", "keras3")) == found


@pytest.mark.parametrize("metrics, found", [
    ("{'a': 'mae', 'b': 'mse'}", ["K315"]), ("[['mae'], ['mse']]", ["K315"]), ("{'a': ['mae', 'mse']}", []),
    ("['mae', 'mse']", []),
])
def test_metrics_of_several_outputs_are_marked(metrics, found, migrated):
    assert codes(migrated("import keras\nm.compile('sgd', 'mae', metrics={})\n".format(metrics), "keras3")) == found


@pytest.mark.parametrize("layer, found", [
    ("SimpleRNN(8, return_sequences=True)", ["K314"]), ("SimpleRNN(8)", []), ("Dense(8)", ["K314"]),
])
def test_metrics_of_outputs_that_may_be_masked_are_marked(layer, found, migrated):
    assert codes(migrated(MASKED.format(layer), "keras3")) == found
    assert not codes(migrated(MASKED.format(layer), "keras3", era="2.3.1"))


SEQUENCE = "import keras\nclass Batches(keras.utils.Sequence):\n    pass\nbatches = Batches()\n"


@pytest.mark.parametrize("call, found", [
    ("m.fit_generator(images.flow(x, y), 50, 3)", ["K317"]), ("m.fit_generator(images.flow(x, y), epochs=3)", []),
    ("m.fit_generator(images.flow_from_directory('d'), steps_per_epoch=n)", ["K317"]),
    ("m.fit(batches, steps_per_epoch=3)", ["K317"]),
    ("m.predict_generator(batches, steps=3)", ["K317"]), ("m.evaluate_generator(Batches(), 3)", ["K317"]),
    ("m.fit_generator(yielding(), steps_per_epoch=3)", []), ("m.fit(x, y, steps_per_epoch=3)", []),
])
def test_stated_steps_of_a_sequence_are_marked(call, found, migrated):
    assert codes(migrated(SEQUENCE + call + "\n", "keras3")) == found
    assert not codes(migrated(SEQUENCE + call + "\n", "keras3", era="2.15"))


def test_a_comment_stands_above_statements_that_semicolons_join(migrated):
    text = "import keras\nif a:\n    x = 1; m.fit(x, y, sample_weight=w)\n"
    assert migrated(text, "keras3").splitlines()[2].startswith("    # compat: K313 ")
    assert codes(migrated("import keras\nfor a in b: x = 1; m.fit(x, y, sample_weight=w)\n", "keras3")) == ["K313"]


def test_a_merge_of_keras_1_is_marked_where_masks_are(migrated):
    text = "import keras\nfrom keras.layers import merge, Masking\ny = merge([Masking()(a), b], mode='concat')\n"
    assert codes(migrated(text, "keras3")) == ["K301"]
