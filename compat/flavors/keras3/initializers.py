"""Initializers of Keras 1 and 2; those of Keras 3, with the old names and factories."""
from functools import partial
from typing import Any, Callable, Dict, Mapping, Optional

import keras
import numpy as np

from compat.era import current
from compat.flavors.keras3.initial_values import initial_value, kept_seed
from compat.flavors.keras3.pythons_random import pythons_random_kept
from compat.flavors.shared.filled import filled
from compat.writing import plain_object

from .written.forms import is_native

Initializer = keras.initializers.Initializer
Zeros = zeros = zero = keras.initializers.Zeros
Ones = ones = one = keras.initializers.Ones


class _Constant(keras.initializers.Constant):  # type: ignore[misc]
    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        """The values in this shape, row by row, where Keras 3 broadcasts them: ``[-1, 1]`` fills a kernel of (2, 1).

        Raises:
            ValueError: there are more values than the shape takes.
        """
        values = np.asarray(self.value)
        if values.ndim == 0 or values.shape == tuple(shape):
            return super().__call__(shape, dtype)
        return keras.ops.convert_to_tensor(filled(values, shape), dtype=dtype or keras.config.floatx())

    def get_config(self) -> Dict[str, Any]:
        """The value, a number or an array; where Keras 3 asks, as it writes arrays."""
        return super().get_config() if is_native() else {"value": self.value}  # type: ignore[no-any-return]

    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> Any:
        """An initializer from what ``get_config`` gave."""
        return super().from_config(config) if isinstance(config["value"], dict) else cls(config["value"])


#: In the module of Keras 3, so that it opens files that state one.
Constant = constant = type("Constant", (_Constant,), {
    "__module__": "keras.initializers", "__doc__": keras.initializers.Constant.__doc__})


#: Arguments that no old Keras has.
_SINCE_KERAS_3 = ("input_axes", "output_axes")


def _of_old_kerases(config: Mapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in config.items() if value is not None or name not in _SINCE_KERAS_3}


class _Drawing:
    """Mix-in before a random initializer of Keras 3, which draws the same numbers at each call, whether it has a seed or not.

    In Keras 2 one without a seed drew other numbers for each weight; in Keras 2.3 one with a seed did so, too, since it
    counted its seed up. The numbers are those that the old Keras drew from the same seeds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        with pythons_random_kept():
            super().__init__(*args, **kwargs)

    def __call__(self: Any, shape: Any, dtype: Any = None) -> Any:
        """The numbers."""
        return initial_value(self, super().__call__, shape, dtype)  # type: ignore[misc]

    @property
    def seed(self: Any) -> Any:
        """The seed: of one without, in code of tf.keras, that which its numbers are drawn from; EinsumDense hands it on."""
        if self._init_seed is None and current().behaviour("initial_weights") == "seed_of_python":
            return kept_seed(self)
        return vars(self)["seed"]

    @seed.setter
    def seed(self, seed: Any) -> None:
        vars(self)["seed"] = seed

    def get_config(self: Any) -> Dict[str, Any]:
        """The arguments that old Kerases have, and where Keras 3 asks also its own."""
        config = super().get_config()  # type: ignore[misc]
        return dict(config) if is_native() else _of_old_kerases(config)

    def __reduce__(self) -> Any:
        return deserialize, (keras.saving.serialize_keras_object(self),)


def _drawing(native: Any, *mixins: Any) -> Any:
    """A class like the one of Keras 3, whose name and module a file states, so that Keras 3 alone opens it."""
    facts = {"__module__": "keras.initializers", "__doc__": native.__doc__}
    _DRAWING[native] = type(native.__name__, (*mixins, _Drawing, native), facts)
    return _DRAWING[native]


_DRAWING: Dict[type, Any] = {}  # by the class of Keras 3


class _Bounded:
    """Mix-in: no number is further from the mean than two standard deviations, as one in 100,000 on torch is."""

    def __call__(self: Any, shape: Any, dtype: Any = None) -> Any:
        """The numbers."""
        found = super().__call__(shape, dtype=dtype)  # type: ignore[misc]
        return keras.ops.clip(found, self.mean - 2 * self.stddev, self.mean + 2 * self.stddev)


RandomNormal = normal = random_normal = _drawing(keras.initializers.RandomNormal)
RandomUniform = uniform = random_uniform = _drawing(keras.initializers.RandomUniform)
TruncatedNormal = truncated_normal = _drawing(keras.initializers.TruncatedNormal, _Bounded)
VarianceScaling = _drawing(keras.initializers.VarianceScaling)
Orthogonal = orthogonal = _drawing(keras.initializers.OrthogonalInitializer)
glorot_uniform, glorot_normal = _drawing(keras.initializers.GlorotUniform), _drawing(keras.initializers.GlorotNormal)
he_uniform, he_normal = _drawing(keras.initializers.HeUniform), _drawing(keras.initializers.HeNormal)
lecun_uniform, lecun_normal = _drawing(keras.initializers.LecunUniform), _drawing(keras.initializers.LecunNormal)


@keras.saving.register_keras_serializable(package="compat")
class Identity(getattr(keras.initializers, "Identity", None) or keras.initializers.IdentityInitializer):  # type: ignore[misc]
    """Ones on the diagonal of a matrix; of one that is several times as wide as high (or the other way), of each square.

    The recurrent kernel of an LSTM is four squares. Since Keras 2.3 there is one diagonal in any matrix.
    """

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        """The matrix.

        Raises:
            ValueError: the shape is no matrix of squares.
        """
        if len(shape) == 2 and current().behaviour("identity_initializer") == "one":
            return super().__call__(shape, dtype)
        return self.of_each_square(shape, dtype)

    def get_config(self) -> Dict[str, Any]:
        """The factor, which Keras 3 keeps and does not state."""
        return {**super().get_config(), "gain": getattr(self, "gain", 1.0)}

    def of_each_square(self, shape: Any, dtype: Any = None) -> Any:
        """The matrix with a diagonal in each of its squares, whatever the era; errors as above."""
        short, long = min(shape), max(shape)
        if len(shape) != 2 or long % short:
            raise ValueError("an identity matrix is of squares, beside or below each other, which {} is not".format(
                tuple(shape)))
        square = super().__call__((short, short), dtype)
        return square if short == long else keras.ops.concatenate([square] * (long // short), axis=int(shape[1] == long))


identity = Identity

#: What Keras 3.3 calls ``OrthogonalInitializer`` and ``IdentityInitializer``.
_CLASSES = {"Orthogonal": Orthogonal, "Identity": Identity}
_NAMES = {cls: name for name, cls in _CLASSES.items()}
_BY_NAME: Mapping[str, Callable[[], Any]] = {
    "constant": partial(Constant, 0), "Constant": partial(Constant, 0),
    "zero": Zeros, "one": Ones, "normal": RandomNormal, "uniform": RandomUniform, "identity": Identity, **_CLASSES}


def serialize(initializer: Any) -> Optional[Dict[str, Any]]:
    """``{"class_name": …, "config": …}`` in the words of Keras 2, or None for None."""
    if initializer is None:
        return None
    config = dict(initializer.get_config())
    stated = {"class_name": type(initializer).__name__, "config": config}
    if current().of_tf_keras:  # which has a class for what Keras 2 wrote as ``VarianceScaling``
        return {"class_name": _NAMES.get(type(initializer), stated["class_name"]), "config": _of_old_kerases(config)}
    found: Dict[str, Any] = plain_object(stated, "an initializer")
    return found


def deserialize(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """An initializer from :func:`serialize`, or from what Keras 3 wrote."""
    with pythons_random_kept():
        return keras.initializers.deserialize(config, {**_CLASSES, **(custom_objects or {})})


def get(identifier: Any) -> Any:
    """The initializer of a name or configuration; one that is given stays as it is.

    Example:
        >>> type(get("uniform")).__name__
        'RandomUniform'
    """
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    with pythons_random_kept():
        return keras.initializers.get(identifier)


def drawing(identifier: Any) -> Any:
    """As :func:`get`; one of Keras 3's own becomes the one that draws as the old Keras did."""
    found = get(identifier)
    drawn = _DRAWING.get(type(found))
    return found if drawn is None else drawn.from_config(found.get_config())
