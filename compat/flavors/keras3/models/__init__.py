"""Models of Keras 1 and 2 on Keras 3: ``Model``, ``Sequential``, and what builds, saves and copies them."""
from ..engine.inputs import Input, InputLayer
from ..engine.model import Functional, Model
from ..engine.sequential import Sequential
from .saving import (
    clone_model,
    load_model,
    load_weights_from_hdf5_group,
    load_weights_from_hdf5_group_by_name,
    model_from_config,
    model_from_json,
    model_from_yaml,
    preprocess_weights_for_loading,
    save_model,
)

__all__ = ["Functional", "Input", "InputLayer", "Model", "Sequential", "clone_model", "load_model",
           "load_weights_from_hdf5_group", "load_weights_from_hdf5_group_by_name", "model_from_config", "model_from_json",
           "model_from_yaml", "preprocess_weights_for_loading", "save_model"]
