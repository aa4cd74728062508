"""Archives whose members lead elsewhere, grow, or lie: each is refused with a typed error, before anything is unpacked."""
import io
import json
import struct
import zipfile

import h5py
import numpy as np
import pytest

from compat import load_model
from compat.errors import CompatError, NotAModelFileError, UnsafeFileError, WeightsError
from compat.saved import read
from compat.saved.archive import MOST_MEMBERS

CONFIG = {"class_name": "Sequential", "config": {"name": "m", "layers": []}}


def weights(change=None):
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file["layers/dense/vars/0"] = np.ones((2, 3), "float32")
        file.create_group("vars")
        if change:
            change(file)
    return content.getvalue()


@pytest.fixture
def write(tmp_path):
    def archive(compression=zipfile.ZIP_STORED, **members):
        path = tmp_path / "m.keras"
        members = dict({"config__json": json.dumps(CONFIG), "metadata__json": '{"keras_version": "2.15.0"}',
                        "model__weights__h5": weights()}, **members)
        with zipfile.ZipFile(str(path), "w", compression) as file:
            for name, content in members.items():
                if content is not None:
                    file.writestr(name.replace("__", "."), content)
        return path

    return archive


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_archive_is_read_in_place_or_from_memory(write, compression):
    saved = read(write(compression))
    assert saved.keras_version == "2.15.0"
    assert saved.objects.at("layers", "dense", "vars", "0").dataset.read().sum() == 6


@pytest.mark.parametrize("spec", [{"class_name": ["StringLookup"], "config": {"name": "look"}},
                                  {"class_name": "StringLookup", "config": {"name": ["look"]}}], ids=["class", "name"])
def test_a_vocabulary_for_a_layer_without_a_usable_name_is_left_aside(write, spec):
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": [spec]}}
    members = {"assets/layers/string_lookup/vocabulary__txt": b"a\nb", "config__json": json.dumps(config)}
    assert read(write(**members)).model_config["config"]["layers"] == [spec]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x", "a/../../x", "..\\x"])
def test_a_member_that_leads_elsewhere_is_refused(write, name):
    with pytest.raises(UnsafeFileError, match="leads elsewhere"):
        read(write(**{name: b""}))


def test_a_bomb_is_refused_by_what_it_states(write):
    with pytest.raises(UnsafeFileError, match=r"model.weights.h5 .* more than"):
        read(write(zipfile.ZIP_DEFLATED, model__weights__h5=bytes(200 << 20)))


def test_a_configuration_that_is_too_long_is_refused(write):
    with pytest.raises(UnsafeFileError, match=r"config.json"):
        read(write(zipfile.ZIP_DEFLATED, config__json=" " * (20 << 20)))


def test_too_many_members_are_refused_before_they_are_listed(write):
    path = write()
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\5\6")
    content[end + 10:end + 12] = struct.pack("<H", MOST_MEMBERS + 1)
    path.write_bytes(content)
    with pytest.raises(UnsafeFileError, match="members"):
        read(path)


def test_a_changed_weight_is_found_by_the_checksum_of_its_member(write):
    path = write()
    content = path.read_bytes()
    place = content.index(np.ones((2, 3), "float32").tobytes())
    path.write_bytes(content[:place] + b"\xff" + content[place + 1:])
    with pytest.raises(NotAModelFileError, match="checksum"):
        read(path)


def test_an_archive_of_something_else_says_what_is_in_it(write):
    with pytest.raises(NotAModelFileError, match="word/document.xml"):
        read(write(config__json=None, **{"word/document__xml": b"<x/>"}))


def link_outside(file):
    file["layers/embedding"] = h5py.ExternalLink("secret.h5", "/x")


def link_inside(file):
    file["layers/embedding"] = h5py.SoftLink("/layers")


def hard_circle(file):
    file["layers/embedding"] = file["layers"]


@pytest.mark.parametrize("change", [link_outside, link_inside, hard_circle])
def test_links_and_circles_of_groups_are_refused(write, change):
    with pytest.raises(UnsafeFileError):
        read(write(model__weights__h5=weights(change)))


def test_archives_that_are_cut_off_anywhere_are_typed_errors(write):
    path = write()
    content = path.read_bytes()
    for size in range(0, len(content), 97):
        path.write_bytes(content[:size])
        with pytest.raises(CompatError):
            read(path)


def test_an_archive_without_its_weights_is_no_model_with_initial_ones(write):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
              {"class_name": "Dense", "config": {"name": "dense", "units": 3}}]
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": layers}}
    with pytest.raises(WeightsError, match=r"m\.keras' holds an architecture and no weights"):
        load_model(write(config__json=json.dumps(config), model__weights__h5=None))
