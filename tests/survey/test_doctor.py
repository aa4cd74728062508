"""``compat doctor PATH``: what it finds in code and models, and that nothing of either is imported or run."""
import json
import os
import shutil
import subprocess
import sys
import zipfile

import h5py
import pytest
from goldens.catalog import golden

from compat.cli import main
from compat.survey.page import render
from compat.survey.survey import survey

MLP = golden("keras-2.2.4-py37", "mlp").path
NET = ('{"class_name": "Sequential", "keras_version": "2.2.4", "backend": "tensorflow", "config": [{"class_name": "Dense", '
       '"config": {"name": "d", "units": 2, "batch_input_shape": [null, 3]}}]}')


@pytest.fixture
def project(tree):
    folder = tree(
        train_py="import keras\nfrom keras.layers import Dense\nmodel = keras.models.Sequential([Dense(3)])\n"
                 "model.compile(keras.optimizers.SGD(lr=0.1), 'mse')\nraise SystemExit('imported')\n",
        broken_py="import keras\ndef f(:\n", data__config_json="{\"rows\": [1, 2]}", requirements_txt="numpy\nKeras==2.1.6\n")
    shutil.copy(str(MLP), str(folder / "mlp.h5"))
    (folder / "text.h5").write_text("no model")
    return folder


def test_a_code_base_and_its_models_are_read(project, doctor):
    status, found = doctor(project)
    assert status == 1
    assert found["written_for"]["text"] == "Keras 2.1.6" and found["written_for"]["era"] == "2.1.6"
    rules = {each["code"]: each["times"] for each in found["rules"]}
    assert rules["K001"] == 2 and rules["K107"] == 1
    assert {each["name"]: each["served"] for each in found["names"]}["keras.layers.Dense"] == "served"
    models = {each["path"].split("/")[-1]: each for each in found["models"]}
    assert sorted(models) == ["mlp.h5", "text.h5"]
    assert (models["mlp.h5"]["state"], models["mlp.h5"]["keras"], models["mlp.h5"]["parameters"]) == ("opens", "2.2.4", 75)
    assert models["text.h5"]["state"] == "cannot be read" and models["text.h5"]["findings"]


def test_a_broken_file_is_reported_with_its_line_and_the_others_are_read(project, doctor):
    _, found = doctor(project)
    assert [(each["path"].split("/")[-1], each["line"]) for each in found["not_read"]] == [("broken.py", 2)]
    assert found["files"] == 3  # train.py, broken.py, requirements.txt


def test_code_that_needs_nothing_is_clean(tree, doctor):
    status, found = doctor(tree(a_py="x = 1\n"))
    assert status == 0 and found["rules"] == [] and found["written_for"]["package"] == ""


def test_what_numpy_dropped_is_found_in_helpers_too(tree, doctor):
    _, found = doctor(tree(main_py="import keras\nimport helper\n", helper_py="import numpy as np\nx = np.float(a.ptp())\n"))
    assert {each["code"]: each["times"] for each in found["rules"]} == {"K001": 1, "K006": 1, "K011": 1}


def test_what_git_ignores_is_not_looked_at(project, doctor):
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("*.h5\nbroken.py\n")
    status, found = doctor(project)
    assert found["models"] == [] and found["not_read"] == []


def test_a_model_that_needs_something_says_what(tree, doctor):
    status, found = doctor(tree(net_json=NET.replace("Dense", "Mine")))
    assert status == 1 and found["models"][0]["state"] == "needs a look"
    assert "custom_objects={'Mine': …}" in found["models"][0]["findings"][0]


def test_one_model_file_can_be_named(doctor):
    status, found = doctor(MLP)
    assert status == 0 and found["models"][0]["state"] == "opens"


def test_an_architecture_is_told_from_other_json(tree, doctor):
    _, found = doctor(tree(net_json=NET, data_json='{"class_name": 1}'))
    assert [(each["path"].split("/")[-1], each["kind"]) for each in found["models"]] == [("net.json", "architecture")]


def test_findings_name_the_place_and_the_direction(tree, doctor):
    status, found = doctor(tree(a_py="import tensorflow as tf\n\nh = tf.hessians(loss, weights)\n"))
    assert status == 1
    assert [(each["line"], each["code"], each["to"]) for each in found["findings"]][:1] == [(3, "K031", "compat")]
    assert {"name": "tf.hessians", "uses": 1, "files": 1, "served": "not served"} in found["names"]


def test_nothing_is_imported_and_no_keras_is_loaded(project):
    program = ("import sys; from compat.cli import main; main(['doctor', sys.argv[1], '--jobs', '1']); "
               "sys.exit(3 if {'keras', 'tensorflow', 'tf_keras', 'jax', 'torch', 'train'} & set(sys.modules) else 0)")
    done = subprocess.run([sys.executable, "-c", program, str(project)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr


def test_the_screen_ends_with_what_needs_a_person(project, capsys):
    assert main(["doctor", str(project), "--jobs", "1"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "Written for Keras 2.1.6; pass --era 2.1.6" in lines
    assert lines[-1].startswith("! ") and "broken.py:2: cannot be parsed" in lines[-1]


def test_the_page_holds_all_and_escapes_it(tree, tmp_path, doctor):
    folder = tree(a_py="import keras\nkeras.backend.get_session('<script>alert(1)</script>')\n")
    shutil.copy(str(MLP), str(folder / "<b onclick=x>.h5"))
    doctor(folder, "--html", tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf8")
    assert "&lt;b onclick=x&gt;.h5" in text and "<b onclick" not in text and "<script>alert" not in text
    assert "Keras 2.2.4 on tensorflow" in text and "K201" in text


@pytest.mark.parametrize("options", [["nowhere"], ["--html", "x.html"], [".", "--calls", "."], [".", "--jobs", "-1"]])
def test_arguments_that_make_no_sense_are_misuse(options, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", *options]) == 2


def test_several_processes_find_the_same(tree, progress):
    folder = tree(**{"m{}_py".format(number): "import keras\n" for number in range(20)})
    assert survey(str(folder), 2, progress) == survey(str(folder), 1, progress)
    assert "20 files" in render(survey(str(folder), 2, progress))


def test_a_folder_that_cannot_be_read_is_reported(project, doctor, monkeypatch):
    walk = os.walk

    def denied(root, onerror=None):
        onerror(PermissionError(13, "Permission denied", os.path.join(root, "secret")))
        return walk(root, onerror=onerror)

    monkeypatch.setattr("compat.rewrite.migrate.files.os.walk", denied)
    _, found = doctor(project)
    assert [each["reason"] for each in found["not_read"] if each["path"].endswith("secret")] == [
        "the folder cannot be read: Permission denied"]


def test_a_fault_of_ours_is_that_of_one_model(project, doctor, monkeypatch):
    monkeypatch.setattr("compat.survey.models.inspect", lambda path: 1 / 0)
    _, found = doctor(project)
    assert [each["findings"] for each in found["models"]] == [
        ["compat inspect has a fault: ZeroDivisionError: division by zero"]] * 2


def test_a_file_of_keras_3_opens_with_keras_itself(tree, doctor):
    folder = tree(a_py="x = 1\n")
    with zipfile.ZipFile(str(folder / "new.keras"), "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": []}}))
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.15.1"}))
        with h5py.File(str(folder / "weights"), "w") as file:
            file.create_group("layers")
        archive.write(str(folder / "weights"), "model.weights.h5")
    status, found = doctor(folder)
    assert status == 0
    assert [(each["state"], each["keras"], each["findings"]) for each in found["models"]] == [("opens", "3.15.1", [])]
