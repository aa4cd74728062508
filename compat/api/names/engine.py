"""Public names of the old Keras whose home is ``engine`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("Input", "function", "engine", ("keras", "keras.engine", "keras.engine.input_layer", "keras.engine.topology", "keras.layers", "keras.models"), '(shape=None, batch_shape=None, name=None, dtype=None, sparse=False, tensor=None)'),
    Name("InputLayer", "class", "engine", ("keras.engine", "keras.engine.input_layer", "keras.engine.topology", "keras.layers", "keras.models"), '(input_shape=None, batch_size=None, batch_input_shape=None, dtype=None, input_tensor=None, sparse=False, name=None)'),
    Name("InputSpec", "class", "engine", ("keras.engine", "keras.engine.base_layer", "keras.engine.topology", "keras.layers"), '(dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None, axes=None)'),
    Name("Layer", "class", "engine", ("keras.engine", "keras.engine.base_layer", "keras.engine.topology", "keras.layers", "keras.metrics@2.3.1"), '(**kwargs)'),
    Name("Node", "class", "engine", ("keras.engine.base_layer", "keras.engine.topology"), '(outbound_layer, inbound_layers, node_indices, tensor_indices, input_tensors, output_tensors, input_masks, output_masks, input_shapes, output_shapes, arguments=None)'),
    Name("Network", "class", "engine", ("keras.engine.network", "keras.engine.topology"), '(*args, **kwargs)'),
    Name("disable_tracking", "function", "engine", ("keras.engine.base_layer@2.3.1",), None, '(func)'),
    # Keras 2.0 to 2.1 called Network so; code of that time imports it from here.
    Name("Container", "class", "engine", ("keras.engine", "keras.engine.topology"), None, alias_of="Network"),
)
