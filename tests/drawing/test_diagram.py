"""A model as boxes and arrows: which layer feeds which, shapes, frames, and where masks go."""
import numpy as np
import pytest
from goldens.catalog import golden

from compat.drawing.diagram import diagram_of
from compat.drawing.dot import Marks, dot_of, shape_text
from compat.drawing.newer import as_drawn
from compat.loading.inspection import look

SHAPED = ("mlp", "conv1d", "conv_bn", "conv_separable", "conv_shapes", "embedding_lstm", "gru_reset_after", "lstm_states",
          "bidirectional_lstm", "locally_connected_first", "masked_concatenate", "nested", "nested_sequential", "shared_layer",
          "two_inputs_two_outputs")


def diagram(name, stack="keras-2.2.4-py37"):
    return diagram_of(look(golden(stack, name).path).model)


def arrows(found):
    names = ["/".join(box.path) for box in found.boxes]
    return [(names[each.start], names[each.end]) for each in found.arrows]


@pytest.mark.parametrize("name", SHAPED)
def test_outputs_have_the_shapes_that_real_keras_gave(name):
    found = diagram(name)
    with np.load(str(golden("keras-2.2.4-py37", name).path)[:-3] + ".npz") as arrays:
        real = [arrays[each].shape for each in sorted(arrays.files) if each.startswith("y") and each[1:].isdigit()]
    drawn = [shape for number in found.outputs for shape in found.boxes[number].shapes]
    for shape in real:
        assert any(len(shape) == len(each) and all(a in (None, b) for a, b in zip(each[1:], shape[1:])) for each in drawn)


def test_a_nested_model_is_a_frame_around_its_layers():
    found = diagram("nested")
    assert [each.title for each in found.frames] == ["nested (Functional)", "encoder (Functional)"]
    assert arrows(found) == [("features", "encoder/encoder_features"), ("encoder/encoder_features", "encoder/encoder_hidden"),
                             ("encoder/encoder_hidden", "encoder/encoder_code"), ("encoder/encoder_code", "out")]


def test_a_shared_layer_is_one_box_that_says_how_often_it_is_called():
    found = diagram("shared_layer", "tf.keras-2.15-py311")
    assert max(box.calls for box in found.boxes) == 2
    assert len({box.path for box in found.boxes}) == len(found.boxes)


def test_masks_are_followed_from_where_they_start_to_where_they_end():
    found = diagram("masked_concatenate")
    roles = {box.path[-1]: box.role for box in found.boxes}
    assert roles["left_masking"] == "starts a mask" and roles["lstm"] == "uses the mask and ends it" and roles["all"] == ""
    masked = {pair for pair, arrow in zip(arrows(found), found.arrows) if arrow.masked}
    assert ("concatenate", "all") in masked and ("all", "lstm") in masked and ("lstm", "out") not in masked


def test_a_lambda_that_lost_its_mask_ends_it():
    assert {box.path[-1]: box.role for box in diagram("my_mean_pool_masked_lambda").boxes}["crop"] == "ends the mask"


def spec(name, **config):
    return {"class_name": name, "config": dict(config, name=name.lower())}


def sequential(*layers):
    return {"class_name": "Sequential", "config": {"name": "s", "layers": list(layers)}}


@pytest.mark.parametrize("layer, taken, shape", [
    (spec("Conv2D", filters=4, kernel_size=[3, 3], strides=[2, 2], padding="same"), [None, 7, 7, 1], (None, 4, 4, 4)),
    (spec("Conv2D", filters=4, kernel_size=3, dilation_rate=2, data_format="channels_first"), [None, 1, 7, 9], (None, 4, 3, 5)),
    (spec("Conv2DTranspose", filters=4, kernel_size=3, strides=2, padding="valid"), [None, 7, 7, 1], (None, 15, 15, 4)),
    (spec("Conv1D", filters=4, kernel_size=3, padding="causal"), [None, None, 2], (None, None, 4)),
    (spec("ZeroPadding2D", padding=[[1, 0], [2, 2]]), [None, 4, 4, 1], (None, 5, 8, 1)),
    (spec("Cropping1D", cropping=[1, 2]), [None, 9, 1], (None, 6, 1)),
    (spec("Reshape", target_shape=[2, -1]), [None, 6], (None, 2, 3)),
    (spec("Reshape", target_shape=[2, -1]), [None, None], (None, 2, None)),
    (spec("Flatten"), [None, None, 3], (None, None)),
    (spec("TimeDistributed", layer=spec("Dense", units=5)), [None, 4, 3], (None, 4, 5)),
    (spec("Bidirectional", layer=spec("LSTM", units=5, return_sequences=True)), [None, 4, 3], (None, 4, 10)),
    (spec("MaxPooling2D", pool_size=2), [None, 5, 5, 1], (None, 2, 2, 1)),
    (spec("Mine", units=2), [None, 3], None),
    (spec("Dense", units="many"), [None, 3], None),
    (spec("Permute", dims=[7]), [None, 3], None),
])
def test_shapes_are_worked_out_and_what_is_not_known_is_said(layer, taken, shape):
    first = {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": taken}}
    assert diagram_of(sequential(first, layer)).boxes[1].shapes == (shape,)


@pytest.mark.parametrize("attack", [
    "<script>x</script>", "a\"]; evil [label=\"x", "<IMG SRC=\"/etc/passwd\"/>", "\\N", "&lt;", "a\nb"])
def test_what_a_file_wrote_is_text_of_a_label(attack):
    model = sequential(spec(attack, batch_input_shape=[None, 2]))
    model["config"]["layers"][0]["config"]["name"] = attack
    honest = sequential(spec("a", batch_input_shape=[None, 2]))
    text, plain = (dot_of(diagram_of(each), Marks({}, ()), "t") for each in (model, honest))
    assert len(text.replace('\\\\', "").split('"')) - text.count('\\"') == len(plain.split('"'))
    assert text.count("\n") == plain.count("\n") and "\\N" not in text.replace("\\\\N", "")


def test_a_shape_is_text():
    assert shape_text((None, 2)) == "? × 2" and shape_text(None) == "shape not known"


def tensor(name):
    return {"class_name": "__keras_tensor__", "config": {"shape": [None, 2], "dtype": "float32", "keras_history": [name, 0, 0]}}


def newer(name, class_name, *inputs, **config):
    node = {"args": [list(map(tensor, inputs)) if len(inputs) > 1 else tensor(inputs[0])], "kwargs": {}} if inputs else None
    return {"module": "keras.layers", "class_name": class_name, "config": dict(config, name=name), "name": name,
            "inbound_nodes": [node] if node else []}


def test_a_model_of_keras_3_is_drawn_from_its_tensors():
    layers = [newer("x", "InputLayer", batch_shape=[None, 3]), newer("y", "InputLayer", batch_shape=[None, 2]),
              newer("d", "Dense", "x", units=4), newer("cat", "Concatenate", "d", "y", axis=-1)]
    pooled = newer("p", "Dense", "cat", units=1)
    pooled["inbound_nodes"][0]["kwargs"]["mask"] = tensor("y")
    found = diagram_of(as_drawn({"class_name": "Functional", "config": {
        "name": "m", "layers": [*layers, pooled], "input_layers": [["x", 0, 0], ["y", 0, 0]], "output_layers": ["p", 0, 0]}}))
    assert arrows(found) == [("x", "d"), ("d", "cat"), ("y", "cat"), ("cat", "p"), ("y", "p")]
    assert {box.path[-1]: box.shapes[0] for box in found.boxes} == {
        "x": (None, 3), "y": (None, 2), "d": (None, 4), "cat": (None, 6), "p": (None, 1)}
