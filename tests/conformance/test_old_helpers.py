"""Helpers of Keras 2 that code of that time imports, on every flavor: utilities, interfaces, checks of data, base classes.

Numbers and errors are those of the real Keras 2.2.4, which runs these tests too.
"""
import base64
import hashlib
import importlib
import io
import marshal
import os
import warnings

import h5py
import numpy as np
import pytest

from compat.errors import LambdaError, UnsupportedError
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.engine import saving, training_arrays, training_utils
from compat.keras.layers import Add, Conv1D, Conv2D, Dense, Input
from compat.keras.legacy import interfaces
from compat.keras.models import Model, Sequential
from compat.keras.utils import data_utils, generic_utils, io_utils, layer_utils, multi_gpu_model, test_utils

REAL = active().name == "multibackend"
REAL_2_3 = REAL and active().version.startswith("2.3")
KERAS_3 = active().name == "keras3"


@pytest.mark.skipif(REAL_2_3, reason="the real Keras 2.3 asks for devices by a name that TensorFlow 2.1 and later lack")
def test_multi_gpu_model_refuses_gpus_that_are_not_there():
    model = Sequential([Dense(1, input_dim=4)])
    with pytest.raises(ValueError, match="call `multi_gpu_model` with `gpus=2`, we expect the following devices"):
        multi_gpu_model(model, gpus=2)
    with pytest.raises(ValueError, match="`gpus >= 2`"):
        multi_gpu_model(model, gpus=1)
    with pytest.raises(ValueError, match=r"`len\(gpus\) >= 2`"):
        multi_gpu_model(model, gpus=[0])


def test_an_hdf5_matrix_is_a_range_of_rows(tmp_path):
    path = str(tmp_path / "rows.h5")
    with h5py.File(path, "w") as file:
        file["x"] = np.arange(20.0).reshape(10, 2)
    rows = io_utils.HDF5Matrix(path, "x", start=2, end=8, normalizer=lambda part: part + 1)
    assert (len(rows), rows.shape, rows.ndim, rows.size, rows.dtype) == (6, (6, 2), 2, 12, np.dtype("float64"))
    assert rows[0].tolist() == [5.0, 6.0]
    assert rows[1:3].tolist() == rows[[1, 2]].tolist() == rows[np.array([1, 2])].tolist() == [[7.0, 8.0], [9.0, 10.0]]
    for outside in (6, slice(0, 7), [6], np.array([6])):
        with pytest.raises(IndexError):
            rows[outside]


def test_a_model_trains_on_an_hdf5_matrix(tmp_path):
    path = str(tmp_path / "rows.h5")
    with h5py.File(path, "w") as file:
        file["x"], file["y"] = np.arange(20.0).reshape(10, 2), np.ones((10, 1))
    x, y = io_utils.HDF5Matrix(path, "x", 0, 8), io_utils.HDF5Matrix(path, "y", 0, 8)
    model = Sequential([Dense(1, input_dim=2)])
    model.compile("sgd", "mse")
    model.fit(x, y, batch_size=4, shuffle="batch", verbose=0)
    np.testing.assert_allclose(model.predict(x), model.predict(x[:]), rtol=1e-6)


def test_an_h5dict_holds_arrays_attributes_lists_and_groups(tmp_path):
    path = str(tmp_path / "items.h5")
    names = ["layer_{}".format(number) for number in range(9000)]  # more than the header of an HDF5 object holds
    items = io_utils.H5Dict(path, mode="w")
    items["array"], items["scalar"] = np.arange(3.0), 7
    items["names"], items["group"]["names"] = names, ["a", "b"]
    assert "array" in items and items.get("missing", 5) == 5
    with pytest.raises(KeyError):
        items["array"] = np.arange(4.0)
    items.close()
    items = io_utils.H5Dict(path, mode="r")
    assert items["array"].tolist() == [0.0, 1.0, 2.0]
    assert int(items["scalar"]) == 7
    assert list(items["names"]) == names
    assert [each.decode("utf8") if isinstance(each, bytes) else each for each in items["group"]["names"]] == ["a", "b"]
    with pytest.raises(ValueError):
        items["x"] = 1
    with pytest.raises(ValueError):
        items["missing"]
    items.close()
    with pytest.raises(TypeError):
        io_utils.H5Dict([])


@pytest.mark.skipif(REAL, reason="the real Keras 2 unpickles")
def test_an_h5dict_never_unpickles():
    with pytest.raises(UnsupportedError, match="pickled"):
        io_utils.H5Dict({"x": b"cos\nsystem\n(S'true'\ntR.", "_x_pickled": True})["x"]


def test_an_hdf5_file_goes_through_a_stream():
    stream = io.BytesIO()
    io_utils.save_to_binary_h5py(lambda file: file.attrs.__setitem__("x", 3), stream)
    stream.seek(0)
    assert io_utils.load_from_binary_h5py(lambda file: int(file.attrs["x"]), stream) == 3


@pytest.mark.parametrize("answers, may", [(["y"], True), (["what", "N"], False)])
def test_asking_to_overwrite_takes_yes_or_no(monkeypatch, answers, may):
    waiting = list(answers)
    monkeypatch.setattr("builtins.input", lambda question: waiting.pop(0))
    if REAL:
        import six
        monkeypatch.setattr(six.moves, "input", lambda question: waiting.pop(0))
    assert io_utils.ask_to_proceed_with_overwrite("model.h5") is may
    assert waiting == []


class Numbers(data_utils.Sequence):
    def __init__(self):
        self.epochs = 0

    def __len__(self):
        return 5

    def __getitem__(self, index):
        return index

    def on_epoch_end(self):
        self.epochs += 1


@pytest.mark.parametrize("workers", [1, 3])
def test_an_ordered_enqueuer_keeps_the_order_for_epochs(workers):
    numbers = Numbers()
    enqueuer = data_utils.OrderedEnqueuer(numbers)
    enqueuer.start(workers, 4)
    batches = enqueuer.get()
    assert [next(batches) for _ in range(12)] == [0, 1, 2, 3, 4] * 2 + [0, 1]
    assert enqueuer.is_running() and numbers.epochs == 2
    enqueuer.stop()
    assert not enqueuer.is_running()


def test_a_generator_enqueuer_ends_with_its_generator_and_passes_errors_on():
    enqueuer = data_utils.GeneratorEnqueuer(iter([1, None, 2]))
    enqueuer.start(1, 10)
    assert list(enqueuer.get()) == [1, 2]

    def broken():
        yield 1
        raise KeyError("no more")

    enqueuer = data_utils.GeneratorEnqueuer(broken())
    enqueuer.start(1, 10)
    with pytest.raises(KeyError):
        list(enqueuer.get())


def test_a_file_is_validated_by_its_checksum(tmp_path):
    path = tmp_path / "data"
    path.write_bytes(b"compat")
    for algorithm in ("md5", "sha256"):
        right = getattr(hashlib, algorithm)(b"compat").hexdigest()
        assert data_utils.validate_file(str(path), right) and data_utils.validate_file(str(path), right, algorithm)
        assert data_utils._hash_file(str(path), algorithm) == right
    assert not data_utils.validate_file(str(path), "0" * 32)


def test_a_dumped_function_is_loaded_with_its_defaults_and_closure():
    added = 3
    function = lambda x, y=2: x + y + added  # noqa: E731
    code, defaults, closure = generic_utils.func_dump(function)
    assert (defaults, closure) == ((2,), (3,))
    loaded = generic_utils.func_load(code, defaults, closure)
    assert loaded(1) == generic_utils.func_load([code, [2], [3]])(1) == 6
    assert loaded.__code__ == function.__code__


def plus_defaults(x, y=2):
    return print(x, y)


def test_bytecode_without_base64_of_a_function_that_the_program_has_is_that_function():
    for function, defaults in [(plus_defaults, (2,)), (lambda x: x ** 2, None)]:
        text = marshal.dumps(function.__code__).decode("raw_unicode_escape")  # as Keras 2.1.1 and before
        loaded = generic_utils.func_load(text, defaults=defaults)
        assert loaded.__code__ == function.__code__ and loaded.__defaults__ == defaults


@pytest.mark.skipif(REAL, reason="the real Keras 2 unmarshals and runs any bytecode")
@pytest.mark.parametrize("function, defaults", [(os.makedirs, None), (os.makedirs, ("name", 511)), (plus_defaults, (7,))])
def test_bytecode_does_not_choose_a_function_of_python_or_its_defaults(function, defaults):
    text = marshal.dumps(function.__code__).decode("raw_unicode_escape")
    with pytest.raises(LambdaError):
        generic_utils.func_load(text, defaults=defaults)


@pytest.mark.skipif(REAL, reason="the real Keras 2 unmarshals and runs any bytecode")
def test_bytecode_of_another_process_is_read_and_never_run():
    text = base64.encodebytes(marshal.dumps((lambda x: x * 2 + 1).__code__)).decode("ascii")
    assert generic_utils.func_load(text)(3) == 7
    harmful = base64.encodebytes(marshal.dumps((lambda x: __import__(x)).__code__)).decode("ascii")
    with pytest.raises(LambdaError):
        generic_utils.func_load(harmful)


def test_objects_are_serialized_as_class_and_configuration():
    from compat.keras import constraints, initializers, losses, regularizers
    assert regularizers.serialize(None) is constraints.serialize(None) is initializers.serialize(None) is None
    assert losses.serialize(None) is None and generic_utils.serialize_keras_object(None) is None
    config = generic_utils.serialize_keras_object(Dense(3, name="d"))
    assert set(config) == {"class_name", "config"} and config["class_name"] == "Dense"
    made = generic_utils.deserialize_keras_object(config, {"Dense": Dense}, printable_module_name="layer")
    assert made.units == 3
    with pytest.raises(ValueError, match="Unknown layer: ?Nothing"):
        generic_utils.deserialize_keras_object("Nothing", {}, printable_module_name="layer")
    with pytest.raises(ValueError):
        generic_utils.serialize_keras_object(3)


def test_custom_objects_are_found_in_their_scope():
    from compat.keras import activations, losses

    def doubled(x, *args):
        return x * 2

    with generic_utils.CustomObjectScope({"doubled": doubled}):
        assert activations.get("doubled") is losses.get("doubled") is doubled
        assert "doubled" in generic_utils.get_custom_objects()
    assert "doubled" not in generic_utils.get_custom_objects()


def test_all_kernels_of_convolutions_are_turned():
    model = Sequential([Conv2D(2, (2, 3), input_shape=(5, 5, 1)), Dense(2)])
    before = model.get_weights()
    layer_utils.convert_all_kernels_in_model(model)
    after = model.get_weights()
    np.testing.assert_array_equal(after[0], before[0][::-1, ::-1])
    for left, right in zip(after[1:], before[1:]):
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("target, shape", [("channels_first", (2, 3, 4)), ("channels_last", (3, 4, 2))])
def test_the_kernel_after_flatten_follows_the_data_format(target, shape):
    dense = Sequential([Dense(2, input_dim=24)]).layers[0]
    kernel = dense.get_weights()[0]
    layer_utils.convert_dense_weights_data_format(dense, shape, target)
    image = np.random.RandomState(0).uniform(size=shape)
    other = np.transpose(image, (1, 2, 0) if target == "channels_first" else (2, 0, 1))
    np.testing.assert_allclose(image.ravel().dot(dense.get_weights()[0]), other.ravel().dot(kernel), rtol=1e-5)


def test_test_data_are_those_of_keras_2():
    np.random.seed(0)
    (x, y), (x_test, y_test) = test_utils.get_test_data(3, 2, (2,), classification=True, num_classes=3)
    assert (x.shape, y.shape, x_test.shape, y_test.shape) == ((3, 2), (3,), (2, 2), (2,))
    assert y.tolist() == [0, 1, 0]
    np.testing.assert_allclose(x[0], TEST_DATA[0], rtol=1e-5)
    np.random.seed(0)
    (x, y), _ = test_utils.get_test_data(3, 2, (2,), (1,), classification=False)
    np.testing.assert_allclose(np.concatenate([x[1], y[1]]), TEST_DATA[1], rtol=1e-5)


#: What Keras 2.2.4 gave for these seeds.
TEST_DATA = [[-1.0618878603, -0.6063933372], [0.3610757887, 2.4968299866, 1.4717576504]]


def test_layer_test_returns_the_output_and_fails_for_another():
    data = np.ones((2, 3), "float32")
    kwargs = {"units": 2, "kernel_initializer": "ones"}
    found = test_utils.layer_test(Dense, kwargs=kwargs, input_data=data)
    assert found.tolist() == [[3.0, 3.0]] * 2
    test_utils.layer_test(Dense, kwargs=dict(kwargs), input_shape=(None, 3), fixed_batch_size=False)
    with pytest.raises(AssertionError):
        test_utils.layer_test(Dense, kwargs=dict(kwargs), input_data=data, expected_output=np.zeros((2, 2)))


class Old:
    @interfaces.legacy_conv2d_support
    def __init__(self, filters, kernel_size=None, padding="valid", data_format=None, **kwargs):
        self.said = (filters, kernel_size, padding, data_format)

    @interfaces.legacy_generator_methods_support
    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, workers=1):
        return steps_per_epoch, epochs, workers

    @interfaces.legacy_add_weight_support
    def add_weight(self, name=None, shape=None):
        return name, shape

    @interfaces.legacy_get_updates_support
    def get_updates(self, loss, params):
        return loss, params


@pytest.mark.parametrize("args, kwargs", [
    ((3, 2, 1), {"border_mode": "same", "dim_ordering": "th"}),
    ((3, 2), {"nb_col": 1, "border_mode": "same", "dim_ordering": "th"}),
    ((3,), {"nb_row": 2, "nb_col": 1, "padding": "same", "data_format": "channels_first"}),
    ((), {"nb_filter": 3, "nb_row": 2, "nb_col": 1, "border_mode": "same", "dim_ordering": "th"}),
])
def test_a_layer_of_ones_own_takes_the_arguments_of_keras_1(args, kwargs):
    with pytest.warns(UserWarning, match="Update your `Old` call to the Keras 2 API: `Old"):
        assert Old(*args, **kwargs).said == (3, (2, 1), "same", "channels_first")


def test_interfaces_refuse_what_keras_2_refused():
    with pytest.raises(TypeError, match="at most 3 positional"):
        Old(1, 2, 3, 4)
    with pytest.raises(TypeError, match="both the legacy keyword argument `nb_filter`"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Old(nb_filter=1, filters=2)
    with pytest.raises(ValueError, match="disallowed"):
        Old(1, 2, 3, padding="same")


def test_interfaces_of_methods():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = Old(3, (2, 1))
        assert old.fit_generator([], samples_per_epoch=6, nb_epoch=2, nb_worker=3) == (6, 2, 3)
        assert old.add_weight((2, 3), "w") == ("w", (2, 3))
        assert old.get_updates(["p"], {}, "loss") == ("loss", ["p"])
    assert all(callable(getattr(interfaces, name)) for name in dir(interfaces) if name.startswith("legacy_"))


def test_input_data_become_a_list_of_arrays():
    standardize = training_utils.standardize_input_data
    assert [each.shape for each in standardize({"b": np.zeros((2, 3)), "a": np.zeros(2)}, ["a", "b"])] == [(2, 1), (2, 3)]
    assert standardize(None, ["a", "b"]) == [None, None]
    assert [each.shape for each in standardize([1, 2, 3], ["a"])] == [(3, 1)]
    with pytest.raises(ValueError, match="to have 2 dimensions"):
        standardize(np.zeros((2, 3, 4)), ["a"], [(None, 3)], exception_prefix="input")
    with pytest.raises(ValueError, match=r"to have shape \(3,\) but got array with shape \(4,\)"):
        standardize(np.zeros((2, 4)), ["a"], [(None, 3)], False, "input")
    with pytest.raises(ValueError, match=r"Expected to see 2 array\(s\)"):
        standardize([np.zeros((2, 4))], ["a", "b"])
    with pytest.raises(ValueError, match="No data provided"):
        standardize({"a": np.zeros(2)}, ["b"])


def test_weights_of_samples_and_classes():
    y = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    assert training_utils.standardize_weights(y).tolist() == [1.0, 1.0, 1.0]
    assert training_utils.standardize_weights(y, class_weight={0: 1.0, 1: 5.0}).tolist() == [1.0, 5.0, 5.0]
    assert training_utils.standardize_weights(np.zeros((2, 3, 1)), sample_weight_mode="temporal").shape == (2, 3)
    for arguments in ({"class_weight": {0: 1.0}}, {"sample_weight": np.ones((3, 2))}, {"sample_weight": np.ones(2)},
                      {"sample_weight_mode": "temporal"}, {"sample_weight_mode": "no"}):
        with pytest.raises(ValueError):
            training_utils.standardize_weights(y, **arguments)
    assert training_utils.standardize_sample_weights({"b": 2}, ["a", "b"]) == [None, 2]
    with pytest.raises(ValueError):
        training_utils.standardize_class_weights([1], ["a", "b"])
    with pytest.raises(TypeError):
        training_utils.standardize_class_weights(np.ones(3), ["a", "b"])


def test_lengths_are_checked():
    a, b = np.zeros((2, 3)), np.zeros((3, 3))
    training_utils.check_array_length_consistency([a], [a], [np.ones(2)])
    for arguments in (([a, b], None), ([a], [b]), ([a], [a], [b]), ([a], [a, b])):
        with pytest.raises(ValueError):
            training_utils.check_array_length_consistency(*arguments)


@pytest.mark.skipif(REAL_2_3, reason="Keras 2.3 compares classes of losses")
def test_targets_have_the_shape_of_outputs():
    a = np.zeros((2, 3))
    from compat.keras import losses
    with pytest.raises(ValueError):
        training_utils.check_loss_and_target_compatibility([a], [losses.mean_squared_error], [(None, 4)])
    training_utils.check_loss_and_target_compatibility([a], [losses.mean_squared_error], [(None, 3)])


def test_a_weighted_masked_objective_gives_the_number_of_keras_2():
    weighted = training_utils.weighted_masked_objective(lambda y_true, y_pred: K.abs(y_true - y_pred))
    truth, predicted = K.constant([[1.0, 2.0], [3.0, 4.0]]), K.constant([[0.0, 0.0], [0.0, 0.0]])
    weights, mask = K.constant([1.0, 0.0]), K.constant([[1.0, 1.0], [0.0, 1.0]])
    assert K.eval(weighted(truth, predicted, None)) == pytest.approx(2.5)
    assert K.eval(weighted(truth, predicted, weights, None)) == pytest.approx(1.5)
    assert K.eval(weighted(truth, predicted, weights, mask)) == pytest.approx(2.0)


def test_batches_are_made_and_shuffled_whole():
    assert training_utils.make_batches(5, 2) == [(0, 2), (2, 4), (4, 5)]
    shuffled = training_utils.batch_shuffle(np.arange(7), 2)
    assert shuffled[-1] == 6
    assert sorted(shuffled[:6].reshape(3, 2).tolist()) == [[0, 1], [2, 3], [4, 5]]


def test_loops_call_a_function_for_each_batch():
    model = Sequential([Dense(1, input_dim=1)])
    model.compile("sgd", "mse")
    ins = [np.arange(5.0).reshape(5, 1)]
    doubled = training_arrays.predict_loop(model, lambda batch: [batch[0] * 2], ins, batch_size=2)
    assert doubled.ravel().tolist() == [0.0, 2.0, 4.0, 6.0, 8.0]
    assert training_arrays.test_loop(model, lambda batch: [batch[0].mean()], ins * 3, batch_size=2) == pytest.approx(2.0)


@pytest.mark.skipif(REAL, reason="fit_loop of the real Keras 2 also needs what only its own fit() prepares")
def test_a_fit_loop_keeps_the_mean_of_what_its_function_returns():
    model = Sequential([Dense(1, input_dim=1)])
    ins = [np.arange(5.0).reshape(5, 1)]
    history = training_arrays.fit_loop(model, lambda batch: [batch[0].mean()], ins, ["loss"], 2, 3, 0,
                                       val_f=lambda batch: [batch[0].sum()], val_ins=ins)
    assert history.history["loss"] == pytest.approx([2.0] * 3)
    assert history.history["val_loss"] == pytest.approx([(1 * 2 + 5 * 2 + 4) / 5.0] * 3)


@pytest.mark.skipif(active().name in ("tf_keras", "tf.keras"), reason="its own functions take a model")
def test_weights_of_a_group_go_to_layers(tmp_path):
    def model():
        return Sequential([Dense(3, input_shape=(4,), name="a"), Dense(2, name="b")])

    first, by_order, by_name = model(), model(), model()
    with h5py.File(str(tmp_path / "w.h5"), "w") as file:
        saving.save_weights_to_hdf5_group(file.create_group("g"), first.layers)
        assert [str(each) for each in saving.load_attributes_from_hdf5_group(file["g"], "layer_names")] == ["a", "b"]
        saving.load_weights_from_hdf5_group(file["g"], by_order.layers)
        saving.load_weights_from_hdf5_group_by_name(file["g"], by_name.layers[:1])
    for left, right in zip(first.get_weights(), by_order.get_weights()):
        np.testing.assert_array_equal(left, right)
    np.testing.assert_array_equal(by_name.get_weights()[0], first.get_weights()[0])
    assert not np.array_equal(by_name.get_weights()[2], first.get_weights()[2])


@pytest.mark.skipif(active().name in ("tf_keras", "tf.keras"), reason="not served")
def test_old_weights_are_brought_to_the_layout_of_a_layer():
    layer = Conv1D(1, 2, input_shape=(3, 1))
    Sequential([layer])
    old = [np.arange(2.0).reshape((2, 1, 1, 1)), np.zeros(1)]
    found = saving.preprocess_weights_for_loading(layer, old, "1", "tensorflow")
    assert [each.ravel().tolist() for each in found] == [[0.0, 1.0], [0.0]] and found[0].shape == (2, 1, 1)


def test_a_pickled_model_is_the_same_model():
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile("sgd", "mse")
    again = saving.unpickle_model(saving.pickle_model(model))
    np.testing.assert_array_equal(model.predict(np.ones((1, 3))), again.predict(np.ones((1, 3))))


def test_private_helpers_of_the_engine():
    from compat.keras.engine.base_layer import _collect_input_shape, _collect_previous_mask, _to_snake_case
    from compat.keras.engine.topology import _object_list_uid, _to_list
    x = Input((3,))
    assert _collect_input_shape([x, Dense(2)(x)]) == [(None, 3), (None, 2)]
    assert _collect_previous_mask([x, x]) == [None, None] and _collect_previous_mask(x) is None
    assert _to_snake_case("MaxPooling2D") == "max_pooling2d" and _to_snake_case("_Merge") == "private__merge"
    assert _to_list(3) == [3] and isinstance(_object_list_uid([x]), str)


def test_private_helpers_of_recurrent_layers():
    from compat.keras.layers.recurrent import _generate_dropout_mask, _standardize_args
    assert _standardize_args(["x", "s", "c"], None, None, 1) == ("x", ["s"], ["c"])
    assert _standardize_args("x", ("s",), "c", None) == ("x", ["s"], ["c"])
    masks = _generate_dropout_mask(K.ones((2, 3)), 0.5, training=False, count=2)
    assert [K.eval(mask).tolist() for mask in masks] == [np.ones((2, 3)).tolist()] * 2


def test_time_distributed_dense_is_a_product_for_each_step():
    from compat.keras.legacy.layers import _time_distributed_dense
    x, w, b = np.arange(12.0).reshape(1, 4, 3), np.arange(6.0).reshape(3, 2), np.ones(2)
    found = _time_distributed_dense(K.constant(x), K.constant(w), K.constant(b))
    np.testing.assert_allclose(K.eval(found), x.dot(w) + b)


@pytest.mark.skipif(REAL_2_3, reason="the real Keras 2.3 asks for devices by a name that TensorFlow 2.1 and later lack")
def test_gpus_have_the_names_of_tensorflow_1():
    from compat.keras.backend.tensorflow_backend import _get_available_gpus
    assert all(name.startswith("/device:GPU") for name in _get_available_gpus())


def test_private_names_of_the_backend():
    from compat.keras.backend.common import _EPSILON, _FLOATX
    from compat.keras.backend.tensorflow_backend import (
        _preprocess_conv2d_input,
        _preprocess_padding,
        _to_tensor,
    )
    assert (_FLOATX, _EPSILON, _preprocess_padding("same")) == ("float32", 1e-7, "SAME")
    assert K.eval(_to_tensor(2, "float32")) == 2.0
    if not active().version.startswith("2.3."):  # which asks TensorFlow 2.2 for GPUs by a name that it no longer has
        images, layout = _preprocess_conv2d_input(K.ones((1, 2, 3, 4)), "channels_first")
        assert (K.int_shape(images), layout) == ((1, 3, 4, 2), "NHWC")
    with K.name_scope("mine"):
        assert K.eval(K.variable(2.0, name="v")) == 2.0


def test_merge_layers_of_ones_own_define_a_merge_function():
    from compat.keras.layers.merge import _Merge

    class RandomWeightedAverage(_Merge):
        def _merge_function(self, inputs):
            return 0.25 * inputs[0] + 0.75 * inputs[1]

    a, b = Input((2,)), Input((2,))
    model = Model([a, b], RandomWeightedAverage()([a, b]))
    assert model.predict([np.ones((1, 2)), np.zeros((1, 2))]).tolist() == [[0.25, 0.25]]
    assert isinstance(Add(), _Merge) and not isinstance(Dense(1), _Merge)


def test_convolutions_of_ones_own_derive_from_the_base():
    from compat.keras.layers.convolutional import _Conv

    class Twice(_Conv):
        def __init__(self, filters, **kwargs):
            super().__init__(rank=1, filters=filters, kernel_size=2, **kwargs)

        def call(self, inputs):
            return 2 * K.conv1d(inputs, self.kernel)

    x = Input((3, 1))
    model = Model(x, Twice(1, kernel_initializer="ones")(x))
    assert model.predict(np.arange(3.0).reshape(1, 3, 1)).ravel().tolist() == [2.0, 6.0]
    assert isinstance(Conv2D(1, 1), _Conv) and not isinstance(Dense(1), _Conv)


@pytest.mark.skipif(active().name in ("tf_keras", "tf.keras"), reason="its base class takes the function as an argument")
def test_poolings_of_ones_own_define_a_pooling_function():
    from compat.keras.layers import MaxPooling1D, MaxPooling2D
    from compat.keras.layers.pooling import _Pooling1D, _Pooling2D

    class Images(_Pooling2D):
        def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
            return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode="max")

    class Steps(_Pooling1D):
        def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
            return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode="avg")

    image, steps = Input((4, 4, 1)), Input((4, 1))
    assert Model(image, Images()(image)).predict(np.arange(16.0).reshape(1, 4, 4, 1)).ravel().tolist() == [5, 7, 13, 15]
    assert Model(steps, Steps()(steps)).predict(np.arange(4.0).reshape(1, 4, 1)).ravel().tolist() == [0.5, 2.5]
    assert isinstance(MaxPooling2D(), _Pooling2D) and not isinstance(MaxPooling1D(), _Pooling2D)


def test_clip_norm_scales_a_gradient_down():
    from compat.keras.optimizers import clip_norm
    assert K.eval(clip_norm(K.constant([3.0, 4.0]), 1.0, K.constant(5.0))) == pytest.approx([0.6, 0.8])
    assert K.eval(clip_norm(K.constant([3.0, 4.0]), 0, K.constant(5.0))).tolist() == [3.0, 4.0]


@pytest.mark.skipif(not KERAS_3, reason="TensorFlow 2.6 and later write no YAML, and the real Keras 2 cannot use PyYAML 6")
def test_a_model_written_as_yaml_is_read_again():
    from compat.keras.models import model_from_yaml
    pytest.importorskip("yaml")
    model = Sequential([Dense(3, input_shape=(4,), name="a")])
    text = model.to_yaml()
    assert "class_name: Sequential" in text
    assert model_from_yaml(text).layers[-1].units == 3



@pytest.mark.skipif(active().name == "multibackend", reason="its own module keeps what it was imported with")
def test_a_reload_asks_where_the_files_of_keras_are_again(monkeypatch, tmp_path):
    from compat.keras.backend import load_backend

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert importlib.reload(load_backend)._config_path == str(tmp_path / "keras.json")
    assert load_backend._keras_dir == str(tmp_path) and load_backend._keras_base_dir == str(tmp_path.parent)
