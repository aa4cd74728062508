"""What ``K.function(…, options=…, run_metadata=…)`` notes about a run, in a message of TensorFlow 1 that the caller made."""
from typing import Any, Iterable

from .walk import node_of


def note_run(metadata: Any, options: Any, nodes: Iterable[Any]) -> None:
    """Put the graph that ran into ``metadata.partition_graphs``, or nothing where ``options`` do not ask for it.

    Args:
        metadata: a ``RunMetadata``. Times and devices stay as they are: nothing here measures them.
        options: ``RunOptions``, or None.
        nodes: what computed the outputs, in order; each becomes a node with a name, an operation and inputs.
    """
    del metadata.partition_graphs[:]
    if not getattr(options, "output_partition_graphs", False):
        return
    graph = metadata.partition_graphs.add()
    for node in nodes:
        entry = graph.node.add()
        entry.name, entry.op = node.operation.name, type(node.operation).__name__
        before = [node_of(tensor) for tensor in node.input_tensors]
        entry.input.extend(each.operation.name for each in before if each is not None)
