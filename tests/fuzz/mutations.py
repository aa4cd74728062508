"""What can be wrong with a model file: damaged bytes, a configuration with other values in it, other weights and names.

A mutation is a list of small steps drawn by hypothesis, so that it can be repeated and made smaller.
"""
import copy
import io
import json

import h5py
import numpy as np
from hypothesis import strategies as st

#: Values that a configuration may hold where something else is expected.
STRANGE_VALUES = (
    None, True, False, 0, 1, -1, 7, 2 ** 31, 2 ** 63, 10 ** 400, 0.5, -0.5, 1e308, float("nan"), "", "x", "linear", "Lambda",
    "Dense", "Sequential", "Model", "InputLayer", "..", "../../outside", "a/b", "\u0000", "os.system", "x" * 10000, [], {},
    [None], [[]], [0, 0], [None, 3], [None, -3], [None, 2 ** 40], {"class_name": "Dense"}, {"config": {}},
    {"class_name": "Zeros", "config": {}}, {"class_name": "__tuple__", "items": [1]}, {"class_name": "Lambda", "config": {}},
    {"class_name": "Dense", "config": {"units": -1, "name": "new"}},
)
WHERE = st.integers(0, 2 ** 30)

#: Kinds of steps in a configuration and among weights, and the values that each draws from.
CONFIG_STEPS = {"replace": STRANGE_VALUES, "delete": (None,), "double": (None,), "swap": range(2 ** 30),
                "rename": STRANGE_VALUES}
WEIGHT_STEPS = {"remove": (None,), "reshape": range(5), "retype": ("i1", "f2", "f8", "S3", "c8"), "names": range(6),
                "move": ("0", "1", "vars", "layers", "dense", "x", "a/b", "x" * 10000)}

_bytes = st.tuples(st.just("byte"), WHERE, st.integers(0, 255))
_cut = st.tuples(st.just("cut"), WHERE, st.none())
_config_steps, _weight_steps = ([st.tuples(st.just(kind), WHERE, st.sampled_from(values)) for kind, values in steps.items()]
                                for steps in (CONFIG_STEPS, WEIGHT_STEPS))

damage = st.lists(_bytes, min_size=1, max_size=8) | st.tuples(_cut).map(list)
#: Steps for the configuration, the training configuration and the weights; or damage to the bytes.
mutations = st.one_of(
    st.tuples(st.just("model_config"), st.lists(st.one_of(_config_steps), min_size=1, max_size=3)),
    st.tuples(st.just("training_config"), st.lists(st.one_of(_config_steps), min_size=1, max_size=2)),
    st.tuples(st.just("weights"), st.lists(st.one_of(_weight_steps), min_size=1, max_size=3)),
    st.tuples(st.just("bytes"), damage),
)


def mutated(whole, mutation):
    """The bytes of a model file after a mutation."""
    part, steps = mutation
    if part == "bytes":
        return _damaged(bytearray(whole), steps)
    memory = io.BytesIO(whole)
    with h5py.File(memory, "r+") as file:
        if part == "weights":
            for step in steps:
                _change_weights(file, *step)
        elif part in file.attrs:
            text = file.attrs[part]
            _write(file, part, changed_json(text.decode("utf8") if isinstance(text, bytes) else text, steps))
    return memory.getvalue()


def changed_json(text, steps):
    """The text of a configuration after some steps."""
    config = [json.loads(text)]  # a list: the root can change
    for step in steps:
        _change_config(config, *step)
    return json.dumps(config[0] if config else None)


def drawn_steps(drawn, kinds):
    """Some steps of a table of kinds, by a random number generator."""
    chosen = (drawn.choice(sorted(kinds)) for _ in range(drawn.choice((1, 1, 2, 3))))
    return [(kind, drawn.randrange(2 ** 30), drawn.choice(kinds[kind])) for kind in chosen]


def _damaged(whole, steps):
    for kind, where, value in steps:
        if kind == "cut":
            return bytes(whole[:where % len(whole)])
        whole[where % len(whole)] = value
    return bytes(whole)


def _write(file, name, text):
    """An attribute of any length: HDF5 keeps long ones only where the file was told to."""
    del file.attrs[name]
    if len(text) < 60000:
        file.attrs[name] = np.bytes_(text.encode("utf8"))
    else:
        file.attrs.create(name, text, dtype=h5py.special_dtype(vlen=str))


def _places(node):
    """Every (container, key) of a JSON tree, the deepest ones among them."""
    found, waiting = [], [node]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], (dict, list)):
                waiting.append(container[key])
    return found


def _change_config(config, kind, where, value):
    places = _places(config)
    if not places:
        return
    container, key = places[where % len(places)]
    if kind == "replace":
        container[key] = copy.deepcopy(value)
    elif kind == "delete":
        del container[key]
    elif kind == "swap":
        other, at = places[value % len(places)]
        container[key], other[at] = copy.deepcopy(other[at]), copy.deepcopy(container[key])
    elif kind == "double" and isinstance(container, list):
        container.append(copy.deepcopy(container[key]))
    elif kind == "rename" and isinstance(container, dict):
        container[str(value)] = container.pop(key)


def _change_weights(file, kind, where, value):
    datasets, groups = [], []

    def sort(name, item):
        (datasets if isinstance(item, h5py.Dataset) else groups).append(item)

    file.visititems(sort)
    if kind == "names":
        named = [(group, name) for group in groups for name in group.attrs]
        if named:
            _change_names(*named[where % len(named)], value)
    elif kind == "move" and datasets + groups:
        _move(file, (datasets + groups)[where % len(datasets + groups)].name, value)
    elif datasets:
        chosen = datasets[where % len(datasets)]
        parent, name, values = chosen.parent, chosen.name.rpartition("/")[2], chosen[()]
        del parent[name]
        if kind != "remove":
            parent[name] = _other_values(np.asarray(values), kind, value)


def _move(file, name, new):
    target = "{}/{}".format(name.rpartition("/")[0], new)
    if target not in file:
        file.move(name, target)


def _other_values(values, kind, value):
    if kind == "retype":
        return values if values.dtype.kind == "S" else values.astype(value)  # an earlier step made them text
    return [values.T, values[None], values.ravel(), values[:0] if values.ndim else values[None, None],
            np.concatenate([values, values]) if values.ndim else values[None]][value]


def _change_names(group, name, value):
    names = group.attrs[name]
    changed = [lambda: names[::-1], lambda: names[:-1], lambda: np.concatenate([names, names]), lambda: np.int64(3),
               lambda: np.array([b"../../outside", b".", b"/"]), lambda: b"\xff\xfe"][value]
    if value in (3, 4, 5) or np.ndim(names):
        group.attrs[name] = changed()
