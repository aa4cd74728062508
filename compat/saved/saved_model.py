"""SavedModel folders of tf.keras 2.0 to 2.15 → records; no graph in them is read, and none is run.

tf.keras from 2.5 on wrote what a model is into ``keras_metadata.pb``, before that into the objects of ``saved_model.pb``: for
each object of Keras its path and a JSON document, the configuration of the whole model in that of the root. Weights are in
``variables/``, a checkpoint whose layers list their variables in order.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from compat.errors import ModelFileNotFoundError, UnsafeFileError
from compat.saved.bundle import Bundle
from compat.saved.checkpoint import Objects, objects_of
from compat.saved.documents import check_layers, parse_json
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.places import check_inside, check_is_file
from compat.saved.program import of_metadata, of_signatures, program_model
from compat.saved.records import LayerWeights, Node, ProgramModel, SavedModel, Table
from compat.saved.vocabularies import (
    Learned,
    graph_of,
    initial_table,
    looks_up,
    stored_table,
    stored_weights,
    with_vocabularies,
)
from compat.saved.wire import Message

GRAPH, METADATA, VARIABLES = "saved_model.pb", "keras_metadata.pb", os.path.join("variables", "variables")
ROOT = "root"
#: How identifiers of objects of Keras begin.
_OF_KERAS = "_tf_keras_"
_TUPLES = ("__tuple__", "TensorShape")
#: Protocol buffers can be no longer.
LONGEST_GRAPH = (1 << 31) - 1


class Described(NamedTuple):
    """An object of Keras.

    Attributes:
        path: of attributes from the root, ``"root.layer_with_weights-0"``.
        identifier: what kind it is, ``"_tf_keras_layer"``.
        metadata: the document about it.
    """

    path: str
    identifier: str
    metadata: Dict[str, Any]


def read_saved_model(folder: str, limits: Limits = DEFAULT_LIMITS) -> SavedModel:
    """Read a SavedModel; its arrays stay on disk until asked for.

    Args:
        folder: that holds ``saved_model.pb``.
        limits: upper bounds, checked before anything large is read.

    Returns:
        A record of kind ``"model"``, or of kind ``"weights"`` with a description where no configuration is stated: of a
        subclassed model, or one that no Keras saved.

    Raises:
        ModelFileNotFoundError: a file is missing.
        NotAModelFileError: damaged.
        UnsafeFileError: a limit was exceeded, or a file is a link to elsewhere.
    """
    described = _described(folder, limits)
    root = next((each for each in described if each.path == ROOT), None)
    bundle = Bundle(os.path.join(folder, VARIABLES), limits)
    objects = objects_of(bundle)
    if root is None or not root.metadata:
        return SavedModel(path=folder, kind="weights", backend="tensorflow", objects=objects.root, slots=objects.slots,
                          description=_foreign(folder))
    metadata, place = root.metadata, "the metadata of {!r}".format(folder)
    config = _config_of(metadata)
    if config is not None:
        check_layers(config, place, limits)
        config = with_vocabularies(config, _learned(folder, described, objects))
    training = metadata.get("training_config")
    return SavedModel(
        path=folder, kind="model" if config is not None else "weights", model_config=config,
        training_config=training if isinstance(training, dict) else None,
        keras_version=_stated(metadata, "keras_version"), backend=_stated(metadata, "backend") or "tensorflow",
        layers=_layers(objects.root, described), objects=objects.root, slots=objects.slots,
        description="" if config is not None else _subclassed(root, described),
        program=None if config is not None else _program(folder, metadata))


def _program(folder: str, metadata: Dict[str, Any]) -> Optional[ProgramModel]:
    """What is stated about a subclassed model; before 2.5 its inputs are those of the signature that serves."""
    found = program_model(metadata, of_metadata(metadata))
    if found is None or found.inputs is not None:
        return found
    graphs = _message(os.path.join(folder, GRAPH), LONGEST_GRAPH).each_data(2)
    return replace(found, inputs=of_signatures(Message(graphs[0], folder).messages(5)) if graphs else None)


def _config_of(metadata: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """The model's configuration; a subclassed model has none, or one that its class alone understands."""
    stated = metadata.get("model_config")
    is_whole = isinstance(stated, dict) and isinstance(stated.get("config"), (dict, list))
    found: Dict[str, Any] = stated if is_whole else metadata  # type: ignore[assignment]
    config = found.get("config")
    layers = config if isinstance(config, list) else config.get("layers") if isinstance(config, dict) else None
    if not isinstance(layers, list) or not isinstance(found.get("class_name"), str):
        return None
    return {"class_name": found["class_name"], "config": config}


def _described(folder: str, limits: Limits) -> List[Described]:
    path = os.path.join(folder, METADATA)
    if os.path.exists(path):
        nodes = list(_message(path, limits.attribute_bytes).messages(1))
        stated = [(node.text(3), node.text(4), node.data(5)) for node in nodes]
    else:
        stated = _in_graph(os.path.join(folder, GRAPH))
    found = []
    for where, identifier, document in stated[:limits.weights]:
        # Metrics and what else has no part in loading may be of any size.
        if identifier.startswith(_OF_KERAS) and (where == ROOT or document):
            found.append(Described(where, identifier, _document(document, path, limits)))
    return found


def _in_graph(path: str) -> List[Tuple[str, str, memoryview]]:
    """The same from the objects of ``saved_model.pb``, with the shortest path of each."""
    graphs = _message(path, LONGEST_GRAPH).each_data(2)
    objects = Message(graphs[0], path).message(7).each_data(1) if graphs else []
    messages: Dict[int, Message] = {}
    paths, waiting = {0: ROOT}, [0] if objects else []
    for number in waiting:  # breadth first
        messages[number] = Message(objects[number], path)
        for child in messages[number].messages(1):
            below = child.integer(1)
            if below < len(objects) and below not in paths:
                paths[below] = "{}.{}".format(paths[number], child.text(2))
                waiting.append(below)
    users = ((number, message.message(4)) for number, message in sorted(messages.items()) if message.has(4))
    return [(paths[number], user.text(1), user.data(3)) for number, user in users]


def _learned(folder: str, described: List[Described], objects: Objects) -> Dict[str, Learned]:
    """What lookup layers were adapted to, by the name of the layer."""
    lookups = [each for each in described if looks_up(each.metadata) and each.path != ROOT]
    found: Dict[str, Learned] = {}
    graph = None
    for each in lookups:
        path = each.path.split(".")[1:]
        node = objects.root.at(*path)
        table: Optional[Table] = stored_table(node) if node is not None else None
        if not table:
            graph = graph or graph_of(_message(os.path.join(folder, GRAPH), LONGEST_GRAPH).message(2), folder)
            table = initial_table(graph, path)
        found[str(each.metadata.get("name"))] = Learned(table or (), stored_weights(node) if node is not None else None)
    return found


def _document(data: memoryview, path: str, limits: Limits) -> Dict[str, Any]:
    if not data:
        return {}
    value = parse_json(bytes(data), "the metadata of an object in {!r}".format(path), limits)
    return _plain(value) if isinstance(value, dict) else {}


def _plain(value: Any) -> Any:
    """JSON as an HDF5 file has it, where tuples and shapes are lists."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") in _TUPLES and isinstance(value.get("items"), list) and len(value) == 2:
        return [_plain(each) for each in value["items"]]
    return {key: _plain(each) for key, each in value.items()}


def _layers(root: Node, described: List[Described]) -> Tuple[LayerWeights, ...]:
    """The weights of each layer of the outermost model under its name, as an HDF5 file lists them."""
    names = {each.path: each.metadata.get("name") for each in described}
    numbered = sorted((int(key[len("layer-"):]), key) for key in root.children
                      if key.startswith("layer-") and key[len("layer-"):].isdigit() and len(key) < 20)
    by_node = {id(node): names.get("{}.{}".format(ROOT, key)) for key, node in reversed(list(root.children.items()))
               if "{}.{}".format(ROOT, key) in names}
    found = []
    for _, key in numbered:
        name, node = by_node.get(id(root.children[key])), root.children[key]
        listed = node.at("variables")
        datasets = [] if listed is None else [
            listed.children[each].dataset for each in sorted((each for each in listed.children if each.isdigit()), key=int)]
        if not isinstance(name, str):
            return ()
        found.append(LayerWeights(name, tuple(dataset for dataset in datasets if dataset is not None)))
    return tuple(found)


def _subclassed(root: Described, described: List[Described]) -> str:
    layers = ["{} ({})".format(each.path[len(ROOT) + 1:], each.metadata.get("class_name")) for each in described
              if each.path.count(".") and "keras_api" not in each.path and each.identifier != "_tf_keras_metric"]
    return "it is a {} that was not saved with a configuration; its layers are {}".format(
        root.metadata.get("class_name") or "subclassed model", ", ".join(layers[:30]) or "not stated")


def _foreign(folder: str) -> str:
    """What a SavedModel is that no Keras wrote, or that ``tf.saved_model.save`` wrote of a model of Keras."""
    graphs = _message(os.path.join(folder, GRAPH), LONGEST_GRAPH).each_data(2)
    signatures = []
    for entry in Message(graphs[0], folder).messages(5) if graphs else ():
        inputs, outputs = ([each.text(1) for each in entry.message(2).messages(field)] for field in (1, 2))
        signatures.append("{}({}) -> ({})".format(entry.text(1), ", ".join(inputs[:20]), ", ".join(outputs[:20])))
    return ("it is a SavedModel without Keras's metadata, with functions that only TensorFlow can run (keras.layers.TFSMLayer, "
            "tf.saved_model.load); its signatures are {}".format("; ".join(signatures[:10]) or "none"))


def _message(path: str, limit: int) -> Message:
    if not os.path.exists(path):
        raise ModelFileNotFoundError("{!r} is missing, so its folder is no SavedModel of a tf.keras; copy or download the "
                                     "whole folder.".format(path))
    check_is_file(path)
    check_inside(os.path.dirname(path), path)
    size = os.stat(path).st_size
    if size > limit:
        raise UnsafeFileError("{!r} is {:,} bytes long, more than {:,}.".format(path, size, limit))
    with open(path, "rb") as file:
        return Message(file.read(limit + 1), path)


def _stated(metadata: Dict[str, Any], key: str) -> Optional[str]:
    value = metadata.get(key)
    return value if isinstance(value, str) else None

