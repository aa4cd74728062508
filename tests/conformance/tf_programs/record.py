"""Writes recorded.json: what the real tf.keras 2.15 gives for each program. Run with it, from the folder ``tests``::

    python -m conformance.tf_programs.record
"""
import json
from pathlib import Path

import tensorflow as tf

from . import images, models, objects, projects, sequences, states, steps, tapes, training


def main():
    found = {}
    for module in (images, models, objects, projects, sequences, states, steps, tapes, training):
        for program in module.PROGRAMS:
            tf.keras.backend.clear_session()
            found[program.__name__] = program(tf)
    text = json.dumps(found, sort_keys=True, indent=1)
    (Path(__file__).parent / "recorded.json").write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
