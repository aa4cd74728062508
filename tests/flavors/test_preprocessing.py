"""Text, sequences and images are prepared as real Keras 2.2.4 did (recorded.json, written by preprocessing/record.py)."""
import json
import random
from pathlib import Path

import numpy as np
import pytest
from flavors.preprocessing.programs import PROGRAMS

from compat.flavor import active

if active().name == "multibackend":
    pytest.skip("an old Keras serves its own", allow_module_level=True)

from compat.keras import preprocessing

RECORDED = json.loads((Path(__file__).parent / "preprocessing" / "recorded.json").read_text(encoding="utf8"))["programs"]
NEED_SCIPY = ("images: turned", "images: moved", "images: sheared and zoomed", "changed: random_rotation",
              "changed: random_shift", "changed: random_shear", "changed: random_zoom")


def alike(found, expected):
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(alike(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(alike(one, other) for one, other in zip(found, expected))
    return found == expected if isinstance(expected, str) else bool(np.isclose(found, expected, rtol=1e-5, atol=2e-3))


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_program_prepares_what_it_prepared(name):
    if name in NEED_SCIPY:
        pytest.importorskip("scipy", reason="the geometry of images needs SciPy, here as in Keras 2")
    found = json.loads(json.dumps(PROGRAMS[name](preprocessing)))
    assert alike(found, RECORDED[name])


def test_geometry_without_anything_to_do_needs_no_scipy():
    image = np.ones((2, 2, 3))
    assert preprocessing.image.apply_affine_transform(image) is image


def test_an_iterator_is_a_sequence_of_the_installed_keras():
    from compat.keras.utils import Sequence

    flow = preprocessing.image.ImageDataGenerator().flow(np.ones((5, 4, 4, 3)), np.arange(5), batch_size=2)
    assert isinstance(flow, Sequence) and isinstance(flow, preprocessing.image.Iterator) and len(flow) == 3
    assert isinstance(preprocessing.sequence.TimeseriesGenerator(np.arange(9), np.arange(9), 3), Sequence)


def test_a_model_trains_on_the_batches_of_an_iterator():
    from compat.keras.layers import Dense, Flatten
    from compat.keras.models import Sequential

    model = Sequential([Flatten(input_shape=(4, 4, 3)), Dense(1)])
    model.compile("sgd", "mse")
    flow = preprocessing.image.ImageDataGenerator(rescale=0.01).flow(np.ones((5, 4, 4, 3)), np.arange(5), batch_size=2)
    assert len(model.fit_generator(flow, epochs=2, verbose=0).history["loss"]) == 2
    alone = preprocessing.image.ImageDataGenerator().flow(np.ones((5, 4, 4, 3)), batch_size=2)
    assert model.predict_generator(alone).shape == (5, 1)


def test_the_package_is_the_one_that_old_code_imports():
    import keras_preprocessing.text

    assert preprocessing.keras_preprocessing is keras_preprocessing
    assert preprocessing.text.Tokenizer is keras_preprocessing.text.Tokenizer
    assert preprocessing.text.one_hot("a b a", n=5)[0] == preprocessing.text.one_hot(text="a", n=5)[0]


def test_images_are_read_in_grey_from_a_folder(tmp_path):
    pillow = pytest.importorskip("PIL.Image", reason="files of images need Pillow, here as in Keras 2")
    for kind, shade in (("cats", 10), ("dogs", 200)):
        (tmp_path / kind).mkdir()
        pillow.new("RGB", (6, 5), (shade, shade, shade)).save(str(tmp_path / kind / "one.png"))
    image = preprocessing.image.load_img(str(tmp_path / "cats" / "one.png"), True, target_size=(3, 2))
    assert (image.mode, image.size) == ("L", (2, 3))
    flow = preprocessing.image.DirectoryIterator(str(tmp_path), preprocessing.image.ImageDataGenerator(), (4, 4), "grayscale",
                                                 None, "binary", 2, False)
    images, labels = flow.next()
    assert flow.class_indices == {"cats": 0, "dogs": 1} and labels.tolist() == [0.0, 1.0]
    assert images.shape == (2, 4, 4, 1) and images[1].mean() == 200.0
    grey = np.repeat([[[0.0], [50.0]], [[100.0], [255.0]]], 3, axis=-1)
    brighter = preprocessing.image.random_brightness(grey, (2.0, 2.0))
    assert brighter[..., 0].tolist() == [[0.0, 100.0], [200.0, 255.0]]  # printed by Keras 2.2.4


def test_skipgrams_are_shuffled_by_a_seed_of_their_own_where_none_is_given():
    words = [1, 2, 3, 4, 5]
    random.seed(4)
    drawn = preprocessing.sequence.skipgrams(words, 6, negative_samples=0)
    random.seed(4)
    seeded = preprocessing.sequence.skipgrams(words, 6, negative_samples=0, seed=random.randint(0, 10000000))
    assert drawn == seeded and sorted(drawn[0]) != drawn[0]
