"""TensorFlow checkpoints → records: what ``save_weights`` and ModelCheckpoint of tf.keras 2.0 to 2.15 wrote by default.

``cp.ckpt.index`` and ``cp.ckpt.data-0000i-of-0000n`` hold a bundle (:mod:`compat.saved.bundle`); under one key of it stands the
graph of the objects that were saved, by attribute. Checkpoints of TensorFlow 1's ``Saver`` have no such graph, and names alone.
"""

from __future__ import annotations

from functools import partial
from typing import List, NamedTuple, Tuple, Union

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.bundle import STRING, Bundle
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.records import Node, SavedModel, Slot, Table
from compat.saved.wire import Message, as_text

GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
VALUE = "VARIABLE_VALUE"
#: What follows on the key of a table.
KEYS, VALUES = "-keys", "-values"


class Objects(NamedTuple):
    """The graph of objects of a checkpoint.

    Attributes:
        root: the object that was saved.
        slots: what optimizers keep for each weight.
        nodes: every object, by its number in the file.
    """

    root: Node
    slots: Tuple[Slot, ...]
    nodes: Tuple[Node, ...]


def read_checkpoint(prefix: str, limits: Limits = DEFAULT_LIMITS) -> SavedModel:
    """Read a checkpoint; its arrays stay on disk until asked for.

    Args:
        prefix: path without ``.index``.
        limits: upper bounds, checked before anything large is read.

    Returns:
        A record of kind ``"weights"`` with the objects.

    Raises:
        ModelFileNotFoundError: the index or a shard is missing.
        NotAModelFileError: damaged.
        UnsafeFileError: a limit was exceeded, or a file is a link to elsewhere.
    """
    bundle = Bundle(prefix, limits)
    if GRAPH not in bundle.entries:
        root = _by_names(bundle)
        return SavedModel(path=prefix, kind="weights", backend="tensorflow", objects=root, has_scopes=True)
    found = objects_of(bundle)
    return SavedModel(path=prefix, kind="weights", backend="tensorflow", objects=found.root, slots=found.slots)


def objects_of(bundle: Bundle) -> Objects:
    """The graph of objects that a bundle holds.

    Raises:
        NotAModelFileError: there is none, or it is damaged.
        UnsafeFileError: it has more objects than any model.
    """
    place = "the graph of objects of {}".format(bundle.index)
    texts = bundle.strings(GRAPH)
    if len(texts) != 1:
        raise NotAModelFileError("{} is damaged: it holds {} texts.".format(place, len(texts)))
    messages = Message(texts[0], place).each_data(1)
    most = 20 * bundle.limits.weights
    if len(messages) > most:
        raise UnsafeFileError("{} has {:,} objects, more than {:,}.".format(place, len(messages), most))
    nodes = tuple(Node() for _ in messages)
    slots: List[Tuple[int, int, str, int]] = []
    for number, data in enumerate(messages):
        message = Message(data, place)
        nodes[number].children.update(
            (child.text(2), _node(nodes, child.integer(1), place)) for child in message.messages(1))
        for attribute in message.messages(2):
            name, key = attribute.text(1), attribute.text(3)
            if name == VALUE and bundle.is_numeric(key):
                nodes[number].dataset = bundle.dataset(key, attribute.text(2))
            elif key + KEYS in bundle.entries and key + VALUES in bundle.entries:
                nodes[number].table = partial(_table, bundle, key)
        slots += [(number, slot.integer(1), slot.text(2), slot.integer(3)) for slot in message.messages(3)]
    if not nodes:
        raise NotAModelFileError("{} is empty.".format(place))
    return Objects(nodes[0], _slots(nodes, slots, place), nodes)


def _table(bundle: Bundle, key: str) -> Table:
    """What a table among the variables holds.

    Raises:
        NotAModelFileError: it is damaged.
        UnsafeFileError: it exceeds a limit.
    """
    words, numbers = _words(bundle, key + KEYS), _words(bundle, key + VALUES)
    if len(words) != len(numbers) or not all(isinstance(each, int) for each in numbers):
        raise NotAModelFileError("{} is damaged: the table {!r} has {} keys for {} numbers.".format(
            bundle.index, key, len(words), len(numbers)))
    return [(word, int(number)) for word, number in zip(words, numbers)]


def _words(bundle: Bundle, key: str) -> List[Union[str, int]]:
    if bundle.entries[key].dtype == STRING:
        return [as_text(memoryview(each), bundle.index) for each in bundle.strings(key)]
    return [each if isinstance(each, int) else str(each) for each in bundle.dataset(key).read().reshape(-1).tolist()]


def _slots(nodes: Tuple[Node, ...], stated: List[Tuple[int, int, str, int]], place: str) -> Tuple[Slot, ...]:
    found = []
    for owner, weight, name, values in stated:
        of, dataset = _node(nodes, weight, place).dataset, _node(nodes, values, place).dataset
        if of is not None and dataset is not None:
            found.append(Slot(of.place, name, dataset, nodes[owner]))
    return tuple(found)


def _node(nodes: Tuple[Node, ...], number: int, place: str) -> Node:
    if number >= len(nodes):
        raise NotAModelFileError("{} is damaged: it refers to object {} of {}.".format(place, number, len(nodes)))
    return nodes[number]


def _by_names(bundle: Bundle) -> Node:
    """The variables of a ``Saver`` of TensorFlow 1, as objects by the parts of their names."""
    root = Node()
    for key in bundle.entries:
        if not bundle.is_numeric(key):
            continue
        node = root
        for part in key.split("/"):
            node = node.children.setdefault(part, Node())
        node.dataset = bundle.dataset(key)
    return root
