"""What the rooms above and the flavors offer each other, as types: go-to-definition and mypy pass through.

A flavor's module ``loading`` is a :class:`LoadingStage`. The other way round, old code opens files by functions and methods of
a flavor, and :class:`OldFiles` is what reads them: ``compat/__init__.py`` hands it over with :func:`provide_old_files`.
"""
import os
import sys
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from compat.era import Era
from compat.hub.custom_objects import CustomObjects
from compat.hub.records import Origin, Path, Spec

if TYPE_CHECKING:
    import numpy as np
if sys.version_info >= (3, 8):
    from typing import Protocol
else:
    Protocol = object

PathLike = Union[str, "os.PathLike[str]"]
#: A model or layer of the installed Keras, which no type describes for every Keras.
KerasModel = Any
KerasLayer = Any


class Models(Protocol):
    """The classes that a file's models become: a module ``models``, or a Keras."""

    Model: Any
    Sequential: Any


class Arrays(Protocol):
    """The arrays for one layer: :class:`compat.weights.Pair`, or those that :mod:`compat.loading.fitting` chose."""

    @property
    def path(self) -> Path:
        """Of the layer."""

    @property
    def datasets(self) -> Sequence[Any]:
        """What the file has for it, for messages."""

    def read(self) -> "List[np.ndarray]":
        """The arrays in the hub's order and layout."""


class BuiltModel:
    """A model on its way to being complete.

    Attributes:
        model: the model itself.
        layers: (path, layer) of every layer that is not itself a model.
        lambdas_without_mask: Lambda layers that drop a mask for want of a mask function.
    """

    def __init__(self, model: KerasModel, layers: Sequence[Tuple[Path, KerasLayer]],
                 lambdas_without_mask: Sequence[str] = ()) -> None:
        self.model, self.layers = model, tuple(layers)
        self.lambdas_without_mask = tuple(lambdas_without_mask)


class Compiled(NamedTuple):
    """What became of the compiled state of a file.

    Attributes:
        compiled: False when a loss or the optimizer could not be found.
        missing: what could not: ``"loss 'my_loss'"``.
        resumed: the optimizer continues where it stopped.
    """

    compiled: bool
    missing: Sequence[str] = ()
    resumed: bool = False

    @property
    def lack(self) -> str:
        """The warning about what is missing.

        Example:
            >>> Compiled(True, ["metric 'mine'"]).lack
            "the model was loaded without metric 'mine'; pass custom_objects to have it"
        """
        return "{} {}; pass custom_objects to have {}".format(
            "the model was loaded without" if self.compiled else "the model was loaded uncompiled, for lack of",
            ", ".join(self.missing), "it" if len(self.missing) == 1 else "them")


class Standalone(NamedTuple):
    """A model that needs nothing but Keras to be opened.

    Attributes:
        model: of Keras's own parts; None if there is none.
        reasons: why not, one sentence for each layer that has no counterpart.
    """

    model: KerasModel
    reasons: Tuple[str, ...] = ()


class LayerCall(NamedTuple):
    """One call of a layer in a model of the functional kind, for comparisons.

    Attributes:
        layer: that is called; an operation of Keras 3 too.
        name: of it.
        call_index: which call in this model, from 0.
        inputs: the symbolic tensors that it is called on.
        outputs: those that it puts out.
        masks: that of each output, None where it has none.
    """

    layer: KerasLayer
    name: str
    call_index: int
    inputs: Sequence[Any]
    outputs: Sequence[Any]
    masks: Sequence[Any]


class CallValues(NamedTuple):
    """What a call put out for one batch: arrays, and the mask of each, None where it has none."""

    outputs: "List[np.ndarray]"
    masks: "List[Optional[np.ndarray]]"


class LoadingStage(Protocol):
    """Build, assign and compile on one Keras: the module ``loading`` of a flavor."""

    def knows(self, class_name: str) -> bool:
        """Whether a hub class name can be made without the user's help."""

    def registered(self, name: str) -> Any:
        """What the program registered under a name with the installed Keras, or None."""

    def from_config(self, cls: Any, config: Mapping[str, Any], custom: CustomObjects) -> KerasModel:
        """The model that a program's own class makes of a configuration."""

    def build(self, spec: Spec, custom: CustomObjects, era: Era, most: int, models: Optional[Models] = None,
              same: Optional[Mapping[Path, Path]] = None) -> BuiltModel:
        """The model of a hub configuration: ``most`` is the upper bound on its parameters, ``same`` what layers are one."""

    def live(self, model: KerasModel) -> Tuple[Spec, BuiltModel]:
        """What ``assign`` needs of a model that exists already: its layers in the hub dialect, and itself."""

    def assign(self, built: BuiltModel, pairs: Sequence[Arrays], whole: bool = True) -> Tuple[int, int]:
        """Give every weight its array; returns the number of arrays and of parameters."""

    def trainable(self, built: BuiltModel) -> List[Tuple[Path, List[bool]]]:
        """For each layer its path, and for each of its weights whether it is trained."""

    def compile_model(self, built: BuiltModel, training: Mapping[str, Any], outputs: Sequence[str],
                      custom: CustomObjects, era: Era, state: Any) -> Compiled:
        """Compile a model as its file says, and let its optimizer continue."""

    def resume(self, built: BuiltModel, state: Any) -> bool:
        """Let the optimizer of a compiled model continue from the state in a file; whether it fitted."""

    def standalone(self, model: KerasModel) -> Standalone:
        """The same model without anything of this package in its file."""

    def save(self, model: KerasModel, path: str) -> None:
        """Write a model in the installed Keras's own format."""

    def save_for(self, model: KerasModel, path: str, era: Era) -> Tuple[str, ...]:
        """Write a model as the HDF5 file of an old Keras; returns what that Keras needs to open it, one sentence each."""

    def export(self, model: KerasModel, path: str, format: str) -> None:
        """Write what only runs a model: ``"onnx"``, ``"savedmodel"`` or ``"litert"``."""

    def runner(self, path: str, format: str) -> "Optional[Callable[[Sequence[np.ndarray]], List[np.ndarray]]]":
        """What computes the outputs of an exported model for one batch; None where nothing that does is installed."""

    def example_inputs(self, model: KerasModel) -> "List[np.ndarray]":
        """One batch of inputs that any model accepts, the same at each call."""

    def open_own(self, path: str, objects: Mapping[str, Any], compile: bool, shown: str) -> KerasModel:
        """Open a ``.keras`` archive that Keras 3 wrote, a copy of the one at ``shown``."""

    def open_own_hdf5(self, path: str, config: Mapping[str, Any], objects: Mapping[str, Any],
                      training: Optional[Mapping[str, Any]],
                      state: "Sequence[np.ndarray]", relays: bool = False) -> Tuple[KerasModel, Tuple[str, ...]]:
        """Open an HDF5 file that Keras 3 wrote, with a configuration that may be upgraded; and what was not restored."""

    def open_own_config(self, config: Mapping[str, Any], objects: Mapping[str, Any],
                        shared: Sequence[str] = ()) -> KerasModel:
        """Make the model of a configuration that Keras 3 wrote as JSON; its weights have initial values."""

    def compile_own(self, model: KerasModel, compiled: Mapping[str, Any], objects: Mapping[str, Any],
                    state: "Sequence[np.ndarray]") -> bool:
        """Compile a model as an archive of Keras 3 says, and whether its optimizer goes on from its state there."""

    def reopen(self, path: str, objects: Mapping[str, Any]) -> KerasModel:
        """Open such a file with the installed Keras and the user's objects."""

    def predict(self, model: KerasModel, inputs: Sequence[Any]) -> "List[np.ndarray]":
        """The outputs for one batch of inputs."""

    def values_of(self, layer: KerasLayer) -> "List[np.ndarray]":
        """The values of a layer's weights, in the order of the hub."""

    def weights_of(self, model: KerasModel) -> "List[np.ndarray]":
        """The values of all weights, in the model's order."""

    def calls(self, model: KerasModel) -> List[LayerCall]:
        """Every call of a layer in a model, inputs left out, each after those that it takes; none of a subclassed model."""

    def computed(self, model: KerasModel, calls: Sequence[LayerCall], inputs: Sequence[Any]) -> List[CallValues]:
        """What calls of a model put out for one batch of inputs, in inference."""

    def taken(self, model: KerasModel, call: LayerCall, inputs: Sequence[Any]) -> "List[np.ndarray]":
        """What a call of a model is given for one batch of inputs, in inference."""


class OldFiles(Protocol):
    """Files of an old Keras, for the functions and methods by which old code opens them."""

    def open_model(self, path: PathLike, custom_objects: Optional[Mapping[str, Any]], compile: bool,
                   models: Models) -> KerasModel:
        """As :func:`compat.load_model`, with ``models`` for the classes of the result."""

    def load_weights(self, model: KerasModel, path: PathLike, *, by_name: bool, skip_mismatch: bool,
                     reshape: bool = False) -> None:
        """As :func:`compat.load_weights`."""

    def keras3_version(self, path: PathLike) -> Optional[str]:
        """The version of the Keras 3 that wrote a ``.keras`` archive; None for any other file."""

    def weight_attributes(self, layer: KerasLayer) -> Optional[List[Tuple[str, ...]]]:
        """The attributes under which tf.keras keeps each weight of a layer of Keras's own, else None."""

    def values_of_yaml(self, text: str) -> Any:
        """YAML as plain values, with the limits of files from strangers."""

    def upgrade_weights(self, class_name: str, config: Spec, arrays: "Sequence[np.ndarray]",
                        origin: Origin) -> "List[np.ndarray]":
        """The arrays of one layer in the hub's order and layout; as :func:`compat.weights.upgrade`."""


_providers: List[Callable[[], OldFiles]] = []


def provide_old_files(provider: Callable[[], OldFiles]) -> None:
    """Say what reads the files of an old Keras; it is asked for at the first use."""
    _providers[:] = [provider]


def old_files() -> OldFiles:
    """What reads the files of an old Keras."""
    return _providers[0]()
