"""Attention under masks, where Keras 3 has other numbers: those of tf.keras 2.15.1, on TensorFlow 2.15."""
import json

import numpy as np
from flavors.keras3.loading.parts import functional, layer

import compat

#: Where the second and third timestep are padded, their queries see no value.
EXPECTED = [[[0.79551053, 0.12231839], [0.6984513, -0.24511749], [1.0452867, -0.26135457]],
            [[1.8362005, 0.07430243], [1.8006289, -0.06036088], [1.8006289, -0.06036088]]]


def test_a_query_without_values_sees_their_mean_with_dropout_too(tmp_path):
    words = layer("words", "InputLayer", None, batch_input_shape=[None, 3])
    vectors = layer("vectors", "Embedding", "words", input_dim=4, output_dim=2, mask_zero=True)
    attention = layer("attention", "MultiHeadAttention", "vectors", num_heads=1, key_dim=2, dropout=0.5)
    attention["inbound_nodes"] = [[["vectors", 0, 0, {"value": ["vectors", 0, 0]}]]]
    spec = functional([words, vectors, attention], [["words", 0, 0]], [["attention", 0, 0]])
    path = tmp_path / "attention.json"
    path.write_text(json.dumps(dict(spec, keras_version="2.15.0", backend="tensorflow")))
    model = compat.load_model(str(path))
    model.set_weights([np.sin(np.arange(a.size) + i).reshape(a.shape) for i, a in enumerate(model.get_weights())])
    np.testing.assert_allclose(model.predict(np.array([[1, 2, 0], [3, 0, 0]]), verbose=0), EXPECTED, atol=1e-6)
