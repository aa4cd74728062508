"""Files of an early Keras 3 as a later one takes them: dict → dict, one step for each thing that changed its meaning.

Keras 3 opens its own files, but not each of them: 3.11 gives a model of one tensor in a list back as a list, which the layer
after it in a ``Sequential`` refuses, 3.6 dropped an argument that 3.0 to 3.5 wrote, ``RandomCrop`` crops only in training since
3.8, 3.14 divides penalties of activities by the size of the batch. Measured with the Keras of each release.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from compat.api.optimizers import ACCUMULATING
from compat.config.keras3_calls import own_calls
from compat.config.origins import dictionaries
from compat.hub.records import Config, Origin, Spec, name_of, without


class Change(NamedTuple):
    """One step.

    Attributes:
        since: the first Keras 3 that takes files otherwise; earlier ones are upgraded for it and for later ones.
        step: the specification of a layer or another object → what it becomes, the same object where nothing changes.
        says: what was changed, for the report.
    """

    since: str
    step: Callable[[Spec], Spec]
    says: str


class Upgraded3(NamedTuple):
    """The configuration for the installed Keras, and one sentence for each layer that was changed."""

    config: Config
    notes: Tuple[str, ...]


def bare_inputs(spec: Spec) -> Spec:
    """A model of one tensor in a list takes that tensor: Keras up to 3.9 opened both as the same.

    Example:
        >>> model = {"class_name": "Functional", "config": {"layers": [], "input_layers": [["x", 0, 0]], "output_layers": []}}
        >>> bare_inputs(model)["config"]["input_layers"]
        ['x', 0, 0]
    """
    return _bare(spec, "input_layers")


def bare_outputs(spec: Spec) -> Spec:
    """A model whose only output is in a list gives that tensor: Keras up to 3.10 opened both as the same."""
    return _bare(spec, "output_layers")


def _bare(spec: Spec, key: str) -> Spec:
    ends = spec["config"].get(key)
    only = ends[0] if isinstance(ends, list) and len(ends) == 1 and "layers" in spec["config"] else None
    if not isinstance(only, list) or len(only) != 3 or not isinstance(only[0], str):
        return spec
    return dict(spec, config=dict(spec["config"], **{key: only}))


def without_value_range(spec: Spec) -> Spec:
    """``RandomRotation`` took and ignored ``value_range`` until 3.5."""
    return without(spec, "value_range") if spec["class_name"] == "RandomRotation" and "value_range" in spec["config"] else spec


def cropping(spec: Spec) -> Spec:
    """``RandomCrop`` cropped the middle at prediction time until 3.7, and leaves the images as they are since."""
    if spec["class_name"] != "RandomCrop" or not str(spec.get("module", "keras")).startswith("keras"):
        return spec
    return dict(spec, module="compat", registered_name="tf.keras>RandomCrop")


def counting_batches(spec: Spec) -> Spec:
    """An optimizer that accumulates gradients counted each batch as a step until 3.4, and counts updates since."""
    is_native = str(spec.get("module", "keras")).startswith("keras") and spec["class_name"] in ACCUMULATING
    if not is_native or not spec["config"].get("gradient_accumulation_steps"):
        return spec
    return dict(spec, module="compat", registered_name="compat>BatchCounting" + spec["class_name"])


def summing_activities(spec: Spec) -> Spec:
    """Penalties of activities were summed over the batch until 3.13, and are divided by its size since.

    Example:
        >>> rates = {"name": "a", "l1": 0.1, "l2": 0.0}
        >>> found = summing_activities({"module": "keras.layers", "class_name": "ActivityRegularization", "config": rates})
        >>> found["class_name"], found["config"]["activity_regularizer"]["registered_name"]
        ('Activation', 'compat>SummedOverBatch')
    """
    config = spec["config"]
    if spec["class_name"] == "ActivityRegularization" and str(spec.get("module", "keras")).startswith("keras"):
        rates = {key: config.get(key, 0.0) for key in ("l1", "l2")}
        kept = {key: value for key, value in config.items() if key not in (*rates, "activity_regularizer")}
        penalty: Any = {"module": "keras.regularizers", "class_name": "L1L2", "config": rates, "registered_name": None}
        spec, config = dict(spec, class_name="Activation"), dict(kept, activation="linear")
    else:
        penalty = config.get("activity_regularizer")
    if not penalty:
        return spec
    summed = {"module": "compat", "class_name": "SummedOverBatch", "config": {"regularizer": penalty},
              "registered_name": "compat>SummedOverBatch"}
    return dict(spec, config=dict(config, activity_regularizer=summed))


def floating_embedding(spec: Spec) -> Spec:
    """An embedding in int8 had a scale for each column in 3.2, and one for each row since: it becomes the floats it means."""
    dtype = spec["config"].get("dtype")
    if spec["class_name"] != "Embedding" or not isinstance(dtype, str) or not dtype.startswith(QUANTIZED):
        return spec
    return dict(spec, config=dict(spec["config"], dtype=dtype[len(QUANTIZED):]))


def for_backend(backend: str) -> Callable[[Spec], Spec]:
    """The step for an optimizer that Keras on torch wrote as torch's own class: by its public name on another backend.

    Example:
        >>> adam = {"module": "keras.src.backend.torch.optimizers.torch_adam", "class_name": "Adam", "config": {}}
        >>> for_backend("jax")(adam)["module"], for_backend("torch")(adam) is adam
        ('keras.optimizers', True)
    """
    def step(spec: Spec) -> Spec:
        module = str(spec.get("module"))
        is_other = module.startswith(_OF_BACKEND) and ".optimizers." in module
        return dict(spec, module="keras.optimizers") if is_other and module.split(".")[3] != backend else spec
    return step


#: Where Keras 3 keeps what a backend has its own classes for.
_OF_BACKEND = "keras.src.backend."
#: How the name of the dtype policy of a layer in int8 begins.
QUANTIZED = "int8_from_"


def is_relaid(config: Config, written_by: str) -> bool:
    """Whether a model has weights in int8 whose layout in the file is not that of later versions."""
    return applies("3.3", written_by, None) and any(
        isinstance(each.get("dtype"), str) and each["dtype"].startswith(QUANTIZED) for each in dictionaries(config))


CHANGES: Tuple[Change, ...] = (
    Change("3.2", own_calls, "calls of its layers in other models are not counted"),
    Change("3.3", floating_embedding, "computes with the floats that its int8 values stand for"),
    Change("3.5", counting_batches, "counts each batch as a step, as it did, by an optimizer of compat"),
    Change("3.6", without_value_range, "value_range is left out, which had no effect"),
    Change("3.8", cropping, "crops the middle at prediction time, as it did, by a layer of compat"),
    Change("3.10", bare_inputs, "the only input is a tensor, not a list of one"),
    Change("3.11", bare_outputs, "the only output is a tensor, not a list of one"),
    Change("3.14", summing_activities, "the penalty of its activities is summed over the batch, as it was"),
)


def upgrade_keras3(config: Config, written_by: str, opened_by: Optional[str] = None,
                   backend: Optional[str] = None) -> Upgraded3:
    """The configuration of a model of Keras 3 as a later Keras 3 takes it; the argument is left as it is.

    Args:
        config: ``{"class_name": …, "config": …}`` of an archive or an ``.h5``.
        written_by: the version of the Keras 3 that wrote it.
        opened_by: the version that is to open it; None for any later one.
        backend: that it is to run on, if that is known.

    Example:
        >>> layer = {"class_name": "RandomRotation", "config": {"name": "turn", "factor": 0.1, "value_range": [0, 255]}}
        >>> upgrade_keras3(layer, "3.3.3").notes
        ('turn: value_range is left out, which had no effect',)
        >>> upgrade_keras3(layer, "3.3.3", "3.5.0").notes
        ()
    """
    changes = [each for each in CHANGES if applies(each.since, written_by, opened_by)]
    if backend is not None:
        changes.append(Change("3.0", for_backend(backend), "is that of every backend, and not another backend's own"))
    notes: List[str] = []
    return Upgraded3(_upgraded(config, changes, notes) if changes else config, tuple(notes))


def applies(since: str, written_by: str, opened_by: Optional[str]) -> bool:
    """Whether something changed between the Keras that wrote a file and the one that opens it."""
    return Origin(written_by, "").before(since) and (opened_by is None or not Origin(opened_by, "").before(since))


def _upgraded(value: Any, changes: List[Change], notes: List[str]) -> Any:
    """A value with everything in it upgraded; Keras 3 writes objects into configurations at any depth."""
    if isinstance(value, list):
        return [_upgraded(each, changes, notes) for each in value]
    if not isinstance(value, dict):
        return value
    found: Dict[str, Any] = {key: _upgraded(each, changes, notes) for key, each in value.items()}
    if not isinstance(found.get("class_name"), str) or not isinstance(found.get("config"), dict):
        return found
    for change in changes:
        before, found = found, change.step(found)
        if found is not before:
            notes.append("{}: {}".format(name_of(found) or found["class_name"], change.says))
    return found
