"""``TensorBoard`` of Keras 2: numbers, histograms, images and embeddings; TensorFlow need not be installed."""
import os
from typing import Any, Dict, Iterator, List, Optional, Tuple

import keras
import numpy as np

from compat.flavors.shared import event_files
from compat.flavors.shared.generic import to_list

from .. import backend as K
from .base import Callback

Logs = Optional[Dict[str, Any]]
_OF_LATER_KERASES = {"profile_batch", "write_steps_per_second"}


class TensorBoard(Callback):
    """Writes what TensorBoard shows.

    Args:
        log_dir: folder of the event file.
        histogram_freq: epochs between two histograms of weights and outputs; 0 for none. They need validation data.
        batch_size: samples of the validation that histograms are made of at once.
        write_graph: whether to write the layers and their connections.
        write_grads: whether the gradients of the weights get histograms, too.
        write_images: whether the weights are shown as images, too.
        embeddings_freq: epochs between two files of embeddings; 0 for none.
        embeddings_layer_names: layers whose outputs are shown; those of class ``Embedding`` by default.
        embeddings_metadata: file with the labels of the samples, or a dictionary of files by layer.
        embeddings_data: input of the model.
        update_freq: ``"epoch"``, ``"batch"``, or the number of samples after which numbers are written.
        **kwargs: arguments that later Kerases added ask for the installed Keras's own callback.

    Raises:
        ValueError: in training, histograms without validation data.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if _OF_LATER_KERASES & set(kwargs):
            return keras.callbacks.TensorBoard(*args, **kwargs)
        return super().__new__(cls)

    def __init__(self, log_dir: str = "./logs", histogram_freq: int = 0, batch_size: int = 32, write_graph: bool = True,
                 write_grads: bool = False, write_images: bool = False, embeddings_freq: int = 0,
                 embeddings_layer_names: Optional[List[str]] = None, embeddings_metadata: Any = None,
                 embeddings_data: Any = None, update_freq: Any = "epoch") -> None:
        super().__init__()
        self.log_dir, self.histogram_freq, self.batch_size = log_dir, histogram_freq, batch_size
        self.write_graph, self.write_grads, self.write_images = write_graph, write_grads, write_images
        self.embeddings_freq, self.embeddings_layer_names = embeddings_freq, embeddings_layer_names
        self.embeddings_metadata, self.embeddings_data = embeddings_metadata or {}, embeddings_data
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.samples_seen = self.samples_seen_at_last_write = 0

    def set_model(self, model: Any) -> None:
        """Open the event file."""
        super().set_model(model)
        self._histograms: Any = None
        self._embeddings: Any = None
        self.writer = event_files.EventWriter(self.log_dir)
        if self.write_graph and model.built:
            self.writer.add_graph(layers_as_nodes(model))

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Write the numbers of a batch, where they are asked for."""
        if self.update_freq == "epoch":
            return
        self.samples_seen += (logs or {}).get("size", 0) or (self.params or {}).get("batch_size") or self.batch_size
        if self.samples_seen - self.samples_seen_at_last_write >= self.update_freq:
            self._write_logs(logs, self.samples_seen)
            self.samples_seen_at_last_write = self.samples_seen

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the numbers of the epoch, and what else is due."""
        if self.histogram_freq and not self.validation_data:
            raise ValueError("If printing histograms, validation_data must be provided, and cannot be a generator.")
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_histograms(epoch)
        if self.embeddings_freq and self.embeddings_data is not None and epoch % self.embeddings_freq == 0:
            self._write_embeddings(epoch)
        self._write_logs(logs, epoch if self.update_freq == "epoch" else self.samples_seen)

    def on_train_end(self, logs: Logs = None) -> None:
        """Close the event file."""
        self.writer.close()

    def _write_logs(self, logs: Logs, index: int) -> None:
        for name, value in (logs or {}).items():
            if name not in ("batch", "size"):
                self.writer.add(index, [event_files.scalar(name, float(value))])
        self.writer.flush()

    def _write_histograms(self, epoch: int) -> None:
        if self._histograms is None:
            self._histograms = Histograms(self.model, self.write_grads, self.write_images)
        arrays = [each for each in self.validation_data or () if not isinstance(each, float)]
        for batch in _batches(arrays, self.batch_size):
            self.writer.add(epoch, self._histograms(batch))

    def _write_embeddings(self, epoch: int) -> None:
        if self._embeddings is None:
            names = self.embeddings_layer_names or [
                layer.name for layer in self.model.layers if type(layer).__name__ == "Embedding"]
            layers = [layer for layer in self.model.layers if layer.name in names]
            self._embeddings = layers, K.function(self.model.inputs, [layer.output for layer in layers])
        layers, function = self._embeddings
        found = [function(batch) for batch in _batches(to_list(self.embeddings_data), self.batch_size)]
        lines = []
        for layer, parts in zip(layers, zip(*found)):
            name = "{}_embedding-{}.tsv".format(layer.name, epoch)
            rows = np.concatenate(parts)
            np.savetxt(os.path.join(self.log_dir, name), rows.reshape((len(rows), -1)), delimiter="\t")
            lines.append(self._projected(layer.name, name))
        with open(os.path.join(self.log_dir, "projector_config.pbtxt"), "w") as file:
            file.write("\n".join(lines))

    def _projected(self, layer: str, path: str) -> str:
        """The embedding of a layer in the configuration of TensorBoard's projector."""
        given = self.embeddings_metadata
        labels = given if isinstance(given, str) else given.get(layer)
        return 'embeddings {{\n  tensor_name: "{}_embedding"\n{}  tensor_path: "{}"\n}}\n'.format(
            layer, '  metadata_path: "{}"\n'.format(labels) if labels else "", path)


class Histograms:
    """What TensorBoard shows of the layers of a model, for one batch after the other.

    Args:
        model: compiled.
        write_grads: whether of the gradients, too.
        write_images: whether the weights are shown as images, too.
    """

    def __init__(self, model: Any, write_grads: bool, write_images: bool) -> None:
        self._images = write_images
        self._weights = [(layer, weight) for layer in model.layers for weight in layer.weights]
        derived = [weight for _, weight in self._weights if weight.trainable] if write_grads else []
        gradients = model.optimizer.get_gradients(model.total_loss, derived) if derived else []
        self._tags = [_tag(layer, weight) + "_grad" for layer, weight in self._weights if weight.trainable and write_grads]
        outputs = [(tag, tensor) for layer in model.layers for tag, tensor in _outputs(layer)]
        self._tags += [tag for tag, _ in outputs]
        fed = [*model.inputs, *model._feed_targets, *model._feed_sample_weights]
        self._function = K.function(fed, gradients + [tensor for _, tensor in outputs])

    def __call__(self, batch: List[Any]) -> List[bytes]:
        """The values of a summary for inputs, targets and sample weights."""
        found: List[bytes] = []
        for layer, weight in self._weights:
            values, tag = K.get_value(weight), _tag(layer, weight)
            found.append(event_files.histogram(tag, values))
            if self._images:
                found.extend(as_images(tag + "_1", values))
        computed = zip(self._tags, self._function(batch))
        return found + [event_files.histogram(tag, values) for tag, values in computed]


def _tag(layer: Any, weight: Any) -> str:
    """The name that a weight had in the graph of Keras 2, as a tag: it began with the layer."""
    before, found, rest = str(weight.path).partition(layer.name + "/")
    return (found + rest if found else before) + "_0"


def _outputs(layer: Any) -> Iterator[Tuple[str, Any]]:
    if isinstance(layer, keras.layers.InputLayer) or not hasattr(layer, "output"):
        return  # as in Keras 2, where a layer that was called twice has no output
    tensors = to_list(layer.output)
    for place, tensor in enumerate(tensors):
        yield "{}_out{}".format(layer.name, "_{}".format(place) if len(tensors) > 1 else ""), tensor


def as_images(tag: str, values: np.ndarray) -> List[bytes]:
    """A kernel of a dense layer as one image, of a convolution along time as one for each step, a bias as a row."""
    shown = np.squeeze(values)
    if shown.ndim == 2:
        shown = shown.T if shown.shape[0] > shown.shape[1] else shown
        shown = shown[None, :, :, None]
    elif shown.ndim == 3:
        shown = np.transpose(shown, (2, 0, 1))[..., None] if K.image_data_format() == "channels_last" else shown[..., None]
    elif shown.ndim == 1:
        shown = shown[None, :, None, None]
    return event_files.images(tag, shown) if shown.ndim == 4 and shown.shape[-1] in (1, 3, 4) else []


def _batches(arrays: List[Any], size: int) -> Iterator[List[Any]]:
    for start in range(0, len(arrays[0]), size):
        yield [array[start:start + size] for array in arrays]


def layers_as_nodes(model: Any) -> List[Tuple[str, str, List[str]]]:
    found = []
    for layer in model.layers:
        before = [tensor._keras_history[0].name for node in layer._inbound_nodes
                  for tensor in node.arguments.keras_tensors]
        found.append((layer.name, type(layer).__name__, sorted(set(before))))
    return found
