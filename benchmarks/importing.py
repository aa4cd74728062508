"""What ``import compat.keras`` costs beside importing the Keras under it.

    KERAS_BACKEND=jax python benchmarks/importing.py [--rounds 15] [--json]

Each import happens in a fresh interpreter; the two take turns, so that a machine that drifts drifts for both, and what
counts is the ratio of the medians. The Keras is the one that ``compat.flavor`` selects (``COMPAT_FLAVOR``), imported as
its users import it.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

#: How the users of each flavour import it.
NATIVE = {"multibackend": "import keras", "keras3": "import keras", "tf_keras": "import tf_keras",
          "tf.keras": "from tensorflow import keras; keras.layers"}
TIMED = "import time; begin = time.perf_counter(); {}; print(time.perf_counter() - begin)"


def seconds(statement):
    """How long a statement takes in a fresh interpreter, whose own start is not counted."""
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", TIMED.format(statement)], check=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    return float(result.stdout.split()[-1])


def active_flavor():
    from compat.flavor import active
    return active()


def measure(flavor, rounds):
    """The medians in seconds: the Keras alone, and ``compat.keras`` with its layers, which brings the Keras."""
    statements = {"native": NATIVE[flavor.name],
                  "compat.keras": "import compat.keras; from compat.keras.layers import Dense"}
    times = {name: [] for name in statements}
    for turn in range(rounds + 1):  # the first fills the caches of the file system
        for name, statement in statements.items():
            value = seconds(statement)
            if turn:
                times[name].append(value)
    return {name: statistics.median(values) for name, values in times.items()}


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    flavor = active_flavor()
    name = " ".join(filter(None, (flavor.name, flavor.version, os.environ.get("KERAS_BACKEND", ""))))
    medians = measure(flavor, options.rounds)
    ratio = medians["compat.keras"] / medians["native"]
    if options.json:
        print(json.dumps({"flavor": name, "seconds": medians, "ratio": ratio}))
        return
    print("{}: {:.2f} s; with compat.keras {:.2f} s: {:.3f} x".format(
        name, medians["native"], medians["compat.keras"], ratio))


if __name__ == "__main__":
    main(sys.argv[1:])
