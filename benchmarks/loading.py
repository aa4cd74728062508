"""How fast, and in how much memory, ``compat.load_model`` opens large files beside Keras's own ``load_model``.

    nox -s benchmark-files -- FOLDER          # writes them with real Keras 2.2.4, once
    KERAS_BACKEND=jax python benchmarks/loading.py FOLDER [--also tf_keras=PYTHON] [--rounds 5] [--json]

Every opening happens in a fresh process, uncompiled; imports are not counted, and the peers take turns, so that a
machine that drifts drifts for all of them. What counts is the ratio of the medians. Memory is the peak of the process
above what it held before it opened the file (Linux). ``--also`` adds a peer that lives in another environment.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

#: What each peer does, in two parts: what is imported, and what is timed.
PEERS = {
    "compat": ("import compat.loading.load; import compat.layers; open_it = compat.loading.load.load_model",
               "open_it(path, compile=False)"),
    "keras": ("import keras; open_it = keras.models.load_model", "open_it(path, compile=False)"),
    "tf_keras": ("import tf_keras; open_it = tf_keras.models.load_model", "open_it(path, compile=False)"),
    "h5py": ("import h5py; import numpy", """
with h5py.File(path, "r") as file:
    arrays = []
    file.visititems(lambda name, item: arrays.append(item[()]) if isinstance(item, h5py.Dataset) else None)
"""),
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


def measure_once(python, peer, path):
    """(seconds, bytes of memory at the peak) of one opening in a fresh process."""
    imports, timed = PEERS[peer]
    program = MEASURED.format(imports=imports, timed=timed)
    result = subprocess.run([python, "-c", program, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True, env={**os.environ, **QUIET})
    if result.returncode:
        raise SystemExit("{} could not open {}:\n{}".format(peer, path, result.stderr[-2000:]))
    took, memory = result.stdout.split()[-2:]
    return float(took), int(memory)


def measure(pythons, path, rounds):
    """Medians for one file by peer: seconds and bytes of memory."""
    found = {peer: [] for peer in pythons}
    for turn in range(rounds + 1):  # the first brings the file into the page cache
        for peer, python in pythons.items():
            value = measure_once(python, peer, path)
            if turn:
                found[peer].append(value)
    return {peer: {"seconds": statistics.median(took for took, _ in values),
                   "memory": statistics.median(memory for _, memory in values)} for peer, values in found.items()}


def weights_size(path):
    """Bytes of all weights in a file."""
    import h5py
    sizes = []
    with h5py.File(str(path), "r") as file:
        file.visititems(lambda name, item: sizes.append(item.nbytes) if isinstance(item, h5py.Dataset) else None)
    return sum(sizes)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--also", action="append", default=[], metavar="PEER=PYTHON")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    pythons = dict.fromkeys(("compat", "keras", "h5py"), sys.executable)
    pythons.update(each.split("=", 1) for each in options.also)
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    results = {}
    for path in sorted(options.folder.glob("*.h5")):
        results[path.name] = measure(pythons, path, options.rounds)
        if options.json:
            continue
        weights = weights_size(path)
        print("{} on {}, {:.0f} MB of weights".format(path.name, backend, weights / 1e6))
        for peer, row in results[path.name].items():
            print("  {:10} {:6.2f} s  {:6.1f} x compat    {:5.2f} x the weights in memory".format(
                peer, row["seconds"], row["seconds"] / results[path.name]["compat"]["seconds"], row["memory"] / weights))
    if options.json:
        print(json.dumps({"backend": backend, "files": results}))


if __name__ == "__main__":
    main(sys.argv[1:])
