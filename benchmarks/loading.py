"""How fast, and in how much memory, ``compat.load_model`` opens large files beside Keras's own ``load_model``.

    nox -s benchmark-files -- FOLDER          # writes them with real Keras 2.2.4 and tf.keras 2.15, once
    KERAS_BACKEND=jax python benchmarks/loading.py FOLDER [--also tf_keras=PYTHON] [--rounds 5] [--json]
    KERAS_BACKEND=jax python benchmarks/loading.py FOLDER --first [--baseline CHECKOUT]

Every opening happens in a fresh process, uncompiled; imports are not counted, and the peers take turns, so that a
machine that drifts drifts for all of them. What counts is the ratio of the medians. Memory is the peak of the process
above what it held before it opened the file (Linux). ``--also`` adds a peer that lives in another environment: ``tf_keras``
opens SavedModels and checkpoints as well, which neither Keras 3 nor h5py does.

``--first`` measures the first load of a process instead: Keras, NumPy and h5py are imported, compat is not, so that its
imports and everything it makes Keras import are counted. ``--baseline`` does the same with the compat of another checkout.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

_COMPAT = "import compat.loading.load; import compat.layers; open_it = compat.loading.load.load_model"
_TF_KERAS = "import tf_keras; open_it = tf_keras.models.load_model"
#: By container, what each peer does, in two parts: what is imported, and what is timed.
PEERS = {
    "file": {
        "compat": (_COMPAT, "open_it(path, compile=False)"),
        "keras": ("import keras; open_it = keras.models.load_model", "open_it(path, compile=False)"),
        "tf_keras": (_TF_KERAS, "open_it(path, compile=False)"),
        "h5py": ("import h5py; import numpy", """
with h5py.File(path, "r") as file:
    arrays = []
    file.visititems(lambda name, item: arrays.append(item[()]) if isinstance(item, h5py.Dataset) else None)
"""),
    },
    "SavedModel": {
        "compat": (_COMPAT, "open_it(path, compile=False)"),
        "tf_keras": (_TF_KERAS, "open_it(path, compile=False)"),
    },
    "checkpoint": {
        "compat": (_COMPAT, "open_it(path + '/model.json', weights=path + '/cp.ckpt', compile=False)"),
        "tf_keras": (_TF_KERAS, """
with open(path + "/model.json") as file:
    tf_keras.models.model_from_json(file.read()).load_weights(path + "/cp.ckpt").expect_partial()
"""),
    },
}
MEASURED = """
import sys, time
path = sys.argv[1]
{imports}

def peak(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what))

with open("/proc/self/clear_refs", "w") as control:
    control.write("5")  # the peak is counted from here
before, begin = peak("VmRSS"), time.perf_counter()
{timed}
print(time.perf_counter() - begin, peak("VmHWM") - before)
"""
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def container(path):
    """What a file or folder is, as :data:`PEERS` has it."""
    if path.is_file():
        return "file"
    return "SavedModel" if (path / "saved_model.pb").exists() else "checkpoint"


def measure_once(python, peer, path):
    """(seconds, bytes of memory at the peak) of one opening in a fresh process."""
    imports, timed = PEERS[container(path)][peer]
    program = MEASURED.format(imports=imports, timed=timed)
    result = subprocess.run([python, "-c", program, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True, env={**os.environ, **QUIET})
    if result.returncode:
        raise SystemExit("{} could not open {}:\n{}".format(peer, path, result.stderr[-2000:]))
    took, memory = result.stdout.split()[-2:]
    return float(took), int(memory)


FIRST = """
import sys, time
import h5py, keras, numpy
path, begin = sys.argv[1], time.perf_counter()
import compat
compat.load_model(path, compile=False)
print(time.perf_counter() - begin, sum(name.split(".")[0] == "compat" for name in sys.modules), "tensorflow" in sys.modules)
"""


def first_load(checkout, path):
    """(seconds, modules of compat, whether TensorFlow was imported) of the first load in a fresh process."""
    env = dict(os.environ, PYTHONPATH=str(checkout), **QUIET)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed compat is compiled, so this one has to be
    result = subprocess.run([sys.executable, "-c", FIRST, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True, env=env, cwd=str(checkout))
    if result.returncode:
        raise SystemExit("{} could not open {}:\n{}".format(checkout, path, result.stderr[-2000:]))
    took, modules, tensorflow = result.stdout.split()[-3:]
    return float(took), int(modules), tensorflow == "True"


def measure_first(checkouts, path, rounds):
    """For each checkout the median seconds of a first load, and what it imports; they take turns."""
    found = {name: [] for name in checkouts}
    for turn in range(rounds + 1):  # the first compiles
        for name, checkout in checkouts.items():
            value = first_load(checkout, path)
            if turn:
                found[name].append(value)
    return {name: {"seconds": statistics.median(took for took, _, _ in values), "modules": values[-1][1],
                   "tensorflow": values[-1][2]} for name, values in found.items()}


def print_first(path, rows):
    """A line for each checkout."""
    print(path.name)
    for name, row in rows.items():
        print("  {:10} {:6.2f} s  {:6.1f} x compat    {} modules of compat{}".format(
            name, row["seconds"], row["seconds"] / rows["compat"]["seconds"], row["modules"],
            ", and TensorFlow" * row["tensorflow"]))


def measure(pythons, path, rounds):
    """Medians for one file by peer: seconds and bytes of memory."""
    pythons = {peer: python for peer, python in pythons.items() if peer in PEERS[container(path)]}
    found = {peer: [] for peer in pythons}
    for turn in range(rounds + 1):  # the first brings the file into the page cache
        for peer, python in pythons.items():
            value = measure_once(python, peer, path)
            if turn:
                found[peer].append(value)
    return {peer: {"seconds": statistics.median(took for took, _ in values),
                   "memory": statistics.median(memory for _, memory in values)} for peer, values in found.items()}


def weights_size(path):
    """Bytes of all weights in a file or folder."""
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*.data-*"))
    import h5py
    sizes = []
    with h5py.File(str(path), "r") as file:
        file.visititems(lambda name, item: sizes.append(item.nbytes) if isinstance(item, h5py.Dataset) else None)
    return sum(sizes)


def print_all(path, rows, backend):
    """A line for each peer."""
    weights = weights_size(path)
    print("{} on {}, {:.0f} MB of weights".format(path.name, backend, weights / 1e6))
    for peer, row in rows.items():
        print("  {:10} {:6.2f} s  {:6.1f} x compat    {:5.2f} x the weights in memory".format(
            peer, row["seconds"], row["seconds"] / rows["compat"]["seconds"], row["memory"] / weights))


def arguments_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--also", action="append", default=[], metavar="PEER=PYTHON")
    parser.add_argument("--first", action="store_true", help="measure the first load of a process, compat's imports included")
    parser.add_argument("--baseline", type=Path, metavar="CHECKOUT", help="with --first: another checkout to compare with")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.baseline and not options.first:
        parser.error("--baseline needs --first")
    return options


def main(arguments):
    options = arguments_of(arguments)
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    pythons = dict.fromkeys(("compat", "keras", "h5py"), sys.executable)
    pythons.update(each.split("=", 1) for each in options.also)
    checkouts = {"compat": Path(__file__).resolve().parent.parent}
    if options.baseline:
        checkouts["baseline"] = options.baseline.resolve()
    results = {}
    folders = [] if options.first else [each for each in options.folder.iterdir() if each.is_dir() and not each.suffix]
    for path in sorted([*options.folder.glob("*.h5"), *folders]):
        if options.first:
            results[path.name] = measure_first(checkouts, path.resolve(), options.rounds)
        else:
            results[path.name] = measure(pythons, path, options.rounds)
        if not options.json:
            print_first(path, results[path.name]) if options.first else print_all(path, results[path.name], backend)
    if options.json:
        print(json.dumps({"backend": backend, "files": results}))


if __name__ == "__main__":
    main(sys.argv[1:])
