"""Which Keras code was written for: each sign, and what several of them say together."""
import pytest

from compat.rewrite.migrate.files import PYTHON, Source
from compat.survey.code import read_code
from compat.survey.origin import sign_of, written_for
from compat.survey.pins import pins_in
from compat.survey.records import Pin


@pytest.fixture
def written(tmp_path):
    def of(text, *pins):
        (tmp_path / "a.py").write_text(text)
        return written_for([read_code(Source(str(tmp_path / "a.py"), PYTHON))], [Pin("r.txt", 1, *pin) for pin in pins], [])

    return of


@pytest.mark.parametrize("text, pins, package, says, era", [
    ("import keras\n", [], "keras", "Keras up to 2.3.1", "2.2.4"),
    ("import keras\n", [("keras", "==2.0.8")], "keras", "Keras 2.0.8", "2.0.8"),
    ("import keras\n", [("keras", ">=2.0")], "keras", "Keras up to 2.3.1", "2.2.4"),
    ("import keras\n", [("keras", "==2.10.0")], "tf.keras", "tf.keras 2.10.0", "2.10.0"),
    ("import keras\n", [("keras", "==3.3")], "keras 3", "Keras 3", ""),
    ("import keras\n", [("tensorflow", "==1.15")], "keras", "Keras up to 2.3.1", "2.2.4"),
    ("from tensorflow import keras\n", [("tensorflow", "==2.4.1")], "tf.keras", "tf.keras 2.4.1", "2.4.1"),
    ("from tensorflow import keras\nkeras.optimizers.legacy.Adam()\n", [], "tf.keras", "tf.keras 2.8 to 2.15.1", "2.15.1"),
    ("from keras.layers import Convolution2D\nx = Convolution2D(3, 3, 3, border_mode='same')\n", [], "keras",
     "Keras up to 1.2.2", "1.2.2"),
    ("from keras.layers import Convolution2D\n", [("keras", "==2.2.4")], "keras", "Keras 2.2.4", "2.2.4"),
    ("from keras.metrics import Mean\n", [], "keras", "Keras 2.3.0 to 2.3.1", "2.3.1"),
    ("import keras\nfrom keras import ops\n", [], "keras 3", "Keras 3", ""),
    ("import keras\nprint 'x'\n", [], "keras", "Keras up to 2.3.1", "2.2.4"),
    ("from tensorflow import keras\nh = m.fit(x, y).history['acc']\n", [], "tf.keras", "tf.keras up to 2.15.1", "2.15.1"),
    ("x = 1\n", [], "", "", ""),
])
def test_the_versions_that_all_signs_fit(written, text, pins, package, says, era):
    found = written(text, *pins)
    assert (found.package, found.text, found.era) == (package, says, era)


def test_signs_that_contradict_each_other_are_said(written):
    found = written("from keras.metrics import Mean\nfrom keras.layers import SReLU\n")
    assert not found.agrees and found.era == "" and "parts need 2.3.0 or newer, others 1.2.2 or older" in found.text


def test_evidence_names_the_place(written):
    found = written("import keras\nmodel.fit(x, y, nb_epoch=3)\n", ("keras", "==1.2.2"))
    assert [(each.what, each.places, each.where.split("/")[-1]) for each in found.evidence] == [
        ("requires keras==1.2.2", 1, "r.txt:1"), ("nb_epoch= and other arguments of Keras 1", 1, "a.py:2")]


@pytest.mark.parametrize("name", ["keras.layers.Dense", "tf.nn.relu", "tf.keras.layers.Dense"])
def test_a_name_that_every_version_has_is_no_sign(name):
    assert sign_of(name) is None


@pytest.mark.parametrize("file, line, found", [
    ("requirements.txt", "Keras==2.2.4", ("keras", "==2.2.4")),
    ("requirements-dev.txt", "tensorflow-gpu>=1.12, <2", ("tensorflow", ">=1.12,<2")),
    ("setup.py", "    install_requires=['keras>=2.1', 'h5py'],", ("keras", ">=2.1")),
    ("environment.yml", "  - keras=2.2.4", ("keras", "==2.2.4")),
    ("pyproject.toml", 'tf_keras = "x"', None),
    ("requirements.txt", "keras-applications==1.0.8", None),
    ("requirements.txt", "my-keras==3", None),
    ("notes.txt", "keras==2.2.4", None),
    ("README.md", "export TF_KERAS=1", None),
])
def test_requirements_are_found(tmp_path, file, line, found):
    (tmp_path / file).write_text("# first\n" + line + "\n")
    pins = pins_in([str(tmp_path / file)])
    assert [(each.line, each.package, each.specifier) for each in pins] == ([] if found is None else [(2, *found)])
