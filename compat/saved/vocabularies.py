"""The vocabularies of lookup layers, which tf.keras keeps apart from their configurations.

tf.keras 2.2 to 2.5 kept them in tables among the variables; later ones as constants that fill a table when a SavedModel is
loaded, and in ``.keras`` archives as text files. Here they become the argument ``vocabulary`` of the layer, as a user gives it.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np

from compat.errors import NotAModelFileError
from compat.saved.bundle import DTYPES, STRING, Bundle
from compat.saved.checkpoint import Objects
from compat.saved.records import Node, element_count
from compat.saved.wire import Message, as_text, varint

Token = Union[str, int]
Config = Dict[str, Any]
#: Class → what its text files and groups are called.
LOOKUPS: Mapping[str, str] = {
    "TextVectorization": "text_vectorization", "StringLookup": "string_lookup", "IntegerLookup": "integer_lookup"}
_INNER = ("_lookup_layer", "_index_lookup_layer")
_TABLES = ("lookup_table", "_table")
_MOST_TOKENS = 4_000_000


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


def stored_table(objects: Objects, bundle: Bundle, node: Node) -> Optional[List[Tuple[Token, int]]]:
    """What a table among the variables holds: tokens with their numbers; None where there is none."""
    numbers = {id(each): number for number, each in enumerate(objects.nodes)}
    keys = {number: key for (number, _), key in objects.tables.items()}
    inner = [node.children[name] for name in _INNER if name in node.children] + [node]
    for table in (each.children[name] for each in inner for name in _TABLES if name in each.children):
        key = keys.get(numbers[id(table)], "")
        if key + "-keys" in bundle.entries and key + "-values" in bundle.entries:
            tokens, places = (_tokens(bundle, key + part) for part in ("-keys", "-values"))
            if len(tokens) == len(places) and all(isinstance(place, int) for place in places):
                return [(token, int(place)) for token, place in zip(tokens, places)]
    return None


def looks_up(stated: Mapping[str, Any]) -> bool:
    """Whether a layer, as a file states it, looks words or numbers up."""
    name = stated.get("class_name")
    return isinstance(name, str) and name in LOOKUPS


def with_vocabularies(config: Any, tables: Mapping[str, Sequence[Tuple[Token, int]]]) -> Any:
    """A model's configuration in which lookup layers have the vocabularies of their tables.

    Args:
        config: of a model or of anything in it.
        tables: the layer's name → its tokens with their numbers.
    """
    if isinstance(config, list):
        return [with_vocabularies(each, tables) for each in config]
    if not isinstance(config, dict):
        return config
    inner: Any = config.get("config")
    name = inner.get("name") if isinstance(inner, dict) and looks_up(config) else None
    if isinstance(name, str) and name in tables and not inner.get("vocabulary"):
        return dict(config, config=dict(inner, vocabulary=_ordered(tables[name], inner)))
    return {key: with_vocabularies(each, tables) for key, each in config.items()}


def of_assets(config: Config, files: Sequence[Tuple[str, bytes]], place: str) -> Dict[str, List[Tuple[Token, int]]]:
    """The tables of a ``.keras`` archive: its text files, the layers of each class numbered in the order of the model."""
    found: Dict[str, List[Tuple[Token, int]]] = {}
    layers = config.get("config", {}).get("layers") if isinstance(config.get("config"), dict) else None
    for class_name, name in LOOKUPS.items():
        of_class = [layer["config"].get("name") for layer in layers or () if isinstance(layer, dict)
                    and layer.get("class_name") == class_name and isinstance(layer.get("config"), dict)]
        texts = sorted((_number(folder.rsplit("/", 1)[-1], name), text) for folder, text in files
                       if folder.count("/") == 1 and _number(folder.rsplit("/", 1)[-1], name) >= 0)
        if len(of_class) == len(texts):
            for layer, (_, text) in zip(of_class, texts):
                lines = as_text(memoryview(text), place).split("\n")
                is_number = class_name == "IntegerLookup"
                if is_number and not all(line.lstrip("-").isdigit() and len(line) < 21 for line in lines):
                    raise NotAModelFileError("{} has a vocabulary of {!r} that is not of whole numbers.".format(place, layer))
                found[str(layer)] = [(int(line) if is_number else line, number) for number, line in enumerate(lines)]
    return found


def _number(given: str, name: str) -> int:
    rest = given[len(name) + 1:]
    return 0 if given == name else int(rest) if given.startswith(name + "_") and rest.isdigit() and len(rest) < 9 else -1


def _ordered(table: Sequence[Tuple[Token, int]], config: Config) -> List[Token]:
    """The tokens in order, without those that stand for padding and for what is not in the vocabulary."""
    if config.get("invert") and all(isinstance(token, int) for token, _ in table):
        table = [(place, int(token)) for token, place in table]  # such a table leads from numbers to tokens
    special = {"", "[UNK]"} | {config.get(key) for key in ("mask_token", "oov_token", "mask_value", "oov_value")
                               if isinstance(config.get(key), (str, int))}
    return [token for token, _ in sorted(table, key=lambda each: each[1]) if token not in special]


def _tokens(bundle: Bundle, key: str) -> List[Token]:
    if bundle.entries[key].dtype == STRING:
        return [as_text(memoryview(each), bundle.index) for each in bundle.strings(key)]
    return [int(each) for each in bundle.dataset(key).read().reshape(-1)]


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

