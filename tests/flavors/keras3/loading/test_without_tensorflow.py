"""On JAX and torch a file is loaded and used without importing TensorFlow, which takes seconds where it is installed."""
import os
import subprocess
import sys
from pathlib import Path

import keras
import pytest
from goldens.catalog import goldens

ROOT = Path(__file__).parents[4]
NAMES = ("mlp", "bidirectional_lstm", "conv_bn", "embedding_lstm", "masking_lstm", "crf_masked", "time_distributed")
#: A finder puts a package of that name first; running it ends the process, so that no one can catch the error.
PROGRAM = """
import importlib.abc, importlib.machinery, os, sys, traceback
class Tensorflow(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name == "tensorflow" else None
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        traceback.print_stack()
        sys.stderr.flush()
        os._exit(3)
sys.meta_path.insert(0, Tensorflow())
import numpy
{body}
assert "tensorflow" not in sys.modules
print("done")
"""
LOAD_AND_PREDICT = """
import compat
for path in sys.argv[1:]:
    model = compat.load_model(path)
    arrays = [numpy.ones([2] + [size or 4 for size in tensor.shape[1:]], "float32") for tensor in model.inputs]
    model.predict(arrays if len(arrays) > 1 else arrays[0], verbose=0)
"""
ASK_KERAS = """
from keras.src.utils.module_utils import tensorflow
tensorflow.available
"""

pytestmark = pytest.mark.skipif(keras.backend.backend() == "tensorflow", reason="Keras runs on TensorFlow")


def ran(body, *arguments):
    env = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run([sys.executable, "-c", PROGRAM.format(body=body)] + list(arguments), cwd=str(ROOT), env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


def test_a_file_is_loaded_and_predicts_without_tensorflow():
    paths = [str(golden.path) for golden in goldens() if golden.name in NAMES and golden.stack == "keras-2.2.4-py37"]
    assert len(paths) == len(NAMES)
    done = ran(LOAD_AND_PREDICT, *paths)
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr[-3000:]


def test_the_test_notices_an_import_of_tensorflow():
    assert ran(ASK_KERAS).returncode == 3


def test_keras_looks_for_tensorflow_again_afterwards():
    after = "from compat.flavors.keras3.serializing import without_tensorflow\nwith without_tensorflow():\n    pass\n"
    assert ran(after + ASK_KERAS).returncode == 3
