"""A model in the hub dialect as boxes and arrows: every layer once, nested models as frames around theirs."""
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from compat.drawing.masks import masks_of, role_of
from compat.hub.calls import in_order
from compat.hub.output_shapes import Shape, input_shape, output_shapes
from compat.hub.records import Path, Spec, name_of
from compat.hub.references import CONSTANT, map_references
from compat.hub.walk import held_by, is_model, wraps_model


class Tensor(NamedTuple):
    """What a call puts out: of which box, its shape, and whether a mask goes with it."""

    box: int
    shape: Shape
    masked: bool


class Box(NamedTuple):
    """One layer.

    Attributes:
        path: its name, with those of the models around it.
        class_name: with what it wraps, e.g. ``"TimeDistributed(Dense)"``.
        shapes: of its outputs at its first call.
        frame: the number of the model that it is drawn in, 0 for the whole.
        role: what it does with masks, see :mod:`compat.drawing.masks`.
        calls: how often it is called.
    """

    path: Path
    class_name: str
    shapes: Tuple[Shape, ...]
    frame: int
    role: str = ""
    calls: int = 1


class Arrow(NamedTuple):
    """A tensor from one box to another."""

    start: int
    end: int
    shape: Shape
    masked: bool


class Frame(NamedTuple):
    """A model: its title, and the number of the frame around it."""

    title: str
    parent: int


class Diagram(NamedTuple):
    """Boxes, arrows, frames (the first is the whole model), and the boxes whose outputs are those of the model."""

    boxes: Tuple[Box, ...]
    arrows: Tuple[Arrow, ...]
    frames: Tuple[Frame, ...]
    outputs: Tuple[int, ...]


def diagram_of(model: Spec) -> Diagram:
    """The diagram of a model.

    Args:
        model: in the hub dialect.

    Raises:
        ConfigError: the configuration contradicts itself.

    Example:
        >>> layers = [{"class_name": "Dense", "config": {"name": "a", "units": 2, "batch_input_shape": [None, 3]}}]
        >>> found = diagram_of({"class_name": "Sequential", "config": {"name": "s", "layers": layers}})
        >>> [(box.path, box.shapes) for box in found.boxes]
        [(('a',), ((None, 2),))]
    """
    drawing = _Drawing()
    outputs = drawing.model(model, (), None, -1, "")
    return Diagram(tuple(drawing.boxes), tuple(dict.fromkeys(drawing.arrows)), tuple(drawing.frames),
                   tuple(dict.fromkeys(each.box for each in outputs if each.box >= 0)))


class _Drawing:
    """One run of :func:`diagram_of`."""

    def __init__(self) -> None:
        self.boxes: List[Box] = []
        self.arrows: List[Arrow] = []
        self.frames: List[Frame] = []
        self.entries: Dict[Path, List[int]] = {}
        self.results: Dict[Path, List[Tensor]] = {}
        self.places: Dict[Path, int] = {}

    def model(self, spec: Spec, path: Path, given: Optional[Sequence[Tensor]], parent: int, around: str) -> List[Tensor]:
        """Draw a model at its first call; ``given`` is None for the whole one. Later calls get arrows alone."""
        if given is not None and path in self.results:
            for entry, tensor in zip(self.entries[path], given):
                self._arrow(tensor, entry)
            return self.results[path]
        self.frames.append(Frame("{}{} ({})".format(around, name_of(spec) or "model", spec["class_name"]), parent))
        frame = len(self.frames) - 1
        self.entries[path] = []
        draw = self._sequential if spec["class_name"] == "Sequential" else self._network
        self.results[path] = draw(spec, path, given, frame)
        return self.results[path]

    def _sequential(self, spec: Spec, path: Path, given: Optional[Sequence[Tensor]], frame: int) -> List[Tensor]:
        layers = spec["config"]["layers"]
        current = list(given) if given is not None else []
        for number, layer in enumerate(layers):
            if layer["class_name"] == "InputLayer" or (number == 0 and not current):
                stated = input_shape(layer["config"]) or input_shape(spec["config"])
                if layer["class_name"] == "InputLayer":
                    current = [self._input(layer, path, current[0] if current else None, frame)]
                    continue
                current = [Tensor(-1, stated, False)]
            before = len(self.boxes)
            current = self.layer(layer, path + (name_of(layer),), current, frame)
            if number == 0 and len(self.boxes) > before:
                self.entries[path] = [before]
        return current

    def _network(self, spec: Spec, path: Path, given: Optional[Sequence[Tensor]], frame: int) -> List[Tensor]:
        config = spec["config"]
        specs = {name_of(each): each for each in config["layers"]}
        tensors: Dict[Tuple[str, int], List[Tensor]] = {}
        order = [each[0] for each in _references(config.get("input_layers"))]
        taken = dict(zip(order, given or ()))
        for name in sorted((name for name, each in specs.items() if each["class_name"] == "InputLayer"),
                           key=lambda name: order.index(name) if name in order else len(order)):
            tensors[(name, 0)] = [self._input(specs[name], path, taken.get(name), frame)]
        for call in in_order(str(config.get("name")), specs):
            inputs = [_of(tensors, each) for each in _references([call.args, call.kwargs])]
            tensors[(call.layer, call.call_index)] = self.layer(specs[call.layer], path + (call.layer,), inputs, frame)
        return [_of(tensors, each) for each in _references(config.get("output_layers"))]

    def _input(self, spec: Spec, path: Path, given: Optional[Tensor], frame: int) -> Tensor:
        shape = given.shape if given is not None and given.shape is not None else input_shape(spec["config"])
        masked = given is not None and given.masked
        self.boxes.append(Box(path + (name_of(spec),), "InputLayer", (shape,), frame))
        box = len(self.boxes) - 1
        self.entries.setdefault(path, []).append(box)
        if given is not None:
            self._arrow(given, box)
        return Tensor(box, shape, masked)

    def layer(self, spec: Spec, path: Path, inputs: Sequence[Tensor], frame: int) -> List[Tensor]:
        """Draw a call of a layer or a model."""
        if is_model(spec):
            return self.model(spec, path, inputs, frame, "")
        if wraps_model(spec) and spec["class_name"] == "TimeDistributed" and inputs:
            return self._each_step(spec, path, inputs, frame)
        shapes = output_shapes(spec, [each.shape for each in inputs])
        masked = [each.masked for each in inputs]
        box = self._box(spec, path, shapes, frame, role_of(spec, any(masked)))
        for each in inputs:
            self._arrow(each, box)
        return [Tensor(box, shape, masks_of(spec, masked)) for shape in shapes]

    def _each_step(self, spec: Spec, path: Path, inputs: Sequence[Tensor], frame: int) -> List[Tensor]:
        inner = held_by(spec)[0]
        first = inputs[0]
        within = None if first.shape is None else first.shape[:1] + first.shape[2:]
        made = self.model(inner, path, [first._replace(shape=within)], frame, "TimeDistributed: ")
        steps = None if first.shape is None else first.shape[1]
        outer = [None if each.shape is None else (each.shape[0], steps, *each.shape[1:]) for each in made]
        return [each._replace(shape=shape, masked=first.masked) for each, shape in zip(made, outer)]

    def _box(self, spec: Spec, path: Path, shapes: Sequence[Shape], frame: int, role: str) -> int:
        if path in self.places:
            box = self.places[path]
            self.boxes[box] = self.boxes[box]._replace(calls=self.boxes[box].calls + 1)
            return box
        held = held_by(spec)
        inner = "({})".format(", ".join(str(each["class_name"]) for each in held)) if held else ""
        self.boxes.append(Box(path, str(spec["class_name"]) + inner, tuple(shapes), frame, role))
        self.places[path] = len(self.boxes) - 1
        return self.places[path]

    def _arrow(self, tensor: Tensor, end: int) -> None:
        if tensor.box >= 0:
            self.arrows.append(Arrow(tensor.box, end, tensor.shape, tensor.masked))


def _of(tensors: Dict[Tuple[str, int], List[Tensor]], reference: Sequence[Any]) -> Tensor:
    """What a reference means; a layer whose number of outputs is not known has as many as are asked for."""
    found = tensors.get((reference[0], reference[1]), [])
    place = int(reference[2])
    if place < len(found):
        return found[place]
    return Tensor(found[0].box if found else -1, None, False)


def _references(structure: Any) -> List[Sequence[Any]]:
    """The references of a structure in its order, which is that of the inputs and outputs."""
    found: List[Sequence[Any]] = []
    map_references(structure, found.append)
    return [each for each in found if each[0] != CONSTANT]
