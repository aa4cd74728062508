"""TensorFlow operations as layers: what they compute, what is kept of shapes, and what is refused."""
import numpy as np
import pytest

from compat.api.tf_operations import NODES, SYMBOLS
from compat.errors import ConfigError, UnsupportedError
from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the operations of files on Keras 3", allow_module_level=True)

import keras

from compat import tf
from compat.flavors.keras3.operations import Deferred, TFOpLambda, apply, call_of_node, settle
from compat.flavors.keras3.operations.calls import computed, decoded
from compat.flavors.keras3.operations.functions import function_of
from compat.flavors.keras3.operations.resizing import resize

X = np.arange(24, dtype="float32").reshape(2, 3, 4)


def called(symbol, *args, **kwargs):
    """The function of a symbol on arrays, as an array."""
    tensors = [keras.ops.convert_to_tensor(each) if isinstance(each, np.ndarray) else each for each in args]
    return keras.ops.convert_to_numpy(function_of(symbol)(*tensors, **kwargs))


def model_of(symbol, shape, **kwargs):
    x = keras.Input(shape)
    return keras.Model(x, apply(symbol, [x], kwargs, {"name": "tf." + symbol}))


@pytest.mark.parametrize("symbol", sorted(SYMBOLS))
def test_every_symbol_of_the_table_has_a_function(symbol):
    assert callable(function_of(symbol))


@pytest.mark.parametrize("kind", sorted(NODES))
def test_every_graph_operation_names_a_known_function(kind):
    assert callable(function_of(NODES[kind].symbol))


@pytest.mark.parametrize("spec, expected", [
    ([{"start": None, "stop": None, "step": None}, {"start": 1, "stop": 3, "step": None}], X[:, 1:3]),
    (["Ellipsis", 0], X[..., 0]),
    ([{"class_name": "__ellipsis__"}, {"start": None, "stop": None, "step": -1}], X[..., ::-1]),
    ([0, None, {"start": None, "stop": None, "step": 2}], X[0, None, ::2]),
    ([{"start": None, "stop": None, "step": None}, {"start": 2, "stop": 0, "step": -1}], X[:, 2:0:-1]),
])
def test_indexing_follows_the_stored_slices(spec, expected):
    slices = computed(decoded(spec), [])
    np.testing.assert_array_equal(called("__operators__.getitem", X, slice_spec=slices), expected)


def test_a_constant_may_stand_on_the_left():
    x = keras.Input((4,))
    model = keras.Model(x, apply("math.subtract", [1.0], {"y": x, "name": None}, {"name": "sub"}))
    np.testing.assert_allclose(model.predict(X[0], verbose=0), 1 - X[0])


def test_a_shape_is_no_tensor_but_a_part_of_what_uses_it():
    x = keras.Input((3, 4))
    shape = apply("compat.v1.shape", [x], {"out_type": "<dtype: 'int32'>"}, {"name": "tf.shape"})
    batch = apply("__operators__.getitem", [shape], {"slice_spec": 0}, {"name": "tf.getitem"})
    twice = apply("math.multiply", [batch], {"y": 2}, {"name": "tf.twice"})
    assert all(isinstance(each, Deferred) for each in (shape, batch, twice))
    model = keras.Model(x, apply("reshape", [x], {"shape": [twice, 6]}, {"name": "tf.reshape"}))
    assert model.predict(X, verbose=0, batch_size=2).tolist() == X.reshape(4, 6).tolist()


def test_a_shape_that_a_layer_or_an_output_needs_becomes_a_tensor():
    x = keras.Input((3, 4))
    model = keras.Model(x, settle(apply("shape", [x], {}, {"name": "tf.shape"})))
    found = keras.ops.convert_to_numpy(model(X))
    assert found.tolist() == [2, 3, 4]


def test_one_tensor_alone_is_a_list_for_concat():
    x = keras.Input((4,))
    model = keras.Model(x, apply("concat", [x], {"axis": -1}, {"name": "concat"}))
    np.testing.assert_allclose(model.predict(X[0], verbose=0), X[0])


def test_functions_with_several_outputs_give_a_list():
    x = keras.Input((3, 4))
    parts = apply("split", [x], {"num_or_size_splits": 2, "axis": -1}, {"name": "split"})
    assert [tuple(part.shape) for part in parts] == [(None, 3, 2)] * 2


def test_a_mask_ends_at_an_operation():
    x = keras.layers.Masking()(keras.Input((3, 4)))
    found = apply("math.abs", [x], {}, {"name": "abs"})
    assert getattr(found, "_keras_mask", None) is None


def test_a_saved_operation_opens_again(tmp_path):
    model = model_of("math.reduce_std", (3, 4), axis=1, keepdims=True)
    model.save(str(tmp_path / "model.keras"))
    again = keras.models.load_model(str(tmp_path / "model.keras"))
    np.testing.assert_allclose(again.predict(X, verbose=0), X.std(axis=1, keepdims=True), rtol=1e-6)


def test_a_function_that_is_not_listed_is_refused_by_name():
    with pytest.raises(ConfigError, match="io.read_file"):
        apply("io.read_file", [keras.Input((3,))], {}, {"name": "evil"})
    with pytest.raises(ConfigError, match="py_function"):
        TFOpLambda({"op": "math.add", "args": [{"op": "py_function", "args": [], "kwargs": {}}], "kwargs": {}})


def test_an_argument_that_is_not_served_is_refused_unless_it_says_nothing():
    x = keras.Input((3, 4))
    assert apply("math.reduce_sum", [x], {"axis": 1, "name": "n"}, {"name": "sum"}).shape == (None, 4)
    with pytest.raises(ConfigError, match="out_idx"):
        apply("math.reduce_sum", [x], {"out_idx": 7}, {"name": "sum_1"})


def test_the_axes_of_the_batch_of_a_gather_are_no_argument_to_leave_out():
    indices = np.array([[2, 0], [1, 1]], "int32")
    np.testing.assert_array_equal(called("compat.v1.gather", X, indices, batch_dims=1), [X[0, [2, 0]], X[1, [1, 1]]])
    np.testing.assert_array_equal(called("gather_nd", X, indices[..., None], batch_dims=1), [X[0, [2, 0]], X[1, [1, 1]]])
    with pytest.raises(UnsupportedError, match="batch_dims=2"):
        function_of("gather")(X, indices, batch_dims=2)
    with pytest.raises(ConfigError, match="batch_dims"):
        apply("nn.embedding_lookup", [keras.Input((3,))], {"ids": [0], "batch_dims": 1}, {"name": "lookup"})


def test_patches_hold_the_values_of_a_window_row_by_row():
    image = np.arange(32, dtype="float32").reshape(1, 4, 4, 2)
    window = [1, 2, 2, 1]
    found = called("image.extract_patches", image, sizes=window, strides=window, rates=[1, 1, 1, 1], padding="VALID")
    np.testing.assert_array_equal(found[0, 1, 0], image[0, 2:4, 0:2].reshape(-1))


@pytest.mark.parametrize("symbol, kwargs, expected", [
    ("argsort", {"direction": "DESCENDING"}, np.argsort(-X)),
    ("boolean_mask", {"mask": [True, False, True], "axis": 1}, X[:, [0, 2]]),
    ("linalg.diag", {}, X[..., None] * np.eye(4)),
    ("nn.max_pool1d", {"ksize": 2, "strides": [1], "padding": "VALID"}, np.maximum(X[:, 1:], X[:, :-1])),
    ("image.resize_with_crop_or_pad", {"target_height": 2, "target_width": 5},
     np.pad(X, [(0, 0), (1, 1), (0, 0)])[None, :2]),
    ("image.rot90", {}, np.rot90(X[None], axes=(1, 2))),
    ("image.rot90", {"k": 2}, np.rot90(X[None], 2, axes=(1, 2))),
    ("image.rot90", {"k": 3}, np.rot90(X[None], 3, axes=(1, 2))),
    ("image.adjust_contrast", {"contrast_factor": 2.0}, (2 * X - X.mean((0, 1), keepdims=True))[None]),
])
def test_functions_of_tensorflow_2_compute_what_numpy_does(symbol, kwargs, expected):
    x = X[None] if symbol.startswith("image.") else X
    np.testing.assert_allclose(called(symbol, x, **kwargs), expected, rtol=1e-6)


@pytest.mark.parametrize("axis", [-1, 1])
def test_one_hot_of_an_integer_that_is_no_class_is_zero(axis):
    indices = np.array([[0, 2], [5, -1]], "int32")
    expected = np.moveaxis(indices[..., None] == np.arange(3), -1, axis)
    np.testing.assert_array_equal(called("one_hot", indices, depth=3, axis=axis), expected)


def test_integers_of_an_image_become_numbers_up_to_one():
    found = called("image.convert_image_dtype", np.array([[[[0, 51, 255]]]], "uint8"), dtype="float32")
    np.testing.assert_allclose(found.ravel(), [0, 0.2, 1], rtol=1e-6)


def test_the_largest_values_come_with_their_places():
    values, places = function_of("math.top_k")(keras.ops.convert_to_tensor(X), k=2)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(values), X[..., :1:-1])
    assert keras.ops.convert_to_numpy(places).tolist() == [[[3, 2]] * 3] * 2


def test_einsum_whose_operands_the_file_lost_is_an_error():
    with pytest.raises(ConfigError, match="operands"):
        function_of("einsum")("bij,bkj->bik")


def test_constants_of_a_graph_operation_go_to_their_places():
    node = {"op": "Sub", "attr": {"T": {"type": "DT_FLOAT"}}}
    symbol, args, kwargs = call_of_node({"name": "Sub", "node_def": node, "constants": {"0": 1.0}}, ["x"])
    assert (symbol, args, kwargs) == ("math.subtract", [1.0], {"y": "x"})


def test_a_split_of_the_graph_takes_its_axis_first():
    node = {"op": "Split", "attr": {"num_split": {"i": "2"}}}
    symbol, args, kwargs = call_of_node({"node_def": node, "constants": {"0": -1}}, ["x"])
    assert (symbol, args, kwargs) == ("split", ["x"], {"num_or_size_splits": 2, "axis": -1})


def test_text_of_a_graph_operation_is_in_base64():
    node = {"op": "MirrorPad", "attr": {"mode": {"s": "UkVGTEVDVA=="}}}
    assert call_of_node({"node_def": node, "constants": {"1": [[1, 1]]}}, ["x"])[2]["mode"] == "REFLECT"


def test_a_strided_slice_reads_its_masks_bit_by_bit():
    found = called("own.masked_slice", X, begin=[0, 1, 0], end=[0, 2, 2], strides=[1, 1, 1], begin_mask=1, end_mask=1,
                   shrink_axis_mask=2)
    np.testing.assert_array_equal(found, X[:, 1, 0:2])


def test_an_unknown_graph_operation_is_refused_by_its_type():
    with pytest.raises(ConfigError, match="ReadFile"):
        call_of_node({"name": "evil", "node_def": {"op": "ReadFile"}}, ["x"])


def test_bilinear_resizing_puts_pixel_centres_at_halves():
    image = np.array([0.0, 1.0], "float32").reshape(1, 1, 2, 1)
    found = keras.ops.convert_to_numpy(resize(keras.ops.convert_to_tensor(image), (1, 4), "bilinear"))
    np.testing.assert_allclose(found.ravel(), [0, 0.25, 0.75, 1])


def test_tensorflow_2_is_under_compat_v2_for_lambdas_too():
    image = keras.ops.convert_to_tensor(X[None])
    v2, array = tf.compat.v2, keras.ops.convert_to_numpy
    np.testing.assert_allclose(array(v2.image.resize(image, (1, 3), name="small")), array(resize(image, (1, 3), "bilinear")))
    np.testing.assert_allclose(array(v2.math.reduce_std(image, axis=1)), X[None].std(axis=1), rtol=1e-6)
    assert v2.float32 is tf.float32 and v2.nn.relu.__name__ == tf.compat.v1.nn.relu.__name__


def test_a_resizing_method_that_is_not_served_is_refused():
    with pytest.raises(UnsupportedError, match="sinc"):
        resize(keras.ops.convert_to_tensor(X[None]), (2, 2), "sinc")


@pytest.mark.parametrize("computed_from, expected", [
    ("size", X / 3), ("steps", X * np.linspace(0, 1, 3)[:, None]), ("hot", X)])
def test_the_size_of_an_open_axis_is_a_number_to_compute_with(computed_from, expected):
    x = keras.Input((None, 4))
    size = apply("__operators__.getitem", [apply("shape", [x], {}, {"name": "s"})], {"slice_spec": 1}, {"name": "g"})
    if computed_from == "size":
        out = apply("math.truediv", [x], {"y": apply("cast", [size], {"dtype": "float32"}, {"name": "c"})}, {"name": "o"})
    elif computed_from == "steps":
        steps = apply("linspace", [0.0], {"stop": 1.0, "num": size}, {"name": "l"})
        steps = apply("__operators__.getitem", [steps], {"slice_spec": [{"start": None, "stop": None, "step": None}, None]}, {})
        out = apply("math.multiply", [x], {"y": steps}, {"name": "o"})
    else:
        hot = apply("one_hot", [apply("range", [size], {}, {"name": "r"})], {"depth": size}, {"name": "h"})
        out = apply("linalg.matmul", [hot], {"b": x}, {"name": "o"})
    np.testing.assert_allclose(keras.Model(x, out).predict(X, verbose=0), expected, rtol=1e-5)
