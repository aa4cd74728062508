"""The vocabularies of lookup layers, which tf.keras keeps apart from their configurations.

tf.keras 2.2 to 2.5 kept them in tables among the variables; later ones as constants that fill a table when a SavedModel is
loaded, and in ``.keras`` archives as text files. Here they become the argument ``vocabulary`` of the layer, as a user gives it.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np

from compat.errors import NotAModelFileError
from compat.saved.bundle import DTYPES, STRING
from compat.saved.records import Config, Node, Table, element_count, snake_case
from compat.saved.wire import Message, as_text, varint

Token = Union[str, int]
Path = Tuple[str, ...]
LOOKUPS = ("TextVectorization", "StringLookup", "IntegerLookup")
#: How an archive calls those that look up numbers.
_NUMBERS = "integer_lookup"
_INNER = ("_lookup_layer", "_index_lookup_layer")
_TABLES = ("lookup_table", "_table")
#: Where weights for ``tf_idf`` are: in archives, in checkpoints since tf.keras 2.6, and before.
_WEIGHTS = (("_lookup_layer", "vars", "idf_weights"), ("vars", "idf_weights"), ("_lookup_layer", "idf_weights"),
            ("idf_weights",), ("_index_lookup_layer", "idf_weights"), ("_vectorize_layer", "idf"))
_MOST_TOKENS = 4_000_000


class Learned(NamedTuple):
    """What a lookup layer was adapted to.

    Attributes:
        table: the vocabulary.
        weights: of each place, for ``tf_idf``.
    """

    table: Sequence[Tuple[Token, int]] = ()
    weights: Optional[Sequence[float]] = None


class Graph(NamedTuple):
    """What of a ``saved_model.pb`` says how tables are filled.

    Attributes:
        objects: of the object graph.
        bound: function → the numbers of the objects that it refers to.
        constants: names of constants → their tensors.
    """

    objects: Sequence[memoryview]
    bound: Mapping[str, memoryview]
    constants: Mapping[str, memoryview]
    place: str

    def child(self, number: int, name: str) -> Optional[int]:
        """The number of the object that another one keeps under a name."""
        for child in Message(self.objects[number], self.place).messages(1):
            if child.text(2) == name and child.integer(1) < len(self.objects):
                return child.integer(1)
        return None


def graph_of(meta_graph: Message, place: str) -> Graph:
    """The objects, functions and constants of a meta graph."""
    objects = meta_graph.message(7)
    bound = {entry.text(1): entry.message(2).data(2) for entry in objects.messages(2)}
    constants: Dict[str, memoryview] = {}
    for node in meta_graph.message(2).messages(1):
        if node.text(2) == "Const":
            tensors = [attribute.message(2).data(8) for attribute in node.messages(5) if attribute.text(1) == "value"]
            constants.update((node.text(1), tensor) for tensor in tensors)
    return Graph(objects.each_data(1), bound, constants, place)


def initial_table(graph: Graph, path: Sequence[str]) -> Optional[List[Tuple[Token, int]]]:
    """What a table is filled with when a SavedModel is loaded: tokens with their numbers; None where nothing says so.

    Args:
        graph: of the model.
        path: attributes from the root to the layer.
    """
    number: Optional[int] = 0 if graph.objects else None
    for part in path:
        number = graph.child(number, part) if number is not None else None
    inner = [graph.child(number, name) for name in _INNER] if number is not None else []
    layers = [each for each in inner + [number] if each is not None]
    tables = [graph.child(each, name) for each in layers for name in _TABLES]
    for table in tables:
        function = graph.child(table, "_initialize") if table is not None else None
        if function is None:
            continue
        for name in Message(graph.objects[function], graph.place).message(6).each_data(1):
            found = _constants(graph, as_text(name, graph.place))
            if len(found) == 2 and len(found[0]) == len(found[1]) and all(isinstance(each, int) for each in found[1]):
                return [(token, int(place)) for token, place in zip(*found)]
            if len(found) == 2 and len(found[0]) == len(found[1]) and all(isinstance(each, int) for each in found[0]):
                return [(token, int(place)) for place, token in zip(*found)]
    return None


def stored_table(node: Node) -> Table:
    """What the table of a lookup layer holds among the variables; nothing where there is none."""
    inner = [node.children[name] for name in _INNER if name in node.children] + [node]
    for table in (each.children[name] for each in inner for name in _TABLES if name in each.children):
        found = table.table() if table.table is not None else []
        if found:
            return found
    return []


def stored_weights(node: Node) -> Optional[List[float]]:
    """The weights of places for ``tf_idf`` among the variables, those of words out of the vocabulary first."""
    for path in _WEIGHTS:
        found = node.at(*path)
        if found is not None and found.dataset is not None and len(found.dataset.shape) == 1:
            return [float(each) for each in found.dataset.read()]
    return None


def looks_up(stated: Mapping[str, Any]) -> bool:
    """Whether a layer, as a file states it, looks words or numbers up."""
    name = stated.get("class_name")
    return isinstance(name, str) and name in LOOKUPS


def with_vocabularies(config: Any, learned: Mapping[str, Learned]) -> Any:
    """A model's configuration in which lookup layers have what they learned.

    Args:
        config: of a model or of anything in it.
        learned: by the layer's name.
    """
    if isinstance(config, list):
        return [with_vocabularies(each, learned) for each in config]
    if not isinstance(config, dict):
        return config
    inner: Any = config.get("config")
    name = inner.get("name") if isinstance(inner, dict) and looks_up(config) else None
    if isinstance(name, str) and name in learned:
        return _taught(config, learned[name])
    return {key: with_vocabularies(each, learned) for key, each in config.items()}


def by_place(model: Any, keys_of: Callable[[Any], List[str]], learned: Callable[[Path], Learned], path: Path = ()) -> Any:
    """The same, by where a container keeps each layer, so that layers of one name in several models are told apart.

    Args:
        model: configuration of a model.
        keys_of: what the container calls the layers of a model, given its configuration.
        learned: what the layer at a path learned.
        path: of the model.
    """
    inner = model.get("config") if isinstance(model, dict) else None
    layers = inner.get("layers") if isinstance(inner, dict) else inner
    if not isinstance(layers, list) or not all(isinstance(each, dict) for each in layers):
        return model
    found = []
    for layer, key in zip(layers, keys_of(model)):
        where = path + (key,)
        is_lookup = looks_up(layer) and isinstance(layer.get("config"), dict) and isinstance(layer["config"].get("name"), str)
        found.append(_taught(layer, learned(where)) if is_lookup else by_place(layer, keys_of, learned, where))
    return dict(model, config=dict(inner, layers=found) if isinstance(inner, dict) else found)


def of_checkpoint(model: Any, root: Node) -> Any:
    """A model's configuration with the vocabularies of a checkpoint, where those that tf.keras 2.2 to 2.5 learned are."""
    def learned(path: Path) -> Learned:
        node = root.at(*path)
        return Learned() if node is None else Learned(stored_table(node), stored_weights(node))

    return by_place(model, _numbered, learned)


def of_archive(model: Any, files: Sequence[Tuple[str, bytes]], root: Optional[Node], place: str) -> Any:
    """A model's configuration with the vocabularies of a ``.keras`` archive, which are text files.

    Args:
        model: configuration.
        files: the path of the layer among the objects, ``"layers/text_vectorization"``, and the text.
        root: the objects with arrays, if there are any.
        place: of the archive, for errors.

    Raises:
        NotAModelFileError: a vocabulary of numbers holds something else.
    """
    texts = dict(files)

    def learned(path: Path) -> Learned:
        where = [part for key in path for part in ("layers", key)]
        node = root.at(*where) if root is not None else None
        text = texts.get("/".join(where))
        if text is None:
            return Learned()
        lines = as_text(memoryview(text), place).split("\n")
        if path[-1].startswith(_NUMBERS):
            if not all(line.lstrip("-").isdigit() and len(line) < 21 for line in lines):
                raise NotAModelFileError("{} has a vocabulary of {!r} that is not of whole numbers.".format(place, path[-1]))
            return Learned([(int(line), number) for number, line in enumerate(lines)])
        return Learned([(line, number) for number, line in enumerate(lines)], stored_weights(node) if node else None)

    return by_place(model, keys_by_class, learned)


def _numbered(model: Any) -> List[str]:
    """What checkpoints call the layers of a model; a Sequential does not count its ``Input``."""
    layers = model["config"]["layers"] if isinstance(model["config"], dict) else model["config"]
    first = int(model.get("class_name") == "Sequential" and bool(layers) and layers[0].get("class_name") == "InputLayer")
    return ["layer-{}".format(number - first) for number in range(len(layers))]


def keys_by_class(model: Any) -> List[str]:
    """What ``.weights.h5`` calls the layers of a model: by class, those of one class by number."""
    layers = model["config"]["layers"] if isinstance(model["config"], dict) else model["config"]
    counts: Dict[str, int] = {}
    found = []
    for layer in layers:
        key = snake_case(str(layer.get("class_name")).rsplit(">", 1)[-1])
        counts[key] = counts.get(key, -1) + 1
        found.append("{}_{}".format(key, counts[key]) if counts[key] else key)
    return found


def _taught(layer: Config, learned: Learned) -> Config:
    config = layer["config"]
    if learned.table and not config.get("vocabulary"):
        config = dict(config, vocabulary=_ordered(learned.table, layer))
    if learned.weights and not config.get("idf_weights") and str(config.get("output_mode")).replace("-", "_") == "tf_idf":
        config = dict(config, idf_weights=list(learned.weights))
    return dict(layer, config=config)


def _ordered(table: Sequence[Tuple[Token, int]], layer: Config) -> List[Token]:
    """The tokens in order, without those that stand for padding and for what is not in the vocabulary."""
    config = layer["config"]
    if config.get("invert") and all(isinstance(token, int) for token, _ in table):
        table = [(place, int(token)) for token, place in table]  # such a table leads from numbers to tokens
    if layer["class_name"] == "TextVectorization":  # 2.2 took "" for a word like others, at a later place
        special = {token for token, place in table if token == "[UNK]" or token == "" and place == 0}
    else:
        special = {config.get(key) for key in ("mask_token", "oov_token", "mask_value", "oov_value")
                   if isinstance(config.get(key), (str, int))}
    return [token for token, _ in sorted(table, key=lambda each: each[1]) if token not in special]


def _constants(graph: Graph, function: str) -> List[List[Token]]:
    """The constants with several values that a function refers to, in its order."""
    found = []
    for number in _varints(graph.bound.get(function, memoryview(b"")), graph.place):
        if number < len(graph.objects):
            name = Message(graph.objects[number], graph.place).message(9).text(1)
            if name in graph.constants:
                found.append(_values(Message(graph.constants[name], graph.place)))
    return found


def _varints(data: memoryview, place: str) -> Iterator[int]:
    position = 0
    while position < len(data):
        value, position = varint(data, position, place)
        yield value


def _values(tensor: Message) -> List[Token]:
    """The values of a tensor of strings or whole numbers, as a graph states it.

    Raises:
        NotAModelFileError: its values are not those of its shape.
    """
    count = element_count(tuple(size.signed(1) for size in tensor.message(2).messages(2)))
    if not 0 <= count <= _MOST_TOKENS:
        raise NotAModelFileError("{} has a constant of {:,} values.".format(tensor.place, count))
    content, dtype = tensor.data(4), tensor.integer(1)
    if dtype == STRING:
        found: List[Token] = [as_text(each, tensor.place) for each in tensor.each_data(8)]
    elif len(content) and dtype in DTYPES and np.dtype(DTYPES[dtype]).kind in "iu":
        if len(content) % np.dtype(DTYPES[dtype]).itemsize:
            raise NotAModelFileError("{} has a constant that is cut off.".format(tensor.place))
        found = [int(each) for each in np.frombuffer(content, DTYPES[dtype])]
    else:
        packed = tensor.data(10)
        found = [_signed(each) for each in _varints(packed, tensor.place)]
    if len(found) == 1 and count > 1:  # one value stands for all
        found = found * count
    if len(found) != count:
        raise NotAModelFileError("{} has a constant of {} values with shape for {}.".format(tensor.place, len(found), count))
    return found


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value

