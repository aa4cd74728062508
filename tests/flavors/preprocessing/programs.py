"""What code did with ``keras.preprocessing``, as functions of that package: the real one (record.py) or compat's."""
import random

import numpy as np

TEXTS = ["The cat, the DOG!", "a cat sat.", "dog dog bird"]
TOKENIZERS = {
    "all words": {}, "the most frequent": {"num_words": 4}, "with a word for the others": {"oov_token": "?", "num_words": 4},
    "characters": {"char_level": True, "lower": False},
}
GENERATORS = {
    "rescaled": {"rescale": 1 / 255.0},
    "flipped": {"horizontal_flip": True, "vertical_flip": True},
    "turned": {"rotation_range": 20},
    "moved": {"width_shift_range": 0.2, "height_shift_range": 0.2},
    "sheared and zoomed": {"shear_range": 0.2, "zoom_range": 0.3, "fill_mode": "reflect"},
    "channels shifted": {"channel_shift_range": 20.0},
    "normalised by feature": {"featurewise_center": True, "featurewise_std_normalization": True},
    "normalised by sample": {"samplewise_center": True, "samplewise_std_normalization": True},
}
IMAGES = np.random.RandomState(0).uniform(size=(4, 6, 6, 3)).astype("float32") * 255


def tokens(preprocessing, arguments):
    tokenizer = preprocessing.text.Tokenizer(**arguments)
    tokenizer.fit_on_texts(TEXTS)
    return {
        "sequences": tokenizer.texts_to_sequences(TEXTS + ["new cat"]),
        "index": sorted(map(list, tokenizer.word_index.items())),
        "matrices": [tokenizer.texts_to_matrix(TEXTS, mode=mode).tolist() for mode in ("binary", "count", "tfidf", "freq")],
    }


def words(preprocessing):
    text = preprocessing.text
    return [text.text_to_word_sequence("Don't stop; me-now\tplease", filters="!;\t"),
            text.hashing_trick("a b c a", 10, hash_function="md5")]


def padding(preprocessing):
    pad = preprocessing.sequence.pad_sequences
    return [pad([[1, 2, 3], [4], []], maxlen=2).tolist(),
            pad([[1, 2, 3], [4]], padding="post", truncating="post", value=9.0, dtype="float32", maxlen=2).tolist()]


def windows(preprocessing):
    sequence = preprocessing.sequence
    random.seed(1)
    pairs, labels = sequence.skipgrams([1, 2, 3], 4, window_size=1, negative_samples=0.0, shuffle=False)
    generator = sequence.TimeseriesGenerator(np.arange(10).reshape(10, 1), np.arange(10), length=3, stride=2, batch_size=2)
    inputs, targets = generator[0]
    return [pairs, labels, sequence.make_sampling_table(5).tolist(), len(generator), inputs.tolist(), targets.tolist()]


def batches(preprocessing, arguments):
    """Two batches: order, dtype, and every number of the images."""
    generator = preprocessing.image.ImageDataGenerator(**arguments)
    if arguments.get("featurewise_center"):
        generator.fit(IMAGES)
    flow = generator.flow(IMAGES, np.arange(4), batch_size=2, shuffle=True, seed=3)
    found = [next(flow) for _ in range(2)]
    return {"order": [[int(y) for y in labels] for _, labels in found], "dtype": str(found[0][0].dtype),
            "images": [[round(float(number), 3) for number in np.ravel(images)] for images, _ in found]}


def changed(preprocessing, name, *arguments):
    """One image changed at random, channels last."""
    np.random.seed(5)
    axes = {} if name == "random_channel_shift" else {"row_axis": 0, "col_axis": 1}
    found = getattr(preprocessing.image, name)(IMAGES[0], *arguments, channel_axis=2, **axes)
    return [round(float(number), 3) for number in np.ravel(found)]


def iteration(preprocessing):
    """Batches by ``next()``, by place, and by an iterator with the arguments by position."""
    image = preprocessing.image
    generator = image.ImageDataGenerator(False, False, False, False, False, 1e-6, 0, 0.0, 0.0, None, 0.0, 0.0, 10.0)
    flow = image.NumpyArrayIterator(IMAGES, np.arange(4), generator, 3, True, np.arange(4.0), 7)
    taken = [flow.next() for _ in range(3)]
    flow.reset()
    taken += [flow[1], flow[0]]
    return [len(flow)] + [[np.ravel(part).astype("float64").round(3).tolist() for part in batch] for batch in taken]


def split(preprocessing):
    """Validation out of the same arrays, and arrays that travel with the images."""
    generator = preprocessing.image.ImageDataGenerator(validation_split=0.25)
    flow = generator.flow([IMAGES, np.arange(4)], np.zeros(4), 2, False, subset="training")
    (images, others), labels = flow.next()
    return [len(flow), list(images.shape), others.tolist(), labels.tolist()]


CHANGES = {"random_rotation": (30,), "random_shift": (0.3, 0.2), "random_shear": (15,), "random_zoom": ((0.7, 1.3),),
           "random_channel_shift": (20.0,)}
PROGRAMS = {"iteration": iteration, "split": split, "words": words, "padding": padding, "windows": windows}
PROGRAMS.update(("tokens: " + name, lambda p, arguments=arguments: tokens(p, arguments))
                for name, arguments in TOKENIZERS.items())
PROGRAMS.update(("changed: " + name, lambda p, name=name, arguments=arguments: changed(p, name, *arguments))
                for name, arguments in CHANGES.items())
PROGRAMS.update(("images: " + name, lambda p, arguments=arguments: batches(p, arguments))
                for name, arguments in GENERATORS.items())
