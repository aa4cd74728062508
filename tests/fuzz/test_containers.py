"""Bytes of real checkpoints, SavedModels, archives and models of TensorFlow.js changed at random: a model or a typed error.

As in ``test_loading.py``, ``nox -s fuzz`` tries many, and a cell a few, always the same ones. In every other case checksums are
taken for right whatever they are, so that what lies behind them is reached.
"""
import os
import random
import shutil
import time
import warnings

import pytest
from goldens.catalog import containers

from compat import errors, inspect
from compat.keras.backend import clear_session
from compat.loading.load import load
from compat.loading.options import LoadOptions
from compat.saved import bundle, table

CASES = int(os.environ.get("COMPAT_FUZZ_CASES") or 40)
LONGEST = 10.0
MODELS = ("mlp", "cells", "words", "integers", "subclassed", "conv_bn_float16", "mlp_uint8")
#: Container → what of a golden's folder belongs to it, and what is opened.
PARTS = {"checkpoint": ("cp.ckpt", "cp.ckpt"), "saved_model": ("saved_model", "saved_model"),
         "keras": ("model.keras", "model.keras"), "weights.h5": ("model.weights.h5", "model.weights.h5"),
         "tfjs": ("tfjs", os.path.join("tfjs", "model.json"))}


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
        content = bytearray(file.read())
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
    with open(path, "wb") as file:
        file.write(content)


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_a_mutated_container_is_a_model_or_a_typed_error(kind, tmp_path, monkeypatch):
    corpus = [each for each in containers(kind) if each.name in MODELS]
    seed = random.SystemRandom().randrange(1 << 30) if "COMPAT_FUZZ_CASES" in os.environ else 0
    for case in range(CASES // len(PARTS)):
        drawn = random.Random("{} {} {}".format(kind, seed, case))
        golden = drawn.choice(corpus)
        folder = tmp_path / str(case)
        folder.mkdir()
        path = copied(golden, kind, folder)
        spoil(drawn, folder)
        with monkeypatch.context() as patched:
            if case % 2:
                for module in (bundle, table):
                    patched.setattr(module, "masked", lambda checksum: Anything())
            open_it(path, golden, kind, "{} of {}, seed {}, case {}".format(kind, golden, seed, case))
        shutil.rmtree(str(folder))


def open_it(path, golden, kind, what):
    clear_session()
    begin = time.time()
    architecture = golden.folder / "model.json"
    weights = LoadOptions(weights=path) if kind in ("checkpoint", "weights.h5") else LoadOptions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for read in (lambda: inspect(path), lambda: load(path if weights.weights is None else architecture, weights)):
            try:
                read()
            except errors.CompatError:
                pass
            except Exception as error:
                raise AssertionError("{}: untyped {!r}".format(what, error)) from error
    assert time.time() - begin < LONGEST, what
