"""``compat convert --out``: many files in real workers; what is done stays done, what is not is said, and why."""
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

from compat.cli import main
from compat.flavor import active
from compat.flavors import loading
from compat.loading.formats import ending

MLP = golden("keras-2.2.4-py37", "mlp")
CUSTOM = golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda")
NEW = ending()
#: The command, though whoever started the tests may have them ignore Ctrl-C.
INTERRUPTIBLE = ("import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
                 "from compat.cli import main; sys.exit(main(sys.argv[1:]))")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory):
    """A folder with good and bad files, converted once: (folder, what the command said, its exit code)."""
    folder = tmp_path_factory.mktemp("fleet")
    old = folder / "old"
    (old / "deep").mkdir(parents=True)
    shutil.copy(str(MLP.path), str(old / "mlp.h5"))
    shutil.copy(str(MLP.path), str(old / "deep" / "mlp.h5"))
    shutil.copy(str(MLP.path), str(old / "deep" / "mlp.hdf5"))
    (old / "<img src=x>.h5").write_text("no model")
    (old / "notes.txt").write_text("not looked at")
    shutil.copy(str(MLP.path), str(old / "hostile.h5"))
    with h5py.File(str(old / "hostile.h5"), "a") as file:
        del file["model_weights"]
        file["model_weights"] = h5py.ExternalLink(str(MLP.path), "/model_weights")
    code, said = convert(old, "--out", folder / "new", "--jobs", "1")
    return folder, said, code


def convert(*arguments):
    """Exit code and JSON document of the command, run in this process: its workers are processes of their own anyway."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        code = main(line(*arguments)[3:])
    try:
        return code, json.loads(out.getvalue())
    except ValueError:
        raise AssertionError(error.getvalue()) from None


def line(*arguments):
    return [sys.executable, "-m", "compat", "convert", "--json"] + [str(each) for each in arguments]


def files(folder):
    return sorted(os.path.relpath(os.path.join(parent, name), str(folder)).replace(os.sep, "/")
                  for parent, _, names in os.walk(str(folder)) for name in names)


def test_what_opens_is_converted_and_what_does_not_is_reported(fleet):
    folder, said, code = fleet
    assert code == 3 and (said["converted"], said["failed"], said["left"]) == (3, 2, 0)
    assert files(folder / "new") == sorted([
        "compat-journal.html", "compat-journal.jsonl", "mlp" + NEW, "deep/mlp.h5" + NEW, "deep/mlp.hdf5" + NEW])
    assert {each["cause"] for each in said["reasons"]} == {"NotAModelFileError", "UnsafeFileError"}


def test_a_converted_file_computes_what_the_old_keras_did(fleet):
    model = loading().reopen(str(fleet[0] / "new" / "deep" / ("mlp.h5" + NEW)), {})
    np.testing.assert_allclose(loading().predict(model, MLP.x)[0], MLP.y[0], atol=1e-5)


def test_the_report_names_every_file_and_is_no_markup_of_strangers(fleet):
    text = (fleet[0] / "new" / "compat-journal.html").read_text(encoding="utf8")
    assert "3 of 5 files converted" in text and "deep/mlp.hdf5" in text
    assert "&lt;img src=x&gt;.h5" in text and "<img" not in text


def test_the_same_command_again_does_only_what_failed_or_changed(fleet):
    folder, _, _ = fleet
    times = {name: os.stat(str(folder / "new" / name)).st_mtime_ns for name in files(folder / "new") if NEW in name}
    os.utime(str(folder / "old" / "mlp.h5"), (1, 1))
    shutil.copy(str(MLP.path), str(folder / "old" / "<img src=x>.h5"))
    code, said = convert(folder / "old", "--out", folder / "new", "--jobs", "1")
    assert code == 3 and (said["converted"], said["done_before"], said["failed"]) == (4, 2, 1)
    again = {name: os.stat(str(folder / "new" / name)).st_mtime_ns for name in times}
    assert [name for name in times if times[name] != again[name]] == ["mlp" + NEW]


def test_weights_are_converted_with_the_architecture_beside_them(tmp_path):
    source = golden("keras-2.2.4-py37", "mlp_weights_json")
    shutil.copy(str(source.path), str(tmp_path / "net_weights.h5"))
    shutil.copy(str(source.architecture_path), str(tmp_path / "net.json"))
    code, said = convert(tmp_path, "--out", tmp_path / "new", "--jobs", "1")
    assert code == 0 and said["converted"] == 1
    model = loading().reopen(str(tmp_path / "new" / ("net_weights" + NEW)), {})
    np.testing.assert_allclose(loading().predict(model, source.x)[0], source.y[0], atol=1e-5)


@LINUX
def test_a_killed_worker_loses_no_file_and_leaves_no_half_one(tmp_path):
    for number in range(2):
        shutil.copy(str(MLP.path), str(tmp_path / "{}.h5".format(number)))
    running = subprocess.Popen(line(tmp_path, "--out", tmp_path / "new", "--jobs", "1"), stdout=subprocess.PIPE)
    _wait_for_line(tmp_path / "new" / "compat-journal.jsonl", running)
    for worker in _children(running.pid):
        os.kill(worker, signal.SIGKILL)
    said = json.loads(running.communicate()[0].decode("utf8"))
    assert running.returncode == 0 and (said["converted"], said["failed"]) == (2, 0)
    assert [name for name in files(tmp_path / "new") if "compat-journal" not in name] == [
        "{}{}".format(number, NEW) for number in range(2)]


@LINUX
def test_an_interrupted_run_ends_in_good_order_and_goes_on(tmp_path):
    for number in range(2):
        shutil.copy(str(MLP.path), str(tmp_path / "{}.h5".format(number)))
    command = [sys.executable, "-c", INTERRUPTIBLE] + line(tmp_path, "--out", tmp_path / "new", "--jobs", "1")[3:]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _wait_for_line(tmp_path / "new" / "compat-journal.jsonl", running)
    workers = _children(running.pid)
    running.send_signal(signal.SIGINT)
    out, error = running.communicate()
    said = json.loads(out.decode("utf8"))
    assert running.returncode == 3 and said["stopped"] and said["left"] > 0 and b"Traceback" not in error
    assert workers and not any(os.path.exists("/proc/{}".format(worker)) for worker in workers)
    assert all(not name.startswith(".") for name in files(tmp_path / "new"))
    code, said = convert(tmp_path, "--out", tmp_path / "new", "--jobs", "1")
    assert code == 0 and (said["converted"], said["left"]) == (2, 0)


def _wait_for_line(path, running):
    limit = time.monotonic() + 1200
    while not (path.exists() and path.stat().st_size):
        assert running.poll() is None and time.monotonic() < limit, "nothing began"
        time.sleep(0.02)


def _children(parent):
    """Process ids of the workers of a process."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open("/proc/{}/stat".format(name), encoding="utf8") as file:
                if name.isdigit() and int(file.read().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(name))
        except OSError:
            continue
    return found


def test_objects_that_files_need_are_given_to_the_workers(tmp_path):
    code, said = convert(CUSTOM.path, "--out", tmp_path, "--jobs", "1", "--lambda-mask",
                         "crop=lambda inputs, mask: mask[:, 2:]", "--custom", "compat.layers:MyMeanPool")
    assert code == 0 and said["converted"] == 1 and not said["warnings"]


def test_files_that_are_all_converted_but_with_warnings_exit_with_1(tmp_path):
    code, said = convert(CUSTOM.path, "--out", tmp_path / "new", "--jobs", "1")
    assert code == 1 and said["converted"] == 1 and list(said["warnings"]) == [str(CUSTOM.path)]


def test_a_file_in_the_place_of_the_folder_is_misuse(tmp_path, capsys):
    (tmp_path / "new").write_text("precious")
    assert main(["convert", str(MLP.path), "--out", str(tmp_path / "new")]) == 2
    assert "is a file" in capsys.readouterr().err and (tmp_path / "new").read_text() == "precious"


def test_objects_that_cannot_be_had_are_misuse_before_any_file(tmp_path):
    code, said = convert(MLP.path, "--out", tmp_path, "--custom", "no_such_module:Class")
    assert code == 2 and "no_such_module" in said["error"]["message"]


@pytest.mark.skipif(active().name != "keras3" or active().backend != "tensorflow", reason="needs Keras 3 on TensorFlow")
def test_saved_models_are_folders_of_their_own(tmp_path):
    for name in ("a.h5", "a.hdf5", os.path.join("a", "b.h5"), "kept.h5"):
        os.makedirs(os.path.dirname(str(tmp_path / "old" / name)), exist_ok=True)
        shutil.copy(str(MLP.path), str(tmp_path / "old" / name))
    (tmp_path / "new" / "kept.savedmodel").mkdir(parents=True)
    (tmp_path / "new" / "kept.savedmodel" / "precious").write_text("mine")
    code, said = convert(tmp_path / "old", "--out", tmp_path / "new", "--to", "savedmodel", "--jobs", "1")
    assert code == 3 and said["converted"] == 3 and "not a SavedModel" in said["reasons"][0]["message"]
    graphs = [each for each in files(tmp_path / "new") if each.endswith("saved_model.pb")]
    assert graphs == ["{}.savedmodel/saved_model.pb".format(name) for name in ("a.h5", "a.hdf5", "a/b")]
    assert (tmp_path / "new" / "kept.savedmodel" / "precious").read_text() == "mine"
    code, said = convert(tmp_path / "old", "--out", tmp_path / "new", "--to", "savedmodel", "--jobs", "1")
    assert said["done_before"] == 3


@pytest.mark.parametrize("options, said", [
    (["--jobs", "2"], "--jobs goes with --out"), (["--scheduler", "x", "--timeout", "3"], "goes with --out"),
    (["--out", "{}", "--check", "a.npz"], "--check is for one file"), (["--out", "{}", "--jobs", "0"], "--jobs must be"),
    (["--out", "{}", "--jobs", "1", "--scheduler", "x"], "--jobs is for this machine"),
    (["--out", "s3://bucket/new"], "--journal"), (["--out", "{}", "--journal", "run.html"], "different names"),
    (["--out", "{}", "--timeout", "-1"], "--timeout must be"),
])
def test_options_that_make_no_sense_are_misuse(tmp_path, capsys, options, said):
    before = os.listdir(str(tmp_path))
    assert main(["convert", str(MLP.path)] + [each.format(tmp_path / "new") for each in options]) == 2
    assert said in capsys.readouterr().err and os.listdir(str(tmp_path)) == before


@pytest.mark.parametrize("source", ["{}", "s3://bucket/old.h5"])
def test_a_folder_or_a_url_without_out_is_misuse(tmp_path, capsys, source):
    assert main(["convert", source.format(tmp_path), str(tmp_path / ("new" + NEW))]) == 2
    assert "--out" in capsys.readouterr().err


def test_urls_are_read_and_written_like_paths(tmp_path):
    fsspec = pytest.importorskip("fsspec")
    from compat.fleet import Options, storage
    from compat.fleet.worker import answer, converter
    memory = fsspec.filesystem("memory")
    memory.pipe("/old/deep/mlp.h5", MLP.path.read_bytes())
    memory.pipe("/old/text.h5", b"no model")
    convert_file = converter(Options("memory://new"))
    done = answer("memory://old/deep/mlp.h5", "memory://new/deep/mlp" + NEW, "memory://new", convert_file)
    failed = answer("memory://old/text.h5", "memory://new/text" + NEW, "memory://new", convert_file)
    assert done["status"] == "converted" and storage.present("memory://new") == {"memory://new/deep/mlp" + NEW}
    assert failed["cause"] == "NotAModelFileError" and "memory://old/text.h5" in failed["message"]


@pytest.mark.skipif(active().name != "keras3", reason="dask.distributed needs a newer Python than Keras 2 has")
def test_a_dask_cluster_converts_like_this_machine(tmp_path):
    distributed = pytest.importorskip("distributed")
    for number in range(3):
        shutil.copy(str(MLP.path), str(tmp_path / "{}.h5".format(number)))
    (tmp_path / "text.h5").write_text("no model")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        code, said = convert(tmp_path, "--out", tmp_path / "new", "--scheduler", cluster.scheduler_address)
    assert code == 3 and (said["converted"], said["failed"]) == (3, 1)


def test_a_scheduler_that_does_not_answer_is_said_so(tmp_path, capsys):
    pytest.importorskip("distributed")
    import dask
    with dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}):
        assert main(["convert", str(MLP.path), "--out", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]) == 3
    assert "tcp://127.0.0.1:9" in capsys.readouterr().err


def test_without_dask_a_scheduler_is_refused_by_the_name_of_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["convert", str(MLP.path), "--out", str(tmp_path), "--scheduler", "tcp://nowhere:1"]) == 3
    assert "keras-legacy-compat[cluster]" in capsys.readouterr().err
