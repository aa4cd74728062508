"""The records that reading a file yields: plain, frozen, and without any Keras.

They describe the HDF5 layout that Keras 1.0 to tf.keras 2.15 wrote: attributes ``model_config``, ``training_config``,
``keras_version`` and ``backend``, one group per layer, and one dataset per weight. Every other container is read into the
same records; those of TensorFlow keep weights by the attributes of objects, as :class:`Node`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

import numpy as np

_WORDS, _WORD = re.compile("(.)([A-Z][a-z]+)"), re.compile("([a-z])([A-Z])")
_LONGEST = 1000  # of a name of a class
Config = Dict[str, Any]
#: Words or whole numbers, each with its place in a vocabulary.
Table = List[Tuple[Union[str, int], int]]


@dataclass(frozen=True)
class Dataset:
    """One array of the file: name, shape and dtype are known, values are read on request.

    Attributes:
        name: the weight's name as the file states it, e.g. ``"dense_1/kernel:0"``.
        shape: dimensions.
        dtype: NumPy dtype, numeric or boolean.
        place: path inside the file, for messages.
    """

    name: str
    shape: Tuple[int, ...]
    dtype: np.dtype
    place: str
    _read: Callable[[], np.ndarray] = field(repr=False, compare=False)

    @property
    def nbytes(self) -> int:
        """Declared size in memory, in bytes."""
        return element_count(self.shape) * self.dtype.itemsize

    def read(self) -> np.ndarray:
        """The values, as a new array; reopens the file if it is closed."""
        return self._read()


@dataclass(frozen=True)
class LayerWeights:
    """The weights under one layer's name, in file order; a layer may have none."""

    name: str
    datasets: Tuple[Dataset, ...]

    @property
    def shapes(self) -> Tuple[Tuple[int, ...], ...]:
        """The shape of each weight."""
        return tuple(dataset.shape for dataset in self.datasets)

    def read(self) -> Tuple[np.ndarray, ...]:
        """All arrays of the layer, in file order."""
        return tuple(dataset.read() for dataset in self.datasets)


#: Where a random generator of TensorFlow keeps its state; before 2.5 the variable had no name of its own.
_STATE = "_state_var"


class Node:
    """One object that a container keeps by attributes: a model, a layer, a list, or a variable.

    TensorFlow's checkpoints hold such objects as a graph, in which one may be reached in several ways, also through itself.

    Attributes:
        dataset: its value, if it is a variable.
        children: the objects in it by attribute, index or key, in the order in which they were set.
        table: reads what it holds if it is a table of words or numbers: (word, number) pairs.

    Example:
        >>> Node(children={"cell": Node(children={"kernel": Node()})}).at("cell", "kernel").dataset is None
        True
    """

    def __init__(self, dataset: Optional[Dataset] = None, children: Optional[Dict[str, Node]] = None) -> None:
        self.dataset = dataset
        self.children: Dict[str, Node] = {} if children is None else children
        self.table: Optional[Callable[[], Table]] = None

    def at(self, *path: str) -> Optional[Node]:
        """The object at a path of attributes, or None."""
        found: Optional[Node] = self
        for part in path:
            found = found.children.get(part) if found is not None else None
        return found

    def holds_tables(self) -> bool:
        """Whether it, or an object in it, is a table."""
        waiting, seen = [self], {id(self)}
        while waiting:
            node = waiting.pop()
            if node.table is not None:
                return True
            new = [each for each in node.children.values() if id(each) not in seen]
            seen.update(map(id, new))
            waiting.extend(new)
        return False

    def variables(self) -> Tuple[Dataset, ...]:
        """Every value in it, each object once: a layer's own first, then those of the layers in it."""
        found: List[Dataset] = []
        waiting, seen = [self], {id(self)}
        while waiting:
            node = waiting.pop()
            if node.dataset is not None and not _is_random_state(node.dataset):
                found.append(node.dataset)
            inner = (each for key, each in node.children.items() if key != _STATE or not _is_state(each.dataset))
            new = [each for each in dict.fromkeys(inner) if id(each) not in seen]
            seen.update(id(each) for each in new)
            waiting.extend(reversed([each for each in new if each.dataset is None]))
            waiting.extend(reversed([each for each in new if each.dataset is not None]))
        return tuple(found)


def _is_random_state(dataset: Dataset) -> bool:
    """Whether it is the state of a random generator of TensorFlow, which no other Keras has, and not a weight."""
    return dataset.name.split(":")[0].rsplit("/", 1)[-1] == "StateVar" and _is_state(dataset)


def _is_state(dataset: Optional[Dataset]) -> bool:
    return dataset is not None and dataset.shape == (3,) and dataset.dtype.kind == "i"


@dataclass(frozen=True)
class Slot:
    """An optimizer's value for one weight, in a container that says which weight.

    Attributes:
        weight: ``place`` of the weight's dataset.
        name: of the slot, e.g. ``"m"``.
        dataset: its values.
        owner: the optimizer.
    """

    weight: str
    name: str
    dataset: Dataset
    owner: Node


@dataclass(frozen=True)
class ProgramModel:
    """A model of a program's own class, which has a configuration that this class alone understands.

    Attributes:
        names: of the class: as it was registered, as it is called.
        config: what ``get_config`` gave.
        inputs: what it was called on, in a nesting; None where the container does not say so.
    """

    names: Tuple[str, ...]
    config: Config
    inputs: Any = None


@dataclass(frozen=True)
class SavedModel:
    """A model file, read but not built.

    Attributes:
        path: the file.
        kind: ``"model"`` (configuration, perhaps with weights), ``"weights"`` or ``"architecture"`` (JSON or YAML).
        model_config: the configuration as the file holds it, or None.
        training_config: optimizer, losses and metrics as the file holds them, or None.
        keras_version: as stated in the file, or None.
        backend: ``"tensorflow"``, ``"theano"`` or ``"cntk"`` as stated in the file, or None.
        layers: weights by layer, in file order.
        top_level: weights of the model itself rather than of a layer, which tf.keras 2.8 and later write.
        optimizer_weights: the optimizer's slots, in file order.
        objects: the model as a graph of objects, in containers that list no weights by layer; then ``layers`` may be empty.
        slots: the optimizer's values that the container keeps with the weight that each belongs to.
        description: of a model that was saved without a configuration, for messages.
        program: what is stated about a model of a program's own class.
        has_scopes: the objects are no more than the parts of variables' names, as TensorFlow 1 saved them.
        warnings: what looks wrong but does not keep the model from being read.
    """

    path: str
    kind: str
    model_config: Optional[Config] = None
    training_config: Optional[Config] = None
    keras_version: Optional[str] = None
    backend: Optional[str] = None
    layers: Tuple[LayerWeights, ...] = ()
    top_level: Tuple[Dataset, ...] = ()
    optimizer_weights: Tuple[Dataset, ...] = ()
    objects: Optional[Node] = None
    slots: Tuple[Slot, ...] = ()
    has_scopes: bool = False
    description: str = ""
    program: Optional[ProgramModel] = None
    warnings: Tuple[str, ...] = ()

    @property
    def has_weights(self) -> bool:
        """Whether any layer has an array."""
        return any(layer.datasets for layer in self.layers) or self.objects is not None and bool(self.objects.variables())


def snake_case(class_name: str) -> str:
    """What a file calls an object of a class.

    Example:
        >>> snake_case("GRUCell"), snake_case("Conv2DBlock")
        ('gru_cell', 'conv2d_block')
    """
    return _WORD.sub(r"\1_\2", _WORDS.sub(r"\1_\2", class_name[:_LONGEST])).lower()


def element_count(shape: Tuple[int, ...]) -> int:
    """Number of elements of an array of this shape, in exact integers.

    Example:
        >>> element_count((2, 3))
        6
    """
    count = 1
    for dimension in shape:
        count *= int(dimension)
    return count
