"""Which files a run converts, and where they go: below the folder for them, whatever strangers call theirs."""
import os

import pytest

from compat.errors import ModelFileNotFoundError, OptionError
from compat.fleet import plan, storage


@pytest.fixture
def make(tmp_path, monkeypatch):
    """A function that makes files below the working directory."""
    monkeypatch.chdir(tmp_path)

    def write(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")

    return write


def places(*sources, out="new", ending=".keras"):
    """Where each source goes: {path from here: path below out}."""
    out = storage.absolute(out)
    return {os.path.relpath(job.source): os.path.relpath(job.target, out).replace(os.sep, "/")
            for job in plan(sources, out, ending).jobs}


def test_every_old_model_file_below_a_folder_keeps_its_place(make):
    make("old/b.h5", "old/a.HDF5", "old/deep/er/c.h5", "old/notes.txt", "old/weights.npz")
    assert list(places("old").values()) == ["a.keras", "b.keras", "deep/er/c.keras"]


def test_weights_are_planned_with_the_architecture_whose_name_goes_with_theirs(make):
    make("old/a.h5", "old/a.json", "old/net_weights.h5", "old/net_architecture.yaml", "old/model.json", "old/deep/model.h5",
         "old/two.h5", "old/two.json", "old/two_config.json", "old/two.yaml")
    found = {os.path.basename(job.source): os.path.basename(job.architecture)
             for job in plan(["old"], storage.absolute("new"), ".keras").jobs}
    assert found == {"a.h5": "a.json", "net_weights.h5": "net_architecture.yaml", "model.h5": "", "two.h5": ""}


def test_a_changed_architecture_is_a_changed_job(make):
    make("old/a.h5", "old/a.json")
    before, = plan(["old"], storage.absolute("new"), ".keras").jobs
    with open("old/a.json", "w") as file:
        file.write("longer")
    after, = plan(["old"], storage.absolute("new"), ".keras").jobs
    assert before.fingerprint != after.fingerprint


def test_a_file_that_is_named_may_end_in_anything(make):
    make("old/model.2018", "old/b.h5")
    assert places("old/model.2018") == {"old/model.2018": "model.keras"}


def test_a_pattern_keeps_the_folders_below_its_fixed_part(make):
    make("old/x/1/a.h5", "old/y/a.h5", "old/y/a.txt")
    assert list(places("old/**/*.h5").values()) == ["x/1/a.keras", "y/a.keras"]


def test_a_name_with_the_signs_of_a_pattern_is_that_file(make):
    make("old/a[1].h5", "old/a1.h5")
    assert places("old/a[1].h5") == {"old/a[1].h5": "a[1].keras"}


def test_several_files_and_folders_keep_the_folders_below_what_they_share(make):
    make("x/a.h5", "y/a.h5", "y/b.h5")
    assert places("x", "y/a.h5", "y") == {"x/a.h5": "x/a.keras", "y/a.h5": "y/a.keras", "y/b.h5": "y/b.keras"}


def test_files_of_one_name_do_not_overwrite_each_other(make):
    make("old/a.h5", "old/a.hdf5", "old/A.h5", "old/a.h5.h5", "old/b.h5")
    targets = list(places("old").values())
    assert len({target.lower() for target in targets}) == 5
    assert "b.keras" in targets and "a.hdf5.keras" in targets


def test_converted_files_are_no_sources_of_the_next_run(make):
    make("old/a.h5", "old/new/a.h5")
    assert places("old", out="old/new", ending=".h5") == {"old/a.h5": "a.h5"}


def test_a_source_is_never_overwritten(make):
    make("old/a.h5")
    with pytest.raises(OptionError, match="would be overwritten"):
        places("old", out="old", ending=".h5")


def test_a_changed_file_has_another_fingerprint(make):
    make("a.h5")
    before = plan(["a.h5"], "new", ".keras").jobs[0].fingerprint
    with open("a.h5", "ab") as file:
        file.write(b"more")
    assert plan(["a.h5"], "new", ".keras").jobs[0].fingerprint != before


@pytest.mark.parametrize("name", ["missing", "empty", "empty/*.h5", "missing.h5"])
def test_nothing_to_convert_is_an_error_that_says_so(make, name):
    os.mkdir("empty")
    with pytest.raises(ModelFileNotFoundError, match=name.split("*")[0]):
        places(name)


def test_pipes_and_links_to_nothing_are_passed_over(make):
    make("old/a.h5")
    os.mkfifo("old/pipe.h5")
    os.symlink("nowhere.h5", "old/broken.h5")
    assert list(places("old")) == ["old/a.h5"]


def test_links_to_folders_are_not_entered(make):
    make("old/a.h5", "elsewhere/b.h5")
    os.symlink("..", "old/circle")
    os.symlink(os.path.abspath("elsewhere"), "old/away")
    assert list(places("old")) == ["old/a.h5"]


def test_a_name_in_a_bucket_cannot_lead_out_of_the_folder(make, monkeypatch):
    names = ["../../etc/evil.h5", "/../evil.h5", "a/../../evil.h5", "a//evil.h5", "..\\evil.h5", "nul\0.h5", "good.h5"]
    files = [storage.File("s3://bucket/in/" + name, "1") for name in names]
    monkeypatch.setattr(storage, "find", lambda source: storage.Source("s3://bucket/in", files, True))
    found = plan(["s3://bucket/in"], os.path.abspath("new"), ".keras")
    assert [job.target for job in found.jobs] == [os.path.join(os.path.abspath("new"), "good.keras")]
    assert {each.cause for each in found.refused} == {"UnsafeFileError"} and len(found.refused) == 6


def test_sources_in_different_places_are_misuse(monkeypatch):
    monkeypatch.setattr(storage, "find", lambda source: storage.Source(source, [storage.File(source + "/a.h5", "1")], True))
    with pytest.raises(OptionError, match="no folder in common"):
        plan(["s3://bucket/in", "gs://other/in"], "/new", ".keras")


def test_a_saved_model_is_one_model_whatever_its_folder_holds(make):
    make("old/net.v1/saved_model.pb", "old/net.v1/keras_metadata.pb", "old/net.v1/variables/variables.index",
         "old/net.v1/variables/variables.data-00000-of-00001", "old/net.v1/assets/inner.h5", "old/a.keras")
    assert places("old") == {"old/net.v1": "net.v1.keras", "old/a.keras": "a.keras"}
    assert places("old/net.v1") == {"old/net.v1": "net.v1.keras"}


def test_a_saved_model_changes_with_any_file_in_it(make):
    make("old/net/saved_model.pb", "old/net/variables/variables.index")
    before = plan(["old"], storage.absolute("new"), ".keras").jobs[0].fingerprint
    with open("old/net/variables/variables.index", "w") as file:
        file.write("longer")
    assert plan(["old"], storage.absolute("new"), ".keras").jobs[0].fingerprint != before


def test_a_checkpoint_is_one_model_with_the_only_architecture_beside_it(make):
    shards = ["{}.data-0000{}-of-00002".format(name, number) for name in ("old/run/cp-1", "old/run/cp-2") for number in (0, 1)]
    make("old/run/checkpoint", "old/run/cp-1.index", "old/run/cp-2.index", *shards)
    make("old/run/model.json", "old/bare/cp.ckpt.index", "old/bare/cp.ckpt.data-00000-of-00001", "old/lost/cp.ckpt.index")
    jobs = {os.path.relpath(job.source): job.architecture for job in plan(["old"], storage.absolute("new"), ".keras").jobs}
    assert jobs == {"old/bare/cp.ckpt.index": "", "old/run": os.path.abspath("old/run/model.json")}


def test_a_model_of_tensorflow_js_is_one_model_and_no_architecture(make):
    make("old/js/model.json", "old/js/group1-shard1of2.bin", "old/js/group1-shard2of2.bin", "old/js/model.h5")
    jobs = {os.path.relpath(job.source): job.architecture for job in plan(["old"], storage.absolute("new"), ".keras").jobs}
    assert jobs == {"old/js/model.json": "", "old/js/model.h5": ""}


def test_files_that_were_written_beside_their_sources_are_no_sources(make):
    make("old/a.h5", "old/a.keras", "old/net/saved_model.pb", "old/net.keras")
    assert set(places("old", out="old")) == {"old/a.h5", "old/net"}
