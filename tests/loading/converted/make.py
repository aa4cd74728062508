"""Writes the files of this folder: goldens that ``compat convert --to h5`` wrote on Keras 3, for the old Kerases to open.

    KERAS_BACKEND=torch python tests/loading/converted/make.py
"""
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: Golden (stack and model) → the Keras that its file here is for.
CONVERTED = {("keras-2.2.4-py37", "masked_bidirectional"): "2.2.4", ("keras-2.2.4-py37", "lambda_named"): "2.3.1",
             ("keras-2.2.4-py37", "optimizer_adam_amsgrad"): "2.15", ("tf.keras-2.15-py311", "multi_head_attention"): "2.15",
             ("tf.keras-2.15-py311", "slicing"): "2.15"}


#: The same for files that Keras 3 wrote.
CONVERTED_3 = {("keras-3.3.3-py311", "masked_nested"): "2.2.4"}


def main():
    """Write all."""
    sys.path.insert(0, str(HERE.parent.parent))
    from goldens.catalog import containers, golden

    import compat

    sources = [(golden(*each).path, each[1], version) for each, version in CONVERTED.items()]
    sources += [(containers("keras3", *each)[0].folder / "model.keras", each[1], version)
                for each, version in CONVERTED_3.items()]
    for source, name, version in sources:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compat.convert(source, HERE / (name + ".h5"), keras_version=version, overwrite=True,
                           custom_objects={"halve": lambda x: x * 0.5})


if __name__ == "__main__":
    main()
