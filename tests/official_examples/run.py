"""Runs the official Keras 2.2.4 examples unmodified and compares their losses with those of real Keras 2.2.4.

::

    python tests/official_examples/run.py EXAMPLES [NAME ...]            under ``compat run``, on the backend that is set
    python tests/official_examples/run.py EXAMPLES --record [NAME ...]   on real Keras 2.2.4: writes expected.json

``EXAMPLES`` is the folder ``examples`` of the source distribution of Keras 2.2.4; ``nox -s examples`` fetches it. Prints a
line for each example, and last how many ran and how many of them gave the losses of real Keras 2.2.4. Exit status 1 when an
example that real Keras 2.2.4 runs fails here or gives other losses, unless ``DIFFERENT`` says why it must.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = HERE / "expected.json"
#: What examples ask for on the command line.
ARGUMENTS = {
    "deep_dream": ["base.jpg", "dream"],
    "neural_style_transfer": ["base.jpg", "style.jpg", "styled", "--iter", "1"],
    "neural_doodle": ["--nlabels", "4", "--style-image", "style.jpg", "--style-mask", "style_mask.png",
                      "--target-mask", "target_mask.png", "--target-image-prefix", "doodle"],
}
#: Examples that begin with the files of another.
AFTER = {"lstm_seq2seq_restore": "lstm_seq2seq"}
SECONDS = 900


def command(recording, folder):
    """How Python is started: real Keras with its races ended, or ``compat run``."""
    if recording:
        return [sys.executable, str(ROOT / "legacy_examples" / "steady.py")]
    return [sys.executable, "-m", "compat", "run", "--root", str(folder)]


def run(folder, name, recording, place):
    """Run one example in ``place``; return its losses, or the last line of its error as text."""
    if name in AFTER:
        run(folder, AFTER[name], recording, place)
    losses = place / (name + ".json")
    environment = dict(os.environ, MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3", PYTHONWARNINGS="ignore")
    words = command(recording, folder) + [str(HERE / "short.py"), str(folder / (name + ".py")), str(losses)]
    try:
        done = subprocess.run(words + ARGUMENTS.get(name, []), cwd=str(place), env=environment, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    except subprocess.TimeoutExpired:
        return "no end in {} s".format(SECONDS)
    if done.returncode or not losses.exists():
        return (done.stdout.strip().splitlines() or ["no output"])[-1][:200]
    return json.loads(losses.read_text())


def difference(got, want):
    """The largest difference of two records of losses, relative to the losses; None when they are of other shapes.

    Of an example that did not end by itself, what both did before it was stopped counts.
    """
    got, want, both = got["losses"], want["losses"], got["ended"] and want["ended"]
    if not both:
        got, want = got[:len(want)], want[:len(got)]
    flat = [[each for _, *values in record for each in values] for record in (got, want)]
    if [(kind, len(values)) for kind, *values in got] != [(kind, len(values)) for kind, *values in want]:
        return None
    return max([abs(one - other) / max(1.0, abs(other)) for one, other in zip(*flat)] or [0.0])


def verdict(got, want):
    """A word for the table: what became of an example."""
    if want is None:
        return "fails, not recorded" if isinstance(got, str) else "runs, not recorded"
    if isinstance(got, str):
        return "fails" if isinstance(want, dict) else "fails, as there"
    if not isinstance(want, dict):
        return "runs, which it does not there"
    apart = difference(got, want)
    return "same" if apart is not None and apart <= 1e-3 else "differs"


def main():
    """Run what the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    folder = options.examples.resolve()
    names = options.names or sorted(path.stem for path in folder.glob("*.py"))
    expected = json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}
    counts = {}
    for name in names:
        with tempfile.TemporaryDirectory() as place:
            got = run(folder, name, options.record, Path(place))
        if options.record:
            expected[name] = got
            EXPECTED.write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
            print(name, got if isinstance(got, str) else "recorded", flush=True)
            continue
        word = verdict(got, expected.get(name))
        counts[word] = counts.get(word, 0) + 1
        apart = None if isinstance(got, str) or word not in ("same", "differs") else difference(got, expected[name])
        print("{:32} {:30} {}".format(name, word, got if isinstance(got, str) else "" if apart is None else "%.1e" % apart),
              flush=True)
    if not options.record:
        print(", ".join("{} {}".format(count, word) for word, count in sorted(counts.items())), "of", len(names))
        sys.exit(bool(counts.get("fails", 0) + counts.get("differs", 0)))


if __name__ == "__main__":
    main()
