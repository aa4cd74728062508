"""``CSVLogger`` and ``TensorBoard`` of tf.keras.

``TensorBoard`` writes folders ``train`` and ``validation``, and needs no validation data for histograms.
"""
import os
from typing import Any, Dict, List, Optional

import keras
import numpy as np

from compat.flavors.shared import event_files

from ..callbacks.base import Callback
from ..callbacks.reporting import CSVLogger as _OfKeras
from ..callbacks.tensorboard import as_images, layers_as_nodes

__all__ = ["CSVLogger", "TensorBoard"]

Logs = Optional[Dict[str, Any]]


class CSVLogger(_OfKeras):
    """Writes the logs of the epochs into a file, with columns for a validation that comes in a later epoch, or never.

    Args:
        filename: of the file.
        separator: between two columns.
        append: whether to write behind what the file holds; its header is kept.
    """

    fills = True

    def _columns(self, logs: Dict[str, Any]) -> List[str]:
        trained = sorted(logs)
        validated = any(key.startswith("val_") for key in trained)
        return trained if validated else trained + ["val_" + key for key in trained]


class TensorBoard(Callback):
    """Writes what TensorBoard shows; TensorFlow need not be installed.

    Args:
        log_dir: folder; the event files are in ``train`` and ``validation`` below it.
        histogram_freq: epochs between two histograms of the weights; 0 for none.
        write_graph: whether to write the layers and their connections.
        write_images: whether the weights are shown as images, too.
        write_steps_per_second: whether to write how many steps and epochs a second takes; of an epoch.
        update_freq: ``"epoch"``, ``"batch"``, or the number of batches after which numbers are written.
        profile_batch: accepted; profiles are TensorFlow's.
        embeddings_freq: epochs between two files of the weights of ``Embedding`` layers; 0 for none.
        embeddings_metadata: file with the labels of the rows, or a dictionary of files by layer.
        **kwargs: ``write_grads`` of TensorFlow 1, which tf.keras ignored.
    """

    def __init__(self, log_dir: str = "logs", histogram_freq: int = 0, write_graph: bool = True, write_images: bool = False,
                 write_steps_per_second: bool = False, update_freq: Any = "epoch", profile_batch: Any = 0,
                 embeddings_freq: int = 0, embeddings_metadata: Any = None, **kwargs: Any) -> None:
        super().__init__()
        self.log_dir, self.histogram_freq = os.fspath(log_dir), histogram_freq
        self.write_graph, self.write_images = write_graph, write_images
        self.write_steps_per_second, self.profile_batch = write_steps_per_second, profile_batch
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.embeddings_freq, self.embeddings_metadata = embeddings_freq, embeddings_metadata
        self._writers: Dict[str, Any] = {}
        self._batches = self._tests = 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Open the event file of the training."""
        self._batches = self._tests = 0
        if self.write_graph and self.model.built:
            self._writer("train").add_graph(layers_as_nodes(self.model))

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Write the numbers of a batch, where they are asked for."""
        self._batches += 1
        if self.update_freq != "epoch" and self._batches % self.update_freq == 0:
            self._write("train", "batch_", logs, self._batches)

    def on_test_end(self, logs: Logs = None) -> None:
        """Write the numbers of an evaluation, by the steps that were trained before it."""
        self._write("validation", "evaluation_", logs, self._batches, "_vs_iterations")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the numbers of the epoch, and what else is due."""
        logs = logs or {}
        self._write("train", "epoch_", {name: value for name, value in logs.items() if not name.startswith("val_")}, epoch)
        validated = {name[len("val_"):]: value for name, value in logs.items() if name.startswith("val_")}
        self._write("validation", "epoch_", validated, epoch)
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_weights(epoch)
        if self.embeddings_freq and epoch % self.embeddings_freq == 0:
            self._write_embeddings(epoch)

    def on_train_end(self, logs: Logs = None) -> None:
        """Close the event files."""
        for writer in self._writers.values():
            writer.close()
        self._writers = {}

    def _writer(self, which: str) -> Any:
        if which not in self._writers:
            self._writers[which] = event_files.EventWriter(os.path.join(self.log_dir, which))
        return self._writers[which]

    def _write(self, which: str, before: str, logs: Logs, step: int, after: str = "") -> None:
        if logs:
            writer = self._writer(which)
            writer.add(step, [event_files.scalar(before + name + after, float(value)) for name, value in logs.items()])
            writer.flush()

    def _write_weights(self, epoch: int) -> None:
        for layer in self.model.layers:
            for weight in layer.weights:
                tag, values = weight.name.replace(":", "_"), keras.ops.convert_to_numpy(weight)
                self._writer("train").add(epoch, [event_files.histogram(tag + "/histogram", values)])
                if self.write_images:
                    self._writer("train").add(epoch, as_images(tag + "/image", values))
        self._writer("train").flush()

    def _write_embeddings(self, epoch: int) -> None:
        """The rows of each Embedding as a file for TensorBoard's projector."""
        folder, lines = os.path.join(self.log_dir, "train"), []
        os.makedirs(folder, exist_ok=True)
        for layer in self.model.layers:
            if not isinstance(layer, keras.layers.Embedding):
                continue
            name = "{}-{}.tsv".format(layer.name, epoch)
            np.savetxt(os.path.join(folder, name), keras.ops.convert_to_numpy(layer.embeddings), delimiter="\t")
            given = self.embeddings_metadata
            labels = given.get(layer.name) if isinstance(given, dict) else given
            lines.append('embeddings {{\n  tensor_name: "{}"\n{}  tensor_path: "{}"\n}}\n'.format(
                layer.name, '  metadata_path: "{}"\n'.format(labels) if labels else "", name))
        with open(os.path.join(folder, "projector_config.pbtxt"), "w") as file:
            file.write("\n".join(lines))
