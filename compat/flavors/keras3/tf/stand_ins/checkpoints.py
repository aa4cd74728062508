"""``tf.train.Checkpoint`` and ``CheckpointManager`` on JAX and torch: files of TensorFlow, of models, optimizers and variables.

An optimizer is kept as a list of its variables, which an optimizer of the same class reads again.
"""
import os
import re
from typing import Any, Dict, List, Optional, Tuple

import keras

from compat.callers import warn_caller
from compat.flavors.keras3.engine.deferred_weights import LoadStatus
from compat.flavors.keras3.tf.stand_ins.scopes import Module, tracked_in
from compat.flavors.keras3.variables import array_of, is_variable
from compat.writing.checkpoint import Tracked, keys_of, values_at, write_checkpoint

#: A variable, and the object that stands for it in the file.
Pairs = List[Tuple[Any, Tracked]]


class Checkpoint:
    """Objects that are saved together, each under the name of its argument.

    Args:
        root: an object whose parts are kept without a name of their own: a model.
        kwargs: models, layers, optimizers, metrics, variables, or lists and dictionaries of them.

    Raises:
        ValueError: an object of another kind.

    Example:
        >>> import tempfile
        >>> step = keras.Variable(3, dtype="int32", trainable=False)
        >>> path = Checkpoint(step=step).save(os.path.join(tempfile.mkdtemp(), "ckpt"))
        >>> step.assign(0) is None, os.path.basename(path), Checkpoint(step=step).restore(path) is None, int(step)
        (False, 'ckpt-1', False, 3)
    """

    def __init__(self, root: Any = None, **kwargs: Any) -> None:
        self.root = root
        self.save_counter = keras.Variable(0, dtype="int32", trainable=False, name="save_counter")
        for name, value in kwargs.items():
            _tracked(value, name)
            setattr(self, name, value)

    def _objects(self) -> Tuple[Tracked, Pairs]:
        top, pairs = (Tracked(), []) if self.root is None else _tracked(self.root, "root")
        for name, value in vars(self).items():
            if name != "root":
                top.children[name], found = _tracked(value, name)
                pairs = pairs + found
        return top, pairs

    def write(self, file_prefix: Any, options: Any = None) -> str:
        """Write the objects to this prefix; returns it."""
        prefix = str(os.fspath(file_prefix))
        if os.path.dirname(prefix):
            os.makedirs(os.path.dirname(prefix), exist_ok=True)
        write_checkpoint(prefix, self._objects()[0])
        return prefix

    def save(self, file_prefix: Any, options: Any = None) -> str:
        """Write the objects to ``file_prefix-NUMBER``, numbered from 1; returns that."""
        self.save_counter.assign(self.save_counter + 1)
        return self.write("{}-{}".format(os.fspath(file_prefix), int(array_of(self.save_counter))))

    def read(self, save_path: Any, options: Any = None) -> LoadStatus:
        """Set the objects to what :meth:`write` wrote; None does nothing."""
        if save_path is None:
            return LoadStatus()
        top, pairs = self._objects()
        keys = keys_of(top)
        found = values_at(os.fspath(save_path), [keys[id(node)] for _, node in pairs])
        for variable, node in pairs:
            if keys[id(node)] in found:
                variable.assign(found[keys[id(node)]].astype(str(variable.dtype)))
        missing = [keys[id(node)] for _, node in pairs if keys[id(node)] not in found]
        if missing:
            warn_caller("{} holds no values for {}; they keep those that they have".format(save_path, ", ".join(missing[:5])))
        return LoadStatus()

    restore = read


def _tracked(value: Any, name: str) -> Tuple[Tracked, Pairs]:
    """An object as a checkpoint keeps it, and its variables."""
    if is_variable(value):
        node = Tracked(name=name, value=array_of(value))
        return node, [(value, node)]
    if isinstance(value, keras.layers.Layer):
        from compat.flavors.keras3.written.objects import tracked_weights  # which few programs need

        return tracked_weights(value)
    parts: Dict[str, Any] = {}
    if isinstance(value, dict):
        parts = {str(key): each for key, each in value.items()}
    elif isinstance(value, (list, tuple)):
        parts = {str(number): each for number, each in enumerate(value)}
    elif isinstance(value, (keras.optimizers.Optimizer, keras.metrics.Metric)):
        parts = {"_variables": list(value.variables)}
    elif isinstance(value, Module):
        parts = {key: each for key, each in vars(value).items() if next(tracked_in(each), None) is not None}
    else:
        raise ValueError("`Checkpoint` was expecting {} to be a trackable object (a model, layer, optimizer, metric or "
                         "variable), not {!r}".format(name, value))
    found = {key: _tracked(each, "{}/{}".format(name, key)) for key, each in parts.items()}
    return Tracked({key: node for key, (node, _) in found.items()}), [pair for _, pairs in found.values() for pair in pairs]


class CheckpointManager:
    """Keeps the newest checkpoints of a folder.

    Args:
        checkpoint: what is saved.
        directory: the folder.
        max_to_keep: how many stay; None for all.
        checkpoint_name: the files are called ``NAME-1``, ``NAME-2`` and so on.
        init_fn: called by :meth:`restore_or_initialize` where there is no checkpoint.
        keep_checkpoint_every_n_hours, step_counter, checkpoint_interval: accepted.
    """

    def __init__(self, checkpoint: Checkpoint, directory: Any, max_to_keep: Optional[int] = None,
                 keep_checkpoint_every_n_hours: Any = None, checkpoint_name: str = "ckpt", step_counter: Any = None,
                 checkpoint_interval: Any = None, init_fn: Any = None) -> None:
        self.checkpoint, self.directory, self._most = checkpoint, os.fspath(directory), max_to_keep
        self._prefix, self._init = os.path.join(self.directory, checkpoint_name), init_fn

    @property
    def checkpoints(self) -> List[str]:
        """The prefixes of those that are kept, the oldest first."""
        pattern = re.compile(re.escape(os.path.basename(self._prefix)) + r"-(\d+)\.index$")
        listed = os.listdir(self.directory) if os.path.isdir(self.directory) else []
        numbers = sorted(int(found.group(1)) for found in map(pattern.match, listed) if found)
        return ["{}-{}".format(self._prefix, number) for number in numbers]

    @property
    def latest_checkpoint(self) -> Optional[str]:
        """The prefix of the newest; None where there is none."""
        kept = self.checkpoints
        return kept[-1] if kept else None

    def save(self, checkpoint_number: Any = None, check_interval: bool = True, options: Any = None) -> str:
        """Write a checkpoint, and remove those that are too many; returns its prefix."""
        if checkpoint_number is None:
            path = self.checkpoint.save(self._prefix)
        else:
            path = self.checkpoint.write("{}-{}".format(self._prefix, int(checkpoint_number)))
        kept = self.checkpoints
        for old in kept[:max(len(kept) - self._most, 0)] if self._most else []:
            for ending in (".index", ".data-00000-of-00001"):
                os.remove(old + ending)
        return path

    def restore_or_initialize(self) -> Optional[str]:
        """Read the newest checkpoint, or call ``init_fn``; returns its prefix, or None."""
        if self.latest_checkpoint is not None:
            self.checkpoint.restore(self.latest_checkpoint)
        elif self._init is not None:
            self._init()
        return self.latest_checkpoint
