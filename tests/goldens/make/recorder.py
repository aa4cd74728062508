"""Train a golden's model a little, save it, and write down what its own Keras says about it.

For each recipe: ``<stack>/<name>.h5``, ``<stack>/<name>.npz`` and an entry of ``manifest.json`` (see ../README.md).
"""
from __future__ import print_function

import fcntl
import io
import json
import os

import h5py
import initial
import numpy as np
import stack
from order import in_program_order, restore_order

STEPS_BEFORE_SAVING = 3
TOLERANCE = {"outputs": 1e-5, "loss": 1e-4}


def flat(values):
    """What evaluate or train_on_batch returned, as one float64 array: the loss first, then the metrics."""
    return np.atleast_1d(np.asarray(values, dtype="float64"))


def as_list(values):
    """One array or a list of them, as a list."""
    return list(values) if isinstance(values, (list, tuple)) else [values]


def one_or_all(arrays):
    """The form that every Keras takes for one input or several."""
    return arrays[0] if len(arrays) == 1 else arrays


def draw_batch(golden, name):
    """The inputs and targets of ``golden``, the same on every stack."""
    random = np.random.RandomState(initial.seed_of("batch of " + name))
    return [make(random) for make in golden.x], [make(random) for make in golden.t]


def predict(model, x):
    """Outputs for the batch ``x``, as a list of arrays."""
    return as_list(model.predict(one_or_all(x), batch_size=len(x[0]), verbose=0))


def evaluate(model, x, t):
    """Loss and metrics over ``x`` and ``t`` taken as one batch."""
    return flat(model.evaluate(one_or_all(x), one_or_all(t), batch_size=len(x[0]), verbose=0))


def train(model, x, t):
    """One optimizer step; what Keras reports for it."""
    return flat(model.train_on_batch(one_or_all(x), one_or_all(t)))


def compile_golden(golden):
    """Compile the model as its recipe says."""
    settings = {"metrics": golden.metrics, "loss_weights": golden.loss_weights}
    settings = {key: value for key, value in settings.items() if value is not None}
    if stack.IS_MULTIBACKEND:
        in_program_order(golden.optimizer)
    golden.model.compile(optimizer=golden.optimizer, loss=golden.loss, **settings)


def save(golden, stem):
    """Write the model's files; the file name of the architecture, or None when it is inside the .h5."""
    if golden.saved_as == "model":
        golden.model.save(stem + ".h5")
        return None
    if golden.written is None:
        text = golden.model.to_json() if golden.saved_as == "json" else golden.model.to_yaml()
        golden.model.save_weights(stem + ".h5", overwrite=True)
    else:
        text = golden.written.architecture
        with h5py.File(stem + ".h5", "w") as file:
            stack.write_weights(file, golden.written.layers)
        golden.model.load_weights(stem + ".h5")
    with io.open(stem + "." + golden.saved_as, "w", encoding="ascii", newline="\n") as file:
        file.write(text if isinstance(text, type(u"")) else text.decode("ascii"))
    return os.path.basename(stem) + "." + golden.saved_as


def observe(golden, x, t):
    """The outputs of the model as saved, and its loss before and after one more step: {npz key: array}."""
    seen = {"y%d" % i: y for i, y in enumerate(predict(golden.model, x))}
    if golden.optimizer is not None:
        evaluated = evaluate(golden.model, x, t)
        trained = train(golden.model, x, t)
        after = evaluate(golden.model, x, t)
        seen.update(loss=evaluated[0], evaluated=evaluated, trained=trained, loss_after=after[0],
                    evaluated_after=after, trained_after=train(golden.model, x, t))
    return seen


def read_yaml(text):
    """The object in ``text``, which this program wrote; old Keras calls yaml.load as it was before PyYAML 5.1."""
    import yaml

    return yaml.load(text, Loader=yaml.UnsafeLoader)


def reopen(golden, stem):
    """The model that this Keras makes of its own file."""
    objects = dict(golden.custom)
    if golden.saved_as == "model":
        return stack.models.load_model(stem + ".h5", custom_objects=objects)
    with io.open(stem + "." + golden.saved_as, encoding="ascii") as file:
        text = file.read()
    config = json.loads(text) if golden.saved_as == "json" else read_yaml(text)
    model = stack.models.model_from_config(config, custom_objects=objects)
    model.load_weights(stem + ".h5")
    return model


def check_reopened(golden, stem, x, t, seen):
    """Open the file with the Keras that wrote it; {npz key: array} of what continues from there."""
    try:
        model = reopen(golden, stem)
    except TypeError:
        if not golden.on_reload:
            raise
        return {}
    gap = max(float(np.abs(y - seen["y%d" % i]).max()) for i, y in enumerate(predict(model, x)))
    if (gap > 1e-6) != bool(golden.on_reload):
        raise AssertionError("%s: outputs after reopening differ by %g (%r)" % (stem, gap, golden.on_reload))
    if golden.on_reload or golden.optimizer is None:
        return {}
    if stack.IS_MULTIBACKEND:
        restore_order(model)
    train(model, x, t)
    after = evaluate(model, x, t)[0]
    resumes = golden.stochastic or abs(after - seen["loss_after"]) < 1e-6
    if resumes == bool(golden.on_resume):
        raise AssertionError("%s: after another step %r, after reopening and a step %r (%r)"
                             % (stem, seen["loss_after"], after, golden.on_resume))
    return {"loss_after_reopening": after, "trained_after_reopening": train(model, x, t)}


def text_of(value):
    """An HDF5 attribute as text, whatever h5py and Python make of it."""
    return value.decode("utf8") if isinstance(value, bytes) else value


def stated_by(path):
    """keras_version and backend as the file states them, at its root or among its weights."""
    with h5py.File(path, "r") as file:
        return {key: text_of(file.attrs[key]) if key in file.attrs else None for key in ("keras_version", "backend")}


def loss_names(loss):
    """The loss as compile was given it, as JSON can hold it."""
    if isinstance(loss, dict):
        return {key: loss_names(value) for key, value in loss.items()}
    if isinstance(loss, (list, tuple)):
        return [loss_names(value) for value in loss]
    return loss if loss is None or isinstance(loss, str) else loss.__name__


def entry(recipe, golden, stem, architecture):
    """The manifest's record of one golden."""
    folder = os.path.basename(os.path.dirname(stem))
    compiled = golden.optimizer is not None
    record = {
        "name": recipe.name, "stack": folder, "file": "%s/%s.h5" % (folder, recipe.name),
        "arrays": "%s/%s.npz" % (folder, recipe.name),
        "architecture": architecture and "%s/%s" % (folder, architecture),
        "python": stack.PYTHON, "shows": recipe.shows, "tags": recipe.tags,
        "custom_objects": sorted(golden.custom), "lambdas": golden.lambdas, "compiled": compiled,
        "optimizer": type(golden.optimizer).__name__ if compiled else None,
        "loss": loss_names(golden.loss), "metrics_names": list(golden.model.metrics_names) if compiled else [],
        "stochastic_training": golden.stochastic, "on_reload": golden.on_reload, "on_resume": golden.on_resume,
        "tolerance": golden.tolerance or TOLERANCE,
    }
    record.update(stated_by(stem + ".h5"))
    return record


def update_manifest(out, record):
    """Put ``record`` in the place of the golden of the same file; other stacks may be writing at the same time."""
    path = os.path.join(out, "manifest.json")
    with open(path, "a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        records = {old["file"]: old for old in json.loads(text)} if text else {}
        records[record["file"]] = record
        file.seek(0)
        file.truncate()
        ordered = [records[key] for key in sorted(records)]
        file.write(json.dumps(ordered, indent=1, sort_keys=True, separators=(",", ": ")) + "\n")


def record_golden(recipe, out):
    """Build, train, save and write down one golden."""
    stack.restart(initial.seed_of(recipe.name))
    golden = recipe.build()
    folder = os.path.join(out, stack.NAME)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    stem = os.path.join(folder, recipe.name)
    x, t = draw_batch(golden, recipe.name)
    initial.set_initial_weights(golden.written or golden.model)
    if golden.optimizer is not None:
        compile_golden(golden)
        for _ in range(STEPS_BEFORE_SAVING):
            train(golden.model, x, t)
    architecture = save(golden, stem)
    seen = observe(golden, x, t)
    if golden.written is None:
        seen.update(check_reopened(golden, stem, x, t, seen))
    batch = {"x%d" % i: array for i, array in enumerate(x)}
    batch.update(("t%d" % i, array) for i, array in enumerate(t))
    np.savez_compressed(stem + ".npz", **dict(seen, **batch))
    update_manifest(out, entry(recipe, golden, stem, architecture))
