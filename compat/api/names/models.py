"""Public names of the old Keras whose home is ``models`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("Model", "class", "models", ("keras", "keras.engine", "keras.engine.training", "keras.models"), '(*args, **kwargs)'),
    Name("Sequential", "class", "models", ("keras", "keras.engine.sequential", "keras.models"), '(layers=None, name=None)'),
    Name("load_attributes_from_hdf5_group", "function", "models", ("keras.engine.saving",), '(group, name)'),
    Name("load_model", "function", "models", ("keras.engine.saving", "keras.models"), '(filepath, custom_objects=None, compile=True)'),
    Name("load_weights_from_hdf5_group", "function", "models", ("keras.engine.saving",), '(f, layers, reshape=False)'),
    Name("load_weights_from_hdf5_group_by_name", "function", "models", ("keras.engine.saving",), '(f, layers, skip_mismatch=False, reshape=False)'),
    Name("model_from_config", "function", "models", ("keras.engine.saving", "keras.models"), '(config, custom_objects=None)'),
    Name("model_from_json", "function", "models", ("keras.engine.saving", "keras.models"), '(json_string, custom_objects=None)'),
    Name("model_from_yaml", "function", "models", ("keras.engine.saving", "keras.models"), '(yaml_string, custom_objects=None)'),
    Name("pickle_model", "function", "models", ("keras.engine.saving",), '(model)'),
    Name("preprocess_weights_for_loading", "function", "models", ("keras.engine.saving",), '(layer, weights, original_keras_version=None, original_backend=None, reshape=False)'),
    Name("save_attributes_to_hdf5_group", "function", "models", ("keras.engine.saving",), '(group, name, data)'),
    Name("save_model", "function", "models", ("keras.engine.saving", "keras.models"), '(model, filepath, overwrite=True, include_optimizer=True)'),
    Name("save_weights_to_hdf5_group", "function", "models", ("keras.engine.saving",), '(f, layers)', '(group, layers)'),
    Name("unpickle_model", "function", "models", ("keras.engine.saving",), '(state)'),
    Name("clone_model", "function", "models", ("keras.models",), '(model, input_tensors=None)'),
    Name("allow_read_from_gcs", "function", "models", ("keras.engine.saving@2.3.1",), None, '(load_function)'),
    Name("allow_write_to_gcs", "function", "models", ("keras.engine.saving@2.3.1",), None, '(save_function)'),
)
