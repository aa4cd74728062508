"""The numbers that a random initializer of Keras 1, Keras 2 or tf.keras drew, from the seeds that it got then."""
from typing import Any, Callable, Mapping, Optional, Sequence, Tuple

import keras
import numpy as np

from compat.era import Era, current
from compat.flavors.keras3 import seeds
from compat.flavors.shared.philox import Philox

Rule = Callable[[Any, Tuple[int, ...], str], Any]
_SERVED = ("float16", "float32", "float64")
_TRUNCATION = 0.87962566103423978  # standard deviation of a normal distribution that is cut off at two of its own


def initial_value(initializer: Any, of_keras: Callable[..., Any], shape: Any, dtype: Any = None) -> Any:
    """A tensor of the numbers.

    Args:
        initializer: of a class of ``keras.initializers``.
        of_keras: gives those of Keras 3, where these are meant, or the old ones are not known.
        shape: sizes.
        dtype: default ``K.floatx()``.
    """
    draw, kind = _rule(initializer, current()), keras.backend.standardize_dtype(dtype)
    known = draw is not None and kind in _SERVED and all(isinstance(size, (int, np.integer)) for size in shape)
    if draw is None or not known or not isinstance(initializer._init_seed, (int, np.integer, type(None))):
        return of_keras(shape, dtype=dtype)
    return keras.ops.convert_to_tensor(draw(initializer, tuple(map(int, shape)), kind))


def draws(initializer: Any, era: Era) -> bool:
    """Whether an initializer is a random one that Keras 3 does not draw for, in code of this era."""
    return _rule(initializer, era) is not None


def _rule(initializer: Any, era: Era) -> Optional[Rule]:
    if era.behaviour("initial_weights") == "of_keras_3":
        return None
    return next((_RULES[base.__name__] for base in type(initializer).__mro__
                 if base.__name__ in _RULES and base.__module__.startswith("keras.")), None)


def _stream(initializer: Any) -> Philox:
    """The stream of one call of an initializer, which keeps the seed that it drew first where its era says so."""
    seed = _own_seed(initializer)
    if seed is None and current().behaviour("seed_of_initializers") == "kept":
        seed = kept_seed(initializer)
    return seeds.stream(seed)


def kept_seed(initializer: Any) -> int:
    """The seed that an initializer without one draws when it is first used, and keeps."""
    facts = vars(initializer)
    seed: int = facts.get("_kept_seed") or seeds.seed_from_python()
    facts["_kept_seed"] = seed
    return seed


def _own_seed(initializer: Any) -> Optional[int]:
    """The seed that an initializer was given, for one call: in Keras 2.3 each call counts it up."""
    seed: Optional[int] = initializer._init_seed
    if seed is not None and current().behaviour("seed_of_initializers") == "counted":
        initializer._init_seed = initializer.seed = seed + 1
    return seed


def _uniform(initializer: Any, shape: Tuple[int, ...], dtype: str) -> Any:
    return _between(_stream(initializer).uniform(shape, dtype), initializer.minval, initializer.maxval)


def _between(drawn: Any, low: Any, high: Any) -> Any:
    kind = drawn.dtype.type
    return drawn * (kind(high) - kind(low)) + kind(low)


def _normal(initializer: Any, shape: Tuple[int, ...], dtype: str) -> Any:
    return _around(_stream(initializer).normal(shape, dtype), initializer.mean, initializer.stddev)


def _truncated_normal(initializer: Any, shape: Tuple[int, ...], dtype: str) -> Any:
    return _around(_stream(initializer).truncated_normal(shape, dtype), initializer.mean, initializer.stddev)


def _around(drawn: Any, mean: Any, deviation: Any) -> Any:
    kind = drawn.dtype.type
    return drawn * kind(deviation) + kind(mean)


def _variance_scaling(initializer: Any, shape: Tuple[int, ...], dtype: str) -> Any:
    fan_in, fan_out = _fans(shape)
    fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
    scale = initializer.scale / max(1.0, fans[initializer.mode])
    if initializer.distribution == "uniform":
        limit = np.sqrt(3.0 * scale)
        return _between(_stream(initializer).uniform(shape, dtype), -limit, limit)
    if initializer.distribution == "untruncated_normal":
        return _around(_stream(initializer).normal(shape, dtype), 0.0, np.sqrt(scale))
    return _around(_stream(initializer).truncated_normal(shape, dtype), 0.0, np.sqrt(scale) / _TRUNCATION)


def _fans(shape: Sequence[int]) -> Tuple[float, float]:
    """Numbers of inputs and outputs of a kernel; of another array, Keras 2 took the root of its size for both."""
    if current().of_tf_keras:
        if len(shape) < 2:
            return (shape[0],) * 2 if shape else (1, 1)
    elif not 2 <= len(shape) <= 5:
        return (np.sqrt(np.prod(shape)),) * 2
    field = int(np.prod(shape[:-2]))
    return shape[-2] * field, shape[-1] * field


def _orthogonal(initializer: Any, shape: Tuple[int, ...], dtype: str) -> Any:
    rows, columns = int(np.prod(shape[:-1])), shape[-1]
    if current().of_tf_keras:
        drawn = _stream(initializer).normal((max(rows, columns), min(rows, columns)), dtype)
        found, triangle = np.linalg.qr(drawn.astype("float64" if dtype == "float64" else "float32"))  # takes none of 16 bits
        found = found * np.sign(np.diag(triangle))
        found = found.T if rows < columns else found
    else:
        found = _orthogonal_of_numpy(initializer, rows, columns)
    return np.asarray(initializer.gain * found.reshape(shape), dtype)


def _orthogonal_of_numpy(initializer: Any, rows: int, columns: int) -> Any:
    """Keras 1 and 2 drew these from NumPy: up to 2.2 a seed of the initializer's own seeded the global generator."""
    generator: Any = np.random
    seed = _own_seed(initializer)
    if seed is not None and current().is_before("2.3"):
        np.random.seed(seed)
    elif seed is not None:
        generator = np.random.RandomState(seed)
    left, _, right = np.linalg.svd(generator.normal(0.0, 1.0, (rows, columns)), full_matrices=False)
    return left if left.shape == (rows, columns) else right


_RULES: Mapping[str, Rule] = {
    "RandomUniform": _uniform, "RandomNormal": _normal, "TruncatedNormal": _truncated_normal,
    "VarianceScaling": _variance_scaling, "Orthogonal": _orthogonal, "OrthogonalInitializer": _orthogonal,
}
