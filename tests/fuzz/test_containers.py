"""Real checkpoints, SavedModels, archives, files of Keras 3 and models of TensorFlow.js, changed: a model or a typed error.

Either bytes are changed at random, or configurations and arrays, as in ``test_loading.py``, in files that stay sound. As there,
``nox -s fuzz`` tries many, and a cell a few, always the same ones. In every other case checksums are taken for right whatever
they are, so that what lies behind them is reached.

Each case that goes wrong is printed when it does. ``COMPAT_FUZZ_SEED`` with the seed that a run printed draws the cases of
that run again, and ``COMPAT_FUZZ_FROM`` and ``COMPAT_FUZZ_UNTIL`` only some of them:

    COMPAT_FUZZ_CASES=20000 COMPAT_FUZZ_SEED=858222556 COMPAT_FUZZ_FROM=12 COMPAT_FUZZ_UNTIL=13 pytest … -k "[keras]"
"""
import io
import os
import random
import shutil
import time
import traceback
import warnings
import zipfile

import pytest
from fuzz.audit import heard, listen
from fuzz.mutations import CONFIG_STEPS, WEIGHT_STEPS, changed_json, drawn_steps, mutated
from goldens.catalog import containers

from compat import errors, inspect, load_model, load_weights
from compat.keras.backend import clear_session
from compat.loading.load import load
from compat.loading.options import LoadOptions
from compat.saved import bundle, table

CASES = int(os.environ.get("COMPAT_FUZZ_CASES") or 80)
LONGEST = 10.0
#: Container → what of a golden's folder belongs to it, and what is opened.
PARTS = {"checkpoint": ("cp.ckpt", "cp.ckpt"), "saved_model": ("saved_model", "saved_model"),
         "keras": ("model.keras", "model.keras"), "weights.h5": ("model.weights.h5", "model.weights.h5"),
         "tfjs": ("tfjs", os.path.join("tfjs", "model.json")), "keras3": ("model.keras", "model.keras"),
         "weights3": ("model.weights.h5", "model.weights.h5"), "h5_3": ("model.h5", "model.h5")}


class Anything:
    """A checksum that is equal to every other."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None


def copied(golden, kind, target):
    for name in os.listdir(str(golden.folder)):
        if name.startswith(PARTS[kind][0]):
            source = str(golden.folder / name)
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, str(target / name))
    return str(target / PARTS[kind][1])


def spoil(drawn, folder):
    """Change one file of a folder in a few places."""
    files = sorted(os.path.join(place, name) for place, _, names in os.walk(str(folder)) for name in names)
    path = drawn.choice(files)
    with open(path, "rb") as file:
        content = file.read()
    how = drawn.choice((spoiled_bytes, SOUND.get(os.path.splitext(path)[1], spoiled_bytes)))
    with open(path, "wb") as file:
        file.write(how(drawn, content))


def spoiled_bytes(drawn, content):
    content = bytearray(content)
    for _ in range(drawn.choice((1, 1, 2, 5))):
        if not content:
            break
        place, kind = drawn.randrange(len(content)), drawn.randrange(6)
        if kind == 0:
            content[place] = drawn.randrange(256)
        elif kind == 1:
            content[place] ^= 1 << drawn.randrange(8)
        elif kind == 2:
            del content[place:place + drawn.randrange(1, 50)]
        elif kind == 3:
            content[place:place] = drawn.choice((b"\xff" * 9, b"\0" * 8, b"9" * 30, b"[[[["))
        elif kind == 4:
            other = drawn.randrange(len(content))
            content[place:place + 8] = content[other:other + 8]
        else:
            del content[place:]
    return content


def other_json(drawn, content):
    return changed_json(content.decode("utf8"), drawn_steps(drawn, CONFIG_STEPS)).encode("utf8")


def other_hdf5(drawn, content):
    part = drawn.choice(("model_config", "training_config", "weights"))
    return mutated(content, (part, drawn_steps(drawn, WEIGHT_STEPS if part == "weights" else CONFIG_STEPS)))


def other_archive(drawn, content):
    """A zip archive with one member changed, left out or renamed, and its checksums right."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w") as new:
        chosen = drawn.choice(old.namelist() + ["config.json"] * 3)
        how = drawn.choice((SOUND.get(os.path.splitext(chosen)[1], spoiled_bytes),) * 6 + (spoiled_bytes, None))
        for name in old.namelist():
            member = old.read(name)
            if name != chosen:
                new.writestr(name, member)
            elif how is not None:
                new.writestr(name, bytes(how(drawn, member)))
            elif drawn.randrange(2):
                new.writestr(drawn.choice(("x.json", "assets/" + name, "a" * 300)), member)
    return memory.getvalue()


#: End of a file's name → what changes it so that it stays a file of its kind.
SOUND = {".json": other_json, ".h5": other_hdf5, ".keras": other_archive}


def seed_of_the_run():
    """The number that draws all cases: always the same in a cell, another in each long run."""
    if "COMPAT_FUZZ_SEED" in os.environ:
        return int(os.environ["COMPAT_FUZZ_SEED"])
    return random.SystemRandom().randrange(1 << 30) if "COMPAT_FUZZ_CASES" in os.environ else 0


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_a_mutated_container_is_a_model_or_a_typed_error(kind, tmp_path, monkeypatch, capsys):
    listen()
    seed, failed, begin = seed_of_the_run(), [], time.time()
    cases = range(int(os.environ.get("COMPAT_FUZZ_FROM") or 0),
                  int(os.environ.get("COMPAT_FUZZ_UNTIL") or CASES // len(PARTS)))
    for case in cases:
        wrong = tried(kind, seed, case, tmp_path, monkeypatch)
        if wrong:
            failed.append(wrong)
        if (wrong or case % 250 == 249) and "COMPAT_FUZZ_CASES" in os.environ:
            with capsys.disabled():
                print("{} seed {}: {} cases in {:.0f} s, {} wrong {}".format(
                    kind, seed, case - cases[0] + 1, time.time() - begin, len(failed), wrong), flush=True)
    assert failed == []


def tried(kind, seed, case, place, monkeypatch):
    """What went wrong with one case, or an empty text."""
    drawn = random.Random("{} {} {}".format(kind, seed, case))
    golden = drawn.choice(containers(kind))
    folder = place / str(case)
    folder.mkdir()
    path = copied(golden, kind, folder)
    spoil(drawn, folder)
    with monkeypatch.context() as patched:
        if case % 2:
            for module in (bundle, table):
                patched.setattr(module, "masked", lambda checksum: Anything())
        wrong, took = open_it(path, golden, kind)
        if took > LONGEST:  # once, any case is slow on a machine that others use
            took = min(took, open_it(path, golden, kind)[1])
    shutil.rmtree(str(folder))
    wrong += ["{:.1f} s".format(took)] if took > LONGEST else []
    return "{} of {}, seed {}, case {}: {}".format(kind, golden, seed, case, "\n".join(map(str, wrong))) if wrong else ""


def opened(path, golden, kind):
    """Open a mutated container, with the untouched rest of its golden where it is weights alone."""
    if kind == "weights3":
        load_weights(load(golden.folder / "model.keras", LoadOptions(compile=False)).model, path)
    elif kind in ("checkpoint", "weights.h5"):
        load_model(golden.folder / "model.json", weights=path)
    else:
        load_model(path)


def open_it(path, golden, kind):
    """What went wrong, an error that is none of compat's or what no file may make Python do; and how many seconds it took."""
    clear_session()
    del heard[:]
    begin, wrong = time.time(), []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for read in (lambda: inspect(path), lambda: opened(path, golden, kind)):
            try:
                read()
            except errors.CompatError as error:
                if not str(error).lstrip("'\"").startswith((path, str(golden.folder))):
                    wrong.append("without its path: {}".format(error))
            except Exception as error:
                wrong.append("untyped {}".format("".join(traceback.format_exception(type(error), error, error.__traceback__))))
    took = time.time() - begin
    wrong += ["without its path: {}".format(each.message) for each in caught
              if each.category is UserWarning and not str(each.message).startswith((path, str(golden.folder)))]
    return wrong + heard, took
