"""Files are read and written where they are, whole or not at all, and never outside the folder that was given."""
import os

import pytest

from compat.errors import ModelFileNotFoundError, OptionError, UnsafeFileError, UnsupportedError
from compat.fleet import plan, storage


@pytest.fixture
def memory():
    """An empty file system that a URL reaches."""
    fsspec = pytest.importorskip("fsspec")
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    return filesystem


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return str(tmp_path / "out")


def deliver(target, out, content=b"new"):
    with storage.delivered(target, out) as path, open(path, "wb") as file:
        file.write(content)


def test_a_link_in_the_folder_for_converted_files_leads_nobody_out_of_it(tmp_path, out):
    (tmp_path / "precious").mkdir()
    os.symlink(str(tmp_path / "precious"), os.path.join(out, "link"))
    for below in ("link", "link/deeper"):
        with pytest.raises(UnsafeFileError, match="a link leads out"):
            deliver(os.path.join(out, below, "a.keras"), out)
    assert os.listdir(str(tmp_path / "precious")) == []


def test_a_link_within_the_folder_is_followed(tmp_path, out):
    os.mkdir(os.path.join(out, "real"))
    os.symlink("real", os.path.join(out, "link"))
    deliver(os.path.join(out, "link", "a.keras"), out)
    assert os.listdir(os.path.join(out, "real")) == ["a.keras"]


def test_the_folder_itself_may_be_a_link(tmp_path, out):
    os.symlink(out, str(tmp_path / "link"))
    deliver(str(tmp_path / "link" / "deep" / "a.keras"), str(tmp_path / "link"))
    assert os.listdir(os.path.join(out, "deep")) == ["a.keras"]


def test_only_what_a_killed_worker_left_beside_a_target_is_removed(out):
    kept = ["a.keras", "b.keras", ".b.keras.part-x.keras", "a.keras.part-x.keras", ".a.keras.part-x.txt"]
    for name in kept + [".a.keras.part-k2j4.keras"]:
        open(os.path.join(out, name), "w").close()
    storage.discard(os.path.join(out, "a.keras"))
    assert sorted(os.listdir(out)) == sorted(kept)
    storage.discard(os.path.join(out, "no", "folder.keras"))


def test_a_folder_of_urls_is_planned_like_any_other(memory):
    for name in ("/in/a.h5", "/in/deep/b.h5", "/in/notes.txt", "/in/new/old.h5"):
        memory.pipe(name, b"x")
    jobs = plan(["memory://in"], "memory://in/new", ".keras").jobs
    assert [(job.source, job.target) for job in jobs] == [
        ("memory://in/a.h5", "memory://in/new/a.keras"), ("memory://in/deep/b.h5", "memory://in/new/deep/b.keras")]


def test_a_pattern_of_urls_is_planned_like_any_other(memory, out):
    for name in ("/in/a.h5", "/in/deep/b.h5", "/in/notes.txt"):
        memory.pipe(name, b"x")
    jobs = plan(["memory://in/*/*.h5"], out, ".keras").jobs
    assert [(job.source, job.target) for job in jobs] == [
        ("memory://in/deep/b.h5", os.path.join(out, "deep", "b.keras"))]
    assert [job.source for job in plan(["memory://in/a.h5"], out, ".keras").jobs] == ["memory://in/a.h5"]


def test_a_url_with_nothing_behind_it_is_an_error_that_says_so(memory):
    with pytest.raises(ModelFileNotFoundError, match="memory://nowhere"):
        plan(["memory://nowhere"], "/new", ".keras")


def test_a_url_is_fetched_to_be_read_and_the_copy_removed(memory):
    memory.pipe("/in/a.h5", b"old")
    with storage.fetched("memory://in/a.h5") as path, open(path, "rb") as file:
        assert file.read() == b"old" and path.endswith(".h5")
    assert not os.path.exists(path)


def test_a_model_of_several_files_is_fetched_with_all_of_them(memory):
    for name in ("net/saved_model.pb", "net/variables/variables.index", "cp.index", "cp.data-00000-of-00001", "other.h5"):
        memory.pipe("/in/" + name, b"x")
    with storage.fetched("memory://in/net") as path:
        assert sorted(os.listdir(path)) == ["saved_model.pb", "variables"]
    with storage.fetched("memory://in/cp.index") as path:
        assert sorted(os.listdir(os.path.dirname(path))) == ["cp.data-00000-of-00001", "cp.index"]
    assert {job.source for job in plan(["memory://in"], "memory://new", ".keras").jobs} == {
        "memory://in/net", "memory://in/cp.index", "memory://in/other.h5"}


def test_a_url_is_written_whole_and_replaces_what_was_there(memory):
    memory.pipe("/new/a.keras", b"before")
    deliver("memory://new/a.keras", "memory://new")
    assert memory.find("/new") == ["/new/a.keras"] and memory.cat("/new/a.keras") == b"new"
    assert storage.present("memory://new") == {"memory://new/a.keras"}


def deliver_folder(target, out, content):
    with storage.delivered(target, out) as path:
        os.makedirs(os.path.join(path, "variables"))
        for name in ("saved_model.pb", os.path.join("variables", "variables.index")):
            with open(os.path.join(path, name), "wb") as file:
                file.write(content)


def test_a_folder_is_written_to_a_url_whole_and_replaces_the_one_that_was_there(memory):
    for content in (b"before", b"new"):
        deliver_folder("memory://new/a.savedmodel", "memory://new", content)
        assert memory.find("/new") == ["/new/a.savedmodel/saved_model.pb", "/new/a.savedmodel/variables/variables.index"]
        assert memory.cat("/new/a.savedmodel/saved_model.pb") == content
    assert "memory://new/a.savedmodel" in storage.present("memory://new")


def test_a_folder_of_a_url_that_is_no_saved_model_is_left_alone(memory):
    memory.pipe("/new/a.savedmodel/precious", b"mine")
    with pytest.raises(OptionError, match="not a SavedModel"):
        deliver_folder("memory://new/a.savedmodel", "memory://new", b"new")
    assert memory.find("/new") == ["/new/a.savedmodel/precious"]


def test_a_folder_that_a_killed_worker_left_is_removed_and_the_one_before_it_put_back(out):
    target = os.path.join(out, "a.savedmodel")
    os.makedirs(os.path.join(out, ".a.savedmodel.part-x", "new"))
    os.makedirs(os.path.join(out, ".a.savedmodel.part-y", "old", "variables"))
    storage.discard(target)
    assert os.listdir(out) == ["a.savedmodel"] and os.listdir(target) == ["variables"]


def test_an_upload_that_fails_leaves_what_was_there(memory, monkeypatch):
    def half(local, remote, **kwargs):
        memory.pipe(remote, b"ne")
        raise OSError("connection lost")

    memory.pipe("/new/a.keras", b"before")
    monkeypatch.setattr(type(memory), "put_file", lambda self, *args, **kwargs: half(*args, **kwargs))
    with pytest.raises(OSError, match="connection lost"):
        deliver("memory://new/a.keras", "memory://new")
    assert memory.cat("/new/a.keras") == b"before"
    storage.discard("memory://new/a.keras")
    assert memory.find("/new") == ["/new/a.keras"]


def test_a_url_of_this_machine_is_a_path_with_or_without_fsspec(out):
    assert storage.absolute("file://" + out) == storage.absolute("local://" + out) == out


def test_without_fsspec_a_url_is_refused_by_the_name_of_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(UnsupportedError, match=r"keras-legacy-compat\[cluster\]"):
        storage.find("s3://bucket/models")


def test_a_protocol_that_nobody_knows_is_refused(memory):
    with pytest.raises(UnsupportedError, match="nosuch"):
        storage.find("nosuch://bucket/models")
