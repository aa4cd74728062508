"""The golden files as records for parametrised tests; their arrays are read when they are asked for.

    @pytest.mark.parametrize("golden", goldens(tag="masking"), ids=str)
    def test_outputs(golden): ... load_model(golden.path) ... golden.x, golden.y

The files were written by real old Keras; README.md beside this module says how.
"""
import functools
import json
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

import numpy as np

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"


class Golden(NamedTuple):
    """One golden: a file, the Keras that wrote it, and what that Keras computed.

    Attributes:
        name: of the model; the same model has the same name on every stack.
        stack: the Keras and Python that wrote it, such as ``keras-2.2.4-py37``.
        file, arrays: paths below this folder of the ``.h5`` and of the ``.npz``.
        architecture: path below this folder of the ``.json`` or ``.yaml`` that a weights-only file needs, else None.
        keras_version, backend: as the ``.h5`` states them.
        python: that wrote it.
        shows: what the golden is for.
        tags: what ``goldens(tag=…)`` selects by.
        custom_objects: names of the classes and functions that opening it needs, beside Keras's own.
        lambdas: {layer name: the text of ``function``, ``mask`` and ``output_shape`` (or None), and the values of
            ``arguments`` and of its ``closure``}.
        compiled: whether it holds a training configuration.
        optimizer: its class name, or None.
        loss: as ``compile`` was given it, or None.
        metrics_names: of the values in ``evaluated`` and ``trained``, the loss first.
        stochastic_training: True when a training step draws random numbers, so that ``loss_after`` cannot be repeated.
        on_reload: '' or why this Keras itself computes other outputs (or raises) after opening the file. ``y`` is
            what the model computed before it was saved.
        on_resume: '' or why this Keras itself continues training otherwise after opening the file.
        tolerance: {'outputs': absolute, 'loss': relative}.
    """

    name: str
    stack: str
    file: str
    arrays: str
    architecture: Optional[str]
    keras_version: Optional[str]
    backend: Optional[str]
    python: str
    shows: str
    tags: List[str]
    custom_objects: List[str]
    lambdas: Dict[str, Dict[str, Any]]
    compiled: bool
    optimizer: Optional[str]
    loss: Any
    metrics_names: List[str]
    stochastic_training: bool
    on_reload: str
    on_resume: str
    tolerance: Dict[str, float]

    def __str__(self) -> str:
        return "{}/{}".format(self.stack, self.name)

    @property
    def path(self) -> Path:
        """The ``.h5`` file."""
        return HERE / self.file

    @property
    def architecture_path(self) -> Optional[Path]:
        """The ``.json`` or ``.yaml`` beside a file that holds weights only."""
        return HERE / self.architecture if self.architecture else None

    @property
    def values(self) -> Dict[str, np.ndarray]:
        """Every array of the ``.npz``, read once: inputs, outputs, targets, losses (README.md lists the keys)."""
        return _values(HERE / self.arrays)

    @property
    def x(self) -> List[np.ndarray]:
        """The inputs, one array for each input of the model."""
        return self._numbered("x")

    @property
    def y(self) -> List[np.ndarray]:
        """What the model predicted for ``x`` when it was saved, one array for each output."""
        return self._numbered("y")

    @property
    def t(self) -> List[np.ndarray]:
        """The targets, one array for each output; empty when the model is not compiled."""
        return self._numbered("t")

    @property
    def loss_after(self) -> float:
        """The loss over ``x``, ``t`` after opening the file and one more training step, by the Keras that wrote it."""
        return float(self.values["loss_after_reopening" if self.on_resume else "loss_after"])

    def _numbered(self, letter: str) -> List[np.ndarray]:
        count = sum(key[0] == letter and key[1:].isdigit() for key in self.values)
        return [self.values["{}{}".format(letter, index)] for index in range(count)]


@functools.lru_cache(maxsize=None)
def _values(path: Path) -> Dict[str, np.ndarray]:
    with np.load(str(path)) as arrays:
        return {key: arrays[key] for key in arrays.files}


@functools.lru_cache(maxsize=None)
def _manifest() -> List[Golden]:
    records = json.loads(MANIFEST.read_text(encoding="utf8"))
    return [Golden(**record) for record in records]


def goldens(stack: Optional[str] = None, tag: Optional[str] = None) -> List[Golden]:
    """The goldens of the stacks whose name starts with ``stack``, with ``tag`` among their tags; all by default."""
    found = [
        golden for golden in _manifest()
        if (stack is None or golden.stack.startswith(stack)) and (tag is None or tag in golden.tags)
    ]
    if not found:
        raise LookupError("no golden for stack {!r} and tag {!r}".format(stack, tag))
    return found


def golden(stack: str, name: str) -> Golden:
    """The golden ``name`` of the one stack called ``stack``."""
    for record in _manifest():
        if (record.stack, record.name) == (stack, name):
            return record
    raise LookupError("no golden {}/{}".format(stack, name))


class Container(NamedTuple):
    """One model that a tf.keras wrote in every container it has, and what that tf.keras computed.

    Attributes:
        name, stack, shows, tags, custom_objects, lambdas, compiled, optimizer, stochastic_training: as of a :class:`Golden`.
        tensorflow: the release that wrote it.
        containers: what there is: ``"checkpoint"``, ``"saved_model"``, ``"keras"``, ``"weights.h5"``.
        has_config: whether the model can be built from what it states; a subclassed one cannot.
    """

    name: str
    stack: str
    shows: str
    tags: List[str]
    custom_objects: List[str]
    lambdas: Dict[str, Dict[str, Any]]
    compiled: bool
    optimizer: Optional[str]
    stochastic_training: bool
    tensorflow: str
    containers: List[str]
    has_config: bool

    def __str__(self) -> str:
        return "{}/{}".format(self.stack, self.name)

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return HERE / "containers" / self.stack / self.name

    @property
    def values(self) -> Dict[str, np.ndarray]:
        """Every array of ``values.npz``: the keys of README.md."""
        return _values(self.folder / "values.npz")

    def arrays(self, letter: str) -> List[np.ndarray]:
        """The inputs (``"x"``), outputs (``"y"``) or targets (``"t"``), one array for each."""
        count = sum(key[0] == letter and key[1:].isdigit() for key in self.values)
        return [self.values["{}{}".format(letter, index)] for index in range(count)]


@functools.lru_cache(maxsize=None)
def containers(kind: str, stack: str = "", name: str = "") -> List[Container]:
    """The models that are there as ``kind``, of the stacks whose name starts with ``stack``, called ``name`` if given."""
    records = [Container(**record) for record in json.loads((HERE / "containers.json").read_text(encoding="utf8"))]
    found = [each for each in records
             if kind in each.containers and each.stack.startswith(stack) and name in ("", each.name)]
    if not found:
        raise LookupError("no {} of stack {!r} called {!r}".format(kind, stack, name))
    return found
