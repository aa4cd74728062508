"""Data that the official Keras 2.2.4 examples download, made up: files of the same names, shapes and layouts.

Used by ``short.py``, on real Keras 2.2.4 (CPython 3.7) and on compat alike. What an example would download is made when it
is first asked for and kept in Keras's own cache below ``HOME``; data that an example expects beside itself is written there
by :func:`write_local`.
"""
import codecs
import io
import json
import os
import pickle
import random
import tarfile

import numpy as np

#: A vocabulary small enough that generated sentences repeat their words.
_VOCABULARY = """
time year people way day man thing woman life child world school state family student group country problem
hand part place case week company system program question work government number night point home water room
mother area money story fact month lot right study book eye job word business issue side kind head house
"""
WORDS = _VOCABULARY.split()


def _images(rows, shape, classes, seed):
    """Images of bytes whose brightness depends on their class, and the classes."""
    draw = np.random.RandomState(seed)
    labels = draw.randint(0, classes, rows)
    patterns = draw.randint(0, 200, (classes,) + shape)
    return (patterns[labels] + draw.randint(0, 8, (rows, 1, 1))).astype("uint8"), labels


def mnist(path):
    """Sixty and ten thousand images of 28 x 28: examples name these numbers."""
    (x, y), (a, b) = (_images(rows, (28, 28), 10, seed) for seed, rows in enumerate((60000, 10000)))
    np.savez(path, x_train=x, y_train=y.astype("uint8"), x_test=a, y_test=b.astype("uint8"))


def cifar10(path):
    """The archive of six pickled batches with ten thousand images each."""
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for seed, name in enumerate(["data_batch_%d" % number for number in range(1, 6)] + ["test_batch"]):
            images, labels = _images(10000, (3, 1024), 10, seed)
            batch = {b"data": images.reshape(10000, 3072), b"labels": labels.tolist()}
            _add(archive, "cifar-10-batches-py/" + name, pickle.dumps(batch, protocol=4))


def _add(archive, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _newswires(path, classes, rows, *names):
    """A file of arrays: for each pair of names the texts and their classes."""
    draw = np.random.RandomState(3)
    arrays = {}
    for texts, labels in names:
        arrays[texts] = np.array([list(map(int, draw.zipf(1.4, draw.randint(20, 120)) % 4000 + 1)) for _ in range(rows)],
                                 dtype=object)
        arrays[labels] = draw.randint(0, classes, rows)
    np.savez(path, **arrays)


def imdb(path):
    """Reviews as lists of word indices."""
    _newswires(path, 2, 400, ("x_train", "y_train"), ("x_test", "y_test"))


def reuters(path):
    """Newswires as lists of word indices, in 46 topics."""
    _newswires(path, 46, 800, ("x", "y"))


def word_index(path):
    """The index of each word."""
    with open(path, "w") as file:
        json.dump({word: place + 1 for place, word in enumerate(WORDS)}, file)


def babi(path):
    """Stories of the bAbI tasks 1 and 2 with questions, answers and supporting lines."""
    draw = random.Random(5)
    people, places = ("Mary", "John", "Daniel", "Sandra"), ("bathroom", "hallway", "garden", "office")
    with tarfile.open(path, "w:gz") as archive:
        for task in ("qa1_single-supporting-fact", "qa2_two-supporting-facts"):
            for part in ("train", "test"):
                lines = []
                for _ in range(120):
                    who, where = draw.choice(people), draw.choice(places)
                    lines += ["1 {} moved to the {}.".format(who, where),
                              "2 {} went to the {}.".format(draw.choice([p for p in people if p != who]), draw.choice(places)),
                              "3 Where is {}? \t{}\t1".format(who, where)]
                text = "\n".join(lines).encode()
                _add(archive, "tasks_1-20_v1-2/en-10k/{}_{}.txt".format(task, part), text)
                _add(archive, "tasks_1-20_v1-2/en/{}_{}.txt".format(task, part), text)


def prose(path):
    """A text of a few thousand characters."""
    draw = random.Random(7)
    with codecs.open(path, "w", encoding="utf-8") as file:
        file.write(". ".join(" ".join(draw.choice(WORDS) for _ in range(9)).capitalize() for _ in range(90)))


def word_lists(path):
    """Lists of single words and of pairs, as in the OCR example."""
    draw = random.Random(9)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(draw.choice(letters) for _ in range(draw.randint(3, 8))) for _ in range(20000)]
    with tarfile.open(path, "w:gz") as archive:
        folder = os.path.basename(path).split(".")[0]
        _add(archive, folder + "/wordlist_mono_clean.txt", "\n".join(words).encode())
        _add(archive, folder + "/wordlist_bi_clean.txt",
             "\n".join(draw.choice(words) + " " + draw.choice(words) for _ in range(20000)).encode())


MADE = {"mnist.npz": mnist, "cifar-10-python.tar.gz": cifar10, "imdb.npz": imdb, "reuters.npz": reuters,
        "imdb_word_index.json": word_index, "reuters_word_index.json": word_index,
        "babi-tasks-v1-2.tar.gz": babi, "babi_tasks_1-20_v1-2.tar.gz": babi, "nietzsche.txt": prose,
        "wordlists.tgz": word_lists}


def _as_made(name):
    """The order in which layers were made; Keras 3 begins to count with ``conv2d``, Keras 2 with ``conv2d_1``."""
    kind, _, number = name.rpartition("_")
    return (kind, int(number)) if number.isdigit() else (name, 0)


def _kernel(draw, like):
    limit = np.sqrt(6.0 / np.prod(like.shape[:-1]))
    return draw.uniform(-limit, limit, like.shape)


def weights(name, path, keras):
    """Weights of an image model, which are the same for every Keras, in the layout of old Keras."""
    builders = {"vgg16": keras.applications.vgg16.VGG16, "vgg19": keras.applications.vgg19.VGG19,
                "inception": keras.applications.inception_v3.InceptionV3}
    (build,) = (each for start, each in builders.items() if name.startswith(start))
    model = build(weights=None, include_top="notop" not in name)
    for seed, layer in enumerate(sorted(model.layers, key=lambda layer: _as_made(layer.name))):
        draw = np.random.RandomState(seed)
        layer.set_weights([_kernel(draw, each) if each.ndim > 1 else each for each in layer.get_weights()])
    if not hasattr(keras, "ops"):
        model.save_weights(path)
        return
    import h5py
    from keras.src.legacy.saving import legacy_h5_format  # Keras 3 reads the old layout, but has no public way to write it

    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def make(url, path, keras):
    """Write to ``path`` what is behind ``url``; ``keras`` is the module that builds image models."""
    name = os.path.basename(url)
    if "weights_tf" in name:
        weights(name, path, keras)
    else:
        MADE[name](path)


def write_local(folder):
    """What examples open by relative paths: sentence pairs, word vectors, newsgroups, and images."""
    from PIL import Image

    draw = random.Random(11)
    pairs = ["{}\t{}".format(" ".join(draw.choice(WORDS) for _ in range(2)), " ".join(draw.choice(WORDS) for _ in range(3)))
             for _ in range(300)]
    _text(folder, "fra-eng/fra.txt", "\n".join(pairs) + "\n")
    numbers = np.random.RandomState(13)
    _text(folder, "glove.6B/glove.6B.100d.txt",
          "".join("{} {}\n".format(word, " ".join("%.4f" % each for each in numbers.randn(100))) for word in WORDS))
    for group in ("alt.atheism", "comp.graphics", "sci.space"):
        for number in range(40):
            _text(folder, "20_newsgroup/{}/{}".format(group, number),
                  "From: someone\n\n" + " ".join(draw.choice(WORDS) for _ in range(60)))
    for name, size in (("base.jpg", (64, 48)), ("style.jpg", (64, 48)), ("style_mask.png", (64, 48)),
                       ("target_mask.png", (64, 48)), ("narrow.jpg", (8, 48)), ("large.jpg", (200, 200))):
        pixels = numbers.randint(0, 256, (4, 4, 3)).astype("uint8")
        Image.fromarray(pixels).resize(size).save(os.path.join(folder, name))


def _text(folder, name, content):
    path = os.path.join(folder, *name.split("/"))
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with codecs.open(path, "w", encoding="utf-8") as file:
        file.write(content)
