"""Functions of ``tf.image`` about boxes, over ``keras.ops``: cropping, resizing and choosing them.

A box is (y1, x1, y2, x2). What is chosen depends on values: these functions are not compiled by JAX.
"""
from typing import Any, List, NamedTuple, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype
from compat.flavors.keras3.tf.traced import values_of


class CombinedNonMaxSuppression(NamedTuple):
    """The boxes (batch, n, 4), scores and classes (batch, n) that are kept, and how many of each sample are real (batch,)."""

    nmsed_boxes: Any
    nmsed_scores: Any
    nmsed_classes: Any
    valid_detections: Any


def crop_and_resize(image: Any, boxes: Any, box_indices: Any = None, crop_size: Any = None, method: str = "bilinear",
                    extrapolation_value: float = 0.0, box_ind: Any = None) -> Tensor:
    """The part of an image in each box, of one size: (batch, h, w, c), (n, 4), (n,) → (n, height, width, c).

    Args:
        boxes: as shares of the image, 0 the first and 1 the last pixel.
        box_indices: the number of the image for each box.
        method: ``"bilinear"`` or ``"nearest"``.
        extrapolation_value: of pixels outside of the image.
    """
    x, boxes = as_tensor(image), cast(boxes, "float32")
    which = cast(box_ind if box_indices is None else box_indices, "int32")
    x = cast(x, "float32")
    rows, rows_inside = _places(boxes[:, 0], boxes[:, 2], int(crop_size[0]), ops.shape(x)[1])
    columns, columns_inside = _places(boxes[:, 1], boxes[:, 3], int(crop_size[1]), ops.shape(x)[2])
    cropped = _sampled(x, which, rows, columns, method)
    inside = ops.logical_and(rows_inside[:, :, None], columns_inside[:, None, :])[..., None]
    return ops.where(inside, cropped, ops.full_like(cropped, extrapolation_value))


def _places(first: Tensor, last: Tensor, count: int, size: Any) -> Tuple[Tensor, Tensor]:
    """Where each new row lies among the old ones, and whether it lies within the image: (n, count)."""
    end = cast(size, "float32") - 1.0
    if count > 1:
        share = ops.arange(count, dtype="float32")[None, :] / float(count - 1)
        places = first[:, None] * end + share * ((last - first)[:, None] * end)
    else:
        places = 0.5 * (first + last)[:, None] * end
    return places, ops.logical_and(places >= 0, places <= end)


def _sampled(x: Tensor, which: Tensor, rows: Tensor, columns: Tensor, method: str) -> Tensor:
    height, width = tuple(ops.shape(x))[1:3]
    flat = ops.reshape(x, (-1, ops.shape(x)[3]))

    def at(row: Tensor, column: Tensor) -> Tensor:
        row = ops.cast(ops.clip(row, 0, height - 1), "int32")[:, :, None]
        column = ops.cast(ops.clip(column, 0, width - 1), "int32")[:, None, :]
        return ops.take(flat, (which[:, None, None] * height + row) * width + column, axis=0)

    if method == "nearest":
        return at(ops.floor(rows + 0.5), ops.floor(columns + 0.5))
    if method != "bilinear":
        raise UnsupportedError("tf.image.crop_and_resize serves the methods bilinear and nearest, not {!r}".format(method))
    top, left = ops.floor(rows), ops.floor(columns)
    down, right = (rows - top)[:, :, None, None], (columns - left)[:, None, :, None]
    above = at(top, left) + (at(top, left + 1) - at(top, left)) * right
    below = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * right
    return above + (below - above) * down


def non_max_suppression(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: float = 0.5,
                        score_threshold: float = float("-inf")) -> Tensor:
    """The numbers of the boxes that are kept, best first, int32: none overlaps a better one by more than the threshold."""
    kept = _kept(values_of(boxes, "image.non_max_suppression"), values_of(scores, "image.non_max_suppression"),
                 int(max_output_size), float(iou_threshold), float(score_threshold))
    return ops.convert_to_tensor(kept)


def _kept(boxes: np.ndarray, scores: np.ndarray, count: int, iou_threshold: float, score_threshold: float) -> np.ndarray:
    kept: List[int] = []
    for number in np.argsort(-scores, kind="stable"):
        if len(kept) >= count or not scores[number] > score_threshold:
            break
        if not kept or not (_overlap(boxes[number], boxes[kept]) > iou_threshold).any():
            kept.append(int(number))
    return np.array(kept, "int32")


def _overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Intersection over union with each other box, whose corners may be in either order."""
    box, others = box.astype("float32"), others.astype("float32")
    low, high = np.minimum(box[:2], box[2:]), np.maximum(box[:2], box[2:])
    lows, highs = np.minimum(others[:, :2], others[:, 2:]), np.maximum(others[:, :2], others[:, 2:])
    area, areas = np.prod(high - low), np.prod(highs - lows, axis=1)
    shared = np.prod(np.maximum(np.minimum(high, highs) - np.maximum(low, lows), 0), axis=1)
    found = np.zeros(len(others), "float32")
    some = (area > 0) & (areas > 0)
    found[some] = shared[some] / (area + areas[some] - shared[some])
    return found


def non_max_suppression_padded(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: float = 0.5,
                               score_threshold: float = float("-inf"), pad_to_max_output_size: bool = False) -> Any:
    """As :func:`non_max_suppression`, with zeros at the end up to that size where asked for, and how many are real."""
    kept = values_of(non_max_suppression(boxes, scores, max_output_size, iou_threshold, score_threshold), "image")
    count = len(kept)
    if pad_to_max_output_size:
        kept = np.pad(kept, (0, int(max_output_size) - count))
    return ops.convert_to_tensor(kept), ops.convert_to_tensor(np.int32(count))


def non_max_suppression_with_scores(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: float = 0.5,
                                    score_threshold: float = float("-inf"),
                                    soft_nms_sigma: float = 0.0) -> Tuple[Tensor, Tensor]:
    """As :func:`non_max_suppression`, and the scores of the boxes that are kept.

    With ``soft_nms_sigma`` a box that overlaps better ones up to the threshold only loses score, by a Gaussian of the overlap.
    """
    if soft_nms_sigma:
        found = _kept_softly(values_of(boxes, "image.non_max_suppression"), values_of(scores, "image.non_max_suppression"),
                             int(max_output_size), float(iou_threshold), float(score_threshold), float(soft_nms_sigma))
        return ops.convert_to_tensor(found[0]), ops.convert_to_tensor(found[1])
    kept = non_max_suppression(boxes, scores, max_output_size, iou_threshold, score_threshold)
    return kept, ops.take(as_tensor(scores), kept, axis=0)


def _kept_softly(boxes: np.ndarray, scores: np.ndarray, count: int, iou_threshold: float, score_threshold: float,
                 sigma: float) -> Tuple[np.ndarray, np.ndarray]:
    """The numbers of the boxes that are kept, and their lowered scores."""
    left = {number: np.float32(score) for number, score in enumerate(scores) if score > score_threshold}
    kept: List[int] = []
    lowered: List[np.float32] = []
    while left and len(kept) < count:
        best = max(left, key=lambda number: (left[number], -number))
        kept.append(best)
        lowered.append(left.pop(best))
        for number, overlap in zip(list(left), _overlap(boxes[best], boxes[list(left)])):
            left[number] *= np.exp(-0.5 / sigma * overlap ** 2, dtype="float32") if overlap <= iou_threshold else np.float32(0)
        left = {number: score for number, score in left.items() if score > score_threshold}
    return np.array(kept, "int32"), np.array(lowered, scores.dtype)


def non_max_suppression_overlaps(overlaps: Any, scores: Any, max_output_size: Any, overlap_threshold: float = 0.5,
                                 score_threshold: float = float("-inf")) -> Tensor:
    """As :func:`non_max_suppression`, from a matrix (n, n) of overlaps."""
    table, values = (values_of(each, "image.non_max_suppression_overlaps") for each in (overlaps, scores))
    kept: List[int] = []
    for number in np.argsort(-values, kind="stable"):
        if len(kept) >= int(max_output_size) or not values[number] > score_threshold:
            break
        if not kept or not (table[number][kept] > overlap_threshold).any():
            kept.append(int(number))
    return ops.convert_to_tensor(np.array(kept, "int32"))


def combined_non_max_suppression(boxes: Any, scores: Any, max_output_size_per_class: Any, max_total_size: Any,
                                 iou_threshold: float = 0.5, score_threshold: float = float("-inf"),
                                 pad_per_class: bool = False, clip_boxes: bool = True) -> CombinedNonMaxSuppression:
    """Boxes (batch, n, 1 or classes, 4), scores (batch, n, classes): the best of all classes, each class for itself."""
    places, values = (values_of(each, "image.combined_non_max_suppression") for each in (boxes, scores))
    per_class, total = int(max_output_size_per_class), int(max_total_size)
    total = min(total, per_class * values.shape[2]) if pad_per_class else total
    found = [_best_of_all(each, score, per_class, total, float(iou_threshold), float(score_threshold), clip_boxes)
             for each, score in zip(places, values)]
    kind = dtype(as_tensor(boxes))
    kept, best, classes, count = zip(*found)
    return CombinedNonMaxSuppression(
        ops.convert_to_tensor(np.stack(kept), dtype=kind), ops.convert_to_tensor(np.stack(best), dtype=kind),
        ops.convert_to_tensor(np.stack(classes), dtype=kind), ops.convert_to_tensor(np.array(count, "int32")))


def _best_of_all(boxes: np.ndarray, scores: np.ndarray, per_class: int, total: int, iou_threshold: float,
                 score_threshold: float, clip_boxes: bool) -> Any:
    found = []
    for number in range(scores.shape[1]):
        own = boxes[:, number if boxes.shape[1] > 1 else 0]
        for place in _kept(own, scores[:, number], per_class, iou_threshold, score_threshold):
            found.append((float(scores[place, number]), number, own[place]))
    found = sorted(found, key=lambda each: -each[0])[:total]
    kept = np.zeros((total, 4), "float32")
    best, classes = np.zeros(total, "float32"), np.zeros(total, "float32")
    for place, (score, number, box) in enumerate(found):
        kept[place], best[place], classes[place] = box, score, number
    return np.clip(kept, 0, 1) if clip_boxes else kept, best, classes, len(found)
