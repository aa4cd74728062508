"""The old ``keras.objectives`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.losses import BinaryCrossentropy as BinaryCrossentropy
    from compat.keras.losses import CategoricalCrossentropy as CategoricalCrossentropy
    from compat.keras.losses import CategoricalHinge as CategoricalHinge
    from compat.keras.losses import Hinge as Hinge
    from compat.keras.losses import Huber as Huber
    from compat.keras import backend as K
    from compat.keras.losses import KLD as KLD
    from compat.keras.losses import KLDivergence as KLDivergence
    from compat.keras.losses import LogCosh as LogCosh
    from compat.keras.losses import Loss as Loss
    from compat.keras.losses import LossFunctionWrapper as LossFunctionWrapper
    from compat.keras.losses import MAE as MAE
    from compat.keras.losses import MAPE as MAPE
    from compat.keras.losses import MSE as MSE
    from compat.keras.losses import MSLE as MSLE
    from compat.keras.losses import MeanAbsoluteError as MeanAbsoluteError
    from compat.keras.losses import MeanAbsolutePercentageError as MeanAbsolutePercentageError
    from compat.keras.losses import MeanSquaredError as MeanSquaredError
    from compat.keras.losses import MeanSquaredLogarithmicError as MeanSquaredLogarithmicError
    from compat.keras.losses import Poisson as Poisson
    from compat.keras.losses import SparseCategoricalCrossentropy as SparseCategoricalCrossentropy
    from compat.keras.losses import SquaredHinge as SquaredHinge
    from compat.keras.losses import binary_crossentropy as binary_crossentropy
    from compat.keras.losses import categorical_crossentropy as categorical_crossentropy
    from compat.keras.losses import categorical_hinge as categorical_hinge
    from compat.keras.losses import cosine as cosine
    from compat.keras.losses import cosine_proximity as cosine_proximity
    from compat.keras.losses import cosine_similarity as cosine_similarity
    from compat.keras.losses import deserialize as deserialize
    from compat.keras.utils.generic_utils import deserialize_keras_object as deserialize_keras_object
    from compat.keras.losses import get as get
    from compat.keras.losses import hinge as hinge
    from compat.keras.losses import huber_loss as huber_loss
    from compat.keras.losses import is_categorical_crossentropy as is_categorical_crossentropy
    from compat.keras.losses import kld as kld
    from compat.keras.losses import kullback_leibler_divergence as kullback_leibler_divergence
    from compat.keras.losses import logcosh as logcosh
    from compat.keras.losses import mae as mae
    from compat.keras.losses import mape as mape
    from compat.keras.losses import mean_absolute_error as mean_absolute_error
    from compat.keras.losses import mean_absolute_percentage_error as mean_absolute_percentage_error
    from compat.keras.losses import mean_squared_error as mean_squared_error
    from compat.keras.losses import mean_squared_logarithmic_error as mean_squared_logarithmic_error
    from compat.keras.losses import mse as mse
    from compat.keras.losses import msle as msle
    from compat.keras.losses import poisson as poisson
    from compat.keras.losses import serialize as serialize
    from compat.keras.utils.generic_utils import serialize_keras_object as serialize_keras_object
    from compat.keras.losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
    from compat.keras.losses import squared_hinge as squared_hinge
