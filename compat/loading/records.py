"""What :func:`compat.inspect` finds in a model file, as plain records.

Concerns ``.h5`` files of Keras 1.0 to tf.keras 2.15, weights-only files, and architecture files in JSON or YAML.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional, Tuple, Union

#: A loss, or metrics, as a configuration states them.
Stated = Union[None, str, List[Any], Dict[str, Any]]


@dataclass(frozen=True)
class WeightInfo:
    """One array of the file: its name there, shape and dtype."""

    name: str
    shape: Tuple[int, ...]
    dtype: str


@dataclass(frozen=True)
class LayerInfo:
    """One layer.

    Attributes:
        name: its path, outermost model's layer first, joined by ``/``.
        class_name: in the hub dialect, or "" in a file that holds weights alone.
        weights: its arrays in the file.
        parameters: number of parameters in them.
        trainable: as the configuration says.
    """

    name: str
    class_name: str
    weights: Tuple[WeightInfo, ...] = ()
    parameters: int = 0
    trainable: bool = True


@dataclass(frozen=True)
class LambdaInfo:
    """One function of a Lambda layer.

    Attributes:
        layer: the layer's path.
        part: ``"function"``, ``"mask"`` or ``"output_shape"``.
        kind: ``"bytecode"`` (never run), ``"name"`` (of a function that the user has to pass) or ``"value"``.
        text: the name or value; None for bytecode.
        source: the bytecode as Python source, or None when it could not be rebuilt.
        python_version: the Python that wrote it, e.g. ``"3.6"``.
        touches: what it uses besides its arguments, e.g. ``"keras.backend.abs"``.
        problem: why it will not be used without ``lambdas={…}``, or None.
    """

    layer: str
    part: str
    kind: str
    text: Optional[str] = None
    source: Optional[str] = None
    python_version: Optional[str] = None
    touches: Tuple[str, ...] = ()
    problem: Optional[str] = None


@dataclass(frozen=True)
class CustomInfo:
    """One layer of a class that no Keras has.

    Attributes:
        layer: the layer's path.
        class_name: the class to pass in ``custom_objects``.
        config: its arguments as stored.
        weights: its arrays in the file.
        ours: the class of ``compat.layers`` that it is known to be, which need not be passed; else ``""``.
        candidates: those that it may be.
    """

    layer: str
    class_name: str
    config: Dict[str, Any]
    weights: Tuple[WeightInfo, ...]
    ours: str = ""
    candidates: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What a file holds; ``to_dict()`` returns it as plain values for JSON.

    Attributes:
        path: the file.
        kind: ``"model"``, ``"weights"`` or ``"architecture"``.
        keras_version: which Keras wrote it; ``version_stated`` says whether the file says so or it was inferred.
        backend: the same, with ``backend_stated``.
        model_class: ``"Sequential"`` or ``"Functional"``; None when there is no configuration.
        model_name: the model's name.
        layers: in order, those of nested models among them.
        parameters: number of parameters in all arrays.
        lambdas: every function of every Lambda.
        custom: every layer of a class that no Keras has.
        skeleton: source of the classes that have to be passed, to fill in; ``""`` when there are none.
        optimizer: its class, or None for a model that is not compiled.
        optimizer_weights: number of arrays of optimizer state.
        loss: as stored.
        metrics: as stored.
        upgrades: what reading it with today's names changed.
        warnings: what may be wrong.
    """

    path: str
    kind: str
    keras_version: str
    version_stated: bool
    backend: str
    backend_stated: bool
    model_class: Optional[str]
    model_name: Optional[str]
    layers: Tuple[LayerInfo, ...]
    parameters: int
    lambdas: Tuple[LambdaInfo, ...]
    custom: Tuple[CustomInfo, ...]
    skeleton: str
    optimizer: Optional[str]
    optimizer_weights: int
    loss: Stated
    metrics: Stated
    upgrades: Tuple[str, ...]
    warnings: Tuple[str, ...]

    def to_dict(self) -> Dict[str, Any]:
        """The record as dictionaries and lists, ready for ``json.dumps``."""
        return asdict(self)

    @property
    def size(self) -> str:
        """How large it is, for people."""
        held = "no weights in this file" if self.kind == "architecture" else "{:,} parameters".format(self.parameters)
        return "{:,} layers, {}".format(len(self.layers), held)
