"""Which share of the golden models becomes a file that Keras 3 opens without this package, and why the others do not.

    python benchmarks/standalone.py [STACK...]

Each golden is opened, expressed by Keras's own parts where that is possible, written, and opened by Keras alone in its safe
mode. Prints one line for each model that is not, and the share.
"""
import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def goldens(stacks):
    """The paths of all committed models with an architecture: HDF5 files and SavedModel folders."""
    from goldens.catalog import containers
    from goldens.catalog import goldens as of_hdf5

    found = [each.path for each in of_hdf5() if each.architecture is None]
    found += [each.folder / "saved_model" for each in containers("saved_model") if each.has_config]
    return [path for path in found if not stacks or any(stack in str(path) for stack in stacks)]


def reasons(path, folder):
    """Why a model needs this package; empty if Keras alone opens its file."""
    import keras

    import compat
    from compat.flavors.keras3.standalone import standalone

    found = standalone(compat.load_model(path))
    if found.model is None:
        return found.reasons
    target = os.path.join(folder, "model.keras")
    found.model.save(target)
    keras.models.load_model(target, safe_mode=True)
    return ()


def main(stacks):
    """Print the table."""
    import keras

    from compat.errors import CompatError

    warnings.simplefilter("ignore")
    alone = opened = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in goldens(stacks):
            name = path.relative_to(ROOT / "tests" / "goldens")
            try:
                why = reasons(path, folder)
            except CompatError as error:
                print("{} does not open here: {}".format(name, str(error).splitlines()[0]))
                continue
            opened, alone = opened + 1, alone + (not why)
            for reason in why:
                print("{}: {}".format(name, reason))
            keras.backend.clear_session()
    print("{} of the {} models that open here need nothing but Keras: {:.1%}".format(alone, opened, alone / opened))


if __name__ == "__main__":
    main(sys.argv[1:])
