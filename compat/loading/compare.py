"""Two models side by side: the calls of their layers are matched, given the same inputs, and compared, masks too.

Both are models of the installed Keras. Where the first call that differs is one of a nested model, its layers are compared in
turn, both on what the first model gave them, so that the layer named is the one that differs, not one that follows it.
"""
import os
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.errors import ComparisonError, ModelFileNotFoundError, OptionError, typed
from compat.flavors import loading
from compat.flavors.protocol import CallValues, KerasModel, LayerCall, PathLike
from compat.loading.matching import matched
from compat.loading.reasons import reasons_for
from compat.loading.verify import ATOL, RTOL, numbered

SAME, DIFFERENT, SHAPES, NUMBER = "same", "different", "other shapes", "another number of outputs"


class Tolerance(NamedTuple):
    """The difference that still counts as the same: absolute, plus relative to the first model's value."""

    rtol: float = RTOL
    atol: float = ATOL


_TIGHT = Tolerance()


class CallComparison(NamedTuple):
    """One call of a layer in both models.

    Attributes:
        name: of the layer in the first model, with those of the models around it.
        other: its name in the second.
        call_index: which call of the layer.
        class_name: in the first model.
        other_class: in the second.
        result: :data:`SAME`, :data:`DIFFERENT`, :data:`SHAPES` or :data:`NUMBER`.
        largest: difference of its outputs, None where they cannot be subtracted.
        different: how many values differ by more than is allowed.
        values: how many there are.
        masks: what differs in the masks of its outputs, "" where nothing does.
        reasons: what may be the cause; of :attr:`Comparison.first` and :attr:`Comparison.first_mask` alone.
    """

    name: str
    other: str
    call_index: int
    class_name: str
    other_class: str
    result: str
    largest: Optional[float]
    different: int
    values: int
    masks: str
    reasons: Tuple[str, ...] = ()


class Comparison(NamedTuple):
    """All calls that both models have, in the order of the first, and what only one of them has.

    Attributes:
        calls: those of a nested model that differs come after it.
        only_first: calls that the second model has no counterpart of.
        only_second: the reverse.
        outputs: the largest difference of each output of the models, None where the shapes differ.
        first: the innermost call where outputs begin to differ, None where none does.
        first_mask: the first call whose masks differ, if that is not after it; None where none does. What no later layer and no
            loss uses changes no number: then the models are the same all the same.
        same: whether the outputs of the models agree, those of all calls, and the masks of the models' outputs.
    """

    calls: Tuple[CallComparison, ...]
    only_first: Tuple[str, ...]
    only_second: Tuple[str, ...]
    outputs: Tuple[Optional[float], ...]
    first: Optional[CallComparison]
    first_mask: Optional[CallComparison]
    same: bool


def inputs_of(path: PathLike) -> Tuple[List[np.ndarray], List[np.ndarray]]:
    """The inputs ``x0``, ``x1`` … of an ``.npz``, and the outputs ``y0`` … that an old Keras gave, if it has them.

    Raises:
        ModelFileNotFoundError: there is no such file.
        OptionError: it has no inputs.
    """
    if not os.path.exists(path):
        raise ModelFileNotFoundError("there is no file {!r} with inputs".format(os.fspath(path)))
    with typed(OptionError, "{!r} cannot be read; write it with numpy.savez(path, x0=…)".format(os.fspath(path))), \
            np.load(os.fspath(path)) as arrays:
        inputs, outputs = numbered(arrays, "x"), numbered(arrays, "y")
    if not inputs or any(each.dtype.kind not in "biuf" or not each.ndim for each in inputs):
        raise OptionError("{!r} needs numbers as inputs x0, x1 …, with the batch first".format(os.fspath(path)))
    return inputs, outputs


def compare(first: KerasModel, second: KerasModel, inputs: Sequence[np.ndarray],
            tolerance: Tolerance = _TIGHT) -> Comparison:
    """Compare two models of the installed Keras, layer by layer, on one batch of inputs.

    Args:
        first: the model that is taken as right.
        second: the other one.
        inputs: one array for each input of the models, in their order.
        tolerance: for values.

    Raises:
        ComparisonError: a model does not take the inputs, or has no graph of layers, as a subclassed one.
    """
    mine, theirs = _predicted(first, inputs, "first"), _predicted(second, inputs, "second")
    outputs = [_difference(one, other, tolerance) for one, other in zip(mine, theirs)]
    level = _level(first, second, inputs, tolerance, "")
    ends = {id(tensor) for tensor in first.outputs}
    masks_agree = not any(row.found.masks for row in level.rows if ends & set(map(id, row.one.outputs)))
    results = [each.result for each in outputs] + [row.found.result for row in level.rows]
    same = len(mine) == len(theirs) and masks_agree and all(result == SAME for result in results)
    rows = _entered(level, first, inputs, tolerance)
    begins = _innermost(rows)
    before = rows if begins is None else rows[:rows.index(begins) + 1]
    masked = next((row for row in before if row.found.masks), None)
    return Comparison(tuple(row.found for row in rows), level.only_first, level.only_second,
                      tuple(each.largest for each in outputs), _explained(begins), _explained(masked), same)


def compare_with(expected: Sequence[np.ndarray], model: KerasModel, inputs: Sequence[np.ndarray],
                 tolerance: Tolerance) -> Optional[float]:
    """The largest difference of a model's outputs from those of an old Keras, None where it is within the tolerance."""
    found = _predicted(model, inputs, "model")
    differences = [_difference(want, have, tolerance) for want, have in zip(expected, found)]
    if len(found) == len(expected) and all(each.result == SAME for each in differences):
        return None
    return max((each.largest for each in differences if each.largest is not None), default=float("inf"))


def _predicted(model: KerasModel, inputs: Sequence[np.ndarray], which: str) -> List[np.ndarray]:
    with typed(ComparisonError, "the {} model does not take the inputs, of shapes {}".format(
            which, ", ".join(str(each.shape) for each in inputs))):
        return [np.asarray(each) for each in loading().predict(model, inputs)]


class _Row(NamedTuple):
    """A call in both models, and how it compares."""

    one: LayerCall
    other: LayerCall
    found: CallComparison


class _Level(NamedTuple):
    """The calls of two models, without those of nested ones."""

    rows: List[_Row]
    only_first: Tuple[str, ...]
    only_second: Tuple[str, ...]


def _level(first: KerasModel, second: KerasModel, inputs: Sequence[np.ndarray], tolerance: Tolerance, path: str) -> _Level:
    """Compare the calls of two models on the same inputs."""
    calls = [loading().calls(model) for model in (first, second)]
    if not all(calls):
        raise ComparisonError("the {} model has no graph of layers: it is subclassed or has none, so that only outputs can be "
                              "compared".format("first" if not calls[0] else "second"))
    pairs, only_first, only_second = matched(*calls)
    with typed(ComparisonError, "the layers cannot be asked for their outputs"):
        computed = [loading().computed(model, own, inputs) for model, own in zip((first, second), zip(*pairs))]
    rows = [_Row(one, other, _of_call(one, other, mine, theirs, tolerance, path))
            for (one, other), mine, theirs in zip(pairs, *computed)]
    return _Level(rows, tuple(path + _shown(each) for each in only_first), tuple(path + _shown(each) for each in only_second))


def _entered(level: _Level, model: KerasModel, inputs: Sequence[np.ndarray], tolerance: Tolerance) -> List[_Row]:
    """The rows, and after the first that differs those of its layers, on what the first model gave it."""
    rows = list(level.rows)
    place = next((number for number, row in enumerate(rows) if row.found.result != SAME), None)
    if place is None or not (_is_model(rows[place].one.layer) and _is_model(rows[place].other.layer)):
        return rows
    one, other, found = rows[place]
    with typed(ComparisonError, "{} cannot be asked for what it is given".format(found.name)):
        given = loading().taken(model, one, inputs)
    inner = _level(one.layer, other.layer, given, tolerance, found.name + "/")
    rows[place + 1:place + 1] = _entered(inner, one.layer, given, tolerance)
    return rows


def _innermost(rows: Sequence[_Row]) -> Optional[_Row]:
    """The first row that differs; of a nested model, the first of its layers that does."""
    begins = next((row for row in rows if row.found.result != SAME), None)
    while begins is not None:
        within = [row for row in rows if row.found.name.startswith(begins.found.name + "/") and row.found.result != SAME]
        if not within:
            break
        begins = within[0]
    return begins


def _explained(row: Optional[_Row]) -> Optional[CallComparison]:
    if row is None:
        return None
    return row.found._replace(reasons=tuple(reasons_for(row.one, row.other, bool(row.found.masks))))


def _is_model(layer: Any) -> bool:
    return bool(getattr(layer, "layers", None)) and hasattr(layer, "inputs")


def _of_call(one: LayerCall, other: LayerCall, mine: CallValues, theirs: CallValues, tolerance: Tolerance,
             path: str) -> CallComparison:
    differences = [_difference(*each, tolerance) for each in zip(mine.outputs, theirs.outputs)]
    result = NUMBER if len(mine.outputs) != len(theirs.outputs) else \
        next((each.result for each in differences if each.result != SAME), SAME)
    sizes = [each.largest for each in differences if each.largest is not None]
    return CallComparison(
        path + one.name, path + other.name, one.call_index, type(one.layer).__name__, type(other.layer).__name__, result,
        max(sizes) if sizes else None, sum(each.different for each in differences), sum(each.size for each in mine.outputs),
        _masks(mine.masks, theirs.masks))


class _Difference(NamedTuple):
    result: str
    largest: Optional[float]
    different: int


def _difference(mine: np.ndarray, theirs: np.ndarray, tolerance: Tolerance) -> _Difference:
    """How far two arrays are apart; two nans are the same."""
    if mine.shape != theirs.shape:
        return _Difference(SHAPES, None, mine.size)
    one, other = mine.astype("float64"), theirs.astype("float64")
    close = np.isclose(other, one, rtol=tolerance.rtol, atol=tolerance.atol, equal_nan=True)
    with np.errstate(invalid="ignore"):  # of two infinities
        gaps = np.abs(other - one)
    gaps = np.where((np.isnan(one) & np.isnan(other)) | (one == other), 0.0, gaps)
    largest = float(np.where(np.isnan(gaps), np.inf, gaps).max()) if gaps.size else 0.0
    return _Difference(SAME if close.all() else DIFFERENT, largest, int((~close).sum()))


def _masks(mine: Sequence[Optional[np.ndarray]], theirs: Sequence[Optional[np.ndarray]]) -> str:
    """What differs in masks; a mask that masks nothing is as good as none."""
    for one, other in zip(mine, theirs):
        if one is not None and other is not None:
            if one.shape != other.shape:
                return "the masks have shapes {} and {}".format(one.shape, other.shape)
            if (one != other).any():
                return "{} of {} steps are masked otherwise".format(int((one != other).sum()), one.size)
        elif (one is not None and not one.all()) or (other is not None and not other.all()):
            return "only the {} has a mask".format("first" if other is None else "second")
    return ""


def _shown(call: LayerCall) -> str:
    return "{} ({})".format(call.name, type(call.layer).__name__)


def document_of(found: Comparison) -> Mapping[str, Any]:
    """A comparison as dictionaries and lists, ready for ``json.dumps``."""
    plain = {name: None if call is None else call._asdict() for name, call in (("first", found.first),
                                                                               ("first_mask", found.first_mask))}
    return dict(found._asdict(), calls=[each._asdict() for each in found.calls], **plain)
